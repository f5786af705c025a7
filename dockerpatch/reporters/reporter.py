"""What a reporter is, and what it is told of a run. A reporter never opens a file: it is given where to write."""

from __future__ import annotations

from dockerpatch.lint.finding import DISPLAY, SAFE, SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from dockerpatch.lint.finding import Finding
    from dockerpatch.text.source import Source

    class Error(Protocol):
        """Why a file could not be read, parsed or written; line and column count from 1, 0: the file as a whole."""

        @property
        def path(self) -> str: ...
        @property
        def message(self) -> str: ...
        @property
        def line(self) -> int: ...
        @property
        def column(self) -> int: ...

    class Left(Protocol):
        """A finding whose fix was not made, and why."""

        @property
        def finding(self) -> Finding: ...
        @property
        def reason(self) -> str: ...

    class Waiver(Protocol):
        """What lets findings pass until a day; ``dockerpatch.config.waivers.Waiver`` is one."""

        @property
        def name(self) -> str: ...
        @property
        def id(self) -> str: ...
        @property
        def rule(self) -> str: ...
        @property
        def path(self) -> str: ...
        @property
        def reason(self) -> str: ...
        @property
        def owner(self) -> str: ...
        @property
        def expires(self) -> str: ...
        @property
        def line(self) -> int: ...

    class Waived(Protocol):
        """A finding that counts for nothing, and the waiver that says so."""

        @property
        def finding(self) -> Finding: ...
        @property
        def waiver(self) -> Waiver: ...

    class Remark(Protocol):
        """What is to be said of a waiver: its state ("expired" or "unused"), and one line for the user."""

        @property
        def state(self) -> str: ...
        @property
        def waiver(self) -> Waiver: ...
        @property
        def message(self) -> str: ...

    class Policy(Protocol):
        """What the run is judged by: the gate that was picked ("": none), and remarks, complete when it ends."""

        @property
        def name(self) -> str: ...
        @property
        def remarks(self) -> Sequence[Remark]: ...

    class Report(Protocol):
        """One file's outcome; ``dockerpatch.engine.report.FileReport`` is one, from a floor above this one."""

        @property
        def path(self) -> str: ...
        @property
        def source(self) -> Source | None: ...
        @property
        def fixed_source(self) -> Source | None: ...
        @property
        def findings(self) -> Sequence[Finding]: ...
        @property
        def fixed(self) -> Sequence[Finding]: ...
        @property
        def left(self) -> Sequence[Left]: ...
        @property
        def errors(self) -> Sequence[Error]: ...
        @property
        def skipped(self) -> str: ...
        @property
        def suppressed(self) -> int: ...
        @property
        def waived(self) -> Sequence[Waived]: ...
        @property
        def missing(self) -> bool: ...
        @property
        def written(self) -> bool: ...

    class Reporter(Protocol):
        """One way to tell a run. The calls come in this order; each file is told when it is known, none is kept."""

        def begin(self) -> None: ...
        def file(self, report: Report) -> None: ...
        def end(self) -> None: ...

    class Write(Protocol):
        """Takes the next piece of text of an output."""

        def __call__(self, text: str, /) -> object: ...


CHECK, FIX, DIFF = "check", "fix", "diff"
"""What a run is for: to tell, to mend the files, or to show how it would mend them."""

STDIN = "-"
OLD_DAYS = 30
"""The age from which on an almanac is said to be old."""


class World:
    """The almanac that a run asked: the day of its answers, its own day and age, and a remark on the day ("": none).

    ``policy`` is what the run is judged by, where it has a policy.
    """

    __slots__ = ("age_days", "as_of", "date", "note", "policy")

    def __init__(self, as_of: str, date: str, age_days: int, note: str = "", policy: Policy | None = None) -> None:
        self.as_of = as_of
        self.date = date
        self.age_days = age_days
        self.note = note
        self.policy = policy

    @property
    def remarks(self) -> list[str]:
        """What a person should know of the almanac before anything else, a line each."""
        found = [self.note] if self.note else []
        if self.age_days > OLD_DAYS:
            found.append(
                f"the almanac is {self.age_days} days old ({self.date}): what changed since is not known to it;"
                " a newer dockerpatch has a newer one"
            )
        return found


class Counts:
    """What a run adds up to. ``safe``, ``unsafe`` and ``display`` count the fixes of the findings that remain."""

    __slots__ = (
        "broken",
        "by_severity",
        "display",
        "files",
        "fixed",
        "fixed_files",
        "left",
        "missing",
        "safe",
        "suppressed",
        "unsafe",
        "waived",
    )

    def __init__(self) -> None:
        self.files = self.broken = self.missing = self.suppressed = self.waived = 0
        self.fixed = self.fixed_files = self.left = 0
        self.safe = self.unsafe = self.display = 0
        self.by_severity = dict.fromkeys(SEVERITIES, 0)

    def add(self, report: Report, mends: bool) -> None:
        """Take in one file; ``mends`` tells whether its ``fixed`` findings count (see the function)."""
        self.files += report.source is not None
        self.broken += bool(report.errors) and not report.missing
        self.missing += report.missing
        self.suppressed += report.suppressed
        self.waived += len(report.waived)
        if mends and report.fixed:
            self.fixed += len(report.fixed)
            self.fixed_files += 1
        self.left += len(report.left)
        for finding in report.findings:
            self.by_severity[finding.severity] += 1
            if finding.fix is not None:
                if finding.fix.safety == SAFE:
                    self.safe += 1
                elif finding.fix.safety == DISPLAY:
                    self.display += 1
                else:
                    self.unsafe += 1

    @property
    def findings(self) -> int:
        return sum(self.by_severity.values())


def mends(report: Report, mode: str) -> bool:
    """Whether what the report calls fixed is so: on disk, or in the text given back where none was to be written."""
    return mode == DIFF or report.path == STDIN or report.written
