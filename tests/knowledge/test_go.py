from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.knowledge import golang
from dockerpatch.knowledge.almanac import Almanac


@pytest.fixture(scope="module")
def today() -> Almanac:
    return Almanac.open()


@pytest.fixture(scope="module")
def before() -> Almanac:
    return Almanac.open(as_of="2024-01-15")


def test_releases_of_the_day(today: Almanac, before: Almanac) -> None:
    assert before.go_latest() == "1.21.6"
    assert before.go_latest("1.20") == "1.20.13"
    assert before.go_latest("1.22") is None
    assert today.go_latest("1.21") == "1.21.13"
    assert today.go_latest() == "1.27.0"
    assert [release.version for release in before.go_releases()] == [
        release.version for release in today.go_releases() if release.released <= "2024-01-15"
    ]


def test_advisories_of_the_seed(today: Almanac, before: Almanac) -> None:
    found = today.go_advisories("1.21.6")
    assert len(found) == 67
    by_id = {advisory.id: advisory for advisory in found}
    assert by_id["GO-2024-2687"].fixed_in == "1.21.9"
    assert by_id["GO-2024-2687"].cves == ("CVE-2023-45288",)
    assert by_id["GO-2026-6218"].fixed_in == "1.25.13"
    assert {advisory.kind for advisory in found} == {"stdlib"}
    assert len(today.go_advisories("1.21.6", "toolchain")) == 12
    assert before.go_advisories("1.21.6") == []


@pytest.mark.parametrize(
    ("version", "count"),
    [
        ("1.27.0", 0),
        ("1.26.7", 0),
        ("1.26.5", 8),
        ("1.27rc2", 8),
        ("1.27rc3", 0),
        ("go1.26.5", 8),
        ("nonsense", 0),
        ("", 0),
    ],
)
def test_how_many_hit(today: Almanac, version: str, count: int) -> None:
    assert len(today.go_advisories(version)) == count


def test_advisories_are_known_when_published_or_first_mended(today: Almanac) -> None:
    """GO-2022-1037 carries no day of its own: 1.18.7 and 1.19.2 mended it on 2022-10-04."""
    assert "GO-2022-1037" not in {one.id for one in Almanac.open(as_of="2022-10-03").go_advisories("1.19.1")}
    found = {one.id: one for one in Almanac.open(as_of="2022-10-04").go_advisories("1.19.1")}
    assert found["GO-2022-1037"].published == "2022-10-04"
    assert found["GO-2022-1037"].fixed_in == "1.19.2"


def test_a_fix_closes_what_it_says(today: Almanac) -> None:
    """Every advisory that hits a release is gone in the release that it names as its fix."""
    for release in today.go_releases():
        for kind in ("stdlib", "toolchain"):
            for advisory in today.go_advisories(release.version, kind):
                if advisory.fixed_in is not None:
                    assert (golang.key(advisory.fixed_in) or ()) > (golang.key(release.version) or ())
                    later = today.go_advisories(advisory.fixed_in, kind)
                    assert advisory.id not in {other.id for other in later}, (release.version, advisory)


def test_unknown_kind_is_refused(today: Almanac) -> None:
    with pytest.raises(ValueError, match="no such kind of advisory: 'x'"):
        today.go_advisories("1.21.6", "x")


def test_order_of_versions() -> None:
    ascending = ["1.20.14", "1.21.0-0", "1.21rc2", "1.21.0-rc.4", "1.21.0", "1.21.1", "1.22-0", "1.22.0"]
    keys = [golang.key(version) for version in ascending]
    for lower, higher in itertools.pairwise(keys):
        assert lower is not None
        assert higher is not None
        assert lower < higher
    assert golang.key("1.20") == golang.key("1.20.0")


@given(st.text(max_size=40))
def test_any_text_has_a_key_or_none(text: str) -> None:
    found = golang.key(text)
    assert found is None or len(found) == 5


def test_checksums(today: Almanac, before: Almanac) -> None:
    assert today.go_archive_sha256("1.21.6") == "3f934f40ac360b9c01f616a9aa1796d227d8b0328bf64cb045c7b8c4ee9caea4"
    assert (
        today.go_archive_sha256("1.22.0", "arm64") == "6a63fef0e050146f275bf02a0896badfe77c11b6f05499bb647e7bd613a45a10"
    )
    assert before.go_archive_sha256("1.22.0", "arm64") is None
    assert today.go_archive_sha256("1.21.6", "z80") is None


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("1.21.6-alpine", "1.21.6"),
        ("1.20", "1.20"),
        ("1.22rc1", "1.22rc1"),
        ("1.27", None),
        ("alpine", None),
        ("tip", None),
    ],
)
def test_version_of_a_tag(today: Almanac, tag: str, version: str | None) -> None:
    assert today.go_version("golang", tag) == version
    assert today.go_version("python", tag) is None
