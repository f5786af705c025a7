"""The real Trivy writes one scan in several formats, and all are read as the same rows."""

from __future__ import annotations

import json
import pathlib
import subprocess
from typing import Any

import pytest

from dockerpatch.reports.catalog import read

from .conftest import RENDERED, reports_folder

pytestmark = pytest.mark.slow

FOLDER = reports_folder()
# Without: the old list, which Trivy itself no longer reads; a report with its names taken out, of which it makes no
# CycloneDX; one whose severity was set by hand for a test; and one of a time when Trivy kept no vendors' severities.
LEFT_OUT = ("legacy-list-mixed", "debian10-all-statuses", "debian11-jar-spring4shell", "fs-misconfig-and-secrets")
FILES = sorted(FOLDER.glob("trivy-json/*.json")) if FOLDER else []
NAMES = [path.name for path in FILES if path.stem not in LEFT_OUT]

CARRIED = {
    "json": ("ecosystem", "purl", "layer", "path", "state", "source", "of_distro"),
    "sarif": ("path", "of_distro"),
    "cyclonedx": ("ecosystem", "purl", "layer", "path", "origin", "of_distro"),
}


def with_packages(document: Any) -> Any:
    """The report with the list of packages that Trivy makes CycloneDX of: those that its findings are of."""
    for result in document.get("Results", ()):
        packages: dict[tuple[str, ...], dict[str, Any]] = {}
        for each in result.get("Vulnerabilities") or ():
            key = (each["PkgName"], each["InstalledVersion"], each.get("PkgPath", ""))
            identifier = {"UID": f"{len(packages)}-{result['Target']}"} | each.setdefault("PkgIdentifier", {})
            package = {
                "ID": each.setdefault("PkgID", f"{key[0]}@{key[1]}"),
                "Name": key[0],
                "Version": key[1],
                "Identifier": identifier,
            }
            package |= {"Layer": each.get("Layer", {}), "FilePath": key[2], "SrcName": f"source-of-{len(packages)}"}
            each["PkgIdentifier"] = packages.setdefault(key, package)["Identifier"]
        result["Packages"] = list(packages.values())
    return document


def check(document: Any, trivy: str, folder: pathlib.Path, format_: str) -> None:
    given, made = folder / "given.json", folder / "made"
    given.write_text(json.dumps(with_packages(document)))
    line = [trivy, "convert", "--format", format_, "--output", str(made), str(given)]
    done = subprocess.run(line, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    ours, theirs = read(str(given)), read(str(made))
    names = ("id", "package", "version", "fixed", "severity", *CARRIED[format_])
    rows = [
        sorted((tuple(getattr(row, name) for name in names) for row in each.rows), key=repr) for each in (ours, theirs)
    ]
    assert rows[0] == rows[1]
    assert rows[0]
    assert (ours.names, ours.digests, ours.image_id) == (theirs.names, theirs.digests, theirs.image_id)
    if format_ == "cyclonedx" and ours.distro is not None:
        assert theirs.distro is not None
        assert (ours.distro.family, ours.distro.version) == (theirs.distro.family, theirs.distro.version)


@pytest.mark.parametrize("format_", CARRIED)
def test_of_the_image_of_these_tests(trivy: str, tmp_path: pathlib.Path, format_: str) -> None:
    document = RENDERED["trivy-json"]()
    ratings = {"LOW": 1, "MEDIUM": 2, "HIGH": 3, "CRITICAL": 4}
    for result in document["Results"]:
        for each in result.get("Vulnerabilities", ()):
            each["VendorSeverity"] = {"redhat": ratings[each["Severity"]], "amazon": 1, "photon": 4}
    check(document, trivy, tmp_path, format_)


@pytest.mark.skipif(not NAMES, reason="no reports: set DOCKERPATCH_REPORTS to a folder of them")
@pytest.mark.parametrize("format_", CARRIED)
@pytest.mark.parametrize("name", [name for name in NAMES if "dockerfile" not in name] or ["none"])
def test_of_real_reports(
    trivy: str, real_reports: pathlib.Path, tmp_path: pathlib.Path, name: str, format_: str
) -> None:
    check(json.loads((real_reports / "trivy-json" / name).read_bytes()), trivy, tmp_path, format_)
