"""What BuildKit lets each place see. No file tells the values of arguments that come from outside."""

from __future__ import annotations

import pytest

from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse


def values(text: str, index: int = -1) -> dict[str, str]:
    stage = Build(parse(text)).stages[index]
    return {name: value.text for name, value in stage.scope.values.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ARG V=1\nFROM a\n", {}),
        ("ARG V=1\nFROM a\nARG V\n", {"V": "1"}),
        ("ARG V=1\nFROM a\nARG V=2\n", {"V": "2"}),
        ("FROM a\nARG V\n", {}),
        ("FROM a\nARG V=2\nARG V\n", {"V": "2"}),
        ("ARG V=1\nFROM a\nARG V=2\nARG V\n", {"V": "1"}),
        ("FROM a\nARG V=\n", {"V": ""}),
        ("FROM a\nARG V=\"x y\" W='z'\n", {"V": "x y", "W": "z"}),
        ("FROM a\nARG V=1\nARG W=${V}2\n", {"V": "1", "W": "12"}),
        ("FROM a\nARG V=1 W=$V\n", {"V": "1", "W": "1"}),
        ("FROM a\nENV V=1 W=$V\n", {"V": "1", "W": ""}),
        ("FROM a\nENV V=1\nENV W=$V\n", {"V": "1", "W": "1"}),
        ("FROM a\nENV V=1\nARG V=2\n", {"V": "1"}),
        ("FROM a\nARG V=2\nENV V=1\n", {"V": "1"}),
        ("FROM a\nARG V=2\nENV V=$V.3\n", {"V": "2.3"}),
        ("FROM a\nENV V one two\n", {"V": "one two"}),
        ("FROM a\nARG V=${X:-7}\n", {"V": "7"}),
        ("FROM a\nARG V=3.\\\n18\n", {"V": "3.18"}),
        ("ARG V=1\nARG W=$V\nFROM a\nARG W\n", {"W": "1"}),
        ("FROM a\nARG TARGETARCH\n", {}),
        ("# escape=`\nFROM a\nENV V=a`\n  W=1\n", {"V": "a", "W": "1"}),
        ("FROM a\nONBUILD ARG V=1\n", {}),
        ("FROM a AS b\nENV E=1\nARG A=2\nFROM b\n", {"E": "1"}),
        ("FROM a AS b\nENV E=1\nFROM b AS c\nENV F=2\nFROM c\nARG E=9\n", {"E": "1", "F": "2"}),
        ("FROM a AS b\nENV E=1\nFROM c\n", {}),
    ],
)
def test_what_a_stage_sees(text: str, found: dict[str, str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ARG V=1\nFROM a:$V\n", "a:1"),
        ("ARG V=1\nARG V=2\nFROM a:$V\n", "a:2"),
        ("ARG V=1\nARG V\nFROM a:$V\n", "a:1"),
        ("ARG V=1\nFROM x\nARG V=2\nENV V=3\nFROM a:$V\n", "a:1"),
        ("ARG V=1\nARG W=$V-b\nFROM a:$W\n", "a:1-b"),
        ("ARG W=$V-b\nARG V=1\nFROM a:x$W\n", "a:x-b"),
        ("ARG V=1 W=${V}2\nFROM a:$W\n", "a:12"),
        ("FROM a:${V:-1}\n", "a:1"),
        ("arg V=1\nfrom a:$V\n", "a:1"),
    ],
)
def test_what_a_from_sees(text: str, name: str) -> None:
    assert Build(parse(text)).sites[-1].name.text == name


@pytest.mark.parametrize(
    "text", ["FROM a:$V\n", "ARG V\nFROM a:$V\n", "FROM x\nARG V=1\nFROM a:$V\n", "FROM $BUILDOS\n"]
)
def test_what_a_from_does_not_see(text: str) -> None:
    site = Build(parse(text)).sites[-1]
    assert site.undefined
    assert site.reference is None


def test_a_value_is_traced_to_where_it_is_written() -> None:
    text = "ARG V=1.2\nFROM a\nARG V\nENV W=${V}-x\n"
    value = Build(parse(text)).stages[0].scope.values["W"]
    assert [span.text(text) for span in value.spans()] == ["1.2", "-x"]


def test_a_variable_knows_what_set_it() -> None:
    variables = Build(parse("FROM a\nARG V=1\nENV W=2\n")).stages[0].scope.variables
    assert [(name, one.is_env, one.instruction.start_line) for name, one in variables.items() if one.instruction] == [
        ("V", False, 2),
        ("W", True, 3),
    ]
