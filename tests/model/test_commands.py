from __future__ import annotations

import pathlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.model.commands import RunCommand, RunCommands, run_commands
from dockerpatch.syntax.dockerfile import parse


def read(text: str, shell: tuple[str, ...] | None = None) -> RunCommands:
    """The commands of the last RUN of ``text``."""
    instruction = [one for one in parse(text).instructions if one.keyword == "RUN"][-1]
    return run_commands(instruction, shell)


def named(run: RunCommands, name: str) -> RunCommand:
    (found,) = [one for one in run.commands if one.program == name]
    return found


def said(run: RunCommands) -> list[list[str | None]]:
    return [[word.value for word in command.words] for command in run.commands]


FORMS = {
    "shell": ("RUN a b && c", "shell", [["a", "b"], ["c"]]),
    "continued": ("RUN a \\\n  b \\\n# x\n && c", "shell", [["a", "b"], ["c"]]),
    "backtick escape": ("# escape=`\nFROM x\nRUN a `\n b", "shell", [["a", "b"]]),
    "flags are no words": ("RUN --mount=type=cache,target=/x --network=none a", "shell", [["a"]]),
    "json": ('RUN ["a", "b c", "\\u0064"]', "json", [["a", "b c", "d"]]),
    "json shell": ('RUN ["sh", "-ec", "a && b"]', "json", [["sh", "-ec", "a && b"], ["a"], ["b"]]),
    "json shell in a path": ('RUN ["/bin/bash", "-o", "pipefail", "-c", "a"]', "json", None),
    "heredoc": ("RUN <<EOF\na b\nc\nEOF", "heredoc", [["a", "b"], ["c"]]),
    "quoted heredoc": ("RUN <<'EOF'\na $b\nEOF", "heredoc", [["a", None]]),
    "heredoc with tabs": ("RUN <<-EOF\n\ta\n\tb\n\tEOF", "heredoc", [["a"], ["b"]]),
    "heredoc for a shell": ("RUN <<EOF\n#!/usr/bin/env bash\na\nEOF", "heredoc", [["a"]]),
    "heredoc as input": ("RUN cat <<EOF > x && a\nb c\nEOF", "shell", [["cat"], ["a"]]),
    "heredoc as a script": ("RUN bash -x <<EOF\na b\nc\nEOF", "shell", [["bash", "-x"], ["a", "b"], ["c"]]),
    "nested": ("RUN bash -lc 'a; b' && c", "shell", [["bash", "-lc", "a; b"], ["a"], ["b"], ["c"]]),
    "nested by sudo": ('RUN sudo -u x sh -c "a"', "shell", [["sudo", "-u", "x", "sh", "-c", "a"], ["a"]]),
    "nested twice": ("RUN sh -c \"sh -c 'a'\"", "shell", [["sh", "-c", "sh -c 'a'"], ["sh", "-c", "a"], ["a"]]),
    "nested with variables": ('RUN sh -c "a $b"', "shell", [["sh", "-c", None]]),
    "a shell that runs a file": ("RUN sh x.sh -c 'a'", "shell", [["sh", "x.sh", "-c", "a"]]),
    "empty": ("RUN", "shell", []),
}


@pytest.mark.parametrize(("text", "form", "expected"), FORMS.values(), ids=FORMS.keys())
def test_forms(text: str, form: str, expected: list[list[str | None]] | None) -> None:
    run = read(text)
    assert run.readable
    assert run.form == form
    assert said(run)[-1:] == [["a"]] if expected is None else said(run) == expected


@pytest.mark.parametrize(
    "shell",
    [
        ("powershell", "-Command"), ("cmd", "/S", "/C"), ("C:\\x\\PowerShell.exe", "-c"), ("pwsh", "-Command"),
        ("python", "-c"), ("/bin/bash", "-l"), (),
    ],
)  # fmt: skip
def test_a_shell_that_is_not_a_unix_one_has_no_commands(shell: tuple[str, ...]) -> None:
    run = read("RUN a && b", shell)
    assert not run.readable
    assert run.commands == ()


@pytest.mark.parametrize(
    "shell",
    [
        ("/bin/bash", "-c"), ("/bin/ash", "-eo", "pipefail", "-c"), ("bash", "-o", "pipefail", "-c"), ("sh", "-exc"),
        ("conda", "run", "-n", "x", "/bin/bash", "-c"), ("/usr/bin/env", "bash", "-c"), ("/bin/bash", "--login", "-c"),
    ],
)  # fmt: skip
def test_unix_shells(shell: tuple[str, ...]) -> None:
    assert said(read("RUN a && b", shell)) == [["a"], ["b"]]


@pytest.mark.parametrize("text", ["RUN <<EOF\n#!/usr/bin/python3\nprint(1)\nEOF", "RUN a && (", "RUN if a; then b"])
def test_what_is_no_shell_script_has_no_commands(text: str) -> None:
    run = read(text)
    assert not run.readable
    assert run.commands == ()


def test_powershell_does_not_touch_heredocs_and_json_of_other_programs() -> None:
    assert said(read('RUN ["sh", "-c", "a"]', ("powershell", "-Command"))) == [["sh", "-c", "a"], ["a"]]
    assert not read("RUN <<EOF\na\nEOF", ("powershell", "-Command")).readable
    assert said(read("RUN <<EOF\n#!/bin/sh\na\nEOF", ("powershell", "-Command"))) == [["a"]]


PLACED = {
    "shell": "FROM x\nRUN a 'b c' && target one \"two\" three",
    "continued": 'RUN a && \\\n\t# why\n\n  target one \\\n "two" three',
    "crlf": 'RUN a && \\\r\n  target one \\\r\n "two" three\r\n',
    "byte order mark": '\ufeffRUN target one "two" three',
    "heredoc": 'RUN <<EOF\na\ntarget one "two" three\nEOF\n',
    "heredoc with tabs": 'RUN <<-EOF\n\ta\n\ttarget one "two" three\n\tEOF\n',
    "heredoc as a script": 'RUN bash <<EOF\na\ntarget one "two" three\nEOF\n',
    "json": 'RUN [ "target", "one","two" , "three"]',
    "json shell": 'RUN ["sh", "-c", "a; target one \'two\' three"]',
    "nested": "RUN a; bash -c 'b && target one \"two\" three'",
    "nested in double quotes": "RUN a && \\\n bash -c \"b && target one 'two' three\"",
}


@pytest.mark.parametrize("text", PLACED.values(), ids=PLACED.keys())
def test_words_have_places_in_the_file(text: str) -> None:
    command = named(read(text), "target")
    for word, value in zip(command.words, ("target", "one", "two", "three"), strict=True):
        assert word.value == value
        span = word.part(0, len(value))
        assert span is not None
        assert text[span.start : span.end] == value
        assert word.span is not None
        assert value in text[word.span.start : word.span.end]
        behind = command.insert_after(word)
        assert behind is not None
        assert text[behind - 1] == (text[word.span.end - 1])
        assert behind == word.span.end


def test_a_word_that_a_line_end_splits_has_no_span() -> None:
    text = "RUN target on\\\ne two"
    command = named(read(text), "target")
    assert [word.value for word in command.words] == ["target", "one", "two"]
    assert command.words[1].span is None
    behind = command.insert_after(command.words[1])
    assert behind is not None
    assert text[behind:] == " two"


@pytest.mark.parametrize(
    "text",
    [r'RUN sh -c "echo \"x\" && target one"', r'RUN ["sh", "-c", "echo \"x\"; target one"]', r"RUN sh -c 'a'\ target"],
)
def test_words_behind_escapes_have_no_places(text: str) -> None:
    run = read(text)
    command = run.commands[-1]
    assert command.outer is not None
    assert all(word.span is None and command.insert_after(word) is None for word in command.words)


def test_inserting_an_option_is_one_edit() -> None:
    text = "RUN apk update && \\\n    apk add \\\n      curl\n"
    command = next(one for one in read(text).commands if one.words[1].value == "add")
    at = command.insert_after(command.words[1])
    assert at is not None
    assert text[:at] + " --no-cache" + text[at:] == "RUN apk update && \\\n    apk add --no-cache \\\n      curl\n"


REMOVED = [
    ("RUN target && b", "RUN b"),
    ("RUN a && target", "RUN a"),
    ("RUN a && \\\n target && \\\n b", "RUN a && \\\n b"),
    ("RUN a ; target > x 2>&1; b", "RUN a ; b"),
    ("RUN a \\\n && target", "RUN a"),
    ("RUN { target; b; } && c", "RUN { b; } && c"),
    ("RUN <<EOF\na\ntarget x\nb\nEOF", "RUN <<EOF\na\nb\nEOF"),
    ("RUN target && ! b | c", "RUN ! b | c"),
    ("RUN if a; then target; b; else c; fi", "RUN if a; then b; else c; fi"),
    ("RUN if a; then b && target; else c; fi", "RUN if a; then b; else c; fi"),
    ("RUN if a; then target; else c; fi", None),
    ("RUN if target; then a; fi", None),
    ("RUN for x in a; do target; done; b", None),
    ("RUN a; { target; }; b", None),
    ("RUN target", None),
    ("RUN target | b", None),
    ("RUN target || b", None),
    ("RUN a || target", None),
    ("RUN (target) && a", None),
    ("RUN target & b", None),
]


@pytest.mark.parametrize(("text", "left"), REMOVED)
def test_removal(text: str, left: str | None) -> None:
    span = named(read(text), "target").removal()
    assert (text[: span.start] + text[span.end :] if span is not None else None) == left


ALWAYS = [
    "target", "a && target", "a && target && b", "a; target", "a | target", "target || exit 1", "target || false",
    "a && target || exit 1; b", "{ a; target; }", "(a && target) && b", "set -e; target; b", "set -eux; a; target; b",
    "set -o errexit; target; b", "set -e && target; b", "a || b && target", "target || { echo x; exit 2; }",
    "set -e; (target; a); b", "set -o pipefail; target | b", "set -euo pipefail; target | b; c", "time target && a",
    "set -e; target || exit 3; a", "[ -f x ] || exit 1; target", "set -e; f() { exit 0; }; target; b", "FOO=1 target",
    "set -e; x=$(exit 0); target; b", "exec > log; target", "set -e; { target; b; }; c", "target || (echo x; exit 1)",
    "sh -c target", "sh -ec 'target; b' && c", "sudo sh -c 'a && target'", "set +e; target && b", "env A=b target && c",
    "set -e; if a; then b; fi; target; c", "target > x 2>&1 && b",
]  # fmt: skip


@pytest.mark.parametrize("script", ALWAYS)
def test_always(script: str) -> None:
    run = read(f"RUN {script}")
    assert run.always(named(run, "target"))


PERHAPS = [
    "target || true",
    "target || a",
    "a || target",
    "target; a",
    "target & a",
    "target | a",
    "! target",
    "if target; then a; fi",
    "if a; then target; fi",
    "while a; do target; done",
    "for x in a b; do target; done",
    "case x in a) target;; esac",
    "f() { target; }; f",
    "a $(target)",
    "a `target`",
    "a <(target)",
    "(target) || true",
    "{ target; a; }",
    "set -e; target && a; b",
    "set -e; a && target; b",
    "set -e; (target; a) && b",
    "set -e; set +e; target; a",
    "a && exit 0; target",
    "exit; target",
    "exec a; target",
    "target || exit 0",
    "target || exit $?",
    "(set -e); target; a",
    "set -e; { target; a; } || b",
    "set -e; ! target; a",
    "if a; then set -e; fi; target; b",
    "target || { echo x; }",
    "target | a; b",
    "set -e; target | a",
    "sh -c 'target; a'",
    "sh -c 'target' || true",
    "sh -ec 'target; a' || true",
    "a && (target || true)",
    "[ -f x ] && exit 0; target",
    "cat <<E\n$(target)\nE",
    "set -e; (a; target; b) || c",
    "target; false",
    "a || b; target; c",
    "a || set -e; target; b",
    "target && a || true",
]


@pytest.mark.parametrize("script", PERHAPS)
def test_not_always(script: str) -> None:
    run = read(f"RUN <<'SCRIPT'\n{script}\nSCRIPT") if "\n" in script else read(f"RUN {script}")
    assert not run.always(named(run, "target"))


@pytest.mark.parametrize(
    ("shell", "script", "expected"),
    [
        (("/bin/bash", "-ec"), "target; a", True),
        (("/bin/bash", "-o", "errexit", "-c"), "target; a", True),
        (("/bin/bash", "-o", "pipefail", "-c"), "target | a", True),
        (("/bin/bash", "-o", "pipefail", "-c"), "target; a", False),
        (("/bin/bash", "-euxo", "pipefail", "-c"), "target | a; b", True),
        (("/bin/bash", "-c"), "target | a", False),
    ],
)
def test_the_shell_sets_the_rules(shell: tuple[str, ...], script: str, expected: bool) -> None:
    run = read(f"RUN {script}", shell)
    assert run.always(named(run, "target")) is expected


def test_a_heredoc_stops_at_an_error_only_when_told() -> None:
    for head, expected in (("", False), ("set -e\n", True), ("#!/bin/sh -e\n", True), ("#!/bin/bash\n", False)):
        run = read(f"RUN <<EOF\n{head}target\na\nEOF")
        assert run.always(named(run, "target")) is expected


PROGRAMS = [
    ("a b", "a"),
    ("sudo a", "a"),
    ("sudo -E -u root -- a b", "a"),
    ("sudo A=b a", "a"),
    ("env a", "a"),
    ("env -i A=b C= a", "a"),
    ("env -u A a", "a"),
    ("exec a", "a"),
    ("command a", "a"),
    ("command -v a", None),
    ("nice -n 5 a", "a"),
    ("time -p a", "a"),
    ("timeout -k 5 10m a", "a"),
    ("nohup nice sudo a", "a"),
    ("/usr/bin/env a", "a"),
    ("/sbin/a", "a"),
    ("$x a", None),
    ("sudo", None),
    ("xargs -r -n 1 a", "a"),
    ("stdbuf -oL a", "a"),
    ("sudo -l a", None),
    ("A=b a", "a"),
    ("A=b", None),
    ("> x", None),
    ("ionice -c3 a", "a"),
]


@pytest.mark.parametrize(("script", "program"), PROGRAMS)
def test_programs_are_seen_through_wrappers(script: str, program: str | None) -> None:
    (command,) = read(f"RUN {script}").commands
    assert command.program == program
    assert command.arguments == (command.words[command.program_index + 1 :] if program else ())


@pytest.mark.parametrize(
    "script",
    ["target; " * 20_000, "target && " * 20_000 + "a", "target | " * 20_000 + "a", "set -e; target; " * 10_000],
    ids=["list", "chain", "pipe", "options"],
)
def test_outcomes_of_a_hostile_script_cost_little(script: str) -> None:
    started = time.process_time()
    run = read("RUN " + script.replace(" ", " \\\n"), ("/bin/bash", "-o", "pipefail", "-c"))
    assert len(run.commands) >= 20_000
    for command in run.commands:
        command.always()
    assert time.process_time() - started < 4.0


SEAMS = st.sampled_from([" ", " \\\n", "\\\n ", "  \\\n\t", " \\\n# c\n  "])


@given(st.lists(st.tuples(st.sampled_from(["a", "'b c'", '"d"', "e-f=1.2", "&&", ";"]), SEAMS), max_size=12))
def test_spans_are_exact_whatever_the_seams(parts: list[tuple[str, str]]) -> None:
    text = "FROM x\nRUN cmd "
    before = "cmd"
    for word, seam in parts:
        if word in ("&&", ";") and before in ("&&", ";"):
            continue
        text += word + seam
        before = word
    text += "last\n"
    run = read(text)
    assert run.readable
    for command in run.commands:
        for word in command.words:
            assert word.span is not None
            assert text[word.span.start : word.span.end] == word.raw


def test_real_runs(corpus_files: list[pathlib.Path]) -> None:
    seen = readable = 0
    for path in corpus_files:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        for instruction in parse(text).instructions:
            if instruction.keyword != "RUN":
                continue
            run = run_commands(instruction)
            seen += 1
            readable += run.readable
            for command in run.commands:
                run.always(command)
                for word in command.words:
                    span = word.span
                    assert span is None or text[span.start : span.end] == word.raw
    assert readable > 0.95 * seen > 100


def test_removals_in_real_files_leave_the_other_commands(corpus_files: list[pathlib.Path]) -> None:
    removed = 0
    for path in corpus_files[::6]:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        for index, instruction in enumerate(parse(text).instructions):
            if instruction.keyword != "RUN":
                continue
            commands = run_commands(instruction).commands
            for command in commands:
                span = command.removal()
                if span is None or command.node is None:
                    continue
                # What stands in the words of the command goes with it.
                kept = [one for one in commands if one.outer is None and not within(one, command)]
                after = parse(text[: span.start] + text[span.end :]).instructions[index]
                left = [one for one in run_commands(after).commands if one.outer is None]
                assert [one.words[0].raw if one.words else "" for one in left] == [
                    one.words[0].raw if one.words else "" for one in kept
                ], (path, text[span.start : span.end])
                removed += 1
    assert removed > 500


def within(inner: RunCommand, outer: RunCommand) -> bool:
    """Whether ``inner`` is ``outer`` or stands in one of its words."""
    assert inner.node is not None
    assert outer.node is not None
    return outer.node.start <= inner.node.start and inner.node.end <= outer.node.end
