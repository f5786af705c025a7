from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.lint.near import nearest

CASES = [
    ("VERSOIN", ["VERSION"], "VERSION"),
    ("MYARCH", ["MY_OS", "MY_ARCH"], "MY_ARCH"),
    ("BULIDPLATFORM", ["TARGETPLATFORM", "BUILDPLATFORM"], "BUILDPLATFORM"),
    ("version", ["VERSION"], ""),
    ("A", ["B", "AB"], "B"),
    ("ABC", ["ABXY", "AB"], "AB"),
    ("X", [], ""),
    ("x" * 1000, ["x" * 1001], ""),
]


@pytest.mark.parametrize(("name", "others", "wanted"), CASES)
def test_nearest(name: str, others: list[str], wanted: str) -> None:
    assert nearest(name, others) == wanted


def distance(left: str, right: str) -> int:
    if not left or not right:
        return len(left) + len(right)
    change = distance(left[1:], right[1:]) + (left[0] != right[0])
    return min(change, distance(left[1:], right) + 1, distance(left, right[1:]) + 1)


@given(st.text("ab", max_size=5), st.lists(st.text("ab", max_size=5), max_size=4))
def test_it_is_the_nearest(name: str, others: list[str]) -> None:
    found = nearest(name, others)
    least = min((distance(name, other) for other in others), default=9)
    assert (distance(name, found) == least) if found else (least > 2 or "" in others)
