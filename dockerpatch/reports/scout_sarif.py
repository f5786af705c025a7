"""Reads the SARIF of Docker Scout. It trusts the message of a result: a rule that hits two versions mixes them.

It never makes up an image's name, which these reports do not have.
"""

from __future__ import annotations

from . import purls, sarif
from .fields import text, texts
from .report import DISTRO_PACKAGES, FIXED, NOT_FIXED, UNKNOWN, Distro, Report, Row
from .rows import Rows
from .spelling import bare, is_stdlib, path_of, severity, severity_of_score, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

NAME = "docker-scout"
SHAPES = sarif.SHAPES
_TOOLS = ("docker scout", "docker-scout")
_NOT_FIXED = "not fixed"


def claims(document: Any) -> bool:
    """Whether it is SARIF of Docker Scout."""
    return sarif.first_of(document, sarif.SCANNERS) in _TOOLS


def read(document: Any, path: str) -> Report:
    """The report."""
    runs = sarif.runs(document, _TOOLS, path)
    rows, unnamed = Rows(path), 0
    for result in runs.results:
        found = list(_rows(result))
        rows.extend(found)
        unnamed += not found
    return Report(
        path,
        NAME,
        "docker-scout",
        rows.all(),
        version=runs.version,
        distro=_distro(rows.all()),
        passed_over=sarif.counts(results_of_other_tools=runs.others, entries_without_an_id_or_a_package=unnamed),
    )


def _rows(result: sarif.Result) -> Iterator[Row]:
    told = sarif.lines(result.message)
    properties = result.rule.properties
    id_ = result.rule_id or told.get("vulnerability", "")
    found = [told["package"]] if told.get("package") else texts(properties, "purls")
    words = told["fixed version"] if "fixed version" in told else text(properties, "fixed_version")
    fixed = [] if words == _NOT_FIXED else versions(words)
    for purl in found:
        parts = purls.read(purl)
        if parts is None or not id_:
            continue
        stdlib = is_stdlib(parts.name, parts.ecosystem)
        yield Row(
            id_,
            parts.name,
            bare(parts.version) if stdlib else parts.version,
            ecosystem=parts.ecosystem,
            severity=_severity(told.get("severity", ""), properties),
            fixed=[bare(each) for each in fixed] if stdlib else fixed,
            state=FIXED if fixed else NOT_FIXED if words == _NOT_FIXED else UNKNOWN,
            # Scout names the source package of what a distribution brings.
            origin=parts.name if parts.ecosystem in DISTRO_PACKAGES else "",
            purl=purl,
            path=path_of(result.path),
        )


def _severity(word: str, properties: Any) -> str:
    if word:
        return severity(word)
    for told in (text(properties, "cvssV3_severity"), *texts(properties, "tags")):
        if severity(told) != UNKNOWN:
            return severity(told)
    score = text(properties, "security-severity")
    return severity_of_score(score) if score.strip("0.") else UNKNOWN


def _distro(rows: tuple[Row, ...]) -> Distro | None:
    for row in rows:
        parts = purls.read(row.purl)
        if parts is not None and parts.qualifiers.get("os_name"):
            return Distro(parts.qualifiers["os_name"].lower(), parts.qualifiers.get("os_version", ""))
    return None
