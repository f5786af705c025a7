"""Rules of the user's own: what a pattern finds and mends, and how a file that is not right is told."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.engine.session import Session
from dockerpatch.engine.trial import trials
from dockerpatch.rules.catalog import load
from dockerpatch.rules.own import OwnRule, read_rules, rule_files
from dockerpatch.rules.pattern import Condition
from dockerpatch.rules.schema import RuleFileError

HEAD = "code: ORG001\nname: own-rule\nseverity: warning\nmessage: 'found {word}{flag}{key}'\n"


@pytest.fixture
def own(tmp_path: pathlib.Path) -> Any:
    def make(text: str, name: str = "own.yaml") -> OwnRule:
        path = tmp_path / name
        path.write_text(text)
        (rule,) = read_rules([str(path)])
        return rule

    return make


def session(rule: OwnRule) -> Session:
    return Session(change=lambda config: config.replace(select=(rule.code,)), rules=(*load(), rule))


def places(rule: OwnRule, text: str) -> list[tuple[int, str]]:
    report = session(rule).check_text(text)
    assert report.errors == []
    assert report.source is not None
    return [(report.source.line_at(one.span.start), one.span.text(text)) for one in report.findings]


def fixed(rule: OwnRule, text: str) -> str:
    report = session(rule).fix_text(text)
    assert [left.reason for left in report.left if left.reason.startswith("not applied")] == []
    return text if report.fixed_source is None else report.fixed_source.text


TEXT = """\
ARG V=3.24
FROM docker.io/library/alpine:$V AS build
ENV TOKEN=abc PATH="/a b"
RUN apk add --no-cache git && sudo curl -k x
COPY --chown=root:root --link a /b/
ONBUILD RUN curl -k y
FROM registry.example.org/x@sha256:0123456789012345678901234567890123456789012345678901234567890123
COPY --from=build a b
EXPOSE 80 22/tcp
"""

FOUND = [
    ("{instruction: EXPOSE}", [(9, "EXPOSE")]),
    ("{instruction: [EXPOSE, ENV]}", [(3, "ENV"), (9, "EXPOSE")]),
    ("{instruction: COPY, stage: final}", [(8, "COPY")]),
    ("{instruction: COPY, stage: builder}", [(5, "COPY")]),
    ('{instruction: EXPOSE, word: ["22", "22/*"]}', [(9, "22/tcp")]),
    ('{instruction: EXPOSE, arguments: "*22*"}', [(9, "EXPOSE")]),
    ('{instruction: EXPOSE, arguments: {not: "*22*"}}', []),
    ('{instruction: COPY, flags: {chown: "root*"}}', [(5, "--chown=root:root")]),
    ("{instruction: COPY, flags: {chown: false}}", [(8, "COPY")]),
    ("{instruction: COPY, flags: {link: true}}", [(5, "--link")]),
    ("{instruction: COPY, flags: {from: true, chown: false}}", [(8, "--from=build")]),
    ("{instruction: RUN, command: curl}", [(4, "curl"), (6, "curl")]),
    ('{instruction: RUN, command: "c*", has: "-k"}', [(4, "-k"), (6, "-k")]),
    ('{instruction: RUN, command: apk, lacks: "--no-cache"}', []),
    ('{instruction: RUN, has: "add", lacks: "--virtual"}', [(4, "add")]),
    ('{instruction: ENV, key: "*TOKEN*"}', [(3, "TOKEN")]),
    ('{instruction: ENV, value: "/a b"}', [(3, '"/a b"')]),
    ('{instruction: FROM, image: {registry: {not: "*.example.org"}}}', [(2, "docker.io")]),
    ('{instruction: FROM, image: {tag: "3.*"}}', [(1, "3.24")]),
    ("{instruction: FROM, image: {tag: false}}", [(7, "registry.example.org/x@sha256:" + "0123456789" * 6 + "0123")]),
    ("{instruction: FROM, image: {digest: true}}", [(7, "sha256:" + "0123456789" * 6 + "0123")]),
    ('{instruction: FROM, image: {name: "*/x"}}', [(7, "registry.example.org/x")]),
]


@pytest.mark.parametrize(("match", "found"), FOUND)
def test_found(own: Any, match: str, found: list[tuple[int, str]]) -> None:
    assert places(own(f"{HEAD}match: {match}\n"), TEXT) == found


FIXED = [
    ("RUN, command: curl, has: -k", "remove: true", "RUN curl -k x", "RUN curl x"),
    ("RUN, command: curl, lacks: -f", "add: -f", "RUN a && curl \\\n  x", "RUN a && curl -f \\\n  x"),
    ("RUN, command: curl, lacks: -f", "add: -f", 'RUN ["curl", "x"]', 'RUN ["curl", "-f", "x"]'),
    (
        "RUN, command: npm, arguments: {not: '*cache*'}",
        "append: npm cache clean",
        "RUN npm i",
        "RUN npm i && npm cache clean",
    ),
    ("COPY, flags: {chown: false}", "add-flag: --chown=app", "COPY a b", "COPY --chown=app a b"),
    ("COPY, flags: {chown: true}", "remove: true", "COPY --chown=x  a b", "COPY a b"),
    ("MAINTAINER", "remove: true", "MAINTAINER me\nUSER x", "USER x"),
    (
        "FROM, image: {registry: docker.io}",
        "replace: mirror.example.org",
        "FROM docker.io/a:1",
        "FROM mirror.example.org/a:1",
    ),
    ("ENV, key: OLD", "replace: NEW", "ENV A=1 OLD=2", "ENV A=1 NEW=2"),
    ("EXPOSE, word: '*/TCP'", "replace: 80/tcp", "EXPOSE 80/TCP", "EXPOSE 80/tcp"),
]


@pytest.mark.parametrize(("match", "fix", "before", "after"), FIXED)
def test_fixed(own: Any, match: str, fix: str, before: str, after: str) -> None:
    rule = own(f"{HEAD}match: {{instruction: {match}}}\nfix: {{safety: safe, {fix}}}\n")
    head = "" if before.startswith("FROM") else "FROM a:1\n"
    assert fixed(rule, f"{head}{before}\n") == f"{head}{after}\n"


RUN = f"{HEAD}match: {{instruction: RUN}}\n"
WRONG = [
    ("", 1, 1, "the file is empty"),
    ("- a\n", 1, 1, "must be a mapping"),
    ("a: b\n", 1, 1, "unknown key 'a'"),
    (HEAD, 1, 1, "'match' is missing"),
    (HEAD + "match: {}\n", 5, 8, "'instruction' is missing"),
    (HEAD + "match: {instruction: RUNN}\n", 5, 22, "must be an instruction in upper case (did you mean 'RUN'?)"),
    (HEAD + "match: {instruction: RUN, comand: x}\n", 5, 27, "unknown key 'comand' (did you mean 'command'?)"),
    (HEAD + "match: {instruction: RUN, command: 7}\n", 5, 36, "must be a pattern; put it in quotes"),
    (HEAD + "match: {instruction: RUN, command: {is: x}}\n", 5, 36, "must be a pattern, a list of them, true, false"),
    (HEAD + "match: {instruction: RUN, command: 'a\\b'}\n", 5, 36, "a backslash may stand before"),
    (HEAD + "match: {instruction: RUN}\nfix: {safety: safe}\n", 6, 6, "a fix does one thing"),
    (HEAD + "match: {instruction: RUN}\nfix: {safety: safe, add: 'a b'}\n", 6, 26, "'a b' does not have the form"),
    (HEAD + "match: {instruction: RUN}\nadvice: '{nothing}'\n", 6, 9, "{nothing} is nothing that is known of a place"),
    (HEAD.replace("{word}", "{word.x}") + "match: {instruction: RUN}\n", 4, 10, "must be a plain name in braces"),
    (HEAD.replace("ORG001", "DL3008") + "match: {instruction: RUN}\n", 1, 7, "codes of this form are those of"),
    (HEAD.replace("own-rule", "missing-apk-upgrade") + "match: {instruction: RUN}\n", 1, 1, "is already taken by"),
    (
        HEAD + "match: {instruction: RUN}\nexamples: [{input: a, findings: [{line: 9}]}]\n",
        6,
        41,
        "the input has 1 lines",
    ),
    (HEAD + "match: {instruction: RUN}\nexamples: [{input: a}]\n", 6, 12, "'findings' is missing"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), WRONG, ids=range(len(WRONG)))
def test_a_fault_has_its_place(tmp_path: pathlib.Path, text: str, line: int, column: int, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(RuleFileError) as caught:
        read_rules([str(path)])
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message


@given(st.text("abc: {}[]'\"-\n#!&*|>%@\\", max_size=60))
def test_any_text_is_a_rule_or_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(HEAD + text)
    said = ""
    try:
        read_rules([str(path)])
    except RuleFileError as error:
        said = str(error)
    assert "\n" not in said


PYTHON = """\
from dockerpatch.lint.steps import steps
from dockerpatch.rules.own import rule

@rule(code="ORG003", name="no-volume", severity="note", message="no",
      examples=[{"input": "FROM a:1\\nVOLUME /x\\n", "findings": [{"line": 2}]}])
def check(ctx):
    for step in steps(ctx, "VOLUME"):
        yield ctx.report(step.keyword_span, "found", covers=step.covers)
"""


def test_a_python_rule(own: Any) -> None:
    rule = own(PYTHON, "own.py")
    assert places(rule, "FROM a:1\nVOLUME /x\n") == [(2, "VOLUME")]
    assert list(trials(rule, (*load(), rule))) == [("example 1", "")]


WRONG_PYTHON = [
    ("def x(:\n", 1, "not Python"),
    ("\n1 / 0\n", 2, "ZeroDivisionError"),
    ("import nothing_of_this_name\n", 1, "ModuleNotFoundError"),
    (PYTHON.replace('code="ORG003", ', ""), 4, "@rule needs code"),
    (PYTHON.replace("ORG003", "SC2086"), 4, "is no code for a rule of your own"),
    (PYTHON.replace('"note"', '"bad"'), 4, "severity must be one of"),
]


@pytest.mark.parametrize(("text", "line", "message"), WRONG_PYTHON)
def test_python_that_is_not_right(tmp_path: pathlib.Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "own.py"
    path.write_text(text)
    with pytest.raises(RuleFileError) as caught:
        read_rules([str(path)])
    assert caught.value.line == line
    assert message in caught.value.message


def test_python_that_breaks_costs_one_line(own: Any) -> None:
    rule = own(PYTHON.replace("for step", "1 / 0\n    for step"), "own.py")
    (error,) = session(rule).check_text("FROM a:1\nVOLUME /x\n").errors
    assert error.message == "internal error in ORG003: ZeroDivisionError: division by zero"


def test_which_files_hold_rules(tmp_path: pathlib.Path) -> None:
    for name in ("b.yaml", "a.yml", "c.py", "_d.py", ".e.yaml", "f.txt"):
        (tmp_path / name).write_text("")
    folder = str(tmp_path)
    assert [pathlib.Path(path).name for path in rule_files(folder, False)] == ["a.yml", "b.yaml"]
    assert [pathlib.Path(path).name for path in rule_files(folder, True)] == ["a.yml", "b.yaml", "c.py"]
    assert rule_files(str(tmp_path / "c.py"), False) == []
    assert rule_files(str(tmp_path / "nothing"), True) == []


TRIED = [
    ("findings: []", "finds line 2, should find nothing"),
    ("findings: [{line: 1}]", "finds line 2, should find line 1"),
    ("findings: [{line: 2, column: 2}]", "finds line 2, column 1, should find column 2"),
    ("findings: [{line: 2, text: other}]", "says 'found ', should say 'other'"),
    ("findings: [{line: 2}], output: 'x'", "the safe fixes give"),
    ("findings: [{line: 2}], config: {no-such: 1}", "config: unknown key 'no-such'"),
    ("findings: [{line: 2}]", ""),
]


@pytest.mark.parametrize(("said", "fault"), TRIED)
def test_examples_are_tried(own: Any, said: str, fault: str) -> None:
    rule = own(f'{HEAD}match: {{instruction: VOLUME}}\nexamples:\n  - {{input: "FROM a:1\\nVOLUME /x\\n", {said}}}\n')
    ((_, found),) = trials(rule, (*load(), rule))
    assert found.startswith(fault) if fault else found == ""


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=12))
def test_a_pattern_is_a_glob_of_the_whole_text(pattern: str, text: str) -> None:
    import fnmatch

    assert Condition(pattern).holds(text) == fnmatch.fnmatchcase(text, pattern)
    assert Condition({"not": pattern}).holds(text) != Condition([pattern, pattern]).holds(text)


def test_a_pattern_is_never_slow() -> None:
    assert not Condition("*a" * 40 + "b").holds("a" * 20_000)
