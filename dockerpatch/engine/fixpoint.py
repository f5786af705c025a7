"""Fixes, round after round, until nothing is left to mend.

It never makes half a fix, and never one that is not proven.
"""

from __future__ import annotations

from dockerpatch.lint.finding import DISPLAY, SAFE, SEVERITIES
from dockerpatch.text.edit import OverlapError, Taken, apply, ordered
from dockerpatch.text.source import Source

from .proof import objections
from .report import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dockerpatch.lint.finding import Finding
    from dockerpatch.text.edit import Edit

    from .analyze import Analysis

    Wanted = Callable[[Finding, Analysis], bool]
    """Whether a finding of the analysis is one to mend."""

ROUNDS = 10
TRIES = 100
"""So many patches are made and judged in one round; what is left then waits for the next."""


class Fixed:
    """The outcome: the last analysis, what was mended, and what was left with the reason."""

    __slots__ = ("analysis", "applied", "left")

    def __init__(self, analysis: Analysis, applied: list[Finding], left: list[Left]) -> None:
        self.analysis = analysis
        self.applied = applied
        self.left = left


def fix(analysis: Analysis, analyze: Callable[[Source], Analysis], unsafe: bool, only: Wanted | None = None) -> Fixed:
    """Mend what may be mended: safe fixes, and the unsafe ones when asked; of these ``only`` those it is true of.

    Ends when no fix is left, when a text comes back (then nothing at all is changed and the rules are named), or
    after ten rounds.
    """
    first = analysis
    rounds: list[list[Finding]] = []
    refused: dict[int, str] = {}
    seen = {analysis.source.text: 0}
    for _ in range(ROUNDS):
        wanted = [
            finding
            for finding in analysis.findings
            if _may(finding, unsafe) and id(finding) not in refused and (only is None or only(finding, analysis))
        ]
        if not wanted:
            break
        attempt = _Round(analysis, analyze, refused)
        attempt.add(_choose(wanted, refused))
        if not attempt.chosen:
            continue
        analysis = attempt.after
        rounds.append(attempt.chosen)
        # Another text: what was refused before may be right now.
        refused.clear()
        since = seen.get(analysis.source.text)
        if since is not None:
            names = ", ".join(sorted({finding.code for each in rounds[since:] for finding in each}))
            reason = f"not applied: the fixes of {names} undo each other"
            refused = {id(finding): reason for finding in first.findings if _may(finding, unsafe)}
            return Fixed(first, [], _left(_asked(first, only), refused, unsafe))
        seen[analysis.source.text] = len(rounds)
    return Fixed(
        analysis, [finding for each in rounds for finding in each], _left(_asked(analysis, only), refused, unsafe)
    )


def _asked(analysis: Analysis, only: Wanted | None) -> list[Finding]:
    if only is None:
        return analysis.findings
    return [finding for finding in analysis.findings if only(finding, analysis)]


def _may(finding: Finding, unsafe: bool) -> bool:
    fix = finding.fix
    if fix is None or not fix.edits or fix.safety == DISPLAY:
        return False
    return unsafe or fix.safety == SAFE


def _choose(wanted: list[Finding], refused: dict[int, str]) -> list[Finding]:
    """The fixes of one round.

    Worst findings first, each whole or not at all; one that overlaps waits for the next round.
    """
    chosen: list[Finding] = []
    taken = Taken()
    whole: set[int] = set()
    for finding in sorted(wanted, key=lambda one: (SEVERITIES.index(one.severity), one.code, one.span.start)):
        assert finding.fix is not None
        try:
            own = ordered(finding.fix.edits)
        except OverlapError:
            refused[id(finding)] = "not applied: its edits overlap each other"
            continue
        if id(finding.fix) in whole or taken.take(own):
            whole.add(id(finding.fix))
            chosen.append(finding)
    return chosen


class _Round:
    """The fixes of one round that are proven together: what they are, and the file with them made.

    ``refused`` gets the reason for each finding, by its id, whose fix is not among them.
    """

    __slots__ = ("_analyze", "_before", "_refused", "_tries", "after", "chosen")

    def __init__(self, before: Analysis, analyze: Callable[[Source], Analysis], refused: dict[int, str]) -> None:
        self.chosen: list[Finding] = []
        self.after = before
        self._before = before
        self._analyze = analyze
        self._refused = refused
        self._tries = TRIES

    def add(self, group: list[Finding]) -> None:
        """Take in the whole group when it is proven, else what can be taken in of either half of it."""
        if not group or not self._tries:
            return
        self._tries -= 1
        against = self._objection([*self.chosen, *group])
        if not against:
            self.chosen += group
        elif len(group) == 1:
            self._refused[id(group[0])] = f"not applied: {against}"
        else:
            half = len(group) // 2
            self.add(group[:half])
            self.add(group[half:])

    def _objection(self, chosen: list[Finding]) -> str:
        try:
            edits = ordered(edit for finding in chosen if finding.fix is not None for edit in finding.fix.edits)
            patched = _patched(self._before.source, edits)
        except OverlapError:
            return "its edits do not fit the file"
        after = self._analyze(patched)
        found = objections(self._before, after, edits, chosen)
        if found:
            return found[0]
        self.after = after
        return ""


def _patched(source: Source, edits: list[Edit]) -> Source:
    return Source.of(source.path, apply(source.text, edits))


def _left(findings: list[Finding], refused: dict[int, str], unsafe: bool) -> list[Left]:
    left = []
    for finding in findings:
        fix = finding.fix
        refusal = refused.get(id(finding))
        if refusal is not None:
            reason = refusal
        elif fix is None:
            reason = "has no automatic fix"
        elif fix.safety == DISPLAY or not fix.edits:
            reason = "needs a person's decision"
        elif not unsafe and fix.safety != SAFE:
            reason = "has an unsafe fix: --unsafe applies it"
        else:
            reason = f"not applied within {ROUNDS} rounds"
        left.append(Left(finding, reason))
    return left
