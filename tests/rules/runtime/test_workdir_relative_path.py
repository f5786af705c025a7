from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    "FROM debian:13\nWORKDIR /app\nWORKDIR x\n",
    "FROM debian:13\nWORKDIR $CATALINA_HOME\nWORKDIR x\n",
    "FROM debian:13 AS a\nWORKDIR /x\nFROM a AS b\nFROM b\nWORKDIR y\n",
    "FROM debian:13\nONBUILD WORKDIR app\n",
    "FROM debian:13\nENV D=/app\nWORKDIR $D\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nWORKDIR \\app\n",
    "ARG BASE\nFROM $BASE\nWORKDIR C:\\app\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("WorkdirRelativePath").findings(text) == []


FOUND = [
    ("FROM debian:13\nWORKDIR app/\n", [2]),
    ("FROM debian:13\nWORKDIR app\nWORKDIR more\n", [2]),
    ("FROM debian:13 AS a\nWORKDIR x\nFROM a\nWORKDIR y\n", [2]),
    ("FROM debian:13 AS a\nWORKDIR /x\nFROM debian:13\nWORKDIR y\n", [4]),
    ("FROM debian:13\nENV D=app\nWORKDIR $D\n", [3]),
    ("ARG D=/app\nFROM debian:13\nARG D=\nWORKDIR $D\n", [4]),
]


@pytest.mark.parametrize(("text", "lines"), FOUND)
def test_the_first_of_a_lineage(rules: Any, text: str, lines: list[int]) -> None:
    assert [place[0] for place in rules("WorkdirRelativePath").places(text)] == lines
    assert rules("WorkdirRelativePath").fixed(text, unsafe=True) == text


def test_an_empty_image_starts_at_the_root(rules: Any) -> None:
    text = "FROM scratch\nWORKDIR app\nWORKDIR more\n"
    assert rules("WorkdirRelativePath").fixed(text, unsafe=True) == text.replace("app", "/app")


def test_hadolint_is_named_where_it_sees_it(rules: Any) -> None:
    lint = rules("WorkdirRelativePath")
    assert "DL3000" in lint.only("FROM debian:13\nWORKDIR app\n").same_as
    assert "DL3000" not in lint.only("FROM debian:13\nENV D=app\nWORKDIR $D\n").same_as
