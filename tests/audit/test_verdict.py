"""What is said of a Go version, held against the almanac's own answers."""

from __future__ import annotations

import pytest

from dockerpatch.audit.buildinfo import BuildInfo
from dockerpatch.audit.found import Program
from dockerpatch.audit.goversion import number
from dockerpatch.audit.place import Place
from dockerpatch.audit.verdict import CLEAR, HIT, UNJUDGED, Judge, Verdict
from dockerpatch.knowledge.almanac import Almanac


def judged(almanac: Almanac, version: str, goos: str = "linux", systems: frozenset[str] = frozenset()) -> Verdict:
    settings = (("GOOS", goos),) if goos else ()
    return Judge(almanac).judge(Program(Place("app"), "ELF", BuildInfo(version, settings=settings), "amd64", systems))


def test_the_advisories_are_those_of_the_almanac(almanac: Almanac) -> None:
    verdict = judged(almanac, "go1.21.6")
    known = almanac.go_advisories("1.21.6")
    assert verdict.status == HIT
    assert {one.id for one in verdict.advisories} == {one.id for one in known if not one.goos or "linux" in one.goos}


def test_advisories_of_other_systems_are_left_out(almanac: Almanac) -> None:
    known = almanac.go_advisories("1.19.8")
    windows = {one.id for one in known if one.goos == ("windows",)}
    assert windows, "the facts have one, else this test says nothing"
    assert windows.isdisjoint(one.id for one in judged(almanac, "go1.19.8").advisories)
    assert windows <= {one.id for one in judged(almanac, "go1.19.8", "windows").advisories}
    # Of a program that does not tell, what its format rules out.
    elf, pe = frozenset({"linux", "freebsd"}), frozenset({"windows"})
    assert windows.isdisjoint(one.id for one in judged(almanac, "go1.19.8", "", elf).advisories)
    assert windows <= {one.id for one in judged(almanac, "go1.19.8", "", pe).advisories}


@pytest.mark.parametrize("line", ["1.13", "1.16", "1.19", "1.21", "1.24", "1.25", "1.26"])
def test_the_ways_out_close_what_they_say(almanac: Almanac, line: str) -> None:
    for release in almanac.go_releases():
        if release.line != line:
            continue
        verdict = judged(almanac, f"go{release.version}")
        if verdict.status == CLEAR:
            continue
        ids = {one.id for one in verdict.advisories}

        def left(version: str) -> set[str]:
            known = almanac.go_advisories(version)
            return {one.id for one in known if not one.goos or "linux" in one.goos}

        above = [
            one.version
            for one in almanac.go_releases()
            if one.line == line and number(one.version) > number(release.version)
        ]
        best = max((len(ids - left(version)) for version in above), default=0)
        if best:
            assert verdict.in_line is not None
            assert verdict.in_line.closes == best == len(ids - left(verdict.in_line.version))
            lower = [version for version in above if number(version) < number(verdict.in_line.version)]
            assert all(len(ids - left(version)) < best for version in lower), "a lower release does as much"
        else:
            assert verdict.in_line is None
        assert verdict.in_all is not None
        assert left(verdict.in_all.version) == set()
        ended = almanac.line_eol("golang", ".".join(verdict.in_all.version.split(".")[:2]))
        assert ended is None or not ended.reached
        assert verdict.newest == almanac.go_latest(".".join(verdict.in_all.version.split(".")[:2]))


def test_the_end_of_a_line_is_told(almanac: Almanac) -> None:
    end = almanac.line_eol("golang", "1.21")
    assert end is not None
    assert judged(almanac, "go1.21.13").line_ended == end.date
    assert judged(almanac, "go1.27.0").line_ended == ""


def test_on_an_earlier_day_less_is_known() -> None:
    before = judged(Almanac.open(as_of="2024-01-15"), "go1.21.6")
    assert before.status == CLEAR
    assert before.line_ended == ""


@pytest.mark.parametrize(
    ("version", "status", "words"),
    [
        ("go1.99.1", CLEAR, "is newer than any release of its line"),
        ("go1.21.99", None, "is newer than any release of its line"),
        ("devel go1.22-abc", UNJUDGED, "a development version"),
        ("nonsense", UNJUDGED, "of no form"),
        ("go1.21.6-custom", HIT, "judged as 1.21.6"),
        ("go1.21.6 X:boringcrypto", HIT, "GOEXPERIMENT"),
        ("go1.27.0", CLEAR, None),
        ("go1.20rc3", HIT, None),
    ],
)
def test_what_a_reader_has_to_know(almanac: Almanac, version: str, status: str | None, words: str | None) -> None:
    verdict = judged(almanac, version)
    assert status in (None, verdict.status)
    if words is None:
        assert verdict.remarks == ()
    else:
        assert words in " ".join(verdict.remarks)
    if verdict.status == UNJUDGED:
        assert verdict.advisories == ()


def test_every_claim_has_its_source_and_day(almanac: Almanac) -> None:
    for one in judged(almanac, "go1.21.6").evidence:
        assert one.source
        assert one.fact
        assert len(one.date) == 10
    assert {one.source for one in judged(almanac, "go1.21.6").evidence} == {
        "Go vulnerability database",
        "endoflife.date",
        "go.dev/dl",
    }
