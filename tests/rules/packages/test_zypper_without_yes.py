from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN zypper -y install x\n",
    "RUN zypper install x -y\n",
    "RUN yes | zypper install x\n",
    "RUN zypper install $OPTIONS x\n",
    "RUN zypper search install\n",
    "RUN zypper --help install\n",
    "RUN echo zypper install x\n",
    'SHELL ["powershell", "-Command"]\nRUN zypper install x\n',
    "ENV A=zypper\n",
    "RUN zypper --non-interactive install x\n",
    "RUN zypper in --no-confirm x\n",
    "RUN zypper -qn in x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3034").findings(HEAD + text) == []


FIXED = [
    ("RUN zypper install x\n", "RUN zypper -n install x\n"),
    ("RUN a && zypper install \\\n  # why\n  x\n", "RUN a && zypper -n install \\\n  # why\n  x\n"),
    ("RUN sudo zypper install x", "RUN sudo zypper -n install x"),
    ("RUN sh -c 'zypper install x'\n", "RUN sh -c 'zypper -n install x'\n"),
    ("ONBUILD RUN zypper install x\r\n", "ONBUILD RUN zypper -n install x\r\n"),
    ("RUN <<EOF\nzypper up x\nEOF\n", "RUN <<EOF\nzypper -n up x\nEOF\n"),
    ("RUN zypper remove x; zypper install x\n", "RUN zypper -n remove x; zypper -n install x\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3034")
    assert {words for _, _, words in lint.places(HEAD + text)} <= {"install", "up", "remove"}
    assert lint.fixed(HEAD + text) == HEAD + fixed


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3034", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo zypper install x\n") == []
    text = HEAD + "RUN true && \\\n  zypper install x && \\\n  zypper install y\n"
    assert [(line, column) for line, column, _ in lint.places(text)] == [(2, 1)]
