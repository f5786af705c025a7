"""The orders of versions, against the vectors that the projects themselves are tested with, and against dpkg."""

from __future__ import annotations

import itertools
import pathlib
import shutil
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.versions import catalog, go
from dockerpatch.versions.order import LONGEST

VECTORS = pathlib.Path(__file__).parent / "vectors"
ECOSYSTEMS = ("apk", "deb", "rpm", "go", "npm")
SIGNS = {"<": -1, "=": 0, ">": 1, "?": None}


def pairs(ecosystem: str) -> list[tuple[str, str, str]]:
    lines = (VECTORS / f"{ecosystem}.txt").read_text(encoding="ascii").splitlines()
    return [(one, sign, other) for one, sign, other in (line.split() for line in lines if line[0] != "#")]


@pytest.mark.parametrize(
    ("ecosystem", "one", "sign", "other"),
    [(ecosystem, *pair) for ecosystem in ("apk", "deb", "rpm", "go") for pair in pairs(ecosystem)],
)
def test_as_the_project_itself_says(ecosystem: str, one: str, sign: str, other: str) -> None:
    wanted = SIGNS[sign]
    assert catalog.compare(ecosystem, one, other) == wanted
    assert catalog.compare(ecosystem, other, one) == (None if wanted is None else -wanted)


@pytest.mark.parametrize(
    ("ecosystem", "ascending"),
    [
        ("rpm", ["0:1.0-2.el9", "1.0-10.el9", "1.0-10.el9_1", "1:0.5-1"]),
        ("rpm", ["4.34.0", "4.34.0-17.el9_1"]),
        ("apk", ["1.1.1c-r0", "1.1.1d-r0", "1.1.1d-r2"]),
        ("apk", ["0_git20240101-r0", "0_git20240102-r0", "0.1-r0"]),
        ("apk", ["1.2_rc1-r0", "1.2-r0", "1.2~00ff-r0", "1.2~ab-r0"]),
        ("go", ["0", "1.18.0-0", "1.18rc1", "1.18.0-rc.2", "go1.18", "1.18.1", "v2.0.0+incompatible"]),
        ("go", ["v0.0.0-20220101000000-abcdefabcdef", "v0.0.0-20230101000000-000000000000", "v0.0.1"]),
        ("npm", ["1.2.3-alpha", "1.2.3-rc.1", "1.2.3", "1.10.0", "2"]),
    ],
)
def test_in_ascending_order(ecosystem: str, ascending: list[str]) -> None:
    for one, other in itertools.pairwise(ascending):
        assert catalog.compare(ecosystem, one, other) == -1, (one, other)


@pytest.mark.parametrize(
    ("ecosystem", "text"),
    [
        *[("go", "(devel)"), ("go", ""), ("apk", ""), ("apk", "1.0-1"), ("apk", "1.0-r1 "), ("deb", ""), ("deb", "1:")],
        *[("deb", "1_2"), ("rpm", "1-2-3"), ("rpm", ""), ("npm", ">=4.17.11"), ("pypi", "1.0.post1")],
        *[("maven", "1.0.RELEASE")],
    ],
)
def test_no_version_has_no_place(ecosystem: str, text: str) -> None:
    assert catalog.key(ecosystem, text) is None
    assert catalog.compare(ecosystem, text, "1.0") is None


MARKS = {
    "apk": ["1", "0", "00", "10", ".", "a", "_rc", "_p", "_alpha", "-r", "~", "ab"],
    "deb": ["1", "0", "00", "10", ".", "a", "Z", "~", "+", "-", ":"],
    "rpm": ["1", "0", "00", "10", ".", "a", "Z", "~", "^", "-", ":", "_", "é"],
    "go": ["1", "0", "00", "10", ".", "v", "go", "rc", "-", "+", "a", "alpha"],
    "npm": ["1", "0", "10", ".", "v", "-", "+", "a", "alpha"],
}


@st.composite
def triples(draw: st.DrawFn) -> tuple[str, str, str, str]:
    ecosystem = draw(st.sampled_from(ECOSYSTEMS))
    text = st.lists(st.sampled_from(MARKS[ecosystem]), min_size=1, max_size=6).map("".join)
    start = draw(st.sampled_from(["", "1", "1.0"]))
    return (ecosystem, *(start + draw(text) for _ in range(3)))  # type: ignore[return-value]


@given(triples())
def test_the_order_is_total(triple: tuple[str, str, str, str]) -> None:
    ecosystem, *texts = triple
    versions = [text for text in texts if catalog.key(ecosystem, text) is not None]
    for one, other in itertools.product(versions, repeat=2):
        forth, back = catalog.compare(ecosystem, one, other), catalog.compare(ecosystem, other, one)
        assert forth is not None
        assert back == -forth
    for a, b, c in itertools.permutations(versions, 3):
        if catalog.compare(ecosystem, a, b) in (-1, 0) and catalog.compare(ecosystem, b, c) in (-1, 0):
            assert catalog.compare(ecosystem, a, c) in (-1, 0)


@given(st.sampled_from(ECOSYSTEMS), st.text(), st.text())
def test_nothing_is_raised(ecosystem: str, one: str, other: str) -> None:
    assert catalog.compare(ecosystem, one, other) in (-1, 0, 1, None)


@given(st.lists(st.sampled_from(["1", "09", "10", ".", "rc", "beta", "-0", "-rc.", "go"]), max_size=7).map("".join))
def test_a_release_of_go_is_ordered_the_same_as_a_version(text: str) -> None:
    for other in ("1.10", "1.9.1", "1.10rc1", "1.10.0-0", "1.10.1-beta.1"):
        one, two = go.release(text), go.release(other)
        if one is not None and two is not None:
            assert catalog.compare("go", text, other) == (one > two) - (one < two)


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="no dpkg on this machine")
@given(
    *[st.lists(st.sampled_from([*"0123456789", "00", *".+~-", *"abZ"]), max_size=8).map("".join)] * 2,
    st.sampled_from(["", "0:", "1:"]),
)
def test_as_dpkg_says(one: str, other: str, epoch: str) -> None:
    one, other = f"{epoch}1{one}", f"1{other}"
    found = catalog.compare("deb", one, other)
    for word, wanted in (("lt", found == -1), ("eq", found == 0), ("gt", found == 1)):
        done = subprocess.run(["dpkg", "--compare-versions", "--", one, word, other], capture_output=True, check=False)
        if done.returncode == 2:  # dpkg itself calls one of the two no version
            assert b"is empty" in done.stderr
            return
        assert (done.returncode == 0) == wanted, (one, word, other)


@pytest.mark.parametrize("ecosystem", ECOSYSTEMS)
@pytest.mark.parametrize("piece", ["1", ".1", "_p1", "~", "a1", "-", "-r1", "0"])
def test_hostile_text_takes_no_time(ecosystem: str, piece: str) -> None:
    start = time.process_time()
    catalog.key(ecosystem, "1" + piece * (LONGEST // len(piece) - 1) + "!")
    catalog.key(ecosystem, "1" + piece * (LONGEST // len(piece) - 1))
    catalog.key(ecosystem, "1" + piece * 1_000_000)
    assert time.process_time() - start < 0.5
