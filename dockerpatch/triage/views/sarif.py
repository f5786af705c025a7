"""A triage as SARIF 2.1.0, on the lines of the Dockerfiles. It makes one result of a cause, never one of a row.

A report of hundreds of rows would be hundreds of alerts about three lines; the rows stand in the result's properties.
"""

from __future__ import annotations

import json
import os
import re

from dockerpatch import __version__
from dockerpatch.reporters.legible import legible
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.answer import (
    APPLICATION,
    BASE,
    COPIED,
    INSTALLED,
    KINDS,
    SETTLED,
    TOOLCHAIN,
    UNPLACED,
    VERDICTS,
    WAIVED,
    WORDS,
)

from . import outline
from .gfm import code, prose, row, table
from .outline import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from dockerpatch.engine.report import FileReport
    from dockerpatch.lint.finding import Evidence
    from dockerpatch.text.source import Source
    from dockerpatch.triage.answer import Answer, Cause, Item

    from .outline import Hunk
    from .view import Telling

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

RULES = {
    BASE: ("VulnerableBaseImage", "The base image brings vulnerable packages in."),
    COPIED: ("VulnerableCopiedImage", "Files copied from another image hold vulnerable packages."),
    INSTALLED: ("VulnerableInstalledPackage", "A RUN installs vulnerable packages."),
    TOOLCHAIN: ("VulnerableGoToolchain", "The Go that compiles a program has a vulnerable standard library."),
    APPLICATION: ("VulnerableDependency", "The application's own dependencies are vulnerable."),
    UNPLACED: ("VulnerabilityWithoutPlace", "Nothing in the report or the Dockerfile tells what brings it in."),
}
"""Each kind of cause as a rule: its name, and what it says."""

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "negligible": "note"}
"""Levels by the worst severity; of an unknown one it is a warning."""

SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0", "negligible": "0.5"}
"""A number in the middle of the band that code scanning shows as that severity. It is no CVSS score."""

MOST_SHOWN = 20
"""Rows that are written out in a result's Markdown; all of them are in its properties."""

MOST_LINES = 40
"""The longest snippet of an instruction."""

_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def render(answers: Sequence[Answer], telling: Telling) -> str:
    """The log file: one run, a result for each cause that asks for something."""
    results: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for answer in answers:
        changes, bold = outline.hunks(answer.patch), outline.hunks(answer.bold)
        for cause in answer.causes:
            told = _Told(answer, cause, telling, changes, bold)
            if told.open:
                results.append(told.result(seen))
            else:
                notes.append({"level": "note", "message": {"text": told.text}, "locations": [told.location]})
    kinds = [kind for kind in KINDS if any(result["ruleId"] == _rule_id(kind) for result in results)]
    for result in results:
        result["ruleIndex"] = [_rule_id(kind) for kind in kinds].index(result["ruleId"])
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    run = {
        "tool": {
            "driver": {
                "name": "dockerpatch",
                "version": __version__,
                "rules": [_rule(kind, results) for kind in kinds],
            }
        },
        # A category of its own, so that an upload of another command's results does not replace these.
        "automationDetails": {"id": "dockerpatch/triage/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
        "properties": {
            "almanac": {"as_of": telling.world.as_of, "date": telling.world.date},
            "images": [legible(outline.name(answer)) for answer in answers],
        },
    }
    if telling.gate:
        run["properties"]["gate"] = {"name": legible(telling.gate), "failing": len(telling.failing)}  # type: ignore[index]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule_id(kind: str) -> str:
    return f"triage/{kind}"


def _rule(kind: str, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    name, says = RULES[kind]
    scores = [
        result["properties"]["security-severity"]
        for result in results
        if result["ruleId"] == _rule_id(kind) and "security-severity" in result["properties"]
    ]
    properties: dict[str, Any] = {"tags": ["security", "vulnerability", "dockerfile"]}
    if scores:
        # Code scanning reads it from the rule only, so it is that of the worst result.
        properties["security-severity"] = max(scores, key=float)
    help_ = (
        f"{says} Rows of scanners' reports are gathered by what brought them in; each is a row of the result's "
        "properties, with what becomes of it and the facts that say so. The security severity is the worst severity "
        "that a scanner gave, not a CVSS score."
    )
    return {
        "id": _rule_id(kind),
        "name": name,
        "shortDescription": {"text": says},
        "fullDescription": {"text": says},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": "warning"},
        "properties": properties,
    }


class _Told:
    """One cause as SARIF tells it."""

    __slots__ = ("_answer", "_bold", "_cause", "_changes", "_telling", "open")

    def __init__(
        self, answer: Answer, cause: Cause, telling: Telling, changes: Sequence[Hunk], bold: Sequence[Hunk]
    ) -> None:
        self._answer = answer
        self._cause = cause
        self._telling = telling
        self._changes = changes
        self._bold = bold
        self.open = [item for item in cause.items if item.verdict not in SETTLED]
        """The rows that ask for something."""

    def result(self, seen: dict[str, int]) -> dict[str, Any]:
        """The result; ``seen`` counts those that are alike but for their place."""
        worst = min((item.row.severity for item in self.open), key=SEVERITIES.index)
        key = self._key()
        seen[key] = seen.get(key, 0) + 1
        mark = _hash(key, str(seen[key]))
        properties: dict[str, Any] = {
            "image": legible(outline.name(self._answer)),
            "kind": self._cause.kind,
            "rows": [self._row(item) for item in self._cause.items],
        }
        if worst in SCORES:
            properties["security-severity"] = SCORES[worst]
        found: dict[str, Any] = {
            "ruleId": _rule_id(self._cause.kind),
            "ruleIndex": -1,
            "level": LEVELS.get(worst, "warning"),
            "message": {"text": self.text, "markdown": self._markdown()},
            "locations": [self.location],
            # The second name is the only one that code scanning asks for; it would else hash the line, which the very
            # next change of a tag makes another.
            "partialFingerprints": {"dockerpatchCause/v1": mark, "primaryLocationLineHash": f"{mark}:1"},
            "properties": properties,
        }
        fixes = [] if self._telling.written else self._fixes()
        if fixes:
            found["fixes"] = fixes
        return found

    def _key(self) -> str:
        """What stays the same about the cause while lines move and versions change."""
        cause = self._cause
        image = outline.name(self._answer).partition("@")[0]
        head, slash, last = image.rpartition("/")
        what = f"stage {cause.stage}" if cause.stage >= 0 else " ".join(self._instruction().split())
        origin = self._answer.origin
        stage = origin.stage.name or str(origin.stage.index)
        return "\0".join((_plain(origin.path), stage, f"{head}{slash}{last.partition(':')[0]}", cause.kind, what))

    def _instruction(self) -> str:
        cause = self._cause
        if not cause.line:
            return cause.title
        source = self._answer.origin.document.source
        lines = range(cause.line, min(cause.last_line, cause.line + MOST_LINES - 1) + 1)
        return "\n".join(source.line_text(line) for line in lines)

    @property
    def text(self) -> str:
        """What is true of the cause, in one line."""
        cause = self._cause
        title = cause.title[:1].upper() + cause.title[1:]
        rows = f"{count(len(cause.items), 'vulnerability', 'vulnerabilities')} ({outline.severities(cause.items)})"
        verdicts = ", ".join(f"{number:,} {words}" for words, number in self._verdicts())
        edits = [line.strip() for one in outline.own(cause, self._changes) for line in one.shown if line.strip()]
        edit = f" Edit: {'; '.join(edits[:4])}." if edits else ""
        return _message(f"{title}: {rows}; {verdicts}.{edit}")

    def _verdicts(self) -> list[tuple[str, int]]:
        counts = [(verdict, sum(item.verdict == verdict for item in self._cause.items)) for verdict in VERDICTS]
        return [(WORDS[verdict], number) for verdict, number in counts if number]

    def _markdown(self) -> str:
        cause = self._cause
        verdicts = ", ".join(f"{number:,} {words}" for words, number in self._verdicts())
        text = f"**{prose(cause.title)}**: {outline.severities(cause.items)}; {verdicts}.\n\n"
        text += table(["Severity", "Vulnerability", "Package", "What becomes of it", "Why"])
        items = sorted(cause.items, key=lambda item: (SEVERITIES.index(item.row.severity), item.row.package))
        for item in items[:MOST_SHOWN]:
            package = f"{code(item.row.package)} {code(item.row.version)}"
            why = prose(item.judgement.reason)
            text += row([item.row.severity, code(item.row.id), package, WORDS[item.verdict], why])
        more = len(items) - MOST_SHOWN
        return text + (f"\n{count(more, 'row')} more in the properties of this result.\n" if more > 0 else "")

    def _row(self, item: Item) -> dict[str, Any]:
        found = item.row
        told: dict[str, Any] = {
            "id": legible(found.id),
            "package": legible(found.package),
            "version": legible(found.version),
            "fixed": [legible(one) for one in found.fixed],
            "severity": found.severity,
            "verdict": item.verdict,
            "reason": legible(item.judgement.reason),
            "evidence": _evidence(item.judgement.evidence),
        }
        if item.verdict == WAIVED and item.judgement.until:
            told["until"] = legible(item.judgement.until)
        if item.bold is not None:
            told["withUnsafeFixes"] = {
                "verdict": item.bold.verdict,
                "reason": legible(item.bold.reason),
                "evidence": _evidence(item.bold.evidence),
            }
        return told

    @property
    def location(self) -> dict[str, Any]:
        """The instruction to blame, as it stands in the file now; the file's first line where there is none."""
        cause = self._cause
        source = self._answer.origin.document.source
        first, last = max(cause.line, 1), max(cause.last_line, 1)
        patch = self._answer.patch
        if self._telling.written and patch is not None and patch.fixed_source is not None:
            source = patch.fixed_source
            first, last = _moved(first, self._changes), _moved(last, self._changes)
        last = min(last, source.line_count) if source.line_count else 1
        first = min(first, last)
        region: dict[str, Any] = {"startLine": first, "startColumn": 1, "endLine": last}
        text = source.line_text(last) if source.line_count else ""
        region["endColumn"] = len(text) + 1
        lines = [source.line_text(line) for line in range(first, min(last, first + MOST_LINES - 1) + 1)]
        region["snippet"] = {"text": "\n".join(map(legible, lines))}
        if not cause.line:
            # No line is to blame: the place is only where an alert can stand.
            region = {"startLine": 1}
        return {"physicalLocation": {"artifactLocation": {"uri": _uri(self._answer.origin.path)}, "region": region}}

    def _fixes(self) -> list[dict[str, Any]]:
        """The whole patch, which is proven as a whole, and the one with unsafe fixes where there is one."""
        found = []
        if outline.is_touched(self._cause):
            found.append(_fix(self._answer.patch, self._changes, "The patch, whole as it was proven"))
        if any(item.bold is not None for item in self._cause.items):
            found.append(_fix(self._answer.bold, self._bold, "With unsafe fixes too, which may change the build"))
        return [one for one in found if one is not None]


def _fix(patch: FileReport | None, changes: Sequence[Hunk], words: str) -> dict[str, Any] | None:
    """The patch as replacements of whole lines; None where a byte of it is no UTF-8, which JSON cannot say."""
    if patch is None or patch.source is None or not changes or not all(map(_is_text, changes)):
        return None
    pieces = [
        {"deletedRegion": _lines(patch.source, one), "insertedContent": {"text": _inserted(one)}} for one in changes
    ]
    change = {"artifactLocation": {"uri": _uri(patch.path)}, "replacements": pieces}
    return {"description": {"text": words}, "artifactChanges": [change]}


def _is_text(change: Hunk) -> bool:
    return not any("\ud800" <= mark <= "\udfff" for line in change.added for mark in line)


def _lines(source: Source, change: Hunk) -> dict[str, int]:
    """The region of the lines that go, line ends and all."""
    if change.line > source.line_count:
        # What is put in at the end of the last line, after a line end or without one.
        line = source.line_at(len(source.text))
        column = source.position(len(source.text)).column
        return {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column}
    if change.last < source.line_count or source.text.endswith("\n"):
        return {"startLine": change.line, "startColumn": 1, "endLine": change.last + 1, "endColumn": 1}
    end = source.position(len(source.text)).column
    return {"startLine": change.line, "startColumn": 1, "endLine": change.last, "endColumn": end}


def _inserted(change: Hunk) -> str:
    text = "".join(change.added)
    # A byte order mark is no character of the first line.
    return text.removeprefix("\ufeff") if change.line == 1 else text


def _moved(line: int, changes: Sequence[Hunk]) -> int:
    """Where the line of the old text stands in the new one; of one that was replaced, where that begins."""
    shift = 0
    for one in changes:
        if one.line > line:
            break
        if one.line <= line <= one.last:
            return one.new + min(line - one.line, max(len(one.added) - 1, 0))
        shift += len(one.added) - len(one.removed)
    return line + shift


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, str]]:
    return [
        {"source": legible(one.source), "fact": legible(one.fact), "date": legible(one.date)}
        for one in outline.facts(evidence)
    ]


def _message(text: str) -> str:
    """``text`` as a plain message, in which nothing is a placeholder or a link."""
    return _PLACEHOLDER.sub(r"{{\1}}", legible(text)).replace("](", "\\](")


def _hash(*parts: str) -> str:
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _plain(path: str) -> str:
    """The path with forward slashes, relative where it lies below the folder that the run was started in."""
    if os.path.isabs(path):
        near = os.path.relpath(path)
        path = path if near.startswith(os.pardir) else near
    return os.path.normpath(path).replace(os.sep, "/")


def _uri(path: str) -> str:
    """The path as a URI: relative where it can be, percent-encoded."""
    from urllib.parse import quote_from_bytes

    plain = _plain(path)
    quoted = quote_from_bytes(plain.encode("utf-8", "surrogateescape"), safe="/~")
    if plain.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if os.path.isabs(path) and os.path.isabs(plain) else quoted
