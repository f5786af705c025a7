from __future__ import annotations

from typing import Any

import pytest

RIGHT: list[str] = [
    "1.2.3",
    "0.0.0",
    "1.2.3-rc.1",
    "1.2.3-a-b+c.d",
    "1.2.3+01",
    "1.2.3-0a",
    "1.2.3--",
    "99999999999999999999.0.0",
]
WRONG: list[str] = [
    "1",
    "1.2",
    "v1.2.3",
    "1.2.3.4",
    "latest",
    "1.2.x",
    "1.2.3-a..b",
    "1.2.3-a_b",
    "1.2.3 ",
    "1.2.3-a+b+c",
    "-1.2.3",
]
RIGHT_TO_HADOLINT: list[str] = ["01.2.3", "1.2.3-", "1.2.3+", "1.2.3-01", "1.2.3-a."]
RIGHT_TO_US: list[str] = []


def found(rules: Any, value: str, **config: object) -> bool:
    return bool(rules("DL3056", label_schema={"k": "semver"}, **config).findings(f"FROM x:1\nLABEL k='{value}'\n"))


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
    lint = rules("DL3056", label_schema={"k": "semver"})
    assert lint.findings("FROM x:1\nARG K=?\nLABEL k=$K j=?\nLABEL k=\n") == []
    assert lint.places('FROM x:1\nLABEL j=1 k="? $"\n') == [(2, 13, '"? $"')]
