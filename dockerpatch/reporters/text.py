"""A run for people: each finding with its place, source, evidence and fix, then a summary. It never wraps a message."""

from __future__ import annotations

from dockerpatch.lint.finding import DISPLAY, SAFE, SEVERITIES

from .legible import legible
from .paint import Paint
from .reporter import CHECK, DIFF, Counts, mends

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.lint.finding import Finding, Fix
    from dockerpatch.text.source import Source

    from .reporter import Error, Left, Report, Waiver, World, Write

MOST_ERRORS = 3
"""How many errors of one file are written out: a file that is none of ours can hold thousands."""


class Text:
    """The reporter ``text``. Findings and the summary go to ``out``, errors and notes on the run to ``err``."""

    __slots__ = ("_counts", "_err", "_err_paint", "_mode", "_out", "_paint", "_waived", "_world")

    def __init__(self, mode: str, world: World, out: Write, err: Write, colour: tuple[bool, bool]) -> None:
        self._mode = mode
        self._world = world
        self._out = out
        self._err = err
        self._paint = Paint(colour[0])
        self._err_paint = Paint(colour[1])
        self._counts = Counts()
        self._waived: dict[Waiver, int] = {}

    def begin(self) -> None:
        for remark in self._world.remarks:
            self._remark(remark)

    def _remark(self, text: str) -> None:
        self._err(f"{self._err_paint('note', 'note')}: {legible(text)}\n")

    def file(self, report: Report) -> None:
        mended = self._mode != CHECK and mends(report, self._mode)
        self._counts.add(report, mended)
        for waived in report.waived:
            self._waived[waived.waiver] = self._waived.get(waived.waiver, 0) + 1
        for error in report.errors[:MOST_ERRORS]:
            self._error(error)
        more = len(report.errors) - MOST_ERRORS
        if more > 0:
            self._err(f"{self._err_paint('bold', _path(report.path))}: {several(more, 'more error')}\n")
        if self._mode == CHECK:
            if report.findings:
                assert report.source is not None
                self._found(report.findings, report.source)
            return
        if mended:
            for finding in report.fixed:
                assert report.source is not None
                self._out(self._fixed(finding, report.source))
        if report.fixed_source is None or mended:
            for left in report.left:
                source = report.fixed_source or report.source
                assert source is not None
                self._out(self._left(left, source))

    def _error(self, error: Error) -> None:
        place = f":{error.line}:{error.column}" if error.line else ""
        path = self._err_paint("bold", f"{_path(error.path)}{place}")
        self._err(f"{path}: {self._err_paint('error', 'error')}: {legible(error.message)}\n")

    def end(self) -> None:
        counts = self._counts
        for waiver, count in self._waived.items():
            terms = f"until {waiver.expires} by {legible(waiver.owner)}: {legible(waiver.reason)}"
            self._out(f"waived {terms} ({several(count, 'finding')} of {legible(waiver.name)})\n")
        if counts.files:
            self._out(_mended(counts, self._mode) if self._mode != CHECK else _checked(counts))
        for remark in world.policy.remarks if (world := self._world).policy is not None else ():
            label = "error" if remark.state == "expired" else "warning"
            self._err(f"{self._err_paint(label, label)}: {legible(remark.message)}\n")

    def _head(self, finding: Finding, source: Source) -> str:
        paint = self._paint
        at = source.position(finding.span.start)
        place = paint("bold", f"{_path(finding.path)}:{at.line}:{at.column}")
        name = paint("bold", f"{finding.code} {finding.name}")
        severity = paint(finding.severity, finding.severity)
        return f"{place}: {severity} {name}: {legible(finding.message)}\n"

    def _found(self, findings: Sequence[Finding], source: Source) -> None:
        from .snippet import snippet

        for finding in findings:
            self._out(self._full(finding, source, snippet(source, finding.span, finding.severity, self._paint)))

    def _full(self, finding: Finding, source: Source, shown: tuple[int, list[str]]) -> str:
        """All of a finding; ``shown`` are the rows of its place, and how wide their gutter is."""
        gutter, rows = shown
        fix = finding.fix
        changes: list[str] = []
        if fix is not None and fix.edits:
            from .change import change

            changes_gutter, changes = change(source, fix.edits, self._paint)
            if changes_gutter > gutter:
                rows = [" " * (changes_gutter - gutter) + row for row in rows]
                gutter = changes_gutter
            else:
                changes = [" " * (gutter - changes_gutter) + row for row in changes]
        paint = self._paint
        margin = f"{' ' * gutter} {paint('frame', '=')} "
        labels = [f"{margin}{legible(one.fact)} {self._source(one.source, one.date)}" for one in finding.evidence]
        if finding.confidence != "high":
            labels.append(f"{margin}{paint('label', 'confidence')}: {finding.confidence}")
        if finding.advice:
            labels.append(f"{margin}{paint('label', 'help')}: {legible(finding.advice)}")
        if fix is not None:
            labels.append(f"{margin}{paint('label', _safety(fix))}: {legible(fix.title)}")
        return self._head(finding, source) + "\n".join([*rows, *labels, *changes, "\n"])

    def _label(self, gutter: int, text: str, label: str) -> str:
        paint = self._paint
        return f"{' ' * gutter} {paint('frame', '=')} {paint('label', label)}: {text}"

    def _source(self, source: str, date: str) -> str:
        said = ", ".join([legible(one) for one in (source, date) if one])
        return self._paint("dim", f"({said})") if said else ""

    def _fixed(self, finding: Finding, source: Source) -> str:
        # A later round counts in a text that only it saw: its line can be off by the lines that were put in above.
        line = source.line_at(min(finding.span.start, len(source.text)))
        paint = self._paint
        done = paint("plus", "would fix" if self._mode == DIFF else "fixed")
        title = f": {legible(finding.fix.title)}" if finding.fix is not None else ""
        place = paint("bold", f"{_path(finding.path)}:{line}")
        return f"{place}: {done} {paint('bold', f'{finding.code} {finding.name}')}{title}\n"

    def _left(self, left: Left, source: Source) -> str:
        finding = left.finding
        rows = [self._label(2, legible(left.reason), "left")]
        if finding.advice:
            rows.append(self._label(2, legible(finding.advice), "help"))
        return self._head(finding, source) + "\n".join(rows) + "\n"


def _path(path: str) -> str:
    return "<stdin>" if path == "-" else legible(path)


def _safety(fix: Fix) -> str:
    if fix.safety == DISPLAY:
        return "suggestion"
    return "fix (safe)" if fix.safety == SAFE else "fix (unsafe, needs --unsafe)"


def several(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _checked(counts: Counts) -> str:
    found = [several(counts.by_severity[each], each) for each in SEVERITIES if counts.by_severity[each]]
    parts = [f"checked {several(counts.files, 'file')}: {', '.join(found) or 'no findings'}"]
    if counts.safe:
        more = f" ({counts.unsafe} more with --unsafe)" if counts.unsafe else ""
        parts.append(f"{counts.safe} can be fixed with `dockerpatch fix`{more}")
    elif counts.unsafe:
        parts.append(f"{counts.unsafe} can be fixed with `dockerpatch fix --unsafe`")
    return _summed(parts, counts)


def _mended(counts: Counts, mode: str) -> str:
    done = "would fix" if mode == DIFF else "fixed"
    files = f" in {several(counts.fixed_files, 'file')}" if counts.fixed else f" in {several(counts.files, 'file')}"
    return _summed([f"{done} {several(counts.fixed, 'finding')}{files}", f"{counts.left} left"], counts)


def _summed(parts: list[str], counts: Counts) -> str:
    if counts.waived:
        parts.append(f"{counts.waived} waived")
    if counts.suppressed:
        parts.append(f"{counts.suppressed} suppressed")
    wrong = counts.broken + counts.missing
    if wrong:
        parts.append(f"{several(wrong, 'path')} with errors")
    return "; ".join(parts) + "\n"
