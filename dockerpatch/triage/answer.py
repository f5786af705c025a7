"""What triage answers: causes, the rows they account for, edits, and a verdict for each row. It never prints."""

from __future__ import annotations

from dockerpatch.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.engine.report import FileReport
    from dockerpatch.lint.finding import Evidence, Finding
    from dockerpatch.reports.report import Report, Row

    from .candidates import Origin

BASE, COPIED, INSTALLED = "base-image", "copied-image", "installed-package"
TOOLCHAIN, APPLICATION, UNPLACED = "go-toolchain", "application-dependency", "unplaced"
KINDS = (BASE, COPIED, INSTALLED, TOOLCHAIN, APPLICATION, UNPLACED)
"""What brought a package in: the image of a FROM, one that a COPY takes files from, a RUN that installs it, the Go that
compiled it, the application itself, or nothing that the report and the file tell."""

CLOSED, LIKELY, REBUILD = "closed-by-edit", "likely-closed", "needs-rebuild"
STUCK, DISAGREE, WAIVED, UNPROVEN = "not-fixable-here", "scanner-and-distro-disagree", "waived", "not-proven"
VERDICTS = (CLOSED, LIKELY, REBUILD, UNPROVEN, STUCK, DISAGREE, WAIVED)
"""In the order they are told. UNPROVEN: an edit is there, but no fact says that it closes the row."""

WORDS = {
    CLOSED: "closed by this edit",
    LIKELY: "likely closed",
    REBUILD: "needs a rebuild only",
    UNPROVEN: "not proven",
    STUCK: "not fixable here",
    DISAGREE: "scanner and distro disagree",
    WAIVED: "waived",
}
"""Each verdict as people read it."""

SETTLED = (DISAGREE, WAIVED)
"""Verdicts of rows that ask nothing of anybody."""


class Judgement(Record):
    """A verdict on a row: why, and the facts it rests on. ``until`` is the day that a waiver ends."""

    __slots__ = ("evidence", "reason", "until", "verdict")

    def __init__(self, verdict: str, reason: str, evidence: Sequence[Evidence] = (), until: str = "") -> None:
        self.verdict = verdict
        self.reason = reason
        self.evidence = tuple(evidence)
        self.until = until


class Item:
    """A row of ``report`` with what brought it in and what becomes of it.

    ``bold`` is what the verdict would be with unsafe fixes too; None where that is no other.
    """

    __slots__ = ("bold", "cause", "judgement", "report", "row")

    def __init__(self, row: Row, report: Report, cause: Cause) -> None:
        self.row = row
        self.report = report
        self.cause = cause
        self.judgement = Judgement(UNPROVEN, "")
        self.bold: Judgement | None = None

    @property
    def verdict(self) -> str:
        return self.judgement.verdict


class Cause:
    """One thing that brought rows in: ``kind`` of KINDS, what it is in words, and the instruction to blame.

    ``line`` (from 1) to ``last_line`` is where that stands, 0 where there is none; ``start`` its offset in characters.
    ``stage`` is the index of the stage whose base image is meant, -1 where none is.
    """

    __slots__ = ("items", "kind", "last_line", "line", "stage", "start", "title")

    def __init__(
        self, kind: str, title: str, line: int = 0, last_line: int = 0, stage: int = -1, start: int = -1
    ) -> None:
        self.kind = kind
        self.title = title
        self.line = line
        self.last_line = last_line
        self.stage = stage
        self.start = start
        self.items: list[Item] = []


class Change:
    """One edit of the patch: the finding that is mended by it, and how many rows it closes or likely closes.

    ``stages`` are the indexes of the stages that it is about.
    """

    __slots__ = ("closes", "finding", "stages")

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.stages: set[int] = set()
        self.closes = 0


class Answer:
    """The triage of one image.

    ``reports`` are the scans of it; ``origin`` the Dockerfile and stage that made it, and how that was told. ``patch``
    has the text before and after with safe fixes (unsafe ones too when asked), ``bold`` with unsafe ones where that
    differs. ``day`` is the day of the almanac.
    """

    __slots__ = ("bold", "causes", "changes", "day", "origin", "patch", "reports")

    def __init__(self, reports: Sequence[Report], origin: Origin, causes: Sequence[Cause], day: str) -> None:
        self.reports = tuple(reports)
        self.origin = origin
        self.causes = tuple(causes)
        self.day = day
        self.patch: FileReport | None = None
        self.bold: FileReport | None = None
        self.changes: list[Change] = []

    @property
    def items(self) -> list[Item]:
        """All rows, cause by cause."""
        return [item for cause in self.causes for item in cause.items]

    def counts(self, verdicts: Iterable[str] = VERDICTS) -> dict[str, int]:
        """How many rows have each of the verdicts; those that none has are left out."""
        found = dict.fromkeys(verdicts, 0)
        for item in self.items:
            if item.verdict in found:
                found[item.verdict] += 1
        return {verdict: number for verdict, number in found.items() if number}


def by_severity(items: Iterable[Item]) -> dict[str, int]:
    """How many of the rows have each severity, worst first; those that none has are left out."""
    from dockerpatch.reports.report import SEVERITIES

    found = dict.fromkeys(SEVERITIES, 0)
    for item in items:
        found[item.row.severity] += 1
    return {severity: number for severity, number in found.items() if number}


def remaining(items: Iterable[Item]) -> list[Item]:
    """The rows that are there still once the edits are made and the image is built anew."""
    return [item for item in items if item.verdict in (UNPROVEN, STUCK)]
