from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.text.span import Span
from dockerpatch.text.traced import FOREIGN, Traced

FILE = "ARG V=3.9-alpine\nFROM python:${V}é\udcff\r\n"


@st.composite
def pieces(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Pieces of FILE and of nowhere, some empty, some that follow each other in the file."""
    found: list[tuple[str, int]] = []
    for _ in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            start = draw(st.integers(0, len(FILE)))
            end = draw(st.integers(start, len(FILE)))
            cut = draw(st.integers(start, end))
            found += (
                [(FILE[start:cut], start), (FILE[cut:end], cut)] if draw(st.booleans()) else [(FILE[start:end], start)]
            )
        else:
            found.append((draw(st.text("ab:", max_size=3)), FOREIGN))
    return found


traced = pieces().map(Traced)


def characters(text: Traced) -> list[tuple[str, int]]:
    """The plain reading: each character with its own place."""
    return [
        (mark, start + at if start >= 0 else FOREIGN) for piece, start in text.pieces for at, mark in enumerate(piece)
    ]


@given(pieces())
def test_nothing_of_the_pieces_is_lost(given_pieces: list[tuple[str, int]]) -> None:
    text = Traced(given_pieces)
    assert text.text == "".join(piece for piece, _ in given_pieces)
    plain = [
        (mark, start + at if start >= 0 else start) for piece, start in given_pieces for at, mark in enumerate(piece)
    ]
    assert characters(text) == plain
    assert len(text) == len(text.text) == len(plain)
    assert bool(text) == bool(plain)


@given(traced)
def test_each_piece_is_what_the_file_has_at_its_start(text: Traced) -> None:
    for piece, start in text.pieces:
        assert piece
        assert start == FOREIGN or FILE[start : start + len(piece)] == piece


@given(traced)
def test_pieces_are_as_few_as_can_be(text: Traced) -> None:
    for (piece, start), (_, following) in zip(text.pieces, text.pieces[1:], strict=False):
        if start == FOREIGN or following == FOREIGN:
            assert start != following
        else:
            assert start + len(piece) != following


@given(traced, traced, traced)
def test_joining_does_not_heed_brackets(one: Traced, two: Traced, three: Traced) -> None:
    assert (one + two) + three == one + (two + three) == Traced.join([one, two, three])
    assert one + Traced() == one == Traced() + one
    assert hash(one + two) == hash(Traced.join([one, two]))


@given(traced, st.integers(-40, 40) | st.none(), st.integers(-40, 40) | st.none())
def test_a_slice_is_the_slice_of_the_characters(text: Traced, start: int | None, stop: int | None) -> None:
    part = text[start:stop]
    assert part.text == text.text[start:stop]
    assert characters(part) == characters(text)[start:stop]


@given(traced, st.integers(0, 40))
def test_a_cut_is_healed_by_joining(text: Traced, at: int) -> None:
    assert text[:at] + text[at:] == text


@given(traced)
def test_a_span_is_where_all_of_it_stands(text: Traced) -> None:
    span = text.span()
    places = [place for _, place in characters(text)]
    in_one_go = bool(places) and places[0] >= 0 and places == list(range(places[0], places[0] + len(places)))
    assert (span is not None) == in_one_go
    if span is not None:
        assert span.text(FILE) == text.text
    assert text.span_of(0, len(text)) == span
    assert [one.text(FILE) for one in text.spans()] == [piece for piece, start in text.pieces if start >= 0]


TABLE: list[tuple[Traced, Span | None]] = [
    (Traced(), None),
    (Traced.written("", 3), None),
    (Traced.foreign("x"), None),
    (Traced.written("3.9", 6), Span(6, 9)),
    (Traced([("3.", 6), ("9", 8)]), Span(6, 9)),
    (Traced([("3.", 6), ("", 99), ("9", 8)]), Span(6, 9)),
    (Traced([("3.", 6), ("9", 9)]), None),
    (Traced([("A", 0), ("x", FOREIGN)]), None),
    (Traced([("9", 8), ("3.", 6)]), None),
]


@pytest.mark.parametrize(("text", "span"), TABLE)
def test_spans(text: Traced, span: Span | None) -> None:
    assert text.span() == span


def test_texts_of_nowhere_are_one_piece() -> None:
    assert (Traced.foreign("a") + Traced.foreign("b")).pieces == (("ab", FOREIGN),)
    assert Traced([("a", FOREIGN), ("b", 0)]).pieces == (("a", FOREIGN), ("b", 0))


def test_a_text_is_not_equal_to_the_same_text_elsewhere() -> None:
    assert Traced.written("a", 1) != Traced.written("a", 2)
    assert Traced.written("a", 1) != "a"


def test_spans_touch_without_overlap() -> None:
    assert not Span(1, 3).overlaps(Span(3, 5))
    assert Span(1, 4).overlaps(Span(3, 5))
    assert 1 in Span(1, 3)
    assert 3 not in Span(1, 3)
    assert len(Span(1, 3)) == 2
    assert len({Span(1, 3), Span(1, 3), Span(1, 4)}) == 2
