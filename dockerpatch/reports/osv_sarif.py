"""Reads the SARIF of osv-scanner. It never guesses a package's ecosystem, which these reports do not have."""

from __future__ import annotations

import re

from . import sarif
from .fields import distinct, text
from .report import FIXED, GO, STDLIB, UNKNOWN, Report, Row
from .rows import Rows
from .spelling import bare, path_of, severity_of_score

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = "osv-scanner-sarif"
SHAPES = sarif.SHAPES
_TOOLS = ("osv-scanner",)

_message = re.compile(r"Package '([^']+)@([^'@]*)' is vulnerable to '([^']+)'(.*)", re.DOTALL).match
_quoted = re.compile(r"'([^']{1,100})'").findall
_version = re.compile(r"v?[0-9][^\s|]*").fullmatch


def claims(document: Any) -> bool:
    """Whether it is SARIF of osv-scanner."""
    return sarif.first_of(document, sarif.SCANNERS) in _TOOLS


def read(document: Any, path: str) -> Report:
    """The report."""
    runs = sarif.runs(document, _TOOLS, path)
    rows, unnamed = Rows(path), 0
    for result in runs.results:
        row = _row(result)
        if row is None:
            unnamed += 1
        else:
            rows.add(row)
    return Report(
        path,
        NAME,
        "osv-scanner",
        rows.all(),
        version=runs.version,
        passed_over=sarif.counts(results_of_other_tools=runs.others, entries_without_an_id_or_a_package=unnamed),
    )


def _row(result: sarif.Result) -> Row | None:
    match = _message(result.message)
    if match is None:
        return None
    package, version, rule = match[1], match[2], result.rule
    id_ = result.rule_id or match[3]
    fixed = distinct(*(row[2] for row in rule.fixes if row[1] == package and _version(row[2])))
    stdlib = package == STDLIB
    if stdlib:
        version, fixed = bare(version), [bare(each) for each in fixed]
    return Row(
        id_,
        package,
        version,
        ecosystem=GO if stdlib else "",
        severity=severity_of_score(text(rule.properties, "security-severity")),
        fixed=fixed,
        state=FIXED if fixed else UNKNOWN,
        aliases=[each for each in distinct(match[3], *_quoted(match[4]), *rule.other_ids) if each != id_],
        path=path_of(result.path),
    )
