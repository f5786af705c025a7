"""Real reports, read fact by fact against what a plain look at their JSON says."""

from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import pytest

from dockerpatch.reports.catalog import read
from dockerpatch.reports.report import SEVERITIES, STATES, Report

from .conftest import reports_folder

FOLDER = reports_folder()
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*") if path.is_file()) if FOLDER else []
FORMATS = {"osv-scanner/source.sarif": "osv-scanner-sarif"}


def load(folder: pathlib.Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


def bare(package: str, version: str) -> str:
    return re.sub("^(go|v)", "", version) if package == "stdlib" else version


def facts(report: Report, *names: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in report.rows]


def distinct(found: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return list(dict.fromkeys(found))


needs_reports = pytest.mark.skipif(not FILES, reason="no reports: set DOCKERPATCH_REPORTS to a folder of them")


@needs_reports
@pytest.mark.parametrize("name", FILES or ["none"])
def test_every_report_is_read(real_reports: pathlib.Path, name: str) -> None:
    report = read(str(real_reports / name))
    assert report.format == FORMATS.get(name, name.partition("/")[0])
    assert report.rows or report.passed_over
    for row in report.rows:
        assert row.id
        assert row.package
        assert row.version
        assert row.severity in SEVERITIES
        assert row.state in STATES
        assert not row.path.startswith("/")
        assert row.layer == "" or re.fullmatch("sha256:[0-9a-f]{64}", row.layer)
        assert row.id not in row.aliases
    layers = [step.layer for step in report.history if step.layer]
    assert {row.layer for row in report.rows if row.layer} <= set(layers) or not layers


@needs_reports
@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("trivy-json/")] or ["none"])
def test_trivy(real_reports: pathlib.Path, name: str) -> None:
    document, report = load(real_reports, name), read(str(real_reports / name))
    states = {"affected": "not-fixed", "will_not_fix": "will-not-fix", "fix_deferred": "deferred"}
    states |= {"end_of_life": "end-of-life", "under_investigation": "under-investigation"}
    states |= {"not_affected": "not-affected", "unknown": "unknown", "fixed": "fixed"}
    wanted = [
        (
            each["VulnerabilityID"],
            each["PkgName"],
            bare(each["PkgName"], each["InstalledVersion"]),
            tuple(each["FixedVersion"].split(", ")) if each.get("FixedVersion") else (),
            states[each.get("Status") or ("fixed" if each.get("FixedVersion") else "unknown")],
            each["Severity"].lower(),
            each.get("Layer", {}).get("DiffID", ""),
            each.get("PkgIdentifier", {}).get("PURL", ""),
            result.get("Class", "os-pkgs" if result["Type"] == "alpine" else "lang-pkgs") == "os-pkgs",
        )
        for result in (document if isinstance(document, list) else document["Results"])
        for each in result.get("Vulnerabilities") or ()
        if "VulnerabilityID" in each
    ]
    names = ("id", "package", "version", "fixed", "state", "severity", "layer", "purl", "of_distro")
    assert facts(report, *names) == wanted
    if isinstance(document, list):
        return
    metadata = document.get("Metadata", {})
    image = document["ArtifactType"] == "container_image"
    assert image == bool(report.names) or not document["ArtifactName"]
    assert report.digests == tuple(filter(None, metadata.get("RepoDigests", ())))
    config = metadata.get("ImageConfig", {})
    steps = config.get("history") or []
    assert [step.created_by for step in report.history] == [step.get("created_by", "") for step in steps]
    made = [step.layer for step, entry in zip(report.history, steps, strict=True) if not entry.get("empty_layer")]
    assert made == metadata.get("DiffIDs", [])
    if "OS" in metadata:
        assert report.distro is not None
        assert [report.distro.family, report.distro.version] == [metadata["OS"]["Family"], metadata["OS"]["Name"]]
        assert report.distro.ended == metadata["OS"].get("EOSL", False)


@needs_reports
@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("grype-json/")] or ["none"])
def test_grype(real_reports: pathlib.Path, name: str) -> None:
    document, report = load(real_reports, name), read(str(real_reports / name))
    states = {"not-fixed": "not-fixed", "wont-fix": "will-not-fix", "unknown": "unknown", "fixed": "fixed"}
    wanted = []
    for match in document["matches"]:
        found, package = match["vulnerability"], match["artifact"]
        others = [each["id"] for each in match["relatedVulnerabilities"] if each["id"] != found["id"]]
        wanted.append(
            (
                found["id"],
                package["name"],
                bare(package["name"], package["version"]),
                tuple(found["fix"]["versions"]),
                states[found["fix"]["state"]],
                found["severity"].lower(),
                found["namespace"],
                package["locations"][0]["layerID"],
                package["locations"][0]["path"].lstrip("/"),
                package["purl"],
                tuple(dict.fromkeys(others)),
                (package["upstreams"] or [{"name": ""}])[0]["name"],
                {"go-module": "go", "binary": "generic"}.get(package["type"], package["type"]),
            )
        )
    names = ("id", "package", "version", "fixed", "state", "severity", "source", "layer", "path", "purl", "aliases")
    assert facts(report, *names, "origin", "ecosystem") == distinct(wanted)
    target = document["source"]["target"]
    assert report.names == tuple(dict.fromkeys([target["userInput"], *target["tags"]]))
    assert report.digests == tuple(target["repoDigests"])
    assert [step.layer for step in report.history if step.layer] == [each["digest"] for each in target["layers"]]
    assert report.labels == target.get("labels", report.labels)
    assert report.distro is not None
    assert (report.distro.family, report.distro.version) == (document["distro"]["name"], document["distro"]["version"])


@needs_reports
def test_osv_scanner(real_reports: pathlib.Path) -> None:
    name = "osv-scanner/reconstructed-ubuntu-image-go-stdlib.json"
    document, report = load(real_reports, name), read(str(real_reports / name))
    layers = [each["diff_id"] for each in document["image_metadata"]["layer_metadata"]]
    wanted = [
        (
            each["id"],
            entry["package"]["name"],
            entry["package"]["version"],
            result["source"]["path"].lstrip("/"),
            layers[entry["package"]["image_origin_details"]["index"]],
            tuple(
                dict.fromkeys(
                    event["fixed"]
                    for affected in each["affected"]
                    if affected["package"]["name"] == entry["package"]["name"]
                    for span in affected.get("ranges", ())
                    for event in span["events"]
                    if "fixed" in event
                )
            ),
        )
        for result in document["results"]
        for entry in result["packages"]
        for each in entry["vulnerabilities"]
    ]
    assert facts(report, "id", "package", "version", "path", "layer", "fixed") == wanted
    assert {row.ecosystem for row in report.rows} == {"go", "deb"}


@needs_reports
@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("docker-scout/")] or ["none"])
def test_scout(real_reports: pathlib.Path, name: str) -> None:
    document, report = load(real_reports, name), read(str(real_reports / name))
    wanted = []
    for result in document["runs"][0]["results"]:
        lines = dict(re.findall(r"^ *(.+?) *: (.*?) *$", result["message"]["text"], re.MULTILINE))
        kind, package, version = re.fullmatch(r"pkg:(\w+)/(?:.*/)?(.+)@([^?]+).*", lines["Package"]).groups()  # type: ignore[union-attr]
        fixed = () if lines["Fixed version"] == "not fixed" else tuple(lines["Fixed version"].split(","))
        path = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].lstrip("/")
        ecosystem = {"golang": "go"}.get(kind, kind)
        version = version.replace("%2B", "+").replace("%3A", ":")
        wanted.append((result["ruleId"], package, version, fixed, lines["Severity"].lower(), path, ecosystem))
    assert facts(report, "id", "package", "version", "fixed", "severity", "path", "ecosystem") == distinct(wanted)


@needs_reports
@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("gitlab/")] or ["none"])
def test_gitlab(real_reports: pathlib.Path, name: str) -> None:
    document, report = load(real_reports, name), read(str(real_reports / name))
    wanted = []
    for each in document["vulnerabilities"]:
        place, advice = each["location"]["dependency"], each["solution"]
        fixed = (advice.split(" to ")[1],) if " to " in advice else ()
        cve = next(entry["value"] for entry in each["identifiers"] if entry["type"] == "cve")
        wanted.append((cve, place["package"]["name"], place["version"], fixed, each["severity"].lower()))
    assert facts(report, "id", "package", "version", "fixed", "severity") == distinct(wanted)
    location = document["vulnerabilities"][0]["location"]
    assert report.distro is not None
    assert f"{report.distro.family} {report.distro.version}" == location["operating_system"]
    assert report.names == (location["image"],)


SAME = [
    ("trivy-json/alpine-3.10.json", "trivy-sarif/alpine-3.10.sarif", "fixed severity state of_distro"),
    ("trivy-json/alpine-3.10.json", "gitlab/trivy-alpine-3.10.json", "fixed severity state"),
    (
        "grype-json/chainguard-base.json",
        "grype-sarif/chainguard-base.sarif",
        "fixed severity ecosystem path layer purl source of_distro",
    ),
    (
        "grype-json/synthetic-alpine-3.18-stdlib.json",
        "cyclonedx/synthetic-alpine-3.18-stdlib.cdx.json",
        "severity ecosystem path layer origin of_distro",
    ),
]


@needs_reports
@pytest.mark.parametrize(("one", "other", "carried"), SAME)
def test_two_formats_of_one_scan_give_the_same_rows(
    real_reports: pathlib.Path, one: str, other: str, carried: str
) -> None:
    left, right = read(str(real_reports / one)), read(str(real_reports / other))
    names = ("id", "package", "version", *carried.split())
    assert sorted(facts(left, *names), key=repr) == sorted(facts(right, *names), key=repr)
    assert set(left.names) & set(right.names)
    if right.distro is not None:
        assert (right.distro.family, right.distro.version) == (left.distro.family, left.distro.version)  # type: ignore[union-attr]


@needs_reports
def test_scores_of_vectors_are_those_that_real_reports_give(real_reports: pathlib.Path) -> None:
    from dockerpatch.reports.cvss import base_score

    pairs: set[tuple[str, float]] = set()

    def walk(value: Any) -> None:
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(each)
        if isinstance(value, dict):
            told = {str(name).lower(): each for name, each in value.items()}
            score = told.get("v3score", told.get("score", (told.get("metrics") or {}).get("baseScore")))
            vector = told.get("v3vector", told.get("vector"))
            if isinstance(vector, str) and vector.startswith("CVSS:3") and score:
                pairs.add((vector, score))

    for name in FILES:
        walk(load(real_reports, name))
    assert len(pairs) > 30
    assert {vector: float(base_score(vector)) for vector, _ in pairs} == dict(pairs)
