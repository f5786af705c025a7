from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "ENV A=1 B=2\n",
    "ENV A=$A\n",
    "ENV A=$A B=1\n",
    "ENV A=1\nENV A=2 B=$A\n",
    "ARG A\nENV A=2 B=$A\n",
    "ENV PATH=/x:$PATH B=$PATH\n",
    "ENV A=1 B='$A'\n",
    "ENV A=1 B=\\$A\n",
    "ENV A=1 B=${A:-x}\n",
    "ENV A=1 B=$AB\n",
    "ENV A=1 B=%A%\n",
    "ENV A $A\n",
    "LABEL A=1 B=$A\n",
    "ONBUILD ENV A=1 B=$A\n",
    "ENV A=1\nFROM debian:13 AS b\nENV A=1\nFROM b\nENV A=2 B=$A\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3044").findings(HEAD + text) == []


FIXED = [
    ("ENV A=1 B=$A\n", "ENV A=1\nENV B=$A\n"),
    ("env A=1 B=${A}x C=2", "env A=1\nenv B=${A}x C=2"),
    ("ENV A=1 B=$A C=$B\n", "ENV A=1\nENV B=$A\nENV C=$B\n"),
    ('ENV A=1 \\\n    B="x $A"\n', 'ENV A=1\nENV B="x $A"\n'),
    ("ENV A=1 \\\r\n  B=$A\r\n", "ENV A=1\r\nENV B=$A\r\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    head = HEAD.replace("\n", "\r\n") if "\r" in text else HEAD
    lint = rules("DL3044")
    assert lint.fixed(head + text) == head + text
    assert lint.fixed(head + text, unsafe=True) == head + fixed


def test_not_fixed(rules: Any) -> None:
    lint = rules("DL3044")
    for text in ("ENV B=$A A=1\n", "ENV A=1 \\\n# why\n B=$A\n", "ENV A=1 B=$A A=2\n"):
        assert len(lint.findings(HEAD + text)) == 1
        assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


def test_the_place_is_the_reference(rules: Any) -> None:
    assert rules("DL3044").places(HEAD + "ENV A=1 B=x${A}y\n") == [(2, 12, "${A}")]


def test_one_flaw_is_one_finding(rules: Any) -> None:
    (finding,) = rules("DL3044", "UndefinedVar").findings(HEAD + "ENV A=1 B=$A\n")
    assert (finding.code, finding.same_as) == ("DL3044", ("UndefinedVar",))
    codes = [finding.code for finding in rules("DL3044", "UndefinedVar").findings(HEAD + "ENV A=1 B=$A C=$NO\n")]
    assert codes == ["DL3044"]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3044", profile="hadolint")
    for text in ("ENV A=1 B='$A'", "ENV A=1 B=\\$A", "ENV A=$A A=1", "ENV A=1 B=$A"):
        assert len(lint.findings(HEAD + text + "\n")) == 1, text
    for text in ("ENV A=1\nFROM x\nENV A=1 B=$A", "ENV A=1 B=${A%x}", "ENV A=$A B=1"):
        assert lint.findings(HEAD + text + "\n") == [], text
