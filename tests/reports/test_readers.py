"""All readers give the same rows for the same image, as far as their formats carry the facts."""

from __future__ import annotations

import io
import json

import pytest

from dockerpatch.reports.catalog import read_from, readers
from dockerpatch.reports.report import Distro, Report, Row, Step

from .conftest import BASE, DIGEST, FINDINGS, HISTORY, IMAGE, IMAGE_ID, LABELS, MANIFEST, OWN, RENDERED, Finding

# What the rows of a format carry besides id, version and severity.
CARRIED = {
    "trivy-json": "package fixed ecosystem purl layer origin path-of-files",
    "trivy-sarif": "package fixed path-of-files",
    "grype-json": "package fixed ecosystem purl layer origin path aliases source",
    "grype-sarif": "package fixed ecosystem purl layer path source",
    "cyclonedx by trivy": "package fixed ecosystem purl layer origin path-of-files aliases",
    "cyclonedx by grype": "package ecosystem purl layer origin path aliases",
    "osv-scanner": "package fixed ecosystem layer origin path aliases",
    "osv-scanner-sarif": "package fixed path aliases",
    "docker-scout": "fixed ecosystem path",
    "gitlab": "package fixed",
}


def read(document: object) -> Report:
    return read_from(io.BytesIO(json.dumps(document).encode()).read, "report")


def told(row: Row, carried: str) -> dict[str, object]:
    """The facts of a row that its format carries."""
    facts = {name: getattr(row, name) for name in ("id", "version", "severity", *carried.split()) if hasattr(row, name)}
    if "path-of-files" in carried and row.package != "libcrypto3":
        facts["path"] = row.path
    return facts


def wanted(found: Finding) -> Row:
    return Row(
        found.id,
        found.package,
        found.version,
        ecosystem=found.ecosystem,
        severity=found.severity,
        fixed=found.fixed,
        aliases=found.aliases,
        origin=found.origin,
        purl=found.purl,
        path=found.path[1:],
        layer=found.layer,
        source=f"db:{found.kind}",
    )


def ids_of(row: Row) -> set[str]:
    return set(row.ids)


@pytest.mark.parametrize("format_", [name for name in RENDERED if name != "gitlab"])
def test_the_rows_are_those_of_the_image(format_: str) -> None:
    report = read(RENDERED[format_]())
    carried = CARRIED[format_]
    assert [told(row, carried) for row in report.rows] == [told(wanted(found), carried) for found in FINDINGS]


def test_gitlab_names_a_cve_first() -> None:
    report = read(RENDERED["gitlab"]())
    carried = "package fixed"
    assert [{**told(row, carried), "id": ""} for row in report.rows] == [
        {**told(wanted(found), carried), "id": ""} for found in FINDINGS
    ]
    assert [ids_of(row) for row in report.rows] == [{found.id, *found.aliases} for found in FINDINGS]
    assert all(row.id.startswith("CVE-") for row in report.rows)


def test_scout_names_the_source_package() -> None:
    rows = read(RENDERED["docker-scout"]()).rows
    assert [row.package for row in rows] == ["openssl", "stdlib", "pyjwt", "@babel/traverse"]
    assert [row.origin for row in rows] == ["openssl", "", "", ""]


@pytest.mark.parametrize("format_", RENDERED)
def test_one_reader_claims_a_report(format_: str) -> None:
    report = read(RENDERED[format_]())
    assert report.format == format_.partition(" ")[0]
    assert report.path == "report"


def test_the_names_of_the_readers_differ() -> None:
    names = [reader.NAME for reader in readers()]
    assert len(names) == len(set(names)) == 9
    assert {name.partition(" ")[0] for name in RENDERED} == set(names)


def test_every_reader_tells_go_from_other_packages() -> None:
    for name, render in RENDERED.items():
        assert [row.is_stdlib for row in read(render()).rows] == [False, True, False, False], name


@pytest.mark.parametrize("format_", ["trivy-json", "grype-json", "osv-scanner"])
def test_the_history(format_: str) -> None:
    steps = read(RENDERED[format_]()).history
    assert [(step.created_by, step.layer) for step in steps] == HISTORY
    assert [step.base for step in steps] == ([True, True, False] if format_ == "osv-scanner" else [None] * 3)


def test_layers_without_a_history_are_steps_without_a_command() -> None:
    # Trivy sorts the diff ids that it writes into CycloneDX: they are no history.
    assert read(RENDERED["cyclonedx by trivy"]()).history == ()
    bare = RENDERED["grype-json"]()
    del bare["source"]["target"]["config"]
    assert read(bare).history == (Step("", BASE), Step("", OWN))


def test_what_is_told_of_the_image() -> None:
    reports = {name: read(render()) for name, render in RENDERED.items()}
    named = {name for name, report in reports.items() if report.names}
    assert {name for report in reports.values() for name in report.names} == {IMAGE}
    assert named == RENDERED.keys() - {"osv-scanner", "osv-scanner-sarif", "docker-scout"}
    with_digest = {name for name, report in reports.items() if report.digests == (DIGEST,) and report.digests}
    assert with_digest == {"trivy-json", "trivy-sarif", "grype-json", "cyclonedx by trivy"}
    assert {name for name, report in reports.items() if report.image_id == IMAGE_ID} == with_digest
    assert {name for name, report in reports.items() if report.manifest == MANIFEST} == {
        "grype-json",
        "cyclonedx by grype",
    }
    assert {name for name, report in reports.items() if report.labels == LABELS} == {"trivy-json", "grype-json"}
    assert reports["osv-scanner"].bases == ("alpine",)
    assert reports["trivy-json"].passed_over == {"misconfigurations": 1}
    assert reports["grype-json"].passed_over == {"suppressed": 2}


def test_the_distribution() -> None:
    found = {name: read(render()).distro for name, render in RENDERED.items()}
    assert found.pop("trivy-json") == Distro("alpine", "3.18.2", ended=True)
    for name in ("grype-json", "grype-sarif", "cyclonedx by trivy", "cyclonedx by grype", "gitlab"):
        assert found.pop(name) == Distro("alpine", "3.18.2")
    for name in ("osv-scanner", "docker-scout"):
        assert found.pop(name) == Distro("alpine", "3.18")
    assert set(found.values()) == {None}


def test_whether_a_package_is_the_distribution_s() -> None:
    for name, render in RENDERED.items():
        unknown = name in ("osv-scanner-sarif", "gitlab")
        of_distro = [row.of_distro for row in read(render()).rows]
        assert of_distro == ([None, False, None, None] if unknown else [True, False, False, False]), name


def test_runs_of_other_tools_are_passed_over() -> None:
    document = RENDERED["trivy-sarif"]()
    (run,) = document["runs"]
    other = {"tool": {"driver": {"name": "CodeQL"}}, "results": [{"ruleId": "x"}]}
    report = read({**document, "runs": [other, {**run, "results": run["results"][:2]}, run]})
    assert [row.key for row in report.rows] == [wanted(found).key for found in FINDINGS]
    assert report.passed_over == {"results of other tools": 1}


def test_a_finding_that_is_told_twice_is_one_row_with_the_facts_of_both() -> None:
    document = RENDERED["grype-json"]()
    again = json.loads(json.dumps(document["matches"][1]))
    again["relatedVulnerabilities"] = [{"id": "GO-2023-2102"}]
    again["vulnerability"]["fix"]["versions"] = ["1.21.3", "1.22.0"]
    document["matches"].append(again)
    rows = read(document).rows
    assert len(rows) == len(FINDINGS)
    assert rows[1].fixed == ("1.20.10", "1.21.3", "1.22.0")
    assert rows[1].aliases == ("GO-2023-2102",)


def test_the_same_package_in_two_files_is_two_rows() -> None:
    document = RENDERED["grype-json"]()
    again = json.loads(json.dumps(document["matches"][1]))
    again["artifact"]["locations"] = [{"path": "/usr/local/bin/other", "layerID": OWN}]
    document["matches"].append(again)
    assert len(read(document).rows) == len(FINDINGS) + 1


def test_trivy_s_old_list_of_results() -> None:
    report = read(RENDERED["trivy-json"]()["Results"])
    assert report.format == "trivy-json"
    assert report.names == (IMAGE,)
    assert report.distro == Distro("alpine", "3.18.2")
    assert [row.key for row in report.rows] == [wanted(found).key for found in FINDINGS]


@pytest.mark.parametrize("results", [None, [], "absent"])
def test_nothing_found_is_a_report_without_rows(results: object) -> None:
    document = RENDERED["trivy-json"]()
    if results == "absent":
        del document["Results"]
    else:
        document["Results"] = results
    report = read(document)
    assert report.rows == ()
    assert report.names == (IMAGE,)


def test_the_scan_of_a_folder_has_no_image() -> None:
    document = RENDERED["trivy-json"]()
    document["ArtifactType"], document["ArtifactName"] = "filesystem", "."
    document["Metadata"] = {}
    assert read(document).names == ()
    document = RENDERED["grype-json"]()
    document["source"] = {"type": "directory", "target": "/src"}
    report = read(document)
    assert (report.names, report.digests, report.history) == ((), (), ())


def test_an_archive_is_named_after_the_tags() -> None:
    document = RENDERED["trivy-json"]()
    document["ArtifactName"] = "build/app.tar"
    assert read(document).names == (IMAGE, "build/app.tar")


def test_the_order_of_fields_does_not_matter() -> None:
    for name, render in RENDERED.items():
        document = render()
        text = json.dumps(document, sort_keys=True).encode()
        backwards = json.dumps(json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs)))).encode()
        for shuffled in (text, backwards):
            report = read_from(io.BytesIO(shuffled).read, "report")
            assert report.rows == read(document).rows, name


def test_osv_scanner_refers_to_packages_without_their_version() -> None:
    document = {
        "bomFormat": "CycloneDX",
        "components": [
            {"bom-ref": "pkg:composer/league/flysystem@1.0.8", "name": "league/flysystem", "version": "1.0.8"}
            | {"purl": "pkg:composer/league/flysystem@1.0.8"}
        ],
        "vulnerabilities": [
            {
                "id": "GHSA-9f46-5r25-5wfm",
                "references": [{"id": "CVE-2021-32708"}],
                "ratings": [{"method": "CVSSv3", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                "affects": [{"ref": "pkg:composer/league/flysystem"}],
            }
        ],
    }
    (row,) = read(document).rows
    assert row.key == ("GHSA-9f46-5r25-5wfm", "league/flysystem", "1.0.8")
    assert (row.severity, row.ecosystem, row.aliases) == ("critical", "composer", ("CVE-2021-32708",))


def test_old_messages_of_grype() -> None:
    document = RENDERED["grype-sarif"]()
    for result in document["runs"][0]["results"]:
        result["message"]["text"] = (
            "The path /lib/apk/db/installed reports libcrypto3 at version 3.1.1-r1  which is a vulnerable (apk) "
            "package installed in the container"
        )
    report = read(document)
    assert {(row.package, row.version, row.ecosystem) for row in report.rows} == {("libcrypto3", "3.1.1-r1", "apk")}
    assert report.names == (IMAGE,)


@pytest.mark.parametrize(
    ("entry", "wanted_severity"),
    [
        ({"severity": [{"type": "Ubuntu", "score": "medium"}]}, "medium"),
        ({"severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}]}, "high"),
        ({"database_specific": {"severity": "MODERATE"}}, "medium"),
        ({"severity": [{"type": "CVSS_V4", "score": "CVSS:4.0/AV:N"}]}, "unknown"),
    ],
)
def test_osv_entries_without_a_score_have_their_own_severity(entry: dict[str, object], wanted_severity: str) -> None:
    document = RENDERED["osv-scanner"]()
    package = document["results"][0]["packages"][0]
    package["groups"][0]["max_severity"] = ""
    package["vulnerabilities"][0] |= {**entry, "upstream": ["CVE-2023-0001"]}
    row = read(document).rows[0]
    assert row.severity == wanted_severity
    assert row.aliases == ("CVE-2023-0001",)


def test_gitlab_s_image_of_a_language_s_package_is_a_file() -> None:
    document = RENDERED["gitlab"]()
    document["vulnerabilities"][1]["location"]["image"] = "usr/local/bin/app"
    assert read(document).names == (IMAGE,)


@pytest.mark.parametrize(
    ("words", "distro"),
    [
        ("alpine 3.10.2", ("alpine", "3.10.2")),
        ("debian:11", ("debian", "11")),
        ("Alpine Linux v3.18", ("alpine", "3.18")),
        ("Debian GNU/Linux 12 (bookworm)", ("debian", "12")),
        ("Red Hat Enterprise Linux 9.4 (Plow)", ("redhat", "9.4")),
        ("openSUSE Leap 15.5", ("opensuse-leap", "15.5")),
        ("Wolfi", ("wolfi", "")),
        ("Unknown", None),
        ("", None),
    ],
)
def test_words_for_a_distribution(words: str, distro: tuple[str, str] | None) -> None:
    document = RENDERED["osv-scanner"]()
    document["image_metadata"]["os"] = words
    found = read(document).distro
    assert (found and (found.family, found.version)) == distro


@pytest.mark.parametrize("format_", RENDERED)
def test_a_severity_that_is_not_known_is_not_made_up(format_: str) -> None:
    text = json.dumps(RENDERED[format_]())
    for word in ("low", "Low", "LOW"):
        text = (
            text.replace(f'"{word}"', '"UNKNOWN"')
            .replace(f": {word}", ": UNKNOWN")
            .replace(f"A {word} ", "An UNKNOWN ")
        )
    document = json.loads(text.replace('"2.1"', '""'))
    if format_.endswith("sarif"):
        for rule in document["runs"][0]["tool"]["driver"]["rules"]:
            rule.setdefault("properties", {}).setdefault("security-severity", "0.0")
    assert [row.severity for row in read(document).rows] == ["medium", "high", "unknown", "critical"]


def test_a_rule_of_grype_may_be_of_another_version() -> None:
    document = RENDERED["grype-sarif"]()
    result = json.loads(json.dumps(document["runs"][0]["results"][1]))
    result["message"]["text"] = result["message"]["text"].replace("1.19.8", "go1.21.0").replace("bin/app", "bin/other")
    result["locations"][0]["logicalLocations"][0]["name"] = "/usr/local/bin/other"
    document["runs"][0]["results"].append(result)
    row = read(document).rows[-1]
    assert (row.package, row.version, row.path, row.purl) == ("stdlib", "1.21.0", "usr/local/bin/other", "")
    assert row.fixed == ("1.21.3",)
