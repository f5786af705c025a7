"""A triage for people: causes first, each with its line and what becomes of its rows, then the patch and the counts.

It never lists the rows of a cause but when asked, nor tells what is said of the policy: that goes to standard error.
"""

from __future__ import annotations

from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.paint import Paint
from dockerpatch.reporters.text import several
from dockerpatch.triage.answer import CLOSED, DISAGREE, LIKELY, REBUILD, VERDICTS, WORDS, by_severity, remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.triage.answer import Answer, Cause, Item, Judgement

    from .view import Telling

MOST_REASONS = 3
"""How many different reasons of one verdict of one cause are written out."""
_STYLES = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_GOOD = (CLOSED, LIKELY, REBUILD)


def render(answers: Sequence[Answer], telling: Telling) -> str:
    """See `dockerpatch.triage.views.view.View`."""
    paint = Paint(telling.colour)
    return "\n".join(_Text(answer, telling, paint).whole() for answer in answers)


class _Text:
    """One answer on its way to being text."""

    __slots__ = ("_answer", "_failing", "_paint", "_telling")

    def __init__(self, answer: Answer, telling: Telling, paint: Paint) -> None:
        self._answer = answer
        self._telling = telling
        self._paint = paint
        self._failing = {id(item) for item in telling.failing}

    def whole(self) -> str:
        rows = self._head()
        for number, cause in enumerate(self._answer.causes, 1):
            rows += ["", *self._cause(number, cause)]
        rows += ["", *self._patch(), *self._summary()]
        return "\n".join(rows) + "\n"

    def _head(self) -> list[str]:
        answer, paint = self._answer, self._paint
        first = answer.reports[0]
        names = [report.names[0] for report in answer.reports if report.names]
        image = names[0] if names else first.path
        distro = next((report.distro for report in answer.reports if report.distro is not None), None)
        system = f" ({distro.family} {distro.version})" if distro is not None else ""
        scans = ", ".join(
            f"{report.tool}{f' on {report.created[:10]}' if report.created else ''}" for report in answer.reports
        )
        number = len(answer.items)
        what = f"{several(number, 'row')}, {several(len(answer.causes), 'cause')}"
        head = f"{paint('bold', legible(image))}{legible(system)}, scanned by {legible(scans)}: {what}"
        why = "; ".join(answer.origin.reasons) or "nothing speaks against it"
        rows = [head, f"  made by {paint('bold', legible(answer.origin.shown))}: {legible(why)}"]
        other: dict[str, int] = {}
        for report in answer.reports:
            for kind, count in report.passed_over.items():
                other[kind] = other.get(kind, 0) + count
        if other:
            told = ", ".join(f"{count} {kind}" for kind, count in other.items())
            rows.append(f"  passed over, as no vulnerabilities: {legible(told)}")
        return rows

    def _cause(self, number: int, cause: Cause) -> list[str]:
        paint = self._paint
        place = f"{self._answer.origin.path}:{cause.line}: " if cause.line else ""
        counts = self._severities(cause.items)
        rows = [f"{number}. {paint('bold', legible(place))}{legible(cause.title)}: {counts}"]
        if cause.line:
            source = self._answer.origin.document.source
            for line in range(cause.line, min(cause.last_line, cause.line + 2) + 1):
                rows.append(f"   {paint('frame', f'{line} |')} {legible(source.line_text(line))[:200]}")
            if cause.last_line > cause.line + 2:
                rows.append(f"   {paint('frame', '...')}")
        for verdict in VERDICTS:
            items = [item for item in cause.items if item.verdict == verdict]
            if items:
                rows += self._verdict(verdict, items)
        bolder = [
            item
            for item in cause.items
            if item.verdict not in _GOOD and item.bold is not None and item.bold.verdict in _GOOD
        ]
        if bolder:
            reasons = list(dict.fromkeys(_reason(item.bold) for item in bolder if item.bold is not None))
            rows.append(f"   {paint('label', 'with --unsafe')}: {len(bolder)} {legible(reasons[0])}")
        return rows

    def _verdict(self, verdict: str, items: list[Item]) -> list[str]:
        paint = self._paint
        style = "plus" if verdict in _GOOD else "warning"
        head = f"   {paint(style, f'{len(items)} {WORDS[verdict]}')}"
        if self._telling.rows:
            return [head, *(row for item in items for row in self._row(item))]
        reasons: dict[str, list[Item]] = {}
        for item in items:
            reasons.setdefault(item.judgement.reason, []).append(item)
        rows = [head]
        for reason, of_reason in list(reasons.items())[:MOST_REASONS]:
            ids = list(dict.fromkeys(item.row.id for item in of_reason))
            more = f" and {len(ids) - 2} more" if len(ids) > 2 else ""
            rows.append(f"     {legible(', '.join(ids[:2]))}{more}: {legible(reason)}")
        if len(reasons) > MOST_REASONS:
            rest = sum(len(of_reason) for of_reason in list(reasons.values())[MOST_REASONS:])
            told = f"{several(rest, 'more row')}: --rows shows every one"
            rows.append(f"     {paint('dim', told)}")
        return rows

    def _row(self, item: Item) -> list[str]:
        paint, row = self._paint, item.row
        severity = paint(_STYLES.get(row.severity, "dim"), row.severity)
        mark = f" {paint('error', '(fails the gate)')}" if id(item) in self._failing else ""
        where = f" in /{row.path}" if row.path and not row.of_distro else ""
        what = legible(f"{row.id} {row.package} {row.version}{where}")
        facts = [
            f"       {paint('frame', '=')} {legible(one.fact)} ({legible(one.source)}, {one.date})"
            for one in item.judgement.evidence
        ]
        return [f"     {severity} {what}{mark}: {legible(item.judgement.reason)}", *facts]

    def _patch(self) -> list[str]:
        answer, paint = self._answer, self._paint
        patch = answer.patch
        if patch is None or not patch.changed:
            rows = ["no edit of this Dockerfile that is safe closes any of them"]
            if answer.bold is not None:
                rows = ["no safe edit closes any of them; --unsafe would make these:"]
                rows += [f"  {self._diff_line(line)}" for line in _hunk_lines(answer.bold.diff())]
            elif any(item.verdict == REBUILD for item in answer.items):
                rows = ["no edit is needed: build the image anew, without its cache and with --pull"]
            return [*rows, ""]
        done = "the patch, written:" if self._telling.written else "the patch (--fix writes it):"
        rows = [paint("bold", done)]
        rows += [f"  {self._diff_line(line)}" for line in _hunk_lines(patch.diff())]
        for change in answer.changes:
            fix = change.finding.fix
            title = fix.title if fix is not None else ""
            rows.append(f"  {change.finding.code}: {legible(title)}: {several(change.closes, 'row')}")
        for left in patch.left:
            if left.finding.fix is not None and not left.reason.startswith("has an unsafe fix"):
                rows.append(f"  {left.finding.code} was left: {legible(left.reason)}")
        return [*rows, ""]

    def _diff_line(self, line: str) -> str:
        style = {"-": "minus", "+": "plus"}.get(line[:1], "dim")
        return self._paint(style, legible(line.rstrip("\r\n")))

    def _summary(self) -> list[str]:
        items = self._answer.items
        left = remaining(items)
        waits = [item for item in items if item.verdict == REBUILD]
        told = [f"{count} {WORDS[verdict]}" for verdict, count in self._answer.counts().items()]
        when = "after the edits and a rebuild" if self._changed() else "after a rebuild" if waits else "after"
        rows = [
            f"before: {self._severities(items)}",
            f"{when}: {self._severities(left)}{self._doubts()}",
            "; ".join(told) + f" (almanac of {self._answer.day})",
        ]
        if self._telling.failing and self._failing & {id(item) for item in items}:
            gate = f" {self._telling.gate}" if self._telling.gate else ""
            number = sum(id(item) in self._failing for item in items)
            verb = "fails" if number == 1 else "fail"
            rows.append(self._paint("error", f"{several(number, 'row')} {verb} the gate{gate}"))
        return rows

    def _doubts(self) -> str:
        """What may be there all the same, in brackets."""
        counts = self._answer.counts()
        doubts = []
        if counts.get(LIKELY):
            doubts.append(f"{counts[LIKELY]} of the others likely closed, not proven to be")
        if counts.get(DISAGREE):
            doubts.append(f"{counts[DISAGREE]} the scanner may go on to report")
        return f" ({'; '.join(doubts)})" if doubts else ""

    def _changed(self) -> bool:
        return self._answer.patch is not None and self._answer.patch.changed

    def _severities(self, items: Iterable[Item]) -> str:
        counts = by_severity(items)
        return ", ".join(f"{count} {severity}" for severity, count in counts.items()) or "nothing"


def _reason(judgement: Judgement) -> str:
    return f"{WORDS[judgement.verdict]}: {judgement.reason}"


def _hunk_lines(diff: str) -> list[str]:
    """The changed lines of a unified diff, without its heads and context."""
    return [line for line in diff.split("\n") if line[:1] in ("-", "+") and line[:3] not in ("---", "+++")]
