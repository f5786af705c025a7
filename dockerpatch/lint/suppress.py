"""Comments that tell the linter to be quiet, in our words and those of the tools people come from.

It never hides a finding past its date.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from .names import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.text.layout import Layout, Statement
    from dockerpatch.text.source import Source

    from .finding import Finding

# Kept as texts: `re` compiles them for the first file that has such a comment, and no start pays for them.
_OURS = r"(?i)#\s*dockerpatch:\s*(ignore|ignore-file)\s*\[([^\]\n]*)\](.*)"
_HADOLINT = r"(?i)#\s*hadolint\s+(global\s+|stage\s+)?(?:ignore)\s*=\s*([A-Za-z0-9_]+(?:\s*,\s*[A-Za-z0-9_]+)*)"
_BUILDKIT = r"(?i)#\s*check\s*=\s*(\S+)"
_TRIVY = r"(?i)(?:#\s*|\s)trivy:ignore:([A-Za-z0-9_*-]+)(?::exp:([^\s#]+))?"
_CHECKOV = r"(?i)#\s*checkov:skip=([A-Z0-9_]+)"
_UNTIL = r"\buntil=(\S*)"
_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_REASON = r"\breason=(.*)$"
_MARKS = ("dockerpatch", "hadolint", "check", "trivy", "checkov")


class Suppression:
    """One comment and what it silences.

    ``names`` are codes, rule names or other tools' names, upper-case; ``*`` and ``ALL`` mean every one. It holds for
    findings whose place, or a place that covers it, starts within ``start`` to ``end`` (offsets, end exclusive), up to
    and with the day ``until`` ("" for ever). ``at`` is the offset of the comment.
    """

    __slots__ = ("at", "end", "names", "reason", "start", "until", "used")

    def __init__(self, at: int, names: Iterable[str], start: int, end: int, until: str = "", reason: str = "") -> None:
        self.at = at
        self.names = frozenset(canonical(name) for name in names if name.strip())
        self.start = start
        self.end = end
        self.until = until
        self.reason = reason
        self.used = False

    def silences(self, finding: Finding, today: str) -> bool:
        """Whether the comment names the flaw, holds at its place, and has not run out on ``today`` (``YYYY-MM-DD``)."""
        if self.until and today > self.until:
            return False
        names = self.names
        if not ("*" in names or "ALL" in names):
            known = (finding.code, finding.name, *finding.same_as)
            if not any(name.upper() in names for name in known):
                return False
        return any(self.start <= place.start < self.end for place in (finding.span, *finding.covers))


def suppressions(source: Source, layout: Layout) -> list[Suppression]:
    """The comments of the file that silence something, each with its reach, in the order of the text."""
    text = source.text
    lowered = text.lower()
    if not any(mark in lowered for mark in _MARKS):
        return []
    found: list[Suppression] = []
    for directive in layout.directives:
        if directive.name == "check":
            found += _buildkit(directive.value, directive.start, 0, len(text))
    for comment in layout.comments:
        found += _read(text[comment.start : comment.end], comment.start, source, layout)
    return found


def apply(findings: Sequence[Finding], comments: Sequence[Suppression], today: str) -> list[Finding]:
    """The findings that no comment silences; comments that silence one are marked ``used``."""
    if not comments:
        return list(findings)
    kept = []
    for finding in findings:
        silent = [comment for comment in comments if comment.silences(finding, today)]
        for comment in silent:
            comment.used = True
        if not silent:
            kept.append(finding)
    return kept


def _read(comment: str, at: int, source: Source, layout: Layout) -> list[Suppression]:
    end = len(source.text)
    ours = re.match(_OURS, comment)
    if ours is not None:
        rest = ours.group(3)
        until, reason = re.search(_UNTIL, rest), re.search(_REASON, rest)
        start, stop = (0, end) if ours.group(1).lower() == "ignore-file" else _next(at, layout, end)
        return [
            Suppression(
                at,
                ours.group(2).split(","),
                start,
                stop,
                _day(until.group(1)) if until else "",
                reason.group(1).strip() if reason else "",
            )
        ]
    hadolint = re.match(_HADOLINT, comment)
    if hadolint is not None:
        scope = (hadolint.group(1) or "").strip().lower()
        if scope == "global":
            reach = (0, end)
        elif scope == "stage":
            reach = _stage(at, layout, end)
        else:
            reach = _line_below(at, source, layout, end)
        return [Suppression(at, hadolint.group(2).split(","), *reach)]
    buildkit = re.match(_BUILDKIT, comment)
    if buildkit is not None:
        return _buildkit(buildkit.group(1), at, *_next(at, layout, end))
    checkov = re.match(_CHECKOV, comment)
    if checkov is not None:
        return [Suppression(at, [checkov.group(1)], 0, end)]
    found = list(re.finditer(_TRIVY, comment))
    if not found:
        return []
    reach = _next(at, layout, end)
    return [Suppression(at, [one[1]], *reach, _day(one[2]) if one[2] else "") for one in found]


def _day(text: str) -> str:
    """The day of an ``until=``; one that is no day has long passed: a slip of the pen must not silence for ever."""
    return text if re.fullmatch(_DAY, text) else "0000-00-00"


def _buildkit(value: str, at: int, start: int, end: int) -> list[Suppression]:
    for part in value.split(";"):
        key, _, names = part.partition("=")
        if key.strip().lower() == "skip":
            return [Suppression(at, names.split(","), start, end)]
    return []


def _next(at: int, layout: Layout, end: int) -> tuple[int, int]:
    """The statement that holds the comment, else the first one below it, comments between or not."""
    below = bisect_right(layout.instructions, at, key=_end)
    if below == len(layout.instructions):
        return (end, end)
    instruction = layout.instructions[below]
    return (instruction.start, instruction.end)


def _end(instruction: Statement) -> int:
    return instruction.end


def _line_below(at: int, source: Source, layout: Layout, end: int) -> tuple[int, int]:
    """The instruction that starts on the very next line, as hadolint has it."""
    start, stop = _next(at, layout, end)
    if start < end and source.line_at(start) == source.line_at(at) + 1:
        return (start, stop)
    return (end, end)


def _stage(at: int, layout: Layout, end: int) -> tuple[int, int]:
    """From the comment to the FROM after the next one."""
    opened: Statement | None = None
    for instruction in layout.instructions:
        if instruction.keyword == "FROM" and instruction.start > at:
            if opened is not None:
                return (opened.start, instruction.start)
            opened = instruction
    return (opened.start, end) if opened is not None else (end, end)
