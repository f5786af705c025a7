from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN yum -y install x\n",
    "RUN yum install x -y\n",
    "RUN yes | yum install x\n",
    "RUN yum install $OPTIONS x\n",
    "RUN yum search install\n",
    "RUN yum --help install\n",
    "RUN echo yum install x\n",
    'SHELL ["powershell", "-Command"]\nRUN yum install x\n',
    "ENV A=yum\n",
    "RUN yum install --assumeyes x\n",
    "RUN yum -qy install x\n",
    "RUN yum --setopt=assumeyes=1 install x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3030").findings(HEAD + text) == []


FIXED = [
    ("RUN yum install x\n", "RUN yum install -y x\n"),
    ("RUN a && yum install \\\n  # why\n  x\n", "RUN a && yum install -y \\\n  # why\n  x\n"),
    ("RUN sudo yum install x", "RUN sudo yum install -y x"),
    ("RUN sh -c 'yum install x'\n", "RUN sh -c 'yum install -y x'\n"),
    ("ONBUILD RUN yum install x\r\n", "ONBUILD RUN yum install -y x\r\n"),
    ("RUN <<EOF\nyum groupinstall x\nEOF\n", "RUN <<EOF\nyum groupinstall -y x\nEOF\n"),
    ("RUN yum remove x; yum install x\n", "RUN yum remove -y x; yum install -y x\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3030")
    assert {words for _, _, words in lint.places(HEAD + text)} <= {"install", "groupinstall", "remove"}
    assert lint.fixed(HEAD + text) == HEAD + fixed


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3030", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo yum install x\n") == []
    text = HEAD + "RUN true && \\\n  yum install x && \\\n  yum install y\n"
    assert [(line, column) for line, column, _ in lint.places(text)] == [(2, 1)]
