"""What a run has to say of one file, and of itself. It never prints."""

from __future__ import annotations

from dockerpatch.lint.finding import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.config.waivers import Waived
    from dockerpatch.lint.finding import Finding
    from dockerpatch.text.source import Source

    from .standing import Standing
    from .surroundings import Surroundings

CLEAN, FINDINGS, USAGE, NO_INPUT, BROKEN, NO_ALMANAC = range(6)
"""Exit codes.

Nothing at or above the gate; findings; usage or config; no input; a file not read or parsed; no almanac.
"""


INTERNAL, PROGRAM = "internal error", "shellcheck "
"""What the message of a fault of our own begins with, and that of a program that was asked."""


class FileError:
    """A file that could not be read, parsed or written: one line of words, and the place where there is one.

    ``line`` and ``column`` count from 1; 0: the file as a whole.
    """

    __slots__ = ("column", "line", "message", "path")

    def __init__(self, path: str, message: str, line: int = 0, column: int = 0) -> None:
        self.path = path
        self.message = message
        self.line = line
        self.column = column

    @property
    def is_internal(self) -> bool:
        """Whether the fault is ours, or that of a program that was asked, and not the file's."""
        return self.message.startswith((INTERNAL, PROGRAM))


class Left:
    """A finding whose fix was not made, and why."""

    __slots__ = ("finding", "reason")

    def __init__(self, finding: Finding, reason: str) -> None:
        self.finding = finding
        self.reason = reason


class FileReport:
    """One file's outcome.

    ``source`` is the file as it was read (None when it was not), ``findings`` what is true of it at the end: of
    ``fixed_source`` when a fix run changed it. ``fixed`` are the findings mended, ``left`` those a fix run could not
    or may not mend. ``suppressed`` counts the findings that comments silenced.
    """

    __slots__ = (
        "around",
        "errors",
        "findings",
        "fixed",
        "fixed_source",
        "left",
        "missing",
        "named",
        "path",
        "skipped",
        "source",
        "suppressed",
        "unusable",
        "waived",
        "written",
    )

    def __init__(
        self, path: str, source: Source | None = None, named: bool = True, around: Surroundings | None = None
    ) -> None:
        self.path = path
        self.around = around
        """What lies around the file, where that is known."""
        self.source = source
        self.named = named
        """Whether the path was named, and not met in a folder."""
        self.skipped = ""
        """Why a file was passed over though nothing is wrong with it; "" when it was not."""
        self.fixed_source: Source | None = None
        self.findings: list[Finding] = []
        self.fixed: list[Finding] = []
        self.left: list[Left] = []
        self.errors: list[FileError] = []
        self.suppressed = 0
        self.waived: list[Waived] = []
        """The findings that count for nothing until a day, each with its waiver; ``findings`` is without them."""
        self.missing = False
        """Whether nothing of this name is there."""
        self.unusable = CLEAN
        """The run's exit code when the file's own config (`USAGE`) or almanac (`NO_ALMANAC`) cannot be used."""
        self.written = False

    def forget(self) -> None:
        """Take back what was found; the file is to be judged anew."""
        self.findings, self.errors, self.skipped, self.suppressed, self.waived = [], [], "", 0, []

    @property
    def changed(self) -> bool:
        return self.fixed_source is not None

    def diff(self) -> str:
        """The change as a unified diff; "" without one."""
        if self.source is None or self.fixed_source is None:
            return ""
        from dockerpatch.text.diff import unified

        return unified(self.source.text, self.fixed_source.text, self.path)


class Tally:
    """Counts over all files of a run. With a ``policy`` it is for that to say what fails."""

    __slots__ = ("_policy", "broken", "by_severity", "files", "fixed", "missing", "suppressed", "unusable")

    def __init__(self, policy: Standing | None = None) -> None:
        self._policy = policy
        self.files = 0
        self.broken = 0
        self.fixed = 0
        self.missing = 0
        self.suppressed = 0
        self.unusable = CLEAN
        self.by_severity = dict.fromkeys(SEVERITIES, 0)

    def add(self, report: FileReport) -> None:
        self.files += report.source is not None
        self.broken += bool(report.errors) and not report.missing
        self.missing += report.missing
        self.fixed += len(report.fixed)
        self.suppressed += report.suppressed
        self.unusable = max(self.unusable, report.unusable)
        for finding in report.findings:
            self.by_severity[finding.severity] += 1
        if self._policy is not None:
            self._policy.add(report)

    def exit_code(self, fail_on: str) -> int:
        """The run's exit code; ``fail_on`` is the mildest severity that fails it, or "never"."""
        if self.unusable:
            return self.unusable
        if self.broken or (self.missing and self.files):
            return BROKEN
        if not self.files:
            return NO_INPUT
        if self._policy is not None:
            return FINDINGS if self._policy.fails else CLEAN
        gate = SEVERITIES.index(fail_on) if fail_on in SEVERITIES else -1
        return FINDINGS if any(self.by_severity[severity] for severity in SEVERITIES[: gate + 1]) else CLEAN
