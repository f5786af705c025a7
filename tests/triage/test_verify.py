"""Two reports of an image: what is closed, still there and new, and whether that is what was promised."""

from __future__ import annotations

import pathlib

from dockerpatch.reports.report import Distro, Row
from dockerpatch.triage.verify import GONE, NEW, STILL, compare, promises_of

from .images import ALPINE_320, BROKER, PYTHON, alpine, ask, report, stdlib

SQLITE = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3")
OTHER = alpine("CVE-2020-1", "musl", "1.2.5-r0")


def test_what_is_closed_still_there_and_new() -> None:
    found = compare(report(SQLITE, OTHER), report(OTHER, alpine("CVE-2026-1", "zlib", "1.3-r0")))
    assert {one.row.id: one.state for one in found.changes} == {
        "CVE-2025-6965": GONE,
        "CVE-2020-1": STILL,
        "CVE-2026-1": NEW,
    }
    assert [one.row.id for one in found.failing(lambda row: True)] == ["CVE-2026-1"]
    assert found.failing(lambda row: False) == []


def test_a_newer_version_with_the_same_flaw_is_still_there() -> None:
    found = compare(report(SQLITE), report(alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r2", "3.45.3-r3")))
    assert [one.state for one in found.changes] == [STILL]
    assert found.changes[0].row.version == "3.45.3-r2"


def test_an_id_and_its_alias_are_the_same() -> None:
    after = alpine("GHSA-a", "sqlite-libs", "3.45.3-r1", aliases=["CVE-2025-6965"])
    assert [one.state for one in compare(report(SQLITE), report(after)).changes] == [STILL]


def test_two_binaries_are_two() -> None:
    one, two = stdlib("CVE-2024-34156", "1.22.5", "bin/a"), stdlib("CVE-2024-34156", "1.22.5", "bin/b")
    found = compare(report(one, two), report(two))
    assert {change.row.path: change.state for change in found.changes} == {"bin/a": GONE, "bin/b": STILL}
    pathless = compare(report(one, two), report(stdlib("CVE-2024-34156", "1.22.5", "")))
    assert [change.state for change in pathless.changes] == [STILL]


def test_a_promise_that_was_not_kept_fails(tmp_path: pathlib.Path) -> None:
    before = report(SQLITE, distro=ALPINE_320)
    promises = promises_of(ask(tmp_path, PYTHON, before))
    kept = compare(before, report(), promises)
    assert kept.failing(lambda row: False) == []
    broken = compare(before, report(SQLITE), promises)
    assert [one.broken for one in broken.failing(lambda row: False)] == [True]
    assert list(broken.by_cause()) == ["Dockerfile:2: the base image python:3.13.3-alpine3.20"]


def test_the_promise_holds_for_the_file_that_was_patched_already(tmp_path: pathlib.Path) -> None:
    before = report(stdlib("CVE-2024-34156", "1.22.5"), distro=Distro("alpine", "3.24.0"))
    ask(tmp_path, BROKER, before, write=True)
    patched = (tmp_path / "Dockerfile").read_text()
    assert "golang:1.27.0-alpine" in patched
    promises = promises_of(ask(tmp_path, patched, before))
    assert compare(before, before, promises).failing(lambda row: False)


def test_a_package_of_the_distribution_is_the_same_whatever_file_a_scanner_names() -> None:
    named = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3", path="lib/apk/db/installed")
    assert [one.state for one in compare(report(named), report(SQLITE)).changes] == [STILL]
    binary = stdlib("CVE-2024-34156", "1.22.5", "bin/a")
    found = compare(report(named, binary), report(SQLITE, stdlib("CVE-2024-34156", "1.22.5", "bin/b")))
    assert sorted(one.state for one in found.changes) == [GONE, NEW, STILL]


def test_a_distribution_s_row_of_no_known_kind_does_not_make_two_binaries_one() -> None:
    bare = Row("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", of_distro=True)
    one, two = stdlib("CVE-2024-34156", "1.22.5", "bin/a"), stdlib("CVE-2024-34156", "1.22.5", "bin/b")
    found = compare(report(bare, one, two), report(bare, two))
    assert {change.row.path: change.state for change in found.changes} == {"": STILL, "bin/a": GONE, "bin/b": STILL}
