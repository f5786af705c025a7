from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM node:24\n"

SILENT = [
    "ENV PYTHONHTTPSVERIFY=1 NODE_TLS_REJECT_UNAUTHORIZED=00\n",
    "ENV PYTHONHTTPSVERIFY 666\n",
    "ARG PYTHONHTTPSVERIFY\n",
    "ENV XPYTHONHTTPSVERIFY=0 PYTHONHTTPSVERIFYX=0\n",
    'RUN PYTHONHTTPSVERIFY="0\\"" python a\n',
    "RUN PYTHONHTTPSVERIFY=0 && python a\n",
    "RUN echo NODE_TLS_REJECT_UNAUTHORIZED=0\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP434").findings(HEAD + text) == []


FIXED = [
    ("ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n", ""),
    ("ENV A=1 \\\n    NODE_TLS_REJECT_UNAUTHORIZED='0' \\\n    B=2\n", "ENV A=1 \\\n    B=2\n"),
    ("ENV NODE_TLS_REJECT_UNAUTHORIZED=0 PYTHONHTTPSVERIFY=0 A=1\n", "ENV A=1\n"),
    ("ARG PYTHONHTTPSVERIFY=0\nRUN a\n", "RUN a\n"),
    ('RUN a;PYTHONHTTPSVERIFY="0" python b;c\n', "RUN a;python b;c\n"),
    ("RUN A=1        PYTHONHTTPSVERIFY=0  python b\n", "RUN A=1        python b\n"),
    ("RUN a || PYTHONHTTPSVERIFY=0 python b\n", "RUN a || python b\n"),
    ("RUN sh -c 'NODE_TLS_REJECT_UNAUTHORIZED=0 node a'\n", "RUN sh -c 'node a'\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP434")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


NAMES = [
    ("ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n", ("CKV2_DOCKER_6",)),
    ("RUN export PYTHONHTTPSVERIFY=0 && a\n", ("CKV2_DOCKER_5",)),
    ("RUN export PYTHONHTTPSVERIFY=0; a\n", ()),
    ("ONBUILD ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n", ()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_are_true(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP434").only(HEAD + text).same_as == names


def test_it_says_how_long_it_holds(rules: Any) -> None:
    lint = rules("DP434")
    assert "each container" in lint.only(HEAD + "ENV PYTHONHTTPSVERIFY=0\n").message
    assert "the build" in lint.only(HEAD + "ARG PYTHONHTTPSVERIFY=0\n").message
