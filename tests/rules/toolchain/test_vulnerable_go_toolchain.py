from __future__ import annotations

import gzip
import json
import pathlib
import re
from typing import Any

import pytest

REST = " AS a\nFROM scratch\n"
SUM = "@sha256:" + "0" * 64

SILENT = [
    ("golang:1.27.0-alpine", "2026-08-22"),
    ("golang:1.26.7", "2026-08-22"),
    ("golang", "2026-08-22"),
    ("golang:1.21.6", "2024-01-15"),
    ("golang:1.27rc1", "2026-08-22"),
    ("golang:1.21", "2026-08-22"),
    ("example.org/golang:1.21.6", "2026-08-22"),
    ("golang:99.1.1", "2026-08-22"),
    ("golang:nosuch", "2026-08-22"),
]


@pytest.mark.parametrize(("image", "day"), SILENT)
def test_silent(rules: Any, image: str, day: str) -> None:
    assert rules("DP302", day=day).findings(f"FROM {image}{REST}") == []


def key(text: str) -> tuple[int, ...]:
    """A Go version as numbers that order it: a prerelease below its final."""
    match = re.fullmatch(r"(\d+)\.(\d+)(?:\.(\d+))?(?:-?(0|beta|rc)\.?(\d*))?", text)
    assert match is not None, text
    rank = {None: 9, "0": 0, "beta": 1, "rc": 2}[match[4]]
    return (int(match[1]), int(match[2]), int(match[3] or 0), rank, int(match[5] or 0))


def hits(facts: dict[str, Any], version: str, module: str, day: str) -> set[str]:
    """The advisories published by ``day`` that the facts give for ``version``, worked out anew."""
    found = set()
    here = key(version)
    released = {key(row[0]): row[1] for row in facts["releases"] if row[1] is not None}
    for name, (_, published, affected) in facts["advisories"].items():
        for entry in affected:
            mended = [released[key(end)] for _, end in entry[1] if end is not None and key(end) in released]
            if (published if published is not None else min(mended, default="")) > day:
                continue
            for start, end in entry[1]:
                low = (0,) * 5 if start == "0" else key(start)
                if entry[0] == module and low <= here and (end is None or here < key(end)):
                    found.add(name)
    return found


@pytest.fixture(scope="module")
def facts(checkout: pathlib.Path) -> Any:
    return json.loads(gzip.decompress((checkout / "dockerpatch/knowledge/facts/go.json.gz").read_bytes()))


VERSIONS = ["1.16.15", "1.18.10", "1.20.14", "1.21.0", "1.21.6", "1.22.12", "1.24.2", "1.25.13", "1.26.5"]


@pytest.mark.parametrize("day", ["2024-01-15", "2025-05-01", "2026-08-22"])
@pytest.mark.parametrize("version", VERSIONS)
def test_counts_are_those_of_the_facts(rules: Any, facts: Any, version: str, day: str) -> None:
    lint = rules("DP302", day=day)
    wanted = hits(facts, version, "stdlib", day)
    tools = hits(facts, version, "toolchain", day)
    found = lint.findings(f"FROM golang:{version}{REST}")
    if not wanted:
        assert found == []
        return
    (finding,) = found
    flaws = "flaw" if len(wanted) == 1 else "flaws"
    assert finding.message.startswith(f"Go {version} has {len(wanted)} known {flaws} in its standard library: GO-")
    assert finding.message.endswith(f"; and {len(tools)} in its tools") == bool(tools)
    told = finding.message + " ".join(each.fact for each in finding.evidence)
    assert set(re.findall(r"GO-\d{4}-\d+", told)) == wanted
    assert finding.severity == "error"


FIXED = [
    ("golang:1.26.5-alpine", "golang:1.26.7-alpine", "safe", "2026-08-22"),
    ("golang:1.21.5", "golang:1.21.9", "safe", "2024-04-10"),
    ("golang:1.21.6-alpine", "golang:1.26.7-alpine", "unsafe", "2026-08-22"),
    ("golang:1.26.5-trixie", "golang:1.26.7-trixie", "safe", "2026-08-22"),
]


@pytest.mark.parametrize(("old", "new", "safety", "day"), FIXED)
def test_moves_to_what_closes_all(rules: Any, facts: Any, old: str, new: str, safety: str, day: str) -> None:
    lint = rules("DP302", day=day)
    text = f"FROM {old}{REST}"
    assert lint.only(text).fix.safety == safety
    assert lint.fixed(text) == (f"FROM {new}{REST}" if safety == "safe" else text)
    assert lint.fixed(text, unsafe=True) == f"FROM {new}{REST}"
    assert hits(facts, new.split(":")[1].split("-")[0], "stdlib", day) == set()


EXACT = [
    ("ARG G=1.26.5\nFROM golang:${G}-alpine\n", "ARG G=1.26.7\nFROM golang:${G}-alpine\n"),
    ("from   golang:1.26.5   as b\r\nrun x", "from   golang:1.26.7   as b\r\nrun x"),
    ("FROM scratch\nCOPY --from=golang:1.26.5 /a /b", "FROM scratch\nCOPY --from=golang:1.26.7 /a /b"),
]


@pytest.mark.parametrize(("text", "wanted"), EXACT)
def test_nothing_else_changes(rules: Any, text: str, wanted: str) -> None:
    assert rules("DP302").fixed(text) == wanted


def test_a_digest_still_pins_it(rules: Any) -> None:
    text = f"FROM golang:1.26.5{SUM}\n"
    assert rules("DP302").only(text).advice == "move to `golang:1.26.7` and give its digest"
    assert rules("DP302").fixed(text, unsafe=True) == text


def test_a_floating_builder_is_known_by_its_build(rules: Any) -> None:
    finding = rules("DP302", day="2024-02-01").findings("FROM golang:1.20-alpine\n")
    assert [each.message.split(" has ")[0] for each in finding] in ([], ["Go 1.20.13"])


def test_evidence_names_release_and_day(rules: Any) -> None:
    first, *_ = rules("DP302").only(f"FROM golang:1.26.5{REST}").evidence
    assert first.source == "Go vulnerability database"
    assert re.fullmatch(r"GO-\d{4}-\d+ \(CVE-[\d-]+\) in \S.* hits Go 1\.26\.5, fixed in Go 1\.26\.\d", first.fact)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", first.date)


def test_a_newer_distribution_is_safe_only_while_nothing_stands_in_the_way(rules: Any) -> None:
    lint, text = rules("DP302"), f"FROM golang:1.26.1-alpine3.22{REST}"
    moved = text.replace("1.26.1-alpine3.22", "1.26.7-alpine3.24")
    assert lint.only(text).fix.safety == "safe"
    assert lint.fixed(text) == moved
    pinned = text.replace("a\n", "a\nRUN apk add git=2.47.1-r0\n", 1)
    finding = lint.only(pinned)
    assert finding.fix.safety == "unsafe"
    assert finding.advice.endswith("but line 2 pins git=2.47.1-r0")
    assert lint.fixed(pinned) == pinned
