from __future__ import annotations

from typing import Any

import pytest

RIGHT: list[str] = [
    "a@b",
    "a@b.co",
    "a.b+c@d-e.f",
    "1@2.3",
    "a@[1.2.3.4]",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@y.z",
    "a!#$%&*+/=?^_`{|}~-b@c.d",
    "a@b.c.",
]
WRONG: list[str] = [
    "a",
    "a@",
    "@b",
    "a@b@c",
    "a..b@c.d",
    ".a@b.c",
    "a@-b.c",
    "a@b..c",
    "a@b_c.d",
    "The Team <a@b.c>",
    "a@b.c,d@e.f",
    "é@b.c",
    "mailto:a@b.c",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@y.z",
    "a@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.c",
]
RIGHT_TO_HADOLINT: list[str] = ["a(c)@b.c", " a@b.c", "a @b.c"]
RIGHT_TO_US: list[str] = []


def found(rules: Any, value: str, **config: object) -> bool:
    return bool(rules("DL3058", label_schema={"k": "email"}, **config).findings(f"FROM x:1\nLABEL k='{value}'\n"))


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
    lint = rules("DL3058", label_schema={"k": "email"})
    assert lint.findings("FROM x:1\nARG K=?\nLABEL k=$K j=?\nLABEL k=\n") == []
    assert lint.places('FROM x:1\nLABEL j=1 k="? $"\n') == [(2, 13, '"? $"')]
