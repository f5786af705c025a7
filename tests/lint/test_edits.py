"""The small edits of fixes: what they make of a file, and that the rest of it means what it meant."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.lint import edits
from dockerpatch.lint.rule import Context
from dockerpatch.lint.steps import steps
from dockerpatch.lint.uses import Use, runs, uses
from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.edit import Edit, apply
from dockerpatch.text.source import Source

HEAD = "FROM x\n"
CLEAN = "yum clean all"


def context(text: str, as_hadolint: bool = False) -> Context:
    build = Build(parse(text))
    assert build.dockerfile.fault is None
    nobody: Any = None
    return Context(Source.of("Dockerfile", text), build, build.sites, nobody, {}, nobody, {}, as_hadolint)


def edited(text: str, make: Callable[[Context, Use], Edit | None], as_hadolint: bool = False) -> str | None:
    """``text`` after the edit for its last use of yum; None where none is made."""
    ctx = context(text, as_hadolint)
    edit = make(ctx, uses(ctx, "yum")[-1])
    return apply(text, [edit]) if edit is not None else None


def appended(text: str, as_hadolint: bool = False) -> str | None:
    return edited(text, lambda ctx, use: edits.append_command(ctx, use, CLEAN), as_hadolint)


APPENDED = {
    "alone": ("RUN yum x", "RUN yum x && yum clean all"),
    "last of several": ("RUN a && yum x", "RUN a && yum x && yum clean all"),
    "others follow": ("RUN yum x && a | b", "RUN yum x && a | b && yum clean all"),
    "the end of a pipe": ("RUN yum x | tee log", "RUN yum x | tee log && yum clean all"),
    "answers for it": ("RUN yes | yum x", "RUN yes | yum x && yum clean all"),
    "lines": ("RUN a \\\n  && yum x \\\n  && b\n", "RUN a \\\n  && yum x \\\n  && b \\\n  && yum clean all\n"),
    "lines that end with &&": ("RUN a && \\\n    yum x\n", "RUN a && \\\n    yum x && \\\n    yum clean all\n"),
    "one word a line": (
        "RUN yum x \\\n      y \\\n      z\n",
        "RUN yum x \\\n      y \\\n      z \\\n      && yum clean all\n",
    ),
    "CRLF": ("RUN a \\\r\n && yum x\r\n", "RUN a \\\r\n && yum x \\\r\n && yum clean all\r\n"),
    "CRLF, one word a line": ("RUN yum x \\\r\n  y\r\n", "RUN yum x \\\r\n  y \\\r\n  && yum clean all\r\n"),
    "tabs": ("RUN a \\\n\t&& yum x\n", "RUN a \\\n\t&& yum x \\\n\t&& yum clean all\n"),
    "a comment between": ("RUN a \\\n# c\n && yum x\n", "RUN a \\\n# c\n && yum x \\\n && yum clean all\n"),
    "a comment behind": ("RUN yum x \\\n  # c\n", "RUN yum x && yum clean all \\\n  # c\n"),
    "a comment of the shell": ("RUN yum x # c\n", "RUN yum x && yum clean all # c\n"),
    "a comment that goes on": ("RUN yum x # c \\\n  && b\n", "RUN yum x && yum clean all # c \\\n  && b\n"),
    "a blank line behind": ("RUN yum x \\\n\n  y\n", "RUN yum x \\\n\n  y \\\n  && yum clean all\n"),
    "an open end": ("RUN yum x \\\n", "RUN yum x && yum clean all \\\n"),
    "an open end of the file": ("RUN yum x \\", "RUN yum x && yum clean all \\"),
    "a semicolon behind": ("RUN yum x;\n", "RUN yum x && yum clean all;\n"),
    "a semicolon and an open end": ("RUN yum x; \\\n\n", "RUN yum x && yum clean all; \\\n\n"),
    "semicolons": ("RUN a; \\\n  yum x; \\\n  b\n", "RUN a; \\\n  yum x; \\\n  b && \\\n  yum clean all\n"),
    "semicolons under set -e": (
        "RUN set -eux; \\\n\tyum x; \\\n\tb\n",
        "RUN set -eux; \\\n\tyum x; \\\n\tb; \\\n\tyum clean all\n",
    ),
    "a semicolon on the line": ("RUN set -e; yum x", "RUN set -e; yum x; yum clean all"),
    "set -e, two of one list": ("RUN set -e; yum x && b", "RUN set -e; yum x && b && yum clean all"),
    "set -e no more": ("RUN set -e; yum x; set +e; b", "RUN set -e; yum x; set +e; b && yum clean all"),
    "excused": ("RUN yum x || true", "RUN yum x || true && yum clean all"),
    "excused with words": ("RUN yum x || (echo no; exit 1)", "RUN yum x || (echo no; exit 1) && yum clean all"),
    "tried twice": ("RUN yum x || yum y", "RUN yum x || yum y && yum clean all"),
    "a failure ends it": ("RUN yum x || exit 1", "RUN yum x || exit 1 && yum clean all"),
    "a subshell": ("RUN (yum x)", "RUN (yum x) && yum clean all"),
    "a group": ("RUN { yum x; }", "RUN { yum x; } && yum clean all"),
    "an if behind": ("RUN yum x; if a; then b; fi", "RUN yum x; if a; then b; fi && yum clean all"),
    "a loop around": ("RUN for p in a b; do yum $p; done", "RUN for p in a b; do yum $p; done && yum clean all"),
    "a negation behind": ("RUN yum x; ! b", "RUN yum x; ! b && yum clean all"),
    "exec that only redirects": ("RUN exec 2>&1; yum x", "RUN exec 2>&1; yum x && yum clean all"),
    "redirected": ("RUN yum x > /dev/null 2>&1", "RUN yum x > /dev/null 2>&1 && yum clean all"),
    "behind calm words": ("RUN cd /x && yum x; b", "RUN cd /x && yum x; b && yum clean all"),
    "flags of the RUN": (
        "RUN --mount=type=cache,target=/c yum x",
        "RUN --mount=type=cache,target=/c yum x && yum clean all",
    ),
    "ONBUILD": ("ONBUILD RUN a \\\n && yum x", "ONBUILD RUN a \\\n && yum x \\\n && yum clean all"),
    "lower case": ("run yum x", "run yum x && yum clean all"),
    "heredoc": ("RUN <<EOF\nyum x\nEOF\n", "RUN <<EOF\nyum x && yum clean all\nEOF\n"),
    "heredoc, last of lines": (
        "RUN <<EOF\nyum x\nb # c\n\n# d\nEOF\n",
        "RUN <<EOF\nyum x\nb && yum clean all # c\n\n# d\nEOF\n",
    ),
    "heredoc under set -e": (
        "RUN <<EOF\n  set -e\n  yum x\n  b # c\n\nEOF\n",
        "RUN <<EOF\n  set -e\n  yum x\n  b # c\n  yum clean all\n\nEOF\n",
    ),
    "heredoc under set -e, CRLF": (
        "RUN <<EOF\r\nset -e\r\nyum x\r\nEOF\r\n",
        "RUN <<EOF\r\nset -e\r\nyum x\r\nyum clean all\r\nEOF\r\n",
    ),
    "heredoc under set -e, going on": (
        "RUN <<EOF\nset -e\nyum x \\\n  y\nEOF\n",
        "RUN <<EOF\nset -e\nyum x \\\n  y\nyum clean all\nEOF\n",
    ),
    "heredoc under set -e, a list": (
        "RUN <<EOF\nset -e\nyum x &&\n  b\nEOF\n",
        "RUN <<EOF\nset -e\nyum x &&\n  b &&\n  yum clean all\nEOF\n",
    ),
    "heredoc for bash -e": (
        "RUN <<EOF\n#!/bin/bash -e\nyum x\nEOF\n",
        "RUN <<EOF\n#!/bin/bash -e\nyum x\nyum clean all\nEOF\n",
    ),
    "heredoc in a heredoc": (
        "RUN <<EOF\nset -e\nyum x\ncat <<X > f\nb\nX\nEOF\n",
        "RUN <<EOF\nset -e\nyum x\ncat <<X > f && yum clean all\nb\nX\nEOF\n",
    ),
    "heredoc with tabs": ("RUN <<-EOF\n\tyum x\n\tEOF\n", "RUN <<-EOF\n\tyum x && yum clean all\n\tEOF\n"),
    "heredoc as input": ("RUN yum x && cat <<E > f\nb\nE\n", "RUN yum x && cat <<E > f && yum clean all\nb\nE\n"),
    "heredoc for a shell": ("RUN bash -e <<E\nyum x\nE\n", "RUN bash -e <<E\nyum x\nyum clean all\nE\n"),
    "a script in quotes": ("RUN sh -c 'yum x' && b", "RUN sh -c 'yum x && yum clean all' && b"),
    "a script in quotes under -e": ("RUN bash -ec 'a; yum x'", "RUN bash -ec 'a; yum x; yum clean all'"),
    "a script in JSON": ('RUN ["sh", "-c", "a && yum x"]', 'RUN ["sh", "-c", "a && yum x && yum clean all"]'),
}


@pytest.mark.parametrize(("text", "wanted"), APPENDED.values(), ids=APPENDED.keys())
def test_a_command_is_appended(text: str, wanted: str) -> None:
    assert appended(HEAD + text) == HEAD + wanted


def test_the_escape_of_the_file_is_used() -> None:
    head = "# escape=`\nFROM x\n"
    assert appended(head + "RUN a `\n && yum x\n") == head + "RUN a `\n && yum x `\n && yum clean all\n"
    assert appended(head + "RUN yum x `\n  y\n") == head + "RUN yum x `\n  y `\n  && yum clean all\n"
    assert appended(head + "RUN yum x `\n # c\n") == head + "RUN yum x && yum clean all `\n # c\n"


NOT_APPENDED = [
    "RUN yum x &",
    "RUN yum x & wait",
    "RUN (yum x & )",
    "RUN yum x && exec b",
    "RUN yum x && exit",
    "RUN if a; then exit 0; fi; yum x",
    "RUN f() { exit 0; }; f; yum x",
    "RUN if a; then yum x; fi",
    "RUN case a in a) yum x;; esac",
    "RUN while a; do yum x; done",
    "RUN f() { yum x; }; a",
    "RUN a || yum x",
    "RUN test -f a && yum x; b",
    "RUN yum x || apt-get x",
    "RUN sudo yum x || sudo apt-get x",
    "RUN (yum x) || { apt-get x; }",
    "RUN a $(yum x)",
    'RUN ["yum", "x"]',
    'RUN sh -c "yum \\"x\\""',
    'RUN ["sh", "-c", "yum \\"x\\""]',
    "RUN <<EOF\n#!/usr/bin/python3\nyum x\nEOF\n",
]


@pytest.mark.parametrize("text", NOT_APPENDED)
def test_no_command_is_appended(text: str) -> None:
    assert not uses(context(HEAD + text), "yum") or appended(HEAD + text) is None


@pytest.mark.parametrize(
    "text",
    [
        'SHELL ["powershell", "-Command"]\nRUN yum x y',
        'SHELL ["cmd", "/S", "/C"]\nRUN yum x y',
        "RUN <<EOF\n#!/usr/bin/env python3\nyum x y\nEOF\n",
        'SHELL ["powershell"]\nRUN <<EOF\nyum x y\nEOF\n',
    ],
)
def test_a_script_for_another_shell_is_left_alone(text: str) -> None:
    def add(ctx: Context, use: Use) -> Edit | None:
        return edits.add_word(use, use.word, "-y")

    def drop(ctx: Context, use: Use) -> Edit | None:
        return edits.drop_word(ctx, use, use.arguments[0])

    assert appended(HEAD + text, as_hadolint=True) is None
    assert edited(HEAD + text, add, as_hadolint=True) is None
    assert edited(HEAD + text, drop, as_hadolint=True) is None


DROPPED = [
    ("RUN yum --no x", "RUN yum x"),
    ("RUN yum x --no", "RUN yum x"),
    ("RUN yum x   --no y", "RUN yum x y"),
    ("RUN yum x '--no' y", "RUN yum x y"),
    ("RUN yum x --no;b", "RUN yum x;b"),
    ("RUN yum x --no>f", "RUN yum x>f"),
    ("RUN yum x > f --no && b", "RUN yum x > f && b"),
    ("RUN yum x \\\n  --no \\\n  y\n", "RUN yum x \\\n  y\n"),
    ("RUN yum x \\\r\n  --no \\\r\n  y\r\n", "RUN yum x \\\r\n  y\r\n"),
    ("RUN yum x \\\n  --no y\n", "RUN yum x \\\n  y\n"),
    ("RUN yum x \\\n  --no\nRUN b\n", "RUN yum x\nRUN b\n"),
    ("RUN yum x \\\n  --no", "RUN yum x"),
    ("RUN yum x \\\n  --no \\\n", "RUN yum x \\\n"),
    ("RUN yum x \\\n# c\n  --no \\\n  y\n", "RUN yum x \\\n# c\n  y\n"),
    ("RUN yum x --no \\\n  y\n", "RUN yum x \\\n  y\n"),
    ("RUN yum \\\n\\\n  --no\n", "RUN yum\n"),
    ("RUN <<EOF\nyum x \\\n  --no\nb\nEOF\n", "RUN <<EOF\nyum x\nb\nEOF\n"),
    ("# escape=`\nRUN yum x `\n  --no `\n  y\n", "# escape=`\nRUN yum x `\n  y\n"),
    ("# escape=`\nRUN <<EOF\nyum x \\\n  --no \\\n  y\nEOF\n", "# escape=`\nRUN <<EOF\nyum x \\\n  y\nEOF\n"),
    ("RUN sh -c 'yum --no x'", "RUN sh -c 'yum x'"),
    ('RUN ["yum", "--no", "x"]', 'RUN ["yum", "x"]'),
    ('RUN ["yum", "x", "--no"]', 'RUN ["yum", "x"]'),
    ('RUN ["sh", "-c", "yum --no x"]', 'RUN ["sh", "-c", "yum x"]'),
]


def drop_no(ctx: Context, use: Use) -> Edit | None:
    return edits.drop_word(ctx, use, next(word for word in use.command.words if word.value == "--no"))


@pytest.mark.parametrize(("text", "wanted"), DROPPED)
def test_a_word_is_dropped(text: str, wanted: str) -> None:
    head = "" if text.startswith("#") else HEAD
    assert edited(head + text, drop_no) == head + wanted


@pytest.mark.parametrize("text", ["RUN yum x \\\n# c\n  --no\n", "RUN yum x --n\\\no\n"])
def test_a_word_is_not_dropped_where_a_line_would_be_left_open(text: str) -> None:
    assert edited(HEAD + text, drop_no) is None


def test_the_first_word_is_never_dropped() -> None:
    assert edited(HEAD + "RUN yum x", lambda ctx, use: edits.drop_word(ctx, use, use.word)) is None


ADDED = [
    ("RUN yum x", "RUN yum x -y"),
    ("RUN yum 'x' z", "RUN yum 'x' -y z"),
    ("RUN yum x \\\n z", "RUN yum x -y \\\n z"),
    ("RUN yum x\\\n z", "RUN yum x -y\\\n z"),
    ("RUN yum x&&b", "RUN yum x -y&&b"),
    ('RUN ["yum", "x"]', 'RUN ["yum", "x", "-y"]'),
    ('RUN ["sh", "-c", "yum x"]', 'RUN ["sh", "-c", "yum x -y"]'),
    ("RUN sh -c 'yum x'", "RUN sh -c 'yum x -y'"),
    ("RUN <<EOF\nyum x\nEOF\n", "RUN <<EOF\nyum x -y\nEOF\n"),
]


@pytest.mark.parametrize(("text", "wanted"), ADDED)
def test_a_word_is_added(text: str, wanted: str) -> None:
    assert edited(HEAD + text, lambda _, use: edits.add_word(use, use.arguments[0], "-y")) == HEAD + wanted


REPLACED = [
    ("RUN yum x", "RUN yum new"),
    ("RUN yum 'x'", "RUN yum 'new'"),
    ('RUN yum "x"', 'RUN yum "new"'),
    ("RUN yum x\\ y", "RUN yum new"),
    ("RUN yum $x", "RUN yum new"),
    ("RUN yum ''", "RUN yum new"),
    ('RUN ["yum", "x"]', 'RUN ["yum", "new"]'),
]


@pytest.mark.parametrize(("text", "wanted"), REPLACED)
def test_a_word_is_replaced(text: str, wanted: str) -> None:
    if "\\ " in text:
        # Its characters stand in no one piece.
        assert edited(HEAD + text, lambda _, use: edits.replace_word(use.arguments[0], "new")) is None
    else:
        assert edited(HEAD + text, lambda _, use: edits.replace_word(use.arguments[0], "new")) == HEAD + wanted


GONE = [
    ("FROM x\nUSER a\nRUN b\n", "FROM x\nRUN b\n"),
    ("FROM x\nUSER \\\n  a\nRUN b\n", "FROM x\nRUN b\n"),
    ("FROM x\nUSER a\n", "FROM x\n"),
    ("FROM x\nUSER a", "FROM x"),
    ("FROM x\r\nUSER a\r\nRUN b\r\n", "FROM x\r\nRUN b\r\n"),
    ("FROM x\n  USER a\n# c\n", "FROM x\n# c\n"),
    ("FROM x\nUSER \\\n# c\n  a\nRUN b\n", None),
    ("USER a\n# escape=`\nFROM x\n", None),
    ("\ufeffUSER a\nFROM x\n", "\ufeffFROM x\n"),
    ("FROM x\nUSER a \\\n", "FROM x\n"),
    ("FROM x\nUSER a \\\n# c\n\n", None),
]


@pytest.mark.parametrize(("text", "wanted"), GONE)
def test_an_instruction_is_dropped(text: str, wanted: str | None) -> None:
    ctx = context(text)
    (step,) = steps(ctx, "USER")
    edit = edits.drop_instruction(ctx, step.instruction)
    assert (apply(text, [edit]) if edit is not None else None) == wanted


# Scripts of commands whose outcome is known, and the shell itself to say what an edit made of them.

_ATOMS = [
    "yum x",
    "yum -y x",
    "ok",
    "ok 'a b'",
    "no",
    "true",
    "false",
    "exit 3",
    "exit 0",
    "set -e",
    "set +e",
    "ok > /dev/null",
]
_FUNCTIONS = [f"f() {{ {body}; }}; f" for body in ("yum x", "ok", "no; ok", "no && ok", "set +e", "exit 0", "return 1")]
_OPERATORS = [" && ", " && ", " || ", "; ", "; ", " | ", "\n"]


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    command = st.one_of(
        inner,
        inner.map("! {}".format),
        inner.map("({})".format),
        inner.map("{{ {}; }}".format),
        st.tuples(inner, inner).map(lambda two: f"if {two[0]}; then {two[1]}; fi"),
        inner.map("for i in 1 2; do {}; done".format),
        st.sampled_from(_FUNCTIONS),
    )
    more = st.lists(st.tuples(st.sampled_from(_OPERATORS), command), max_size=3)
    return st.tuples(command, more).map(lambda parts: parts[0] + "".join(a + b for a, b in parts[1]))


_ANY = st.recursive(st.sampled_from(_ATOMS), _lists, max_leaves=6)
_YUM = st.sampled_from(
    ["yum x", "yum x", "(yum x)", "{ yum x; }", "for i in 1 2; do yum x; done", "yum x | ok", "! yum x"]
)
SCRIPTS = st.tuples(
    st.sampled_from(["", "", "set -e; ", "set -e\n", "set -e && "]),
    st.one_of(st.just(""), st.tuples(_ANY, st.sampled_from(_OPERATORS)).map("".join)),
    _YUM,
    st.one_of(st.just(""), st.tuples(st.sampled_from(_OPERATORS), _ANY).map("".join)),
    st.sampled_from(["", "", ";", " # c", "\n", "; "]),
).map("".join)

_PRELUDE = """\
yum() { echo "yum $*" >&2; case $* in *clean*) return 0;; esac; return $STATUS; }
ok() { echo ok >&2; }
no() { echo no >&2; return 1; }
"""


def outcome(script: str, shell: str, status: int) -> tuple[int, list[str]]:
    """How the script ends when yum ends with ``status``, and what it ran."""
    ran = subprocess.run(
        [shell, "-c", f"STATUS={status}\n{_PRELUDE}{script}"], capture_output=True, text=True, check=False, timeout=20
    )
    return ran.returncode, ran.stderr.split("\n")[:-1]


def _continued(script: str, newline: str, escape: str) -> str:
    """The script with a line for each of its words outside quotes, and comments between."""
    parts = script.split(" ")
    lines: list[str] = []
    quoted = False
    for part in parts:
        if quoted:
            lines[-1] += " " + part
        else:
            lines.append(part)
        quoted ^= part.count("'") % 2 == 1
    return f" {escape}{newline}# why{newline}  ".join(lines)


def dockerfile(script: str, form: str) -> str:
    """A Dockerfile whose RUN is the script."""
    newline = "\r\n" if "CRLF" in form else "\n"
    escape = "`" if "escape" in form else "\\"
    head = f"# escape={escape}{newline}FROM x{newline}"
    if form.startswith("heredoc"):
        return f"{head}RUN <<EOF\n{script}\nEOF\nUSER y\n"
    script = script.rstrip("\n").replace("\n", "; ")
    if not form.startswith("shell"):
        script = script.removesuffix(" # c")
    if form.startswith("lines"):
        return f"{head}RUN {_continued(script, newline, escape)} {escape}{newline}  # last{newline}"
    if form == "json":
        return f'{head}RUN ["sh", "-c", {json.dumps(script)}]\n'
    if form == "quoted":
        script = script.replace("'", "")
        return f"{head}RUN sh -c '{script}'\n"
    return f"{head}ONBUILD RUN {script}{newline}USER y{newline}"


def script_of(text: str) -> str:
    ctx = context(text)
    ((step, run),) = runs(ctx)
    if run.form == "json" or run.commands[0].name == "sh":
        return run.commands[0].words[-1].value or ""  # its commands are stand-ins, which no other shell would know
    return step.instruction.heredocs[0].content if run.form == "heredoc" else step.instruction.rest


FORMS = ["shell", "lines", "lines CRLF", "lines escape", "lines escape CRLF", "heredoc", "json", "quoted", "shell CRLF"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh to ask")
@given(SCRIPTS, st.sampled_from(FORMS))
def test_what_is_appended_runs_last_and_changes_nothing_else(script: str, form: str) -> None:
    text = dockerfile(script, form)
    ctx = context(text)
    found = uses(ctx, "yum")
    if not found:
        return  # it is none that a shell would take
    edit = edits.append_command(ctx, found[-1], CLEAN)
    if edit is None:
        return
    patched = apply(text, [edit])
    old, new = (list(parse(one).instructions) for one in (text, patched))
    assert [one.keyword for one in old] == [one.keyword for one in new]
    assert [one.rest for one in old if one.keyword == "USER"] == [one.rest for one in new if one.keyword == "USER"]
    assert parse(patched).fault is None
    before, after = ([_words(use) for _, run in runs(context(one)) for use in run.commands] for one in (text, patched))
    assert _without_scripts(after) == [*_without_scripts(before), CLEAN.split()]
    for status in (0, 1):
        was, said = outcome(script_of(text), "sh", status)
        ends, says = outcome(script_of(patched), "sh", status)
        assert ends == was
        # The commands of a pipe talk at the same time.
        assert sorted("".join(says)) == sorted("".join([*said, CLEAN] if was == 0 else said))
        assert was or says[-1] == CLEAN


def _words(command: object) -> list[str | None]:
    return [word.value for word in command.words]  # type: ignore[attr-defined]


def _without_scripts(commands: list[list[str | None]]) -> list[list[str | None]]:
    return [words for words in commands if words[:2] != ["sh", "-c"]]


@given(st.lists(st.sampled_from(["--no", "x", "'y z'", "\\\n", "\\\n  ", "\\\n# c\n ", " "]), min_size=1, max_size=8))
def test_dropping_a_word_keeps_the_others(parts: list[str]) -> None:
    text = HEAD + "RUN a && yum " + " ".join(parts) + " && b\nUSER y\n"
    ctx = context(text)
    (use,) = uses(ctx, "yum")
    kept = [word.value for word in use.command.words]
    if "--no" not in kept:
        return
    kept.remove("--no")
    edit = drop_no(ctx, use)
    assert edit is not None
    patched = apply(text, [edit])
    assert [word.value for word in uses(context(patched), "yum")[0].command.words] == kept
    assert [one.keyword for one in parse(patched).instructions] == ["FROM", "RUN", "USER"]
    assert [word.value for word in runs(context(patched))[0][1].commands[-1].words] == ["b"]
