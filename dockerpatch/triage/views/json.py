"""A triage for programs: the JSON of triage.schema.json, version 1. It never leaves a row out."""

from __future__ import annotations

import json

from dockerpatch.triage.answer import VERDICTS, by_severity, remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from dockerpatch.engine.report import FileReport
    from dockerpatch.reports.report import Report
    from dockerpatch.triage.answer import Answer, Cause, Item, Judgement

    from .view import Telling

VERSION = 1


def render(answers: Sequence[Answer], telling: Telling) -> str:
    """See `dockerpatch.triage.views.view.View`."""
    world = telling.world
    data = {
        "version": VERSION,
        "almanac": {
            "as_of": world.as_of,
            "date": world.date,
            "age_days": world.age_days,
            "note": world.note or None,
        },
        "gate": {"name": telling.gate or None, "failing": len(telling.failing), "remarks": list(telling.remarks)},
        "images": [_image(answer, telling) for answer in answers],
    }
    return json.dumps(data, indent=1) + "\n"


def _image(answer: Answer, telling: Telling) -> dict[str, Any]:
    failing = {id(item) for item in telling.failing}
    numbers = {id(cause): number for number, cause in enumerate(answer.causes)}
    return {
        "reports": [_report(report) for report in answer.reports],
        "dockerfile": answer.origin.path,
        "stage": {"index": answer.origin.stage.index, "name": answer.origin.stage.name or None},
        "because": answer.origin.reasons,
        "causes": [_cause(cause) for cause in answer.causes],
        "rows": [_row(item, numbers[id(item.cause)], id(item) in failing) for item in answer.items],
        "edits": [_change(answer, number) for number in range(len(answer.changes))],
        "patch": _patch(answer.patch, telling.written),
        "unsafe_patch": _patch(answer.bold, False),
        "summary": {
            "before": by_severity(answer.items),
            "after": by_severity(remaining(answer.items)),
            "verdicts": {verdict: answer.counts().get(verdict, 0) for verdict in VERDICTS},
        },
    }


def _report(report: Report) -> dict[str, Any]:
    distro = report.distro
    return {
        "path": report.path,
        "format": report.format,
        "tool": report.tool,
        "tool_version": report.version or None,
        "created": report.created or None,
        "image": report.names[0] if report.names else None,
        "distro": {"family": distro.family, "version": distro.version} if distro is not None else None,
        "rows": len(report.rows),
        "passed_over": report.passed_over,
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "title": cause.title,
        "line": cause.line or None,
        "last_line": cause.last_line or None,
        "rows": len(cause.items),
    }


def _row(item: Item, cause: int, fails: bool) -> dict[str, Any]:
    row = item.row
    return {
        "id": row.id,
        "aliases": list(row.aliases),
        "package": row.package,
        "origin": row.origin or None,
        "version": row.version,
        "ecosystem": row.ecosystem or None,
        "purl": row.purl or None,
        "severity": row.severity,
        "state": row.state,
        "fixed": list(row.fixed),
        "path": row.path or None,
        "layer": row.layer or None,
        "cause": cause,
        **_judgement(item.judgement),
        "with_unsafe": _judgement(item.bold) if item.bold is not None else None,
        "fails_gate": fails,
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "until": judgement.until or None,
        "evidence": [{"source": one.source, "fact": one.fact, "date": one.date or None} for one in judgement.evidence],
    }


def _change(answer: Answer, number: int) -> dict[str, Any]:
    change = answer.changes[number]
    fix = change.finding.fix
    return {
        "code": change.finding.code,
        "title": fix.title if fix is not None else "",
        "safety": fix.safety if fix is not None else "",
        "closes": change.closes,
    }


def _patch(patch: FileReport | None, written: bool) -> dict[str, Any] | None:
    if patch is None or not patch.changed:
        return None
    return {"diff": patch.diff(), "written": written and patch.written}
