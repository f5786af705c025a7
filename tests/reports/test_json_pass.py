"""The one pass over the JSON keeps what is asked for, as a plain parser would have it, wherever pieces end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reports.json_pass import document
from dockerpatch.reports.reader import Made

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('ab*é"\\', max_size=3), inner, max_size=4),
    max_leaves=30,
)


def pieces(text: bytes, size: int) -> Iterator[tuple[bytes, int, int]]:
    for start in range(0, len(text), size):
        yield text[start : start + size], 1, start


def shape_of(value: Any) -> Any:
    """The shape that keeps all of a value."""
    if isinstance(value, dict):
        return {name: shape_of(each) for name, each in value.items() if name != "*"}
    return [shape_of(each) for each in value] if isinstance(value, list) else None


def without(value: Any, left_out: str) -> Any:
    """The value without the fields of one name, nor of the name that a shape cannot ask for by itself."""
    if isinstance(value, dict):
        return {name: without(each, left_out) for name, each in value.items() if name not in (left_out, "*")}
    return [without(each, left_out) for each in value] if isinstance(value, list) else value


@given(VALUES, st.sampled_from([1, 3, 1000]), st.booleans(), st.sampled_from(["", "a", "aa", "b", "é"]))
def test_what_is_asked_for_is_what_a_plain_parser_gives(value: Any, size: int, escaped: bool, left_out: str) -> None:
    # The shapes of a list's items are merged; so only whole names can be left out.
    wanted = without(value, left_out)
    text = json.dumps(value, ensure_ascii=escaped).encode()
    assert document(pieces(text, size), [shape_of(wanted)], "x").root == wanted


def test_a_star_keeps_all_fields_and_a_made_value_takes_the_place_of_its_shape() -> None:
    text = b'{"labels": {"one": "1", "two": ["2"]}, "rows": [{"id": 1, "x": 9}, {"id": 2}, null, 3]}'
    shape = {"labels": {"*": None}, "rows": [Made({"id": None}, lambda row: (row,))]}
    found = document(pieces(text, 5), [shape], "x")
    assert found.root == {"labels": {"one": "1", "two": []}, "rows": [({"id": 1},), ({"id": 2},), (None,), (3,)]}
    assert found.names == ["labels", "rows"]


def test_of_a_field_that_is_told_twice_the_last_one_counts() -> None:
    text = b'{"a": 1, "a": [2], "b": {"c": 1}, "b": 3}'
    assert document(pieces(text, 4), [{"a": [None], "b": {"c": None}}], "x").root == json.loads(text)
