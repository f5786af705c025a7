from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "COPY a /a\nUSER app\n",
    "USER app\nCOPY --chown=app a /a\n",
    "USER root\nCOPY a /a\n",
    "USER 0:0\nCOPY a /a\n",
    "USER app\nUSER root\nCOPY a /a\n",
    "USER app\nONBUILD COPY a /a\n",
    "USER app\nFROM debian:13\nCOPY a /a\n",
    "ONBUILD USER app\nCOPY a /a\n",
    "USER ContainerAdministrator\nCOPY a /a\n",
    "FROM mcr.microsoft.com/windows/servercore:ltsc2025\nUSER app\nCOPY a /a\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP463").findings(HEAD + text) == []


FIXED = [
    ("USER app\nCOPY a /a\n", "USER app\nCOPY --chown=app a /a\n"),
    ("USER 1000:1000\nadd a /a\r\n", "USER 1000:1000\nadd --chown=1000:1000 a /a\r\n"),
    ("USER app\nCOPY --link \\\n a /a", "USER app\nCOPY --chown=app --link \\\n a /a"),
    ('USER "app"\nCOPY ["a", "/a"]\n', 'USER "app"\nCOPY --chown=app ["a", "/a"]\n'),
    (
        "FROM debian:13 AS x\nUSER app\nFROM x\nCOPY a /a\n",
        "FROM debian:13 AS x\nUSER app\nFROM x\nCOPY --chown=app a /a\n",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP463")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


def test_not_fixed(rules: Any) -> None:
    lint = rules("DP463")
    for text in ("FROM debian:13\nUSER $U\nCOPY a /a\n", "FROM scratch\nUSER app\nCOPY a /a\n"):
        assert len(lint.findings(text)) == 1
        assert lint.fixed(text, unsafe=True) == text
    assert lint.fixed("FROM scratch\nUSER 1\nCOPY a /a\n", unsafe=True) == "FROM scratch\nUSER 1\nCOPY --chown=1 a /a\n"
