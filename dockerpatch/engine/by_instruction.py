"""Findings as hadolint places them: one a rule and instruction, at the instruction. It never makes or drops a flaw."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFETIES, Fix
from dockerpatch.text.edit import OverlapError, ordered
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.lint.finding import Finding


def by_instruction(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those of one rule and one instruction as one; its fix makes the fixes of all, where they agree."""
    groups: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.anchor), []).append(finding)
    placed = []
    for group in groups.values():
        first = group[0]
        start = first.covers[0].start if first.covers else first.span.start
        # Its first word, which is enough to say which instruction is meant.
        end = first.covers[0].start + 1 if first.covers else first.span.end
        placed.append(first.replace(span=Span(start, max(end, start + 1)), fix=_together(group)))
    placed.sort(key=lambda finding: finding.order)
    return placed


def _together(group: Sequence[Finding]) -> Fix | None:
    fixes = [finding.fix for finding in group if finding.fix is not None]
    if len(fixes) < 2:
        return fixes[0] if fixes else None
    try:
        edits = ordered(edit for fix in fixes for edit in fix.edits)
    except OverlapError:
        return fixes[0]
    reveals = sorted({code for fix in fixes for code in fix.reveals})
    return Fix(max((fix.safety for fix in fixes), key=SAFETIES.index), fixes[0].title, edits, reveals)
