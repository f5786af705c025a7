"""Fixes, round after round, until nothing is left to mend.

It never makes half a fix, and never one that is not proven.
"""

from __future__ import annotations

from dockerpatch.lint.finding import DISPLAY, SAFE, SEVERITIES
from dockerpatch.text.edit import apply, ordered
from dockerpatch.text.source import Source

from .proof import objections
from .report import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dockerpatch.lint.finding import Finding
    from dockerpatch.text.edit import Edit

    from .analyze import Analysis

ROUNDS = 10


class Fixed:
    """The outcome: the last analysis, what was mended, and what was left with the reason."""

    __slots__ = ("analysis", "applied", "left")

    def __init__(self, analysis: Analysis, applied: list[Finding], left: list[Left]) -> None:
        self.analysis = analysis
        self.applied = applied
        self.left = left


def fix(analysis: Analysis, analyze: Callable[[Source], Analysis], unsafe: bool) -> Fixed:
    """Mend what may be mended: safe fixes, and the unsafe ones when asked.

    Ends when no fix is left, when a text comes back (then nothing at all is changed and the rules are named), or
    after ten rounds.
    """
    first = analysis
    applied: list[Finding] = []
    refused: dict[tuple[str, str], str] = {}
    seen = {analysis.source.text}
    for _ in range(ROUNDS):
        wanted = [
            finding
            for finding in analysis.findings
            if _may(finding, unsafe) and (finding.code, finding.key) not in refused
        ]
        if not wanted:
            break
        chosen, edits = _choose(wanted)
        result = _attempt(analysis, analyze, chosen, edits, refused)
        if result is None:
            continue
        analysis, mended = result
        applied += mended
        if analysis.source.text in seen:
            names = ", ".join(sorted({finding.code for finding in mended}))
            reason = f"not applied: the fixes of {names} undo each other"
            return Fixed(first, [], [Left(finding, reason) for finding in first.findings if _may(finding, unsafe)])
        seen.add(analysis.source.text)
    return Fixed(analysis, applied, _left(analysis.findings, refused, unsafe))


def _may(finding: Finding, unsafe: bool) -> bool:
    fix = finding.fix
    if fix is None or not fix.edits or fix.safety == DISPLAY:
        return False
    return unsafe or fix.safety == SAFE


def _choose(wanted: list[Finding]) -> tuple[list[Finding], list[Edit]]:
    """The fixes of one round.

    Worst findings first, each whole or not at all; one that overlaps waits for the next round.
    """
    chosen: list[Finding] = []
    edits: list[Edit] = []
    for finding in sorted(wanted, key=lambda one: (SEVERITIES.index(one.severity), one.code, one.span.start)):
        assert finding.fix is not None
        own = finding.fix.edits
        if any(mine.conflicts(other) for mine in own for other in edits):
            continue
        chosen.append(finding)
        edits += [edit for edit in own if edit not in edits]
    return chosen, ordered(edits)


def _attempt(
    analysis: Analysis,
    analyze: Callable[[Source], Analysis],
    chosen: list[Finding],
    edits: list[Edit],
    refused: dict[tuple[str, str], str],
) -> tuple[Analysis, list[Finding]] | None:
    """The round, proven; when it is not, the first of its fixes that can be proven alone. None: none can."""
    after = analyze(_patched(analysis.source, edits))
    against = objections(analysis, after, edits, chosen)
    if not against:
        return after, chosen
    if len(chosen) == 1:
        refused[(chosen[0].code, chosen[0].key)] = against[0]
        return None
    for finding in chosen:
        assert finding.fix is not None
        alone = _attempt(analysis, analyze, [finding], ordered(finding.fix.edits), refused)
        if alone is not None:
            return alone
    return None


def _patched(source: Source, edits: list[Edit]) -> Source:
    return Source.of(source.path, apply(source.text, edits))


def _left(findings: list[Finding], refused: dict[tuple[str, str], str], unsafe: bool) -> list[Left]:
    left = []
    for finding in findings:
        fix = finding.fix
        refusal = refused.get((finding.code, finding.key))
        if refusal is not None:
            reason = f"not applied: {refusal}"
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
