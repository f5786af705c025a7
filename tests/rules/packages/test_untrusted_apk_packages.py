from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM alpine:3.24\n"
FIXED = [
    ("apk add x --allow-untrusted y", "apk add x y"),
    ("apk add --allow-untrusted=true x", "apk add x"),
    ("apk add x \\\n  --allow-untrusted \\\n  y", "apk add x \\\n  y"),
    ("apk add x \\\r\n  y --allow-untrusted", "apk add x \\\r\n  y"),
    ("sudo apk add '--allow-untrusted' x", "sudo apk add x"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP414")
    assert lint.fixed(f"{HEAD}RUN {text}\n") == f"{HEAD}RUN {text}\n"
    assert lint.fixed(f"{HEAD}RUN {text}\n", unsafe=True) == f"{HEAD}RUN {fixed}\n"


SILENT = [
    "apk add x",
    "echo apk add --allow-untrusted",
    "apk add --allow-untrusted=false x",
    "apk add --allow-untrusted-not x",
    "pip install --allow-untrusted",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP414").findings(f"{HEAD}RUN {text} # --allow-untrusted\n") == []


NAMED = [
    ("apk add --allow-untrusted x", True),
    ("apk add '--allow-untrusted' x", False),
    ("apk add 'a;b' --allow-untrusted", False),
]


@pytest.mark.parametrize(("text", "seen"), NAMED)
def test_the_name_of_checkov_is_true(rules: Any, text: str, seen: bool) -> None:
    lint = rules("DP414")
    assert ("CKV2_DOCKER_7" in lint.only(f"{HEAD}RUN {text}\n").same_as) is seen
    assert "CKV2_DOCKER_7" not in lint.only(f"{HEAD}ONBUILD RUN {text}\n").same_as
