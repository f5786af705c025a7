"""Reads the SARIF of Trivy. It never reads a rule's help, which names one package where several share the id."""

from __future__ import annotations

from . import sarif
from .fields import distinct, text, texts
from .report import FIXED, GO, STDLIB, UNKNOWN, Report, Row
from .rows import Rows
from .spelling import bare, path_of, severity, severity_of_score, versions
from .trivy import is_archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = "trivy-sarif"
SHAPES = sarif.SHAPES
_TOOLS = ("trivy",)

_OTHERS = {"Misconfiguration": "misconfigurations", "Secret": "secrets", "License": "licences"}


def claims(document: Any) -> bool:
    """Whether it is SARIF of Trivy."""
    return sarif.first_of(document, sarif.SCANNERS) in _TOOLS


def read(document: Any, path: str) -> Report:
    """The report."""
    runs = sarif.runs(document, _TOOLS, path)
    rows = Rows(path)
    passed_over = {"results of other tools": runs.others}
    for result in runs.results:
        row = _row(result)
        if row is not None:
            rows.add(row)
            continue
        kind = _OTHERS.get(result.rule.name, "entries without an id or a package")
        passed_over[kind] = passed_over.get(kind, 0) + 1
    typed = distinct(*(text(each, "imageName") for each in runs.properties))
    tags = [tag for each in runs.properties for tag in texts(each, "repoTags")]
    archives = [name for name in typed if is_archive(name)]
    return Report(
        path,
        NAME,
        "trivy",
        rows.all(),
        version=runs.version,
        names=distinct(*(name for name in typed if name not in archives), *tags, *archives),
        digests=distinct(*(digest for each in runs.properties for digest in texts(each, "repoDigests"))),
        image_id=next((text(each, "imageID") for each in runs.properties if text(each, "imageID")), ""),
        passed_over={kind: count for kind, count in passed_over.items() if count},
    )


def _row(result: sarif.Result) -> Row | None:
    """The result as a row; None when it is no vulnerability of a package."""
    told = sarif.lines(result.message)
    package, version = told.get("package", ""), told.get("installed version", "")
    if not package or not result.rule_id or result.rule.name in _OTHERS:
        return None
    fixed = versions(told.get("fixed version", ""))
    of_distro = {"OsPackageVulnerability": True, "LanguageSpecificPackageVulnerability": False}.get(result.rule.name)
    here = "" if of_distro else _place(result, package, version)
    stdlib = package == STDLIB and not of_distro
    if stdlib:
        version, fixed = bare(version), [bare(each) for each in fixed]
    return Row(
        result.rule_id,
        package,
        version,
        ecosystem=GO if stdlib else "",
        severity=_severity(told.get("severity", ""), result.rule),
        fixed=fixed,
        state=FIXED if fixed else UNKNOWN,
        path=here,
        of_distro=of_distro,
    )


def _severity(word: str, rule: sarif.Rule) -> str:
    # An unknown severity has the score 0.0, which would be a known one.
    return severity(word) if word else severity_of_score(text(rule.properties, "security-severity"))


def _place(result: sarif.Result, package: str, version: str) -> str:
    """The file: as the location's message has it, which escapes nothing, else its URI. A language's name is no file."""
    told = result.place.removesuffix(f": {package}@{version}")
    here = path_of(told) if told != result.place else result.path
    return "" if here in ("Java", "Node.js", "Python", "Ruby", "Conda") else here
