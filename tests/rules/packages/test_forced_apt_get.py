from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
FIXED = [
    ("apt-get install x --force-yes y", "apt-get install x y"),
    ("apt-get install --force-yes=true x", "apt-get install x"),
    ("apt-get install x \\\n  --force-yes \\\n  y", "apt-get install x \\\n  y"),
    ("apt-get install x \\\r\n  y --force-yes", "apt-get install x \\\r\n  y"),
    ("sudo apt-get install '--force-yes' x", "sudo apt-get install x"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP413")
    assert lint.fixed(f"{HEAD}RUN {text}\n") == f"{HEAD}RUN {text}\n"
    assert lint.fixed(f"{HEAD}RUN {text}\n", unsafe=True) == f"{HEAD}RUN {fixed}\n"


SILENT = [
    "apt-get install x",
    "echo apt-get install --force-yes",
    "apt-get install --force-yes=false x",
    "apt-get install --force-yes-not x",
    "pip install --force-yes",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP413").findings(f"{HEAD}RUN {text} # --force-yes\n") == []


NAMED = [
    ("apt-get install --force-yes x", True),
    ("apt-get install '--force-yes' x", False),
    ("apt-get install 'a;b' --force-yes", False),
]


@pytest.mark.parametrize(("text", "seen"), NAMED)
def test_the_name_of_checkov_is_true(rules: Any, text: str, seen: bool) -> None:
    lint = rules("DP413")
    assert ("CKV2_DOCKER_11" in lint.only(f"{HEAD}RUN {text}\n").same_as) is seen
    assert "CKV2_DOCKER_11" not in lint.only(f"{HEAD}ONBUILD RUN {text}\n").same_as
