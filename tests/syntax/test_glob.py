from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.glob import Glob

patterns = st.text("ab*?", max_size=6)
texts = st.text("ab\n", max_size=10)


def as_regex(pattern: str, star: str) -> str:
    return "".join(star if char == "*" else "." if char == "?" else re.escape(char) for char in pattern)


def compiled(pattern: str) -> Glob:
    glob = Glob.compile(pattern)
    assert glob is not None
    return glob


@given(patterns, texts, st.integers(0, 10), st.booleans())
def test_ends_are_those_of_a_regular_expression(pattern: str, text: str, start: int, longest: bool) -> None:
    start = min(start, len(text))
    found = re.compile(as_regex(pattern, ".*" if longest else ".*?")).match(text, start)
    assert compiled(pattern).end(text, start, longest) == (found.end() if found else -1)


@given(patterns, texts)
def test_matches_are_those_of_a_regular_expression(pattern: str, text: str) -> None:
    expected: list[tuple[int, int]] = []
    regex = re.compile(as_regex(pattern, ".*"))
    at = 0
    while at <= len(text) and (found := regex.search(text, at)):
        # Go leaves out an empty match right behind another one.
        if found.end() > found.start() or not expected or found.start() > expected[-1][1]:
            expected.append(found.span())
        at = found.end() if found.end() > found.start() else found.end() + 1
    assert compiled(pattern).matches(text, every=True) == expected
    assert compiled(pattern).matches(text, every=False) == expected[:1]


@given(patterns, texts)
def test_a_reversed_pattern_matches_reversed_text(pattern: str, text: str) -> None:
    whole = re.fullmatch(as_regex(pattern, ".*"), text) is not None
    assert (compiled(pattern).reversed().end(text[::-1], 0, longest=True) == len(text)) >= whole


@pytest.mark.parametrize(
    ("pattern", "text"), [("\\*", "*"), ("\\?", "?"), ("\\\\", "\\"), ("\\}", "}"), ("\\/", "/"), ("[a]", "[a]")]
)
def test_escapes_and_letters_stand_for_themselves(pattern: str, text: str) -> None:
    assert compiled(pattern).end(text, 0, longest=False) == len(text)
    assert compiled(pattern).end("x", 0, longest=False) == -1


@pytest.mark.parametrize("pattern", ["\\", "a\\", "\\a", "*\\["])
def test_other_escapes_are_refused(pattern: str) -> None:
    assert Glob.compile(pattern) is None
