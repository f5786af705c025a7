from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "COPY a b /c/\n",
    "COPY a b .\n",
    "COPY a b ..\n",
    "COPY a b ./c/.\n",
    "COPY a /c\n",
    "COPY a* /c\n",
    'COPY a b "/c/"\n',
    'COPY ["a", "b", "/c/"]\n',
    "ENV D=/c/\nCOPY a b $D\n",
    "COPY <<EOF /c\nx\nEOF\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3021").findings(HEAD + text) == []


FIXED = [
    ("COPY a b /c\n", "COPY a b /c/\n"),
    ("ADD a b /c\r\n", "ADD a b /c/\r\n"),
    ("ONBUILD COPY a b /c\n", "ONBUILD COPY a b /c/\n"),
    ('COPY a b "/c"\n', 'COPY a b "/c/"\n'),
    ("COPY a b '/c'", "COPY a b '/c/'"),
    ('COPY ["a", "b", "/c"]\n', 'COPY ["a", "b", "/c/"]\n'),
    ("COPY a \\\n  b \\\n  /c\n", "COPY a \\\n  b \\\n  /c/\n"),
    ("COPY a b $D\n", "COPY a b $D/\n"),
    ("ENV D=/c\nCOPY a b ${D}\n", "ENV D=/c\nCOPY a b ${D}/\n"),
    ("COPY --from=x a <<EOF /c\nx\nEOF\n", "COPY --from=x a <<EOF /c/\nx\nEOF\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3021")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


def test_an_odd_word_is_left_alone(rules: Any) -> None:
    lint = rules("DL3021")
    for text in ("COPY a b 'c d'\n", "COPY a b C:\\c\n"):
        assert len(lint.findings(HEAD + text)) == 1
        assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


def test_a_windows_folder(rules: Any) -> None:
    text = "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY a b C:\\c\\\n"
    assert rules("DL3021").findings(text) == []


def test_trivy_does_not_look_at_add(rules: Any) -> None:
    lint = rules("DL3021")
    assert lint.only(HEAD + "COPY a b /c\n").same_as == ("DS-0011",)
    assert lint.only(HEAD + "ADD a b /c\n").same_as == ()
    assert lint.only(HEAD + "COPY file:1f2e in app\n").same_as == ()
    assert lint.only(HEAD + "COPY file:1f2e b in app\n").same_as == ("DS-0011",)


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3021", profile="hadolint")
    for text in ("COPY a b .", "COPY a b ..", "COPY a b /c/.", "COPY <<A <<B /x\na\nA\nb\nB"):
        assert len(lint.findings(HEAD + text + "\n")) == 1, text
    for text in ("ADD a b /c", "ONBUILD COPY a b /c"):
        assert lint.findings(HEAD + text + "\n") == [], text
