"""What is printed of a file cannot do anything to a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reporters.legible import TAB, legible, width

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("FROM alpine", "FROM alpine"),
        ("a\tb", f"a{TAB}b"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\r", "a\\nb\\r"),
        ("\x9b1m", "\\x9b1m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2066b\u2069", "a\\u2066b\\u2069"),
        ("a\u200bb", "a\\u200bb"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
        ("\ufeffFROM", "\\ufeffFROM"),
        ("\x00\x7f", "\\x00\\x7f"),
        ("größe 容器", "größe 容器"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert legible(text) == shown


@given(ANY)
def test_nothing_but_printable_marks(text: str) -> None:
    shown = legible(text)
    assert shown.isprintable()
    assert not any(unicodedata.category(mark).startswith("C") for mark in shown)
    shown.encode("utf-8")


@given(ANY, ANY)
def test_each_character_is_shown_by_itself(one: str, other: str) -> None:
    assert legible(one) + legible(other) == legible(one + other)
    assert width(legible(one)) + width(legible(other)) == width(legible(one + other))


@pytest.mark.parametrize(("shown", "columns"), [("", 0), ("abc", 3), ("容器", 4), ("e\u0301", 1), ("Ａ", 2), ("ä", 1)])
def test_width(shown: str, columns: int) -> None:
    assert width(shown) == columns
