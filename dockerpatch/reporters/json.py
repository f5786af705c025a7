"""A run for programs: the JSON of report.schema.json, version 1. It never holds more than one file's findings."""

from __future__ import annotations

import json

from dockerpatch.lint.finding import fingerprint

from .reporter import CHECK, Counts, mends

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dockerpatch.lint.finding import Finding
    from dockerpatch.text.source import Source

    from .reporter import Remark, Report, Waived, Waiver, World, Write

VERSION = 1


class Json:
    """The reporter ``json``: one object; its findings are written one a line as they come, all else at the end.

    Lines and columns count from 1, columns in characters; offsets are bytes of the file; ends are exclusive. A byte
    that is not UTF-8 is a lone surrogate (U+DC80 to U+DCFF) in a text, escaped as all that is not ASCII.
    """

    __slots__ = ("_counts", "_errors", "_fixed", "_mode", "_out", "_skipped", "_started", "_waived", "_world")

    def __init__(self, mode: str, world: World, out: Write) -> None:
        self._mode = mode
        self._world = world
        self._out = out
        self._counts = Counts()
        self._skipped: list[str] = []
        self._errors: list[str] = []
        self._fixed: list[str] = []
        self._waived: list[str] = []
        self._started = False

    def begin(self) -> None:
        world = self._world
        almanac = {"as_of": world.as_of, "date": world.date, "age_days": world.age_days, "note": world.note or None}
        self._out(f'{{"version": {VERSION}, "almanac": {json.dumps(almanac)},\n"findings": [')

    def file(self, report: Report) -> None:
        mended = self._mode != CHECK and mends(report, self._mode)
        self._counts.add(report, mended)
        for error in report.errors:
            place = {"line": error.line or None, "column": error.column or None}
            self._errors.append(json.dumps({"file": error.path, **place, "message": error.message}))
        if report.skipped:
            nowhere = {"code": None, "name": None, "file": report.path, "span": None}
            self._skipped.append(json.dumps({**nowhere, "reason": report.skipped}))
        # What is true of the text that was mended is not true of a file that could not be written.
        source = report.fixed_source or report.source
        if source is None:
            return
        seen: dict[tuple[str, str], int] = {}
        for finding in report.findings:
            same = (finding.code, finding.key)
            occurrence = seen[same] = seen.get(same, -1) + 1
            self._out((",\n" if self._started else "\n") + json.dumps(as_data(finding, source, occurrence)))
            self._started = True
        self._waived += [json.dumps(_waived(one, source)) for one in report.waived]
        if mended and report.source is not None:
            self._fixed += [json.dumps(_fixed(finding, report.source)) for finding in report.fixed]
        for left in report.left:
            where = {"file": left.finding.path, "span": _span(source, left.finding.span.start, left.finding.span.end)}
            named = {"code": left.finding.code, "name": left.finding.name}
            self._skipped.append(json.dumps({**named, **where, "reason": left.reason}))

    def end(self) -> None:
        counts = self._counts
        summary: dict[str, Any] = {
            "files": counts.files,
            "findings": counts.by_severity,
            "fixable": {"safe": counts.safe, "unsafe": counts.unsafe, "display": counts.display},
            "fixed": counts.fixed,
            "fixed_files": counts.fixed_files,
            "suppressed": counts.suppressed,
            "broken": counts.broken,
            "missing": counts.missing,
        }
        fixed = "" if self._mode == CHECK else f'"fixed": {_rows(self._fixed)},\n'
        lists = f'"skipped": {_rows(self._skipped)},\n"errors": {_rows(self._errors)},\n'
        policy = self._world.policy
        if policy is not None:
            summary["waived"] = counts.waived
            told = {"gate": policy.name or None, "remarks": [_remark(one) for one in policy.remarks]}
            lists = f'"waived": {_rows(self._waived)},\n"policy": {json.dumps(told)},\n{lists}'
        end = "\n]" if self._started else "]"
        self._out(f'{end},\n{fixed}{lists}"summary": {json.dumps(summary)}}}\n')


def as_data(finding: Finding, source: Source, occurrence: int) -> dict[str, Any]:
    """The finding as the schema wants it; ``source`` is the text that its spans count in."""
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "same_as": finding.same_as,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "advice": finding.advice,
        "file": finding.path,
        "span": _span(source, finding.span.start, finding.span.end),
        "within": _span(source, finding.covers[0].start, finding.covers[0].end) if finding.covers else None,
        "evidence": [{"source": one.source, "fact": one.fact, "date": one.date} for one in finding.evidence],
        "fingerprint": fingerprint(finding, occurrence),
        "fix": None
        if fix is None
        else {
            "safety": fix.safety,
            "title": fix.title,
            "edits": [
                {
                    "file": finding.path,
                    "start": source.byte_offset(edit.start),
                    "end": source.byte_offset(edit.end),
                    "text": edit.text,
                }
                for edit in fix.edits
            ],
        },
    }


def _span(source: Source, start: int, end: int) -> dict[str, Any]:
    first, last = source.position(start), source.position(end)
    return {
        "start": {"line": first.line, "column": first.column, "offset": first.offset},
        "end": {"line": last.line, "column": last.column, "offset": last.offset},
    }


def _fixed(finding: Finding, source: Source) -> dict[str, Any]:
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "file": finding.path,
        "line": source.line_at(min(finding.span.start, len(source.text))),
        "title": fix.title if fix is not None else "",
        "safety": fix.safety if fix is not None else None,
    }


def _waived(one: Waived, source: Source) -> dict[str, Any]:
    finding = one.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "file": finding.path,
        "span": _span(source, finding.span.start, finding.span.end),
        **_terms(one.waiver),
    }


def _remark(one: Remark) -> dict[str, Any]:
    waiver = one.waiver
    what = {"rule": waiver.rule or None, "path": waiver.path or None, **_terms(waiver), "line": waiver.line}
    return {"state": one.state, "message": one.message, **what}


def _terms(waiver: Waiver) -> dict[str, str]:
    return {"expires": waiver.expires, "owner": waiver.owner, "reason": waiver.reason}


def _rows(rows: list[str]) -> str:
    return "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"
