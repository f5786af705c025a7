from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text", ["FROM a:1 AS b\n", "from a:1 as b\n", "From a:1 aS b\n", "FROM as\n", "FROM a:1 as\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("FromAsCasing").findings(text) == []


FIXED = [
    ("FROM a:1 as b\n", "FROM a:1 AS b\n"),
    ("from a:1 AS b\n", "from a:1 as b\n"),
    ("FROM as As as\r\n", "FROM as AS as\r\n"),
    (
        "FROM --platform=$TARGETPLATFORM as \\\n  # as\n  as as",
        "FROM --platform=$TARGETPLATFORM as \\\n  # as\n  AS as",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("FromAsCasing").fixed(text) == fixed


def test_a_split_word_is_left(rules: Any) -> None:
    assert rules("FromAsCasing").only("FROM a:1 a\\\ns b\n").fix is None
