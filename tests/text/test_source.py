from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.text.source import Position, Source, encode

contents = st.one_of(
    st.binary(max_size=40),
    st.lists(
        st.sampled_from([b"\n", b"\r\n", b"\r", b"\xef\xbb\xbf", b"\xff", "é€\U0001f433".encode(), b"a", b" "]),
        max_size=12,
    ).map(b"".join),
)


@given(contents)
def test_any_bytes_come_back(data: bytes) -> None:
    source = Source("f", data)
    assert encode(source.text) == data
    assert Source.of("f", source.text).data == data


@given(contents)
def test_positions_are_those_of_a_plain_count(data: bytes) -> None:
    source = Source("f", data)
    text = source.text
    for at in range(len(text) + 1):
        before = text[:at]
        position = source.position(at)
        line_before = before.rpartition("\n")[2]
        mark = before.count("\n") == 0 and line_before.startswith("\ufeff")
        assert position.line == before.count("\n") + 1
        assert position.column == len(line_before) - mark + 1
        assert position.offset == len(before.encode("utf-8", "surrogateescape"))
        assert source.line_at(at) == position.line


@given(contents)
def test_lines_with_their_ends_are_the_text(data: bytes) -> None:
    source = Source("f", data)
    lines = source.text.split("\n")
    assert source.starts == [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]
    assert source.line_count == len(lines) - (not lines[-1])
    for number, line in enumerate(lines, 1):
        assert source.line_start(number) == source.starts[number - 1]
        plain = line.removesuffix("\r")
        assert source.text[source.line_start(number) : source.line_end(number)] == plain
        assert source.line_text(number) == (plain.removeprefix("\ufeff") if number == 1 else plain)


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\r", "\n"),
        ("a\n", "\n"),
        ("a\r\n", "\r\n"),
        ("a\r\nb\n", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
    ],
)
def test_the_line_ending_is_that_of_most_lines(text: str, newline: str) -> None:
    assert Source.of("f", text).newline == newline


def test_bytes_that_are_no_text_take_one_column_each() -> None:
    position = Source("f", b"a\xff\xfe\xc3\xa9z").position(4)
    assert (position.line, position.column, position.offset) == (1, 5, 5)


def test_a_byte_order_mark_takes_bytes_and_no_column() -> None:
    source = Source("f", b"\xef\xbb\xbfFROM a\n")
    assert source.text[0] == "\ufeff"
    assert (source.position(0).column, source.position(0).offset) == (1, 0)
    assert (source.position(1).column, source.position(1).offset) == (1, 3)
    assert source.line_text(1) == "FROM a"


def test_a_position_is_shown_with_its_parts() -> None:
    assert repr(Position(2, 3, 4)) == "Position(line=2, column=3, offset=4)"
