from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.json_list import NOT_JSON, NOT_STRINGS, read_list

values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=8,
)


def read(text: str) -> list[str] | str:
    found = read_list(text, 0, len(text))
    return found if isinstance(found, str) else [one for one, _, _ in found]


@given(st.lists(st.text()), st.booleans(), st.sampled_from([None, 1]))
def test_strings_come_back(strings: list[str], ascii_only: bool, indent: int | None) -> None:
    strings = [one.encode("utf-8", "replace").decode() for one in strings]
    text = json.dumps(strings, ensure_ascii=ascii_only, indent=indent)
    assert read(text) == strings


@given(st.lists(values), st.sampled_from([(",", ":"), (" ,\t", "\n: ")]))
def test_other_values_are_told_from_strings(items: list[object], separators: tuple[str, str]) -> None:
    text = json.dumps(items, separators=separators)
    strings = all(isinstance(item, str) for item in items)
    assert read(text) == (json.loads(text) if strings else NOT_STRINGS)


@given(st.text('[]{}",:\\u019e-+.tnfalsr E\n\t', max_size=14))
def test_what_json_refuses_is_refused(rest: str) -> None:
    text = "[" + rest

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        value = json.loads(text, parse_constant=refuse)
    except ValueError:
        assert read(text) == NOT_JSON
    else:
        assert isinstance(value, list)
        # A number may be too large for Go, which makes the whole no JSON.
        assert read(text) != NOT_JSON or "e" in text or "E" in text


def test_places_are_those_of_the_literals() -> None:
    text = 'x ["a", "\\u0062"] '
    found = read_list(text, 2, len(text))
    assert not isinstance(found, str)
    assert [(one, text[start:end]) for one, start, end in found] == [("a", '"a"'), ("b", '"\\u0062"')]


@pytest.mark.parametrize(("depth", "expected"), [(10_000, NOT_STRINGS), (10_001, NOT_JSON)])
def test_nesting_is_bounded_as_in_go(depth: int, expected: str) -> None:
    assert read("[" * depth + "]" * depth) == expected


@pytest.mark.parametrize("text", ["[1e400]", "[-1e400]", '["a", 1e999]'])
def test_a_number_without_room_in_a_float_is_no_json(text: str) -> None:
    assert read(text) == NOT_JSON
