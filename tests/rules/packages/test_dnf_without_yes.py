from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN dnf -y install x\n",
    "RUN dnf install x -y\n",
    "RUN yes | dnf install x\n",
    "RUN dnf install $OPTIONS x\n",
    "RUN dnf search install\n",
    "RUN dnf --help install\n",
    "RUN echo dnf install x\n",
    'SHELL ["powershell", "-Command"]\nRUN dnf install x\n',
    "ENV A=dnf\n",
    "RUN microdnf -y install x\n",
    "RUN dnf --setopt=assumeyes=True install x\n",
    "RUN dnf --assumeno install x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3038").findings(HEAD + text) == []


FIXED = [
    ("RUN dnf install x\n", "RUN dnf install -y x\n"),
    ("RUN a && dnf install \\\n  # why\n  x\n", "RUN a && dnf install -y \\\n  # why\n  x\n"),
    ("RUN sudo dnf install x", "RUN sudo dnf install -y x"),
    ("RUN sh -c 'dnf install x'\n", "RUN sh -c 'dnf install -y x'\n"),
    ("ONBUILD RUN dnf install x\r\n", "ONBUILD RUN dnf install -y x\r\n"),
    ("RUN <<EOF\ndnf update x\nEOF\n", "RUN <<EOF\ndnf update -y x\nEOF\n"),
    ("RUN dnf remove x; dnf install x\n", "RUN dnf remove -y x; dnf install -y x\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3038")
    assert {words for _, _, words in lint.places(HEAD + text)} <= {"install", "update", "remove"}
    assert lint.fixed(HEAD + text) == HEAD + fixed


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3038", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo dnf install x\n") == []
    text = HEAD + "RUN true && \\\n  dnf install x && \\\n  dnf install y\n"
    assert [(line, column) for line, column, _ in lint.places(text)] == [(2, 1)]
