from __future__ import annotations

from typing import Any

import pytest

SCHEMA = {"a": "text", "b": "url"}


@pytest.mark.parametrize("text", ["a=", 'a=""', "a=''", 'a="  "', "x=y a=", '"a"=""'])
def test_found(rules: Any, text: str) -> None:
    assert "`a` is empty" in rules("DL3051", label_schema=SCHEMA).only(f"FROM x:1\nLABEL {text}\n").message


@pytest.mark.parametrize("text", ["c=", "a=$X", "a=${X:-}", 'a="$X"', "a=x", "A="])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3051", label_schema=SCHEMA).findings(f"FROM x:1\nLABEL {text}\n") == []


def test_without_a_schema(rules: Any) -> None:
    assert rules("DL3051").findings("FROM x:1\nLABEL a=\n") == []


def test_an_empty_value_is_one_finding(rules: Any) -> None:
    lint = rules("DL3051", "DL3052", label_schema=SCHEMA)
    assert [finding.code for finding in lint.findings("FROM x:1\nLABEL b=\n")] == ["DL3051"]
    lint = rules("DL3051", "DL3052", label_schema=SCHEMA, profile="hadolint")
    assert [finding.code for finding in lint.findings("FROM x:1\nLABEL b=\n")] == ["DL3051", "DL3052"]
