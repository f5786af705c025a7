from __future__ import annotations

from typing import Any

import pytest

RIGHT: list[str] = [
    "http://a.b",
    "https://a.b/c?d=e#f",
    "mailto:a@b.c",
    "urn:x:y",
    "ssh://git@github.com/a/b",
    "http://[::1]:80/",
    "HTTP://A",
    "http://a/%20",
]
WRONG: list[str] = [
    "a.b",
    "//a/b",
    "http://a b",
    "http://a/%2",
    "http://a/é",
    "http://a/{b}",
    "http://a#b#c",
    "http://[::1",
    "http://a:x",
    "1http://a",
    "git@github.com:a/b",
    " http://a",
    "http://a/|",
]
RIGHT_TO_HADOLINT: list[str] = ["http:", "http://", "a:"]
RIGHT_TO_US: list[str] = []


def found(rules: Any, value: str, **config: object) -> bool:
    return bool(rules("DL3052", label_schema={"k": "url"}, **config).findings(f"FROM x:1\nLABEL k='{value}'\n"))


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
    lint = rules("DL3052", label_schema={"k": "url"})
    assert lint.findings("FROM x:1\nARG K=?\nLABEL k=$K j=?\nLABEL k=\n") == []
    assert lint.places('FROM x:1\nLABEL j=1 k="? $"\n') == [(2, 13, '"? $"')]
