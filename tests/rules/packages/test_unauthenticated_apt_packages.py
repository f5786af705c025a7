from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
FIXED = [
    ("apt-get install x --allow-unauthenticated y", "apt-get install x y"),
    ("apt-get install --allow-unauthenticated=true x", "apt-get install x"),
    ("apt-get install x \\\n  --allow-unauthenticated \\\n  y", "apt-get install x \\\n  y"),
    ("apt-get install x \\\r\n  y --allow-unauthenticated", "apt-get install x \\\r\n  y"),
    ("sudo apt-get install '--allow-unauthenticated' x", "sudo apt-get install x"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP412")
    assert lint.fixed(f"{HEAD}RUN {text}\n") == f"{HEAD}RUN {text}\n"
    assert lint.fixed(f"{HEAD}RUN {text}\n", unsafe=True) == f"{HEAD}RUN {fixed}\n"


SILENT = [
    "apt-get install x",
    "echo apt-get install --allow-unauthenticated",
    "apt-get install --allow-unauthenticated=false x",
    "apt-get install --allow-unauthenticated-not x",
    "pip install --allow-unauthenticated",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP412").findings(f"{HEAD}RUN {text} # --allow-unauthenticated\n") == []


NAMED = [
    ("apt-get install --allow-unauthenticated x", True),
    ("apt-get install '--allow-unauthenticated' x", False),
    ("apt-get install 'a;b' --allow-unauthenticated", False),
]


@pytest.mark.parametrize(("text", "seen"), NAMED)
def test_the_name_of_checkov_is_true(rules: Any, text: str, seen: bool) -> None:
    lint = rules("DP412")
    assert ("CKV2_DOCKER_8" in lint.only(f"{HEAD}RUN {text}\n").same_as) is seen
    assert "CKV2_DOCKER_8" not in lint.only(f"{HEAD}ONBUILD RUN {text}\n").same_as
