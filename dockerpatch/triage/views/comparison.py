"""A comparison of two reports, for people, programs and pull requests. It never hides a promise that was not kept."""

from __future__ import annotations

from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.paint import Paint
from dockerpatch.reporters.text import several
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.answer import WORDS
from dockerpatch.triage.verify import GONE, NEW, STILL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from dockerpatch.reports.report import Report, Row
    from dockerpatch.triage.verify import Change, Comparison

VERSION = 1
MOST = 20
"""How many rows of one cause are written out for people."""

_TOLD = {GONE: "closed", STILL: "still there", NEW: "new"}


def render(form: str, comparison: Comparison, failing: Sequence[Change], *, colour: bool = False) -> str:
    """The comparison as "text", "json" or "markdown". ``failing`` are the changes that fail the run."""
    if form == "json":
        return _json(comparison, failing)
    if form == "markdown":
        return _markdown(comparison, failing)
    return _text(comparison, failing, Paint(colour))


def _text(comparison: Comparison, failing: Sequence[Change], paint: Paint) -> str:
    rows = [_head(comparison), ""]
    styles = {GONE: "plus", STILL: "warning", NEW: "error"}
    for cause, changes in comparison.by_cause().items():
        counts = [
            paint(styles[state], f"{number} {_TOLD[state]}") for state, number in _counts(changes).items() if number
        ]
        rows.append(f"{paint('bold', legible(cause))}: {', '.join(counts)}")
        open_ones = [one for one in changes if one.state != GONE]
        for one in open_ones[:MOST]:
            rows.append(
                f"  {paint(styles[one.state], _TOLD[one.state])} {legible(_what(one.row))}{legible(_kept(one))}"
            )
        if len(open_ones) > MOST:
            rows.append(f"  {several(len(open_ones) - MOST, 'more row')}: --format json has every one")
    rows += ["", *_sums(comparison)]
    if failing:
        broken = sum(one.broken for one in failing)
        parts = [f"{broken} promised and still there"] if broken else []
        parts += [f"{len(failing) - broken} new"] if len(failing) > broken else []
        rows.append(paint("error", f"fails: {', '.join(parts)}"))
    return "\n".join(rows) + "\n"


def _head(comparison: Comparison) -> str:
    before, after = comparison.before, comparison.after
    return f"{legible(_image(before))} -> {legible(_image(after))}"


def _image(report: Report) -> str:
    name = report.names[0] if report.names else report.path
    day = f" on {report.created[:10]}" if report.created else ""
    return f"{name} ({report.tool}{day})"


def _sums(comparison: Comparison) -> list[str]:
    counts = ", ".join(f"{number} {_TOLD[state]}" for state, number in _counts(comparison.changes).items())
    promised = "" if comparison.promised else "; nothing was promised"
    before, after = _severities(comparison.before.rows), _severities(comparison.after.rows)
    return [f"before: {before}", f"after: {after}", f"{counts}{promised}"]


def _counts(changes: Iterable[Change]) -> dict[str, int]:
    found = dict.fromkeys((GONE, STILL, NEW), 0)
    for one in changes:
        found[one.state] += 1
    return found


def _severities(rows: Iterable[Row]) -> str:
    found = dict.fromkeys(SEVERITIES, 0)
    for row in rows:
        found[row.severity] += 1
    return ", ".join(f"{number} {severity}" for severity, number in found.items() if number) or "nothing"


def _what(row: Row) -> str:
    where = f" in /{row.path}" if row.path and not row.of_distro else ""
    return f"{row.severity} {row.id} {row.package} {row.version}{where}"


def _kept(change: Change) -> str:
    if change.broken:
        return f" (promised: {WORDS[change.promise.verdict]})"
    if change.state == STILL and change.promise.verdict:
        return f" ({WORDS[change.promise.verdict]})"
    return ""


def _json(comparison: Comparison, failing: Sequence[Change]) -> str:
    import json

    bad = {id(one) for one in failing}
    data = {
        "version": VERSION,
        "before": _report(comparison.before),
        "after": _report(comparison.after),
        "promised": comparison.promised,
        "summary": _counts(comparison.changes),
        "failing": len(failing),
        "rows": [_row(one, id(one) in bad) for one in comparison.changes],
    }
    return json.dumps(data, indent=1) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "path": report.path,
        "tool": report.tool,
        "image": report.names[0] if report.names else None,
        "created": report.created or None,
        "rows": len(report.rows),
    }


def _row(change: Change, fails: bool) -> dict[str, Any]:
    row = change.row
    return {
        "state": change.state,
        "id": row.id,
        "package": row.package,
        "version": row.version,
        "severity": row.severity,
        "path": row.path or None,
        "cause": change.promise.cause or None,
        "promised": change.promise.verdict or None,
        "fails": fails,
    }


def _markdown(comparison: Comparison, failing: Sequence[Change]) -> str:
    counts = _counts(comparison.changes)
    rows = [
        f"**{counts[GONE]} closed, {counts[STILL]} still there, {counts[NEW]} new**"
        + (f": {several(len(failing), 'row')} against the promise or the gate" if failing else ""),
        "",
        "| cause | closed | still there | new |",
        "|---|--:|--:|--:|",
    ]
    for cause, changes in comparison.by_cause().items():
        each = _counts(changes)
        rows.append(f"| {_cell(cause)} | {each[GONE]} | {each[STILL]} | {each[NEW]} |")
    open_ones = [one for one in comparison.changes if one.state != GONE]
    if open_ones:
        rows += ["", "| | vulnerability | package | version | |", "|---|---|---|---|---|"]
        for one in open_ones[: MOST * 5]:
            cells = (_TOLD[one.state], one.row.id, one.row.package, one.row.version, _kept(one).strip(" ()"))
            rows.append("| " + " | ".join(map(_cell, cells)) + " |")
        if len(open_ones) > MOST * 5:
            rows += ["", f"{several(len(open_ones) - MOST * 5, 'more row')} left out."]
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    """A text as it is safe in a cell of a table: as code, so that nothing in it is markup, a name or a link."""
    plain = legible(text).replace("`", "'").replace("|", "\\|").replace("\n", " ")
    return f"`{plain}`" if plain else ""
