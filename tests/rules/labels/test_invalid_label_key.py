from __future__ import annotations

from typing import Any

import pytest

RIGHT = [
    "a",
    "a1",
    "a.b",
    "a-b",
    "a_b",
    "a/b",
    "a__b",
    "a//b",
    "a.-b",
    "com.docker",
    "com.dockerx.a",
    '"a.b"',
    "'a'",
    "$A",
]
WRONG = ["A", "1a", "a.", ".a", "a-", "-a", "_a", "a_", "a..b", "a--b", "é", '""', '"a b"', "a:b", "a@b", "aB"]
RESERVED = ["com.docker.x", "io.docker.x", "org.dockerproject.x"]


@pytest.mark.parametrize("name", RIGHT)
def test_silent(rules: Any, name: str) -> None:
    assert rules("DL3048").findings(f"FROM a:1\nLABEL {name}=b\n") == []


@pytest.mark.parametrize("name", WRONG)
def test_found(rules: Any, name: str) -> None:
    assert rules("DL3048").places(f"FROM a:1\nLABEL x=y {name}=b\n") == [(2, 11, name)]


@pytest.mark.parametrize("name", RESERVED)
def test_reserved(rules: Any, name: str) -> None:
    assert "keeps for itself" in rules("DL3048").only(f"FROM a:1\nLABEL {name} b c\n").message


def test_in_onbuild_and_in_lower_case(rules: Any) -> None:
    assert rules("DL3048").places("FROM a:1\nonbuild label A=1 \\\n  B=2\n") == [(2, 15, "A"), (3, 3, "B")]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3048", profile="hadolint")
    text = "FROM a:1\nONBUILD LABEL A=1\nLABEL $A=1\nLABEL a=b \\\n  A=1 B=2\n"
    assert [(line, column) for line, column, _ in lint.places(text)] == [(3, 1), (4, 1)]
