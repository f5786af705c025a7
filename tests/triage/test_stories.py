"""Both stories that triage began with, from a report alone and by the command line, as a user has them."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable

import pytest

from dockerpatch.cli.main import run

from . import scans

AS_OF = "--as-of=2026-08-22"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def told(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command line in an empty folder that is the current one: its exit code and output."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "DOCKERPATCH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()

    def call(*words: str) -> tuple[int, str]:
        code = run(words)
        return code, capsysbinary.readouterr().out.decode()

    return call


@pytest.fixture
def service(told: Run) -> None:
    pathlib.Path("Dockerfile").write_text(scans.SERVICE)
    pathlib.Path("report.json").write_text(json.dumps(scans.grype()))


@pytest.fixture
def broker(told: Run) -> None:
    pathlib.Path("Dockerfile").write_text(scans.BROKER)
    pathlib.Path("report.json").write_text(json.dumps(scans.trivy()))


def rows(text: str) -> dict[tuple[str, str], tuple[int, str]]:
    """The line that is blamed and the verdict, by id and file of the row."""
    (image,) = json.loads(text)["images"]
    return {
        (row["id"], row["path"] or ""): (image["causes"][row["cause"]]["line"], row["verdict"]) for row in image["rows"]
    }


# -- the Python service, as Grype tells it


@pytest.mark.usefixtures("service")
def test_the_service_has_its_cause_and_a_verdict_a_row(told: Run) -> None:
    code, text = told("triage", "report.json", AS_OF, "--format", "json")
    assert code == 1
    assert {number: found for (number, _), found in rows(text).items()} == {
        "CVE-2025-3277": (2, "scanner-and-distro-disagree"),
        "CVE-2025-29087": (2, "likely-closed"),
        "CVE-2025-6965": (2, "likely-closed"),
        "CVE-2024-12797": (2, "likely-closed"),
        "GHSA-9hjg-9r4m-mvj7": (6, "not-fixable-here"),
    }
    (image,) = json.loads(text)["images"]
    assert image["causes"][0]["title"] == "the base image python:3.13.3-alpine3.20"
    assert "5 steps of the image's history are its instructions" in image["because"]


@pytest.mark.usefixtures("service")
def test_the_service_s_false_alarm_names_what_is_really_fixed(told: Run) -> None:
    _, text = told("triage", "report.json", AS_OF, "--fail-on", "unknown")
    said = "Alpine's own data for v3.20 (as of 2026) does not carry it; "
    assert f"1 scanner and distro disagree\n     CVE-2025-3277: {said}" in text
    assert "on that branch: 3.45.3-r2 (CVE-2025-29087), 3.45.3-r3 (CVE-2025-6965)\n" in text
    assert "1. Dockerfile:2: the base image python:3.13.3-alpine3.20: 1 critical, 3 high\n" in text
    assert "\n3 likely closed; 1 not fixable here; 1 scanner and distro disagree (almanac of 2026-08-22)\n" in text
    assert text.endswith("4 rows fail the gate\n")


@pytest.mark.usefixtures("service")
def test_the_service_s_patch_is_what_fix_writes(told: Run) -> None:
    _, wanted = told("fix", "--diff", AS_OF, "Dockerfile")
    _, text = told("triage", "report.json", AS_OF, "--format", "json")
    (image,) = json.loads(text)["images"]
    assert image["patch"] == {"diff": wanted, "written": False}
    assert pathlib.Path("Dockerfile").read_text() == scans.SERVICE
    code, text = told("triage", "report.json", AS_OF, "--format", "json", "--fix", "--fail-on", "unknown")
    # What is the application's own is left for a person.
    assert (code, json.loads(text)["images"][0]["patch"]) == (1, {"diff": wanted, "written": True})
    written = pathlib.Path("Dockerfile").read_text()
    pathlib.Path("Dockerfile").write_text(scans.SERVICE)
    told("fix", AS_OF, "Dockerfile")
    assert written == pathlib.Path("Dockerfile").read_text()
    assert "FROM python:3.13.15-alpine3.24\nRUN apk upgrade --no-cache\n" in written


# -- the broker, as Trivy tells it


@pytest.mark.usefixtures("broker")
def test_every_binary_of_the_broker_is_the_builder_s(told: Run) -> None:
    code, text = told("triage", "report.json", AS_OF, "--format", "json")
    assert code == 1
    found = rows(text)
    assert {
        name: found.pop(name) for name in [(number, path) for number in scans.STDLIB for path in scans.BINARIES]
    } == {(number, path): (1, "closed-by-edit") for number in scans.STDLIB for path in scans.BINARIES}
    assert found == {
        ("CVE-2024-6119", ""): (8, "not-fixable-here"),
        ("CVE-2024-45337", "usr/local/bin/brokerd"): (10, "not-fixable-here"),
    }
    (image,) = json.loads(text)["images"]
    assert image["causes"][0]["title"] == "the Go of golang:alpine in stage build"
    wide = next(row for row in image["rows"] if row["id"] == "CVE-2024-6119")["with_unsafe"]
    assert wide["verdict"] == "closed-by-edit"
    assert "no rebuild will bring openssl 3.1.7-r0" in next(
        row["reason"] for row in image["rows"] if row["id"] == "CVE-2024-6119"
    )


@pytest.mark.usefixtures("broker")
def test_the_broker_is_told_go_s_own_ids(told: Run) -> None:
    _, text = told("triage", "report.json", AS_OF)
    assert "1. Dockerfile:1: the Go of golang:alpine in stage build: 9 high\n" in text
    assert "   9 closed by this edit\n" in text
    assert "CVE-2024-34155: Go 1.27.0 has the fix (GO-2024-3105, fixed in 1.22.7)\n" in text
    assert "CVE-2024-34156: Go 1.27.0 has the fix (GO-2024-3106, fixed in 1.22.7)\n" in text
    assert "CVE-2024-34158: Go 1.27.0 has the fix (GO-2024-3107, fixed in 1.22.7)\n" in text
    assert "DP301: use golang:1.27.0-alpine: 9 rows\n" in text


@pytest.mark.parametrize("flags", [(), ("--unsafe",)])
@pytest.mark.usefixtures("broker")
def test_the_broker_s_patch_is_what_fix_writes(flags: tuple[str, ...], told: Run) -> None:
    _, wanted = told("fix", "--diff", *flags, AS_OF, "Dockerfile")
    _, text = told("triage", "report.json", "--fix", *flags, AS_OF, "--format", "json")
    (image,) = json.loads(text)["images"]
    assert image["patch"] == {"diff": wanted, "written": True}
    written = pathlib.Path("Dockerfile").read_text()
    assert "FROM golang:1.27.0-alpine AS build\n" in written
    assert ("FROM alpine:3.18.8\n" in written) is not bool(flags)
    pathlib.Path("Dockerfile").write_text(scans.BROKER)
    told("fix", *flags, AS_OF, "Dockerfile")
    assert written == pathlib.Path("Dockerfile").read_text()


@pytest.mark.usefixtures("broker")
def test_a_later_scan_is_held_against_the_answer(told: Run) -> None:
    told("triage", "report.json", "--fix", "--unsafe", AS_OF, "--format", "json", "--output", "triage.json")
    after = scans.trivy()
    for result in after["Results"]:  # type: ignore[attr-defined]
        result["Vulnerabilities"] = [
            row for row in result["Vulnerabilities"] if row["PkgName"] == "golang.org/x/crypto"
        ]
    pathlib.Path("after.json").write_text(json.dumps(after))
    code, text = told("verify", "report.json", "after.json", "--promised", "triage.json")
    assert code == 0
    assert "10 closed, 1 still there, 0 new\n" in text
    after["Results"][2]["Vulnerabilities"].append(scans.trivy()["Results"][2]["Vulnerabilities"][0])  # type: ignore[index]
    pathlib.Path("after.json").write_text(json.dumps(after))
    code, text = told("verify", "report.json", "after.json", "--promised", "triage.json")
    assert code == 1
    assert (
        "still there high CVE-2024-34155 stdlib 1.22.5 in /usr/local/bin/brokerctl (promised: closed by this edit)"
        in (text)
    )
    assert text.endswith("fails: 1 promised and still there\n")
