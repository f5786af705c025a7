from __future__ import annotations

from typing import Any

import pytest

RIGHT: list[str] = ["abcdef0", "a" * 40, "0000000"]
WRONG: list[str] = ["abcdef", "main", "v1.0", "abcdefg", "ABCDEF0", "a" * 41, "a" * 65, "abcdef0-dirty"]
RIGHT_TO_HADOLINT: list[str] = []
RIGHT_TO_US: list[str] = ["abcdef01", "a" * 39, "a" * 64]


def found(rules: Any, value: str, **config: object) -> bool:
    return bool(rules("DL3055", label_schema={"k": "hash"}, **config).findings(f"FROM x:1\nLABEL k='{value}'\n"))


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
    lint = rules("DL3055", label_schema={"k": "hash"})
    assert lint.findings("FROM x:1\nARG K=?\nLABEL k=$K j=?\nLABEL k=\n") == []
    assert lint.places('FROM x:1\nLABEL j=1 k="? $"\n') == [(2, 13, '"? $"')]
