"""Reads the SARIF of Grype. It never takes the digest in a location for the image's: it is the layer's."""

from __future__ import annotations

import re

from dockerpatch.versions.catalog import compare

from . import purls, sarif
from .fields import distinct, texts
from .grype import ecosystem_of
from .report import FIXED, UNKNOWN, Distro, Report, Row
from .rows import Rows
from .spelling import bare, distro, is_stdlib, path_of, severity, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

NAME = "grype-sarif"
SHAPES = sarif.SHAPES
_TOOLS = ("grype",)

# As written before 2023.
_reports = re.compile(
    r"The path (?P<path>\S+) reports (?P<package>\S+) at version (?P<version>\S+) +which (?:is|would result in) a "
    r"vulnerable \((?P<type>[^)]*)\) package installed.*",
    re.DOTALL,
).fullmatch
_place = re.compile(r"(.*)@(sha256:[0-9a-f]{64})?:/(.*)", re.DOTALL).fullmatch


def claims(document: Any) -> bool:
    """Whether it is SARIF of Grype."""
    return sarif.first_of(document, sarif.SCANNERS) in _TOOLS


def read(document: Any, path: str) -> Report:
    """The report. The distribution is that of the packages' URLs, else that of the data they were looked up in."""
    runs = sarif.runs(document, _TOOLS, path)
    rows, names, unnamed = Rows(path), [], 0
    for result in runs.results:
        row = _row(result)
        if row is None:
            unnamed += 1
            continue
        rows.add(row)
        place = _place(result.qualified)
        names.append(_told(result.message).get("image", "") or (place[1] if place else ""))
    found = rows.all()
    return Report(
        path,
        NAME,
        "grype",
        found,
        version=runs.version,
        names=distinct(*names),
        distro=_distro(found),
        passed_over=sarif.counts(results_of_other_tools=runs.others, entries_without_an_id_or_a_package=unnamed),
    )


def _told(message: str) -> dict[str, str]:
    """What is told by "A high vulnerability in apk package: curl, version 8.1 was found in image app:1 at: /x"."""
    head, mark, rest = message.partition(" package: ")
    if not mark:
        match = _reports(message)
        return match.groupdict() if match else {}
    words = head.split(" ", 4)
    package, _, rest = rest.partition(", version ")
    version, _, rest = rest.partition(" was found")
    image, _, path = rest.rpartition(" at: ")
    return {
        "severity": words[1] if len(words) == 5 else "",
        "type": words[-1],
        "package": package.strip(),
        "version": version.strip(),
        "image": image.removeprefix(" in image").strip(),
        "path": path.strip(),
    }


def _row(result: sarif.Result) -> Row | None:
    told, said = result.rule.help, _told(result.message)
    package = said.get("package") or told.get("package", "")
    version = said.get("version") or told.get("version", "")
    if not package or not result.rule_id:
        return None
    type_ = said.get("type") or told.get("type", "")
    # A rule is of one package, but may be of several of its versions.
    purl = next((each for each in texts(result.rule.properties, "purls") if _is_of(each, version)), "")
    kind = ecosystem_of(type_, purl)
    fixed = versions(told.get("fix version", ""))
    if is_stdlib(package, kind):
        version, fixed = bare(version), [bare(each) for each in fixed]
        told["version"] = bare(told.get("version", ""))
    if told.get("version", version) != version:
        # The rule is of another version, and so may be its fixes: none of those can mend what is newer.
        fixed = [each for each in fixed if compare(kind, version, each) != 1]
    place = _place(result.qualified)
    return Row(
        result.rule_id.removesuffix(f"-{package}"),
        package,
        version,
        ecosystem=kind,
        severity=severity(said.get("severity") or told.get("severity", "")),
        fixed=fixed,
        state=FIXED if fixed else UNKNOWN,
        purl=purl,
        path=path_of(result.logical or said.get("path", "") or told.get("location", "") or result.path),
        layer=place[2] or "" if place else "",
        source=told.get("data namespace", ""),
    )


def _is_of(purl: str, version: str) -> bool:
    parts = purls.read(purl)
    return parts is not None and parts.version in (version, bare(version), version.partition(":")[2])


def _distro(rows: Sequence[Row]) -> Distro | None:
    looked_up = None
    for row in rows:
        parts = purls.read(row.purl) if row.purl else None
        family, _, release = (parts.qualifiers.get("distro", "") if parts else "").rpartition("-")
        if family:
            return Distro(family.lower(), release)
        if looked_up is None and ":distro:" in row.source:
            looked_up = distro(row.source.partition(":distro:")[2])
    return looked_up
