from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version as Published

from dockerpatch.image import version


@pytest.mark.parametrize(
    ("text", "release", "build", "pre", "number"),
    [
        ("3.13.3", ("3", "13", "3"), (), "", -1),
        ("22.04", ("22", "04"), (), "", -1),
        ("v2.7", ("2", "7"), (), "", -1),
        ("8u392", ("8", "392"), (), "", -1),
        ("8u392-b08", ("8", "392"), ("08",), "", -1),
        ("17.0.9_9", ("17", "0", "9"), ("9",), "", -1),
        ("11.0.20.1_1", ("11", "0", "20", "1"), ("1",), "", -1),
        ("26.0.2+10", ("26", "0", "2"), ("10",), "", -1),
        ("1.27rc1", ("1", "27"), (), "rc", 1),
        ("3.15.0b2", ("3", "15", "0"), (), "b", 2),
        ("3.0.0-rc.3", ("3", "0", "0"), (), "rc", 3),
        ("3.17.0_rc1", ("3", "17", "0"), (), "rc", 1),
        ("2.2.0-beta", ("2", "2", "0"), (), "beta", -1),
    ],
)
def test_parts(text: str, release: tuple[str, ...], build: tuple[str, ...], pre: str, number: int) -> None:
    found = version.parse(text)
    assert found is not None
    assert (found.release, found.build, found.pre, found.number) == (release, build, pre, number)


@pytest.mark.parametrize(
    "text", ["", "v", "latest", "alpine3.20", "1.2.x", "1..2", "1.", "3.13-alpine", "1a", "9" * 19]
)
def test_no_version(text: str) -> None:
    assert version.parse(text) is None


def test_texts_are_kept() -> None:
    written, normal = version.parse("22.04"), version.parse("22.4")
    assert written is not None
    assert written.text == "22.04"
    assert written.line(2) == "22.04"
    assert written != normal


@pytest.mark.parametrize(
    "ascending",
    [
        ["3.9", "3.10", "3.20"],
        ["1.27rc1", "1.27rc2", "1.27.0", "1.27.1"],
        ["1.20", "1.20.1"],
        ["3.15.0a7", "3.15.0b1", "3.15.0b2", "3.15.0rc1", "3.15.0"],
        ["3.0.0-alpha.1", "3.0.0-beta.1", "3.0.0-rc.3", "3.0.0-rc.10", "3.0.0"],
        ["8u352", "8u392-b07", "8u392-b08", "8u402"],
        ["17.0.9_8", "17.0.9_9", "17.0.9.1_1", "17.0.10_7"],
        ["19.03.1", "19.03.15", "20.10.0"],
        ["9.6.24", "10.0", "10.1"],
        ["20.04", "20.10", "22.04"],
    ],
)
def test_order(ascending: list[str]) -> None:
    found = [version.parse(text) for text in ascending]
    keys = [one.key for one in found if one is not None]
    assert len(keys) == len(ascending)
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    for older, newer in itertools.combinations(ascending, 2):
        assert version.compare(older, newer) == -1
        assert version.compare(newer, older) == 1


@pytest.mark.parametrize(
    ("text", "depth", "line"), [("3.13.3", 2, "3.13"), ("8u392", 1, "8"), ("8u392", 2, "8u392"), ("3", 2, "3")]
)
def test_line(text: str, depth: int, line: str) -> None:
    found = version.parse(text)
    assert found is not None
    assert found.line(depth) == line


@pytest.mark.parametrize(
    ("one", "other", "order"), [("1.0.post1", "1.0", 1), ("1!1.0", "2.0", 1), ("abc", "abd", -1), ("x", "x", 0)]
)
def test_what_is_no_tag_version(one: str, other: str, order: int) -> None:
    assert version.compare(one, other) == order


_RELEASES = st.lists(st.integers(0, 200), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
_SUFFIXES = st.sampled_from(["", "a1", "b2", "rc1", "rc11"])


@given(_RELEASES, _SUFFIXES, _RELEASES, _SUFFIXES)
def test_ordered_as_packaging_does(one: str, mark: str, other: str, mark2: str) -> None:
    left, right = Published(one + mark), Published(other + mark2)
    assert version.compare(one + mark, other + mark2) == (left > right) - (left < right)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_compares(one: str, other: str) -> None:
    assert version.compare(one, other) == -version.compare(other, one)
