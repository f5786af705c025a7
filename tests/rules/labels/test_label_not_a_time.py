from __future__ import annotations

from typing import Any

import pytest

RIGHT: list[str] = [
    "2020-01-01T00:00:00Z",
    "2020-02-29t23:59:60z",
    "2020-01-01T00:00:00.123456789012+23:59",
    "2000-02-29T00:00:00-00:00",
]
WRONG: list[str] = [
    "2020-01-01",
    "2020-01-01T00:00:00",
    "2020-01-01 00:00:00Z",
    "2021-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2020-04-31T00:00:00Z",
    "2020-13-01T00:00:00Z",
    "2020-01-01T24:00:00Z",
    "2020-01-01T00:60:00Z",
    "2020-01-01T00:00:61Z",
    "2020-1-1T0:0:0Z",
    "2020-01-01T00:00:00 Z",
    "2020-01-01T00:00:00+1:00",
    "now",
]
RIGHT_TO_HADOLINT: list[str] = [
    "2020-01-01T00:00:00-0700",
    "2020-01-01T00:00:00.Z",
    " 2020-01-01T00:00:00Z",
    "2020-01-01T00:00:00+24:00",
    "10000-01-01T00:00:00Z",
]
RIGHT_TO_US: list[str] = []


def found(rules: Any, value: str, **config: object) -> bool:
    return bool(rules("DL3053", label_schema={"k": "rfc3339"}, **config).findings(f"FROM x:1\nLABEL k='{value}'\n"))


@pytest.mark.parametrize("value", [*RIGHT, *RIGHT_TO_US])
def test_silent(rules: Any, value: str) -> None:
    assert not found(rules, value)


@pytest.mark.parametrize("value", [*WRONG, *RIGHT_TO_HADOLINT])
def test_found(rules: Any, value: str) -> None:
    assert found(rules, value)


@pytest.mark.parametrize("value", [*RIGHT, *WRONG, *RIGHT_TO_HADOLINT, *RIGHT_TO_US])
def test_as_hadolint_sees_it(rules: Any, value: str) -> None:
    assert found(rules, value, profile="hadolint") == (value in WRONG or value in RIGHT_TO_US)


def test_what_a_build_argument_says_is_not_judged(rules: Any) -> None:
    lint = rules("DL3053", label_schema={"k": "rfc3339"})
    assert lint.findings("FROM x:1\nARG K=?\nLABEL k=$K j=?\nLABEL k=\n") == []
    assert lint.places('FROM x:1\nLABEL j=1 k="? $"\n') == [(2, 13, '"? $"')]
