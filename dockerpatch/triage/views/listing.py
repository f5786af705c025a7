"""Lines of code as the page shows them: the instruction to blame, and the patch. It never escapes what it shows."""

from __future__ import annotations

from dockerpatch.text.diff import lines_of

from . import outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.engine.report import FileReport
    from dockerpatch.text.source import Source
    from dockerpatch.triage.answer import Cause

    from .outline import Hunk

CONTEXT = 3
"""Unchanged lines that are shown around a change."""

MOST_LINES = 12
"""Lines of an instruction that are shown where it is blamed."""


class Line:
    """A line of code: what its margin says, how it is marked, and its text in (text, mark) pieces."""

    __slots__ = ("margin", "pieces", "style")

    def __init__(self, numbers: Sequence[int], style: str, pieces: Sequence[tuple[str, bool]]) -> None:
        self.margin = "".join(f"{number or '':>5}" for number in numbers)
        self.style = style
        self.pieces = pieces


def excerpt(source: Source, cause: Cause) -> list[Line]:
    """The instruction to blame, with a line before and after it; a long one is cut in its middle."""
    if not cause.line:
        return []
    numbers = list(range(max(1, cause.line - 1), min(source.line_count, cause.last_line + 1) + 1))
    found = []
    if len(numbers) > MOST_LINES:
        half = MOST_LINES // 2
        numbers = [*numbers[:half], 0, *numbers[-half:]]
    for number in numbers:
        if not number:
            found.append(Line((0,), "cut", [("…", False)]))
            continue
        style = "hit" if cause.line <= number <= cause.last_line else ""
        found.append(Line((number,), style, [(source.line_text(number), False)]))
    return found


def diff(patch: FileReport | None, changes: Sequence[Hunk]) -> list[Line]:
    """The patch with line numbers and the changed words marked; nothing where there is none."""
    if patch is None or patch.source is None or not changes:
        return []
    old = [outline.bare(line) for line in lines_of(patch.source.text)]
    found: list[Line] = []
    at = 1
    for index, one in enumerate(changes):
        shift = one.new - one.line
        first = max(at, one.line - CONTEXT)
        if first > at:
            found.append(Line((0, 0), "cut", [("…", False)]))
        found += [Line((n, n + shift), "", [(old[n - 1], False)]) for n in range(first, one.line)]
        removed, added = [list(map(outline.bare, lines)) for lines in (one.removed, one.added)]
        pairs = [words(a, b) for a, b in zip(removed, added, strict=False)]
        for n, line in enumerate(removed):
            found.append(Line((one.line + n, 0), "del", pairs[n][0] if n < len(pairs) else [(line, False)]))
        for n, line in enumerate(added):
            found.append(Line((0, one.new + n), "ins", pairs[n][1] if n < len(pairs) else [(line, False)]))
        at = one.last + 1
        shift = one.new + len(one.added) - at
        stop = changes[index + 1].line if index + 1 < len(changes) else len(old) + 1
        upto = min(at + CONTEXT, stop)
        found += [Line((n, n + shift), "", [(old[n - 1], False)]) for n in range(at, upto)]
        at = upto
    if at <= len(old):
        found.append(Line((0, 0), "cut", [("…", False)]))
    return found


def words(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both lines in pieces, of which those that differ are marked; whole words are."""
    head = _shared(old, new)
    while head and _in_word(old[head - 1]):
        head -= 1
    tail = _shared(old[head:][::-1], new[head:][::-1])
    while tail and _in_word(old[len(old) - tail]):
        tail -= 1
    return _pieces(old, head, tail), _pieces(new, head, tail)


def _shared(one: str, other: str) -> int:
    """How many characters the two have in common at their starts."""
    # Bisecting on prefixes keeps a line of megabytes out of a loop over characters.
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _in_word(mark: str) -> bool:
    return mark.isalnum() or mark in "._-"


def _pieces(line: str, head: int, tail: int) -> list[tuple[str, bool]]:
    end = len(line) - tail
    parts = ((line[:head], False), (line[head:end], True), (line[end:], False))
    return [(text, mark) for text, mark in parts if text]
