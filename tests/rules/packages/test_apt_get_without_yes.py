from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN apt-get install -y x\n",
    "RUN apt-get -y install x\n",
    "RUN apt-get install -qy x\n",
    "RUN apt-get install -qq x\n",
    "RUN apt-get -q -q install x\n",
    "RUN apt-get install x --assume-yes\n",
    "RUN apt-get update\n",
    "RUN echo apt-get install x\n",
    "RUN apt install x\n",
    'SHELL ["powershell", "-Command"]\nRUN apt-get install x\n',
    "ENV A=apt-get\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3014").findings(HEAD + text) == []


FIXED = [
    ("RUN apt-get install x\n", "RUN apt-get install -y x\n"),
    ("RUN apt-get -q install x\n", "RUN apt-get -q install -y x\n"),
    ("RUN a && apt-get install \\\n  # why\n  x\n", "RUN a && apt-get install -y \\\n  # why\n  x\n"),
    ("RUN sudo apt-get install x", "RUN sudo apt-get install -y x"),
    ('RUN ["apt-get", "install", "x"]\n', 'RUN ["apt-get", "install", "-y", "x"]\n'),
    ("RUN sh -c 'apt-get install x'\n", "RUN sh -c 'apt-get install -y x'\n"),
    ("ONBUILD RUN apt-get install x\r\n", "ONBUILD RUN apt-get install -y x\r\n"),
    ("RUN <<EOF\napt-get install x\nEOF\n", "RUN <<EOF\napt-get install -y x\nEOF\n"),
    ("RUN apt-get install x; apt-get install y\n", "RUN apt-get install -y x; apt-get install -y y\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3014")
    assert {words for _, _, words in lint.places(HEAD + text)} == {"install"} or "json" in text or '"' in text
    assert lint.fixed(HEAD + text) == HEAD + fixed


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3014", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo apt-get install x\n") == []
    text = HEAD + "RUN true && \\\n  apt-get install x && \\\n  apt-get install y\n"
    assert [(line, column) for line, column, _ in lint.places(text)] == [(2, 1)]
    assert lint.fixed(text) == text.replace("install", "install -y")
