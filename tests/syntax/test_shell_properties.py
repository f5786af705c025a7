from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.dockerfile import parse as parse_dockerfile
from dockerpatch.syntax.shell import Script, parse

PIECES = st.sampled_from(
    [
        "a",
        "b",
        "apk",
        " ",
        " ",
        "\t",
        "\n",
        "\\\n",
        "&&",
        "||",
        ";",
        ";;",
        "|",
        "&",
        "(",
        ")",
        "{ ",
        " }",
        "$(",
        "`",
        "$((",
        "))",
        "'",
        '"',
        "\\",
        "$x",
        "${",
        "}",
        "${x:-",
        "<",
        ">",
        "2>&1",
        "<<E\n",
        "\nE\n",
        "<<<",
        "<(",
        "#",
        " # ",
        "!",
        "=",
        "x=(",
        "[[ ",
        " ]]",
        "if ",
        "; then ",
        "; fi",
        "for x in ",
        "; do ",
        "; done",
        "while ",
        "case x in ",
        "a) ",
        ";; esac",
        "f() ",
        "time ",
        "$'",
        "\r",
    ]
)
SCRIPTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=40)


def check(script: Script) -> None:
    """What holds of every script, whatever it says."""
    text = script.text
    starts = [command.start for command in script.commands]
    assert starts == sorted(starts)
    for command in script.commands:
        parts = [*command.assignments, *command.words, *command.redirects]
        assert parts
        assert command.start == min(part.start for part in parts)
        assert command.end == max(part.end for part in parts)
        assert command.lead <= command.start
        assert command.before_start <= command.lead
        if command.words:
            assert command.name == command.words[0].value
        inside_escapes = "\\" in text and any(group == "`" for group in groups_around(command))
        if inside_escapes:
            continue
        assert command.end <= command.after_start <= len(text)
        assert text[slice(*command.before_span)] == command.before
        assert text[slice(*command.after_span)] == command.after
        at = command.start
        for part in sorted(parts, key=lambda part: part.start):
            assert at <= part.start < part.end <= command.end
            # Between two parts stand blanks and continuations only.
            assert text[at : part.start].replace("\\\n", "").strip(" \t") == "" or command.name in ("[[", "((")
            at = part.end
        for word in (*command.assignments, *command.words):
            assert text[word.start : word.end] == word.raw
            assert word.raw[:1] not in " \t\n"
            if word.inner is not None:
                assert text[slice(*word.inner)] == word.value


def groups_around(command: object) -> list[str]:
    kinds = []
    parent = getattr(command, "parent", None)
    while parent is not None:
        kinds.append(parent.kind)
        parent = parent.parent
    return kinds


@given(SCRIPTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    script = parse(text)
    assert script.readable == (script.fault is None)
    if script.fault is not None:
        assert script.commands == ()
        assert 0 <= script.fault_offset <= len(text)
    check(script)


WORDS = st.text(st.sampled_from("abc01-./=:+~@%^,"), min_size=1, max_size=8).filter(
    lambda word: "=" not in word[1:2] and word not in ("!", "{", "}")
)
QUOTED = st.builds("'{}'".format, st.text(st.sampled_from('ab &;|$`"()#'), max_size=6)) | st.builds(
    '"{}"'.format, st.text(st.sampled_from("ab &;|'()#"), max_size=6)
)
COMMANDS = st.lists(WORDS | QUOTED, max_size=5).map(lambda words: ["cmd", *words])
OPERATORS = st.sampled_from(["&&", "||", ";", "|", "\n"])


@given(st.lists(st.tuples(COMMANDS, OPERATORS), min_size=1, max_size=6))
def test_a_script_built_from_words_reads_as_these_words(built: list[tuple[list[str], str]]) -> None:
    text = ""
    for words, operator in built:
        text += " ".join(words) + f" {operator} "
    text = text[: -2 - len(built[-1][1])]
    script = parse(text)
    assert script.fault is None
    assert [[word.raw for word in command.words] for command in script.commands] == [words for words, _ in built]
    assert [command.after for command in script.commands[:-1]] == [operator for _, operator in built[:-1]]


@given(st.lists(st.tuples(COMMANDS, st.sampled_from(["&&", "||", "|"])), min_size=1, max_size=4))
def test_wrapping_does_not_change_what_is_read(built: list[tuple[list[str], str]]) -> None:
    text = " && ".join(" ".join(words) for words, _ in built)
    plain = [[word.raw for word in command.words] for command in parse(text).commands]
    for wrapped in ("( {} )", "{{ {}; }}", "if x; then {}; fi", "while x; do {}; done", "f() {{ {}; }}"):
        script = parse(wrapped.format(text))
        assert script.fault is None
        inner = [[word.raw for word in one.words] for one in script.commands if one.name == "cmd"]
        assert inner == plain
    for wrapped in ('x "$({})"', "x $({})", "x ${{y:-$({})}}"):
        script = parse(wrapped.format(text))
        assert script.fault is None
        assert [[word.raw for word in one.words] for one in script.commands[1:]] == plain


def bodies(files: list[pathlib.Path]) -> list[str]:
    found = set()
    for path in files:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        for instruction in parse_dockerfile(text).instructions:
            if instruction.keyword == "RUN" and not instruction.is_json:
                found.add(instruction.logical[instruction.rest_start :])
                found.update(heredoc.content for heredoc in instruction.heredocs)
    return sorted(found)


def test_real_scripts_hold_together(corpus_files: list[pathlib.Path]) -> None:
    scripts = bodies(corpus_files)
    assert len(scripts) > 100
    readable = 0
    for text in scripts:
        script = parse(text)
        check(script)
        readable += script.readable
    assert readable > 0.97 * len(scripts)


def bash_takes(bash: str, script: pathlib.Path) -> bool:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([bash, "-n", str(script)], capture_output=True, env=environment, check=False)
    return done.returncode == 0


def test_bash_takes_what_is_readable_and_nothing_else(corpus_files: list[pathlib.Path], tmp_path: pathlib.Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on this machine")
    scripts = bodies(corpus_files)
    # All scripts that are refused, and an even sample of the rest.
    refused = [text for text in scripts if not parse(text).readable]
    sample = sorted({*refused, *scripts[:: max(1, len(scripts) // 400)]})
    file = tmp_path / "script"
    differences = []
    for text in sample:
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        if bash_takes(bash, file) != parse(text).readable:
            differences.append(text)
    assert differences == []


COUNT = 60_000
HOSTILE = {
    "round brackets": "(" * COUNT,
    "substitutions": "$(" * COUNT,
    "substitutions in quotes": '"$(' * COUNT,
    "arithmetic": "$((" * COUNT,
    "arithmetic in quotes": '"$(( ' * COUNT,
    "half arithmetic": "$((a)" * COUNT,
    "backticks": "`" * COUNT,
    "escaped backticks": "`" + "\\`" * COUNT + "`",
    "braces": "${a" * COUNT,
    "braces in quotes": '"${a' * COUNT,
    "groups": "{ " * COUNT,
    "ifs": "if " * COUNT,
    "bangs": "! " * COUNT,
    "times": "time " * COUNT,
    "escapes": "\\ " * COUNT,
    "quotes": '"' * (COUNT + 1),
    "dollar quotes": "$'" * COUNT,
    "chain": "a && " * COUNT,
    "list": "a;" * COUNT,
    "words": "a " * COUNT,
    "one word": "a" * COUNT * 10,
    "case": "case x in " * COUNT,
    "branches": "case x in " + "a) b;; " * COUNT,
    "arrays": "x=(" * COUNT,
    "functions": "f() " * COUNT,
    "loops": "for x in " * COUNT,
    "redirections": "> a " * COUNT,
    "heredocs": "cat <<E\n" * COUNT,
    "heredocs on a line": "cat " + "<<E " * 2000 + "\n" + "x\n" * COUNT,
    "comments": "a #b\n" * COUNT,
    "continuations": "\\\n" * COUNT,
    "tests": "[[ a && " * COUNT,
    "closers": "if a; then b; fi; " * (COUNT // 4),
    "quoted pieces": 'a"b"' * COUNT,
    "process substitutions": "<(" * COUNT,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    script = parse(text)
    for command in script.commands:
        command.words  # noqa: B018
    assert time.process_time() - started < 4.0


@pytest.mark.parametrize(
    ("opening", "closing"), [("( ", " )"), ("{ ", "; }"), ("if x; then ", "; fi"), ("while x; do ", "; done")]
)
def test_compounds_nest_up_to_200(opening: str, closing: str) -> None:
    assert parse(opening * 200 + "a" + closing * 200).readable
    deeper = parse(opening * 201 + "a" + closing * 201)
    assert deeper.fault == "commands are nested too deep"


def test_substitutions_nest_up_to_100() -> None:
    assert parse("$(" * 100 + "a" + ")" * 100).readable
    assert parse("$(" * 101 + "a" + ")" * 101).fault == "commands are nested too deep"


def test_arithmetic_nests_up_to_100() -> None:
    assert parse("$((" * 100 + "1" + "))" * 100).readable
    assert parse("$((" * 101 + "1" + "))" * 101).fault == "commands are nested too deep"


def test_a_large_script_is_fine() -> None:
    text = " && ".join(f'echo "step {number}" $(date) > /tmp/{number}' for number in range(2200))
    script = parse(text)
    assert len(text) > 80_000
    assert len(script.commands) == 4400
