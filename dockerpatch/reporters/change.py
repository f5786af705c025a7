"""A fix as a small diff: the lines it takes away and the ones it puts there. It never applies one."""

from __future__ import annotations

from dockerpatch.text.diff import lines_of
from dockerpatch.text.edit import made, ordered

from .snippet import COLUMNS, fits, window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dockerpatch.text.edit import Edit
    from dockerpatch.text.source import Source

    from .paint import Paint

MOST_ROWS = 16
"""How many rows of one fix are shown."""

_STYLES = {"-": "minus", "+": "plus", " ": "dim"}


class Hunk:
    """Lines ``removed`` from line ``old`` on (from 1), and ``added`` in their place, where they are line ``new`` on."""

    __slots__ = ("added", "new", "old", "removed")

    def __init__(self, old: int, new: int, removed: list[str], added: list[str]) -> None:
        self.old = old
        self.new = new
        self.removed = removed
        self.added = added


def hunks(source: Source, edits: Iterable[Edit]) -> list[Hunk]:
    """The changed lines, whole and with their line feeds, in file order; lines that stay as they are belong to none."""
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in ordered(edits):
        first, last = source.line_at(edit.start), source.line_at(edit.end)
        if groups and first <= groups[-1][1]:
            first, before, own = groups.pop()
            groups.append((first, max(last, before), [*own, edit]))
        else:
            groups.append((first, last, [edit]))
    found = []
    shift = 0
    starts = source.starts
    for first, last, own in groups:
        start = starts[first - 1]
        end = starts[last] if last < len(starts) else len(source.text)
        old = source.text[start:end]
        removed = lines_of(old)
        added = lines_of(made(old, own, start))
        growth = len(added) - len(removed)
        head = _common(removed, added)
        removed, added = removed[head:], added[head:]
        tail = _common(removed[::-1], added[::-1])
        removed, added = removed[: len(removed) - tail], added[: len(added) - tail]
        if removed or added:
            found.append(Hunk(first + head, first + head + shift, removed, added))
        shift += growth
    return found


def _common(one: list[str], other: list[str]) -> int:
    """How many lines the two have in common at their starts."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        count += 1
    return count


def change(source: Source, edits: Iterable[Edit], paint: Paint) -> tuple[int, list[str]]:
    """The rows of the small diff, and how wide their gutter is. What is put in is shown below the line before it."""
    table: list[tuple[int, str, str, Hunk | None]] = []
    last = 1
    for hunk in hunks(source, edits):
        # No line is shown twice, nor as it was when it is another now.
        if not hunk.removed and hunk.old > last:
            table.append((hunk.new - 1, " ", source.line_text(hunk.old - 1), None))
        last = hunk.old + len(hunk.removed)
        table += [(hunk.old + count, "-", _bare(line), hunk) for count, line in enumerate(hunk.removed)]
        table += [(hunk.new + count, "+", _bare(line), hunk) for count, line in enumerate(hunk.added)]
    more = len(table) - MOST_ROWS
    if more > 1:
        del table[MOST_ROWS:]
    gutter = max((len(str(row[0])) for row in table), default=1)
    rows = []
    room = COLUMNS - gutter - 3
    for number, sign, line, whole in table:
        if not fits(line, room):
            at = min(_first_difference(whole), len(line)) if whole is not None else 0
            line = window(line, at, at, room)[0]
        row = f"{sign} {line}".rstrip()
        rows.append(f"{paint('frame', str(number).rjust(gutter))} {paint(_STYLES[sign], row)}")
    if more > 1:
        rows.append(f"{' ' * gutter} {paint('dim', f'({more} more lines)')}")
    return gutter, rows


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r").removeprefix("\ufeff")


def _first_difference(hunk: Hunk) -> int:
    """The character at which the first lines part: long lines are cut around it."""
    if not hunk.removed or not hunk.added:
        return 0
    old, new = _bare(hunk.removed[0]), _bare(hunk.added[0])
    # Bisecting on prefixes keeps a line of megabytes out of a loop over characters.
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
