"""What several views tell alike: what the image is called, which lines an edit changes, counts in words.

It never decides what becomes of a row.
"""

from __future__ import annotations

from dockerpatch.text.diff import lines_of
from dockerpatch.triage.answer import CLOSED, LIKELY, UNPROVEN, by_severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.engine.report import FileReport
    from dockerpatch.lint.finding import Evidence, Fix
    from dockerpatch.triage.answer import Answer, Cause, Item

PROVEN = "it parses, every instruction that it does not touch is unchanged byte for byte, and what it mends is gone"
"""What the engine has made sure of before it gives a patch."""


class Hunk:
    """Lines ``line`` to ``last`` (from 1) of the old text, and the lines ``added`` in their place.

    ``last`` is ``line - 1`` where lines are only put in. ``new`` is the line of the new text at which they begin. All
    lines hold their line ends.
    """

    __slots__ = ("added", "last", "line", "new", "removed")

    def __init__(self, line: int, new: int, removed: Sequence[str], added: Sequence[str]) -> None:
        self.line = line
        self.last = line + len(removed) - 1
        self.new = new
        self.removed = tuple(removed)
        self.added = tuple(added)

    @property
    def shown(self) -> list[str]:
        """The added lines without their line ends; of a hunk that only takes away, the removed ones."""
        return [bare(line) for line in self.added or self.removed]


def hunks(patch: FileReport | None) -> list[Hunk]:
    """What the patch changes, in file order; nothing where there is no patch."""
    if patch is None or patch.source is None or patch.fixed_source is None:
        return []
    from difflib import SequenceMatcher

    old, new = lines_of(patch.source.text), lines_of(patch.fixed_source.text)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    return [
        Hunk(head + a + 1, head + c + 1, before[a:b], after[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes()
        if tag != "equal"
    ]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines the two have in common at their starts."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        count += 1
    return count


def own(cause: Cause, changes: Iterable[Hunk]) -> list[Hunk]:
    """The changes of the very lines to blame, and what is put in right below them."""
    found = []
    for one in changes:
        if one.last < one.line:
            mine = cause.line < one.line <= cause.last_line + 1
        else:
            mine = one.line <= cause.last_line and one.last >= cause.line
        if cause.line and mine:
            found.append(one)
    return found


def makers(cause: Cause, changes: Sequence[Hunk]) -> list[Hunk]:
    """The changes that what is closed of the cause is owed to: its own, else all of them together."""
    return own(cause, changes) or list(changes)


def is_closed(item: Item) -> bool:
    """Whether the row is owed to the patch."""
    return item.verdict in (CLOSED, LIKELY)


def is_touched(cause: Cause) -> bool:
    """Whether the patch has to do with any row of the cause."""
    return any(item.verdict in (CLOSED, LIKELY, UNPROVEN) for item in cause.items)


def bare(line: str) -> str:
    """The line without its line end and byte order mark."""
    return line.removesuffix("\n").removesuffix("\r").removeprefix("\ufeff")


def name(answer: Answer) -> str:
    """What the image is called: its first name in a report, else its digest, else the report's own path."""
    for report in answer.reports:
        for one in (*report.names, *report.digests, report.image_id):
            if one:
                return one
    return answer.reports[0].path


def scans(answer: Answer) -> list[str]:
    """Each scan in words: "trivy 0.59.1 on 2025-07-01"."""
    found = []
    for report in answer.reports:
        words = " ".join(one for one in (report.tool, report.version) if one) or report.format
        found.append(f"{words} on {report.created[:10]}" if report.created else words)
    return found


def facts(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The facts, each once."""
    return list({(one.source, one.fact, one.date): one for one in evidence}.values())


def fix_of(answer: Answer) -> list[tuple[Fix, int, str]]:
    """Each edit of the patch, how many rows it closes or likely closes, and the code of the rule that makes it."""
    return [(one.finding.fix, one.closes, one.finding.code) for one in answer.changes if one.finding.fix is not None]


def count(number: int, word: str, words: str = "") -> str:
    """ "1 row", "2 rows"; with thousands apart."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def severities(items: Iterable[Item]) -> str:
    """ "2 critical, 10 high"."""
    return ", ".join(f"{number:,} {severity}" for severity, number in by_severity(items).items())


def lines(cause: Cause) -> str:
    """ "line 9", "lines 10 to 12", or ""."""
    if not cause.line:
        return ""
    return f"line {cause.line}" if cause.last_line <= cause.line else f"lines {cause.line} to {cause.last_line}"
