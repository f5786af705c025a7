from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "COPY a /b\n",
    "WORKDIR /x\nCOPY a b\n",
    "WORKDIR x\nCOPY a b\n",
    "COPY a $D\n",
    "COPY a ${D}/b\n",
    "COPY a C:/b\n",
    'COPY a "c:\\b"\n',
    "ONBUILD COPY a b\n",
    "FROM scratch\nCOPY a b\n",
    "FROM scratch AS x\nFROM x\nCOPY a b\n",
    "FROM debian:13 AS x\nWORKDIR /x\nFROM X\nADD a b\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3045").findings(HEAD + text) == []


FIXED = [
    ("COPY a b\n", "COPY a /b\n"),
    ("ADD a.tar ./b/\n", "ADD a.tar /b/\n"),
    ("COPY a .\n", "COPY a /\n"),
    ("COPY a ./\r\n", "COPY a /\r\n"),
    ("COPY a .b\n", "COPY a /.b\n"),
    ('COPY a "b"', 'COPY a "/b"'),
    ('COPY ["a", "./b"]\n', 'COPY ["a", "/b"]\n'),
    ("COPY a \\\n  # why\n  b\n", "COPY a \\\n  # why\n  /b\n"),
    ("COPY a b\nWORKDIR /x\nCOPY a b\n", "COPY a /b\nWORKDIR /x\nCOPY a b\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3045")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


def test_what_is_not_fixed(rules: Any) -> None:
    lint = rules("DL3045")
    for line in ("COPY a ..", "COPY a .\\\n/x", "COPY a 'c d'", 'COPY a "b"c'):
        assert len(lint.findings(HEAD + line + "\n")) == 1, line
        assert lint.fixed(HEAD + line + "\n", unsafe=True) == HEAD + line + "\n"


def test_a_workdir_of_another_stage_says_nothing(rules: Any) -> None:
    assert len(rules("DL3045").findings("FROM debian:13\nWORKDIR /x\nFROM debian:13\nCOPY a b\n")) == 1


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3045", profile="hadolint")
    for text in ("FROM scratch\nCOPY a b\n", "FROM x AS y\nWORKDIR /x\nFROM Y\nCOPY a b\n", HEAD + "COPY a x$D\n"):
        assert len(lint.findings(text)) == 1, text
    for text in ("FROM r.io/x:1\nWORKDIR /x\nFROM x:2\nCOPY a b\n", HEAD + "ADD a b\n", HEAD + "ONBUILD COPY a b\n"):
        assert lint.findings(text) == [], text
