"""What is read and what is refused: encodings, log lines, other files, broken, hostile and long reports."""

from __future__ import annotations

import gzip
import io
import json
import pathlib
import random
import time
import tracemalloc
from typing import Any

import ijson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reports import json_pass, rows
from dockerpatch.reports.catalog import read, read_from
from dockerpatch.reports.fault import ReportError
from dockerpatch.reports.report import Report

from .conftest import RENDERED

TRIVY = json.dumps(RENDERED["trivy-json"](), indent=2).encode()
ROWS = read_from(io.BytesIO(TRIVY).read).rows


def refused(data: bytes) -> ReportError:
    with pytest.raises(ReportError) as caught:
        read_from(io.BytesIO(data).read, "report.json")
    assert str(caught.value).startswith("report.json: ")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        TRIVY,
        b"\n\n  " + TRIVY + b"\n\n",
        b"\xef\xbb\xbf" + TRIVY,
        b"\xff\xfe" + TRIVY.decode().encode("utf-16-le"),
        b"\xfe\xff" + TRIVY.decode().encode("utf-16-be"),
        gzip.compress(TRIVY),
        gzip.compress(b"\xff\xfe" + TRIVY.decode().encode("utf-16-le")),
        TRIVY.replace(b"\n", b"\r\n"),
        json.dumps(json.loads(TRIVY)).encode(),
        b"2024-09-16T12:49:12.362+0200\tINFO\tVulnerability scanning is enabled {}\n" + TRIVY,
        b"[0000]  WARN some package(s)\n[INFO] {done}\n\x1b[34mINFO\x1b[0m []\n" + TRIVY,
        b'{"level":"info","msg":"scanning"}\n' + TRIVY,
    ],
)
def test_what_a_scanner_s_output_may_look_like(data: bytes) -> None:
    assert read_from(io.BytesIO(data).read).rows == ROWS


@pytest.mark.skipif(ijson.backend == "python", reason="the parser that is written in Python does not say where it ends")
def test_log_lines_may_follow() -> None:
    assert read_from(io.BytesIO(TRIVY + b"\nA newer version of grype is available\n{}").read).rows == ROWS


class Drops(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 7, 7))


@pytest.mark.parametrize("data", [TRIVY, gzip.compress(TRIVY), TRIVY.decode().encode("utf-16"), b"INFO x\n" + TRIVY])
def test_a_pipe_may_give_little_at_a_time(data: bytes) -> None:
    assert read_from(Drops(data).read).rows == ROWS


def test_a_file_is_known_by_its_content(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "grype.sarif"
    file.write_bytes(TRIVY)
    assert read(str(file)).format == "trivy-json"
    assert read(str(file)).path == str(file)


def test_a_file_that_is_not_there(tmp_path: pathlib.Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ReportError) as caught:
            read(str(path))
        assert str(caught.value).startswith(f"{path}: ")


def test_a_stream_that_breaks() -> None:
    def broken(_: int) -> bytes:
        raise OSError(5, "Input/output error")

    with pytest.raises(ReportError, match="<stdin>: input/output error"):
        read_from(broken)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<!DOCTYPE html><html></html>", "an HTML page"),
        (b'<?xml version="1.0"?><testsuites/>', "XML"),
        (b"# syntax=docker/dockerfile:1\nARG A=1\nFROM alpine\n", "a Dockerfile"),
        (b"\napp (alpine 3.18)\n=====\nTotal: 3 (UNKNOWN: 0)\n", "a table"),
        ("┌────┐\n│ x │\n".encode(), "a table"),
        (b"NAME  INSTALLED  FIXED-IN\ncurl  1  2\n", "a table"),
        (b"apiVersion: v1\nkind: List\n", "YAML"),
        (b"\x7fELF\x02\x00\x00", "a binary file"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"caf\xe9 au lait", "not UTF-8"),
        (b"\xff\xfe{\x00\xd8", "UTF-16"),
        (b"\x1f\x8b\x08" + b"\xff" * 20, "gzip"),
        (gzip.compress(TRIVY)[:-400], "cut off"),
        (b"12", "neither an object nor a list"),
        (b"[1, 2]", "a list of something else"),
        (b"[]", "an empty list"),
        (b"{}", "an empty object"),
        (b'{"one": 1, "two": 2}', "an object with one, two"),
        (b'{"bomFormat": "CycloneDX", "components": []}', "SBOM without vulnerabilities"),
        (b'{"spdxVersion": "SPDX-2.3"}', "SPDX"),
        (b'{"artifacts": [], "artifactRelationships": []}', "Syft"),
        (b'{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "CodeQL"}}}]}', "codeql"),
        (b'{"version": "2.1.0", "runs": []}', "names no tool"),
        (b'{"version": "15", "scan": {"type": "sast"}, "vulnerabilities": []}', "another kind"),
        (b'{"ClusterName": "prod", "Resources": []}', "cluster"),
        (b'{"SchemaVersion": 3, "ArtifactName": "x", "Results": []}', "SchemaVersion 3"),
        (b'{"SchemaVersion": 2, "ArtifactName": "x", "Results": {}}', "Results is no list"),
        (b'{"matches": {}, "source": {}}', "matches is no list"),
        (b'{"bomFormat": "CycloneDX", "vulnerabilities": {}}', "vulnerabilities is no list"),
        (b'{"results": {}, "experimental_config": {}}', "results is no list"),
        (b'{"a": NaN}', "line 1 (byte 6): broken JSON"),
        (b'{"a": 1e999}', "broken JSON"),
        (b'{"a":\n "caf\xe9"}', "line 2 (byte 11): not UTF-8"),
        (b'{"a":\n\n }', "line 3"),
        (TRIVY + TRIVY, "something follows"),
        (TRIVY + b', "Results": []}', "something follows"),
        (TRIVY + b"\n, 1", "something follows"),
        (TRIVY + b" x", "something follows"),
    ],
)
def test_what_is_refused(data: bytes, words: str) -> None:
    assert words in str(refused(data))


def test_a_report_that_is_cut_off_says_where() -> None:
    half = TRIVY[: len(TRIVY) // 2]
    error = refused(half)
    assert "cut off" in error.reason
    assert (error.line, error.byte) == (half.count(b"\n") + 1, len(half))


def test_lines_count_from_the_start_of_the_file() -> None:
    at = TRIVY.index(b'"Results": [')
    broken = b"INFO a\nINFO b\n" + TRIVY[:at] + b"?" + TRIVY[at:]
    error = refused(broken)
    assert "broken JSON" in error.reason
    assert (error.line, error.byte) == (broken[: broken.index(b"?")].count(b"\n") + 1, broken.index(b"?"))


def test_names_from_a_report_are_shown_as_one_line() -> None:
    assert (
        str(refused(b'{"a\\u001b[2J\\nb": 1}')) == r"report.json: no report that is known: an object with a\x1b[2J\nb"
    )


@pytest.mark.parametrize("unit", [b"[", b'{"a":', b'{"Results":[', b'[{"Vulnerabilities":['])
def test_deep_nesting_is_refused(unit: bytes) -> None:
    for head in (b'{"x":', b'{"Results":', b"[{},"):
        assert "deeper" in str(refused(head + unit * 200_000))


def test_a_text_without_end_is_refused() -> None:
    assert "longer than 8 MiB" in str(refused(b'{"SchemaVersion": "' + b"x" * (10 << 20)))


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_pass, "MOST_VALUES", 50)
    assert "more than 50 values" in str(refused(TRIVY))


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_pass, "MOST_TEXT", 1 << 20)
    long = b'{"SchemaVersion": 2, "ArtifactName": "x", "Results": [{"Target": "%s"}, {"Target": "%s"}]}'
    assert "more than 1 MiB" in str(refused(long % (b"x" * 600_000, b"y" * 600_000)))


def test_too_many_findings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    assert "more than 3 findings" in str(refused(TRIVY))


def test_too_long_a_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from dockerpatch.reports import decode

    monkeypatch.setattr(decode, "LARGEST", 1 << 20)
    bomb = gzip.compress(b'{"x": [' + b" " * (64 << 20) + b"]}")
    assert "longer than 1 MiB" in str(refused(bomb))


def outcome(data: bytes) -> Report | ReportError:
    try:
        return read_from(io.BytesIO(data).read, "report.json")
    except ReportError as error:
        return error


FORMATS = st.sampled_from(sorted(RENDERED))


@given(FORMATS, st.randoms(use_true_random=False), st.sampled_from(["cut", "drop", "add", "swap"]))
def test_mangled_bytes_give_a_report_or_an_error(name: str, chance: random.Random, how: str) -> None:
    data = bytearray(json.dumps(RENDERED[name](), indent=1).encode())
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 400))
    if how == "cut":
        assert isinstance(outcome(bytes(data[:start])), ReportError)
    elif how == "drop":
        del data[start:end]
    elif how == "add":
        data[start:start] = chance.choice([bytes(data[start:end]), chance.randbytes(4), b'"', b"[", b"}", b",", b"\\u"])
    else:
        data[start : start + 1] = chance.randbytes(1)
    found = outcome(bytes(data))
    assert "\n" not in str(found)


ODD = [
    *[
        "null",
        "true",
        "0",
        "-1",
        "2.5",
        '""',
        '"x"',
        r'"\u0000\u001b"',
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        '{"": {}}',
    ],
    *['["x"]', r'"\ud800"', json.dumps("a" * 300)],
]


@given(FORMATS, st.randoms(use_true_random=False))
def test_values_of_other_types_give_a_report_or_an_error(name: str, chance: random.Random) -> None:
    document = RENDERED[name]()
    for _ in range(chance.randrange(1, 6)):
        at: Any = document
        while isinstance(at, (dict, list)) and at:
            place = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if chance.random() < 0.2 or not isinstance(at[place], (dict, list)) or not at[place]:
                at[place] = json.loads(chance.choice(ODD))
                break
            at = at[place]
    found = outcome(json.dumps(document).encode())
    if isinstance(found, Report):
        for row in found.rows:
            for each in (row.id, row.package, row.version, row.path, row.layer, row.source, *row.aliases, *row.fixed):
                each.encode()


@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"[{", b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_any_bytes_give_a_report_or_an_error(data: bytes, head: bytes) -> None:
    outcome(head + data)


@pytest.mark.parametrize(
    "text",
    [
        "A " + "x package: " * 50_000,
        "A high vulnerability in apk package: " + ", version " * 50_000,
        "The path " * 50_000,
        "Package '" + "@" * 400_000,
        "Package: " * 50_000,
        "Package:\n" * 50_000,
        "a " * 200_000 + ":",
        "Package         : pkg:" + "a/" * 100_000 + "@1",
        "x@sha256:" * 50_000,
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    for name in ("trivy-sarif", "grype-sarif", "osv-scanner-sarif", "docker-scout"):
        document = RENDERED[name]()
        for result in document["runs"][0]["results"]:
            result["message"]["text"] = text
            place = result["locations"][0]
            place["message"] = {"text": text}
            place["logicalLocations"] = [{"name": text, "fullyQualifiedName": text}]
        for rule in document["runs"][0]["tool"]["driver"]["rules"]:
            rule["help"] = {"text": text, "markdown": "### Fixed Versions\n" + text}
        outcome(json.dumps(document).encode())
    document = RENDERED["gitlab"]()
    for entry in document["vulnerabilities"]:
        entry["solution"] = "Upgrade " + text
        entry["location"]["operating_system"] = text
    outcome(json.dumps(document).encode())
    document = RENDERED["cyclonedx by trivy"]()
    for entry in document["vulnerabilities"]:
        entry["recommendation"] = "Upgrade " + text
        entry["affects"] = [{"ref": text}]
    outcome(json.dumps(document).encode())
    assert time.process_time() - start < 4


class Long:
    """A Trivy report with as many findings as asked for, made while it is read."""

    def __init__(self, findings: int) -> None:
        self.left = findings
        self.waiting = TRIVY[: TRIVY.index(b'"Results": [')] + b'"Results": [{"Type": "debian", "Vulnerabilities": [{}'

    def read(self, size: int) -> bytes:
        while len(self.waiting) < size and self.left >= 0:
            self.left -= 1
            entry = {
                "VulnerabilityID": f"CVE-2024-{self.left}",
                "PkgName": "curl",
                "InstalledVersion": "8.1",
                "Description": "words " * 400,
                "References": [f"https://x.example/{self.left}/{each}" for each in range(20)],
            }
            self.waiting += b"," + json.dumps(entry).encode() if self.left >= 0 else b"]}]}"
        found, self.waiting = self.waiting[:size], self.waiting[size:]
        return found


def peak(findings: int) -> int:
    tracemalloc.start()
    try:
        report = read_from(Long(findings).read)
        assert len(report.rows) == findings
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_findings_and_not_with_the_file() -> None:
    read_from(Long(1).read)
    few, many = peak(500), peak(4000)
    # 14 MB of text: less than a kilobyte for each finding, whatever stands around it.
    assert many < few + 3500 * 1024
    assert many < 8 << 20
