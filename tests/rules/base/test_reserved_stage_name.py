from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("text", ["FROM scratch\n", "FROM a:1 AS scratch-1\nFROM scratch AS a\n", "FROM context:1\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3063").findings(text) == []


FIXED = [
    ("FROM a:1 AS scratch\nFROM scratch\n", "FROM a:1 AS scratch-stage\nFROM scratch-stage\n"),
    ("FROM scratch AS Context\r\n", "FROM scratch AS context-stage\r\n"),
    (
        "FROM scratch AS scratch\nFROM a:1\nCOPY --from=scratch a b\nRUN --mount=from=Scratch,rw y\n",
        "FROM scratch AS scratch-stage\nFROM a:1\nCOPY --from=scratch-stage a b\nRUN --mount=from=scratch-stage,rw y\n",
    ),
    # There is a stage of that name already.
    ("FROM a:1 AS context\nFROM b:1 AS Context-Stage\n", "FROM a:1 AS context\nFROM b:1 AS Context-Stage\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3063")
    assert lint.fixed(text) == text
    assert lint.fixed(text, unsafe=True) == fixed


def test_two_of_one_name_are_not_made_one(rules: Any) -> None:
    text = "FROM a:1 AS scratch\nFROM b:1 AS scratch\n"
    fixed = rules("DL3063").session.fix_text(text, unsafe=True).fixed_source
    assert fixed is None or fixed.text.count("scratch-stage") < 2


def test_as_hadolint_sees_it(rules: Any) -> None:
    text = "FROM a:1 AS Scratch\nFROM b:1 AS context\nFROM b:1 AS scratch\n"
    assert [line for line, _, _ in rules("DL3063", profile="hadolint").places(text)] == [2, 3]
