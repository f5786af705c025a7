"""The carets stand under the very word, and nothing is wider than the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reporters.legible import legible, width
from dockerpatch.reporters.paint import Paint
from dockerpatch.reporters.snippet import COLUMNS, CUT, snippet, window
from dockerpatch.text.source import Source
from dockerpatch.text.span import Span

PLAIN = Paint(False)


def drawn(text: str, start: int, end: int) -> list[str]:
    return snippet(Source.of("Dockerfile", text), Span(start, end), "error", PLAIN)[1]


def test_one_word() -> None:
    assert drawn("FROM alpine:3\nRUN true\n", 5, 13) == [
        "  |",
        "1 | FROM alpine:3",
        "  |      ^^^^^^^^",
    ]


@pytest.mark.parametrize(
    ("text", "word", "carets"),
    [
        ("FROM\talpine", "alpine", "        ^^^^^^"),
        ("FROM 容器:1", "容器", "     ^^^^"),
        ("FROM 容器:1", ":1", "         ^^"),
        ("FROM \x1b[1malpine", "alpine", "            ^^^^^^"),
        ("\ufeffFROM alpine", "alpine", "     ^^^^^^"),
        ("FROM alpine\r\nRUN x\r\n", "alpine", "     ^^^^^^"),
    ],
)
def test_carets_under_the_word(text: str, word: str, carets: str) -> None:
    start = text.index(word)
    assert drawn(text, start, start + len(word))[2] == f"  | {carets}"


def test_nothing_to_underline_is_one_caret() -> None:
    assert drawn("FROM a", 6, 6)[2] == "  |       ^"
    assert drawn("", 0, 0) == ["  |", "1 | ", "  | ^"]


def test_of_several_lines_the_first_is_shown() -> None:
    assert drawn("RUN a \\\n  b\n", 4, 11) == ["  |", "1 | RUN a \\", "  |     ^^^"]


def test_the_gutter_is_as_wide_as_the_number() -> None:
    text = "\n" * 99 + "FROM a\n"
    assert drawn(text, 99 + 5, 99 + 6) == ["    |", "100 | FROM a", "    |      ^"]


@pytest.mark.parametrize("at", [0, 50, 5_000_000, 9_999_994])
def test_a_line_of_megabytes_is_cut_around_the_word(at: int) -> None:
    text = "x" * at + "needle" + "x" * (9_999_994 - at)
    rows = drawn(text, at, at + 6)
    assert max(map(len, rows)) <= COLUMNS
    column = rows[2].index("^")
    assert rows[1][column : column + 6] == "needle"
    assert rows[2].count("^") == 6
    assert (CUT in rows[1][: len("1 | ...")]) == (at > 0)


@given(
    st.text(st.characters(codec=None, exclude_characters="\n"), max_size=300),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(20, 130),
)
def test_window(text: str, start: int, length: int, room: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    shown, column, carets = window(text, start, end, room)
    assert width(shown) <= room
    assert carets >= 1
    if start < end:
        # What stands above the carets is the beginning of the word.
        over, at = "", 0
        for mark in shown:
            if column <= at < column + carets:
                over += mark
            at += width(mark)
        assert legible(text[start:end]).startswith(over.removesuffix(CUT)) or not over.isascii()
    if width(legible(text)) <= room:
        assert shown == legible(text)
