"""Reads GitLab's container scanning reports, by GitLab's analyzer or by Trivy's template, schema 14 and 15.

It never guesses a package's ecosystem, which these reports do not have.
"""

from __future__ import annotations

import re

from .fault import ReportError
from .fields import distinct, mapping, mappings, text
from .reader import COUNTED
from .report import FIXED, GO, STDLIB, UNKNOWN, Report, Row
from .rows import Rows
from .spelling import bare, distro, severity, versions
from .trivy import is_archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .reader import Shape

NAME = "gitlab"
_KINDS = ("container_scanning", "cluster_image_scanning")

SHAPES: tuple[Shape, ...] = (
    {
        "version": None,
        "scan": {
            "type": None,
            "end_time": None,
            "scanner": {"id": None, "version": None},
        },
        "vulnerabilities": [
            {
                "id": None,
                "category": None,
                "cve": None,
                "severity": None,
                "solution": None,
                "scanner": {"id": None},
                "location": {
                    "image": None,
                    "operating_system": None,
                    "dependency": {"package": {"name": None}, "version": None},
                },
                "identifiers": [{"type": None, "value": None}],
            }
        ],
        "remediations": [COUNTED],
    },
)


def claims(document: Any) -> bool:
    """Whether it is a container scanning report."""
    if not isinstance(document, dict) or "bomFormat" in document or "vulnerabilities" not in document:
        return False
    kind = text(document, "scan", "type")
    if kind:
        return kind in _KINDS
    found = mappings(document, "vulnerabilities")
    return "version" in document and (
        "remediations" in document
        or any(text(each, "category") in _KINDS or text(each, "location", "image") for each in found)
    )


def read(document: Any, path: str) -> Report:
    """The report."""
    if document["vulnerabilities"] is not None and not isinstance(document["vulnerabilities"], list):
        raise ReportError(path, "broken GitLab report: vulnerabilities is no list")
    rows, unnamed, system = Rows(path), 0, None
    # Trivy's template takes the target's first word for the image, which it is for a distribution's packages only.
    sure: list[str] = []
    unsure: list[str] = []
    for entry in mappings(document, "vulnerabilities"):
        row = _row(entry)
        if row is None:
            unnamed += 1
            continue
        rows.add(row)
        found = distro(text(entry, "location", "operating_system"))
        (sure if found else unsure).append(text(entry, "location", "image"))
        system = system or found
    scanner = mapping(document, "scan", "scanner")
    first = next(mappings(document, "vulnerabilities"), {})
    return Report(
        path,
        NAME,
        (text(scanner, "id") or text(first, "scanner", "id")).lower(),
        rows.all(),
        version=text(scanner, "version"),
        created=text(document, "scan", "end_time"),
        names=sorted(distinct(*(sure or unsure)), key=is_archive),
        distro=system,
        passed_over={"entries without an id or a package": unnamed} if unnamed else {},
    )


_known_id = re.compile(
    r"(?:CVE|GHSA|GO|DLA|DSA|RUSTSEC|PYSEC|TEMP|AVD|ALAS2?|ELSA|RHSA|RLSA|ALSA|USN|GMS)-\S+"
).fullmatch


def _row(entry: Any) -> Row | None:
    ids = [(text(each, "type").lower(), text(each, "value")) for each in mappings(entry, "identifiers")]
    cves = [value for kind, value in ids if kind == "cve"]
    others = [value for kind, value in ids if kind != "cve" and _known_id(value)]
    named = [each for each in (text(entry, "cve"), text(entry, "id")) if _known_id(each)]
    found = distinct(*cves, *others, *named)
    package = text(entry, "location", "dependency", "package", "name")
    version = text(entry, "location", "dependency", "version")
    if not found or not package:
        return None
    fixed = _fixed(text(entry, "solution"))
    stdlib = package == STDLIB
    if stdlib:
        version, fixed = bare(version), [bare(each) for each in fixed]
    return Row(
        found[0],
        package,
        version,
        ecosystem=GO if stdlib else "",
        severity=severity(text(entry, "severity")),
        fixed=fixed,
        state=FIXED if fixed else UNKNOWN,
        aliases=found[1:],
    )


def _fixed(advice: str) -> list[str]:
    """The versions in "Upgrade curl to 8.1, 8.2" or "Upgrade curl from 8.0 to 8.1"; [] for other advice."""
    head, _, words = advice.rpartition(" to ")
    if not head.startswith("Upgrade "):
        return []
    return versions(words.removeprefix("version ").rstrip("."))
