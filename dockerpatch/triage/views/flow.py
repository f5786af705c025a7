"""Where everything stands in the picture of rows, causes and edits. It never knows what a browser makes of it."""

from __future__ import annotations

from dockerpatch.reporters.legible import legible, width
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.answer import CLOSED, LIKELY, VERDICTS, WORDS

from .outline import count, is_closed, lines, makers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.triage.answer import Cause

    from .outline import Hunk

    End = tuple[int, ...] | str
    """Where rows end up: at the edits of these lines, or at a verdict."""

    Rows = dict[tuple[str, int, End, str], int]
    """How many rows go from a severity by a cause (from 0) to an end, with a verdict."""

WIDTH = 1060
COLUMNS = ((0, 128), (264, 368), (768, 292))
"""Where each column begins, and how wide its boxes are: severities, causes, what becomes of the rows."""

GAP, LEAST, TALL = 10, 120, 620
"""Between two boxes; the least height of the picture, and the most where the boxes need no more."""

MOST_CAUSES = 12
"""Causes that get a box; those with fewer rows share one more."""

LETTER = 7.4
"""How wide a character of a label is taken to be, on the safe side."""


class Box:
    """A box of the picture: ``lines`` of label (at most 2), a ``note`` below, the ``full`` text, a style and a link."""

    __slots__ = ("full", "height", "least", "left", "lines", "link", "note", "rows", "style", "top", "wide")

    def __init__(self, column: int, label: str, note: str, style: str, link: str = "") -> None:
        self.left, self.wide = COLUMNS[column]
        self.full = label
        self.lines = wrapped(label, int((self.wide - 26) / LETTER), 2)
        self.note = note
        self.style = style
        self.link = link
        self.rows = 0
        self.top = self.height = 0.0
        self.least = 31.0 + 17 * len(self.lines)

    @property
    def right(self) -> int:
        return self.left + self.wide


class Band:
    """What flows from one box to another: its outline as an SVG path, its style, and the number of the cause."""

    __slots__ = ("cause", "path", "style")

    def __init__(self, path: str, style: str, cause: int) -> None:
        self.path = path
        self.style = style
        self.cause = cause


class Flow:
    """The picture: boxes column by column, and the bands between them."""

    __slots__ = ("bands", "boxes", "height")

    def __init__(self, boxes: Sequence[Sequence[Box]], bands: Sequence[Band], height: int) -> None:
        self.boxes = boxes
        self.bands = bands
        self.height = height


def flow(causes: Sequence[Cause], changes: Sequence[Hunk], anchor: str) -> Flow | None:
    """The picture of the rows of ``causes``; None where there is none. Links go to ``anchor`` and a cause's number."""
    rows: Rows = {}
    ends: dict[End, Box] = {}
    middle: list[Box] = []
    for number, cause in enumerate(causes[:MOST_CAUSES]):
        note = ", ".join(one for one in (lines(cause), count(len(cause.items), "row")) if one)
        middle.append(Box(1, f"{number + 1}. {cause.title}", note, "cause", f"#{anchor}{number + 1}"))
    rest = causes[MOST_CAUSES:]
    if rest:
        note = count(sum(len(cause.items) for cause in rest), "row")
        middle.append(Box(1, count(len(rest), "more cause"), note, "cause", f"#{anchor}{MOST_CAUSES + 1}"))
    starts = {severity: Box(0, severity, "", severity) for severity in SEVERITIES}
    for number, cause in enumerate(causes):
        place = min(number, MOST_CAUSES)
        edits = makers(cause, changes)
        for item in cause.items:
            end: End = tuple(one.line for one in edits) if is_closed(item) else item.verdict
            if end not in ends:
                ends[end] = _edit(edits) if is_closed(item) else Box(2, WORDS[item.verdict], "", item.verdict)
            key = (item.row.severity, place, end, item.verdict)
            rows[key] = rows.get(key, 0) + 1
            for box in (starts[item.row.severity], middle[place], ends[end]):
                box.rows += 1
    if not rows:
        return None
    edited = sorted((end for end in ends if isinstance(end, tuple)), key=lambda end: (-ends[end].rows, end))
    columns = [
        [box for box in starts.values() if box.rows],
        middle,
        [*(ends[end] for end in edited), *(ends[verdict] for verdict in VERDICTS if verdict in ends)],
    ]
    for box in (*columns[0], *columns[2]):
        box.note = count(box.rows, "row")
    for end in edited:
        _say_how_sure(ends[end], sum(number for key, number in rows.items() if key[2:] == (end, CLOSED)))
    least = [sum(box.least for box in column) + GAP * (len(column) - 1) for column in columns]
    height = round(max(LEAST, *least, min(TALL, 4 * sum(box.rows for box in middle))))
    for column in columns:
        _place(column, height)
    return Flow(columns, _bands(rows, starts, middle, ends), height)


def _edit(edits: Sequence[Hunk]) -> Box:
    """The box of the edits that close rows together."""
    text = [line.strip() for one in edits for line in one.shown if line.strip()]
    where = "line" if len(edits) == 1 else "lines"
    label = f"Edit of {where} {', '.join(str(one.line) for one in edits[:4])}: {'; '.join(text[:3])}"
    return Box(2, label, "", CLOSED)


def _say_how_sure(box: Box, closed: int) -> None:
    """Tell of an edit's rows how many are closed, and how many are likely closed only."""
    likely = box.rows - closed
    words = [f"{number:,} {word}" for number, word in ((closed, "closed"), (likely, "likely closed")) if number]
    box.note = ", ".join(words)
    if not closed:
        box.style = LIKELY


def _place(column: Sequence[Box], height: int) -> None:
    """Give each box of the column its place and height: by its rows, but never less than its label needs."""
    room = height - GAP * (len(column) - 1)
    small: set[int] = set()
    while True:
        left = room - sum(column[index].least for index in small)
        rows = sum(box.rows for index, box in enumerate(column) if index not in small) or 1
        more = {i for i, box in enumerate(column) if i not in small and left * box.rows / rows < box.least}
        if not more:
            break
        small |= more
    top = 0.0
    for index, box in enumerate(column):
        box.height = box.least if index in small else left * box.rows / rows
        box.top = top
        top += box.height + GAP
    # A column whose boxes are all small stands in the middle.
    shift = (height - (top - GAP)) / 2
    for box in column:
        box.top += shift


def _bands(rows: Rows, starts: dict[str, Box], middle: Sequence[Box], ends: dict[End, Box]) -> list[Band]:
    """The bands of both gaps, each end as thick as its share of the box."""
    first: dict[tuple[str, int], int] = {}
    second: dict[tuple[int, End, str], int] = {}
    for (severity, place, end, verdict), number in rows.items():
        first[severity, place] = first.get((severity, place), 0) + number
        second[place, end, verdict] = second.get((place, end, verdict), 0) + number
    used: dict[tuple[int, bool], float] = {}

    def share(box: Box, number: int, leaving: bool) -> tuple[float, float]:
        at = used.get((id(box), leaving), box.top)
        used[id(box), leaving] = at + box.height * number / box.rows
        return at, used[id(box), leaving]

    def band(left: Box, right: Box, number: int, style: str, cause: int) -> Band:
        outline = _ribbon(left.right, share(left, number, True), right.left, share(right, number, False))
        return Band(outline, style, cause + 1)

    found = []
    for (severity, place), number in sorted(first.items(), key=lambda one: (SEVERITIES.index(one[0][0]), one[0][1])):
        found.append(band(starts[severity], middle[place], number, severity, place))
    order = sorted(second, key=lambda one: (one[0], ends[one[1]].top, VERDICTS.index(one[2])))
    for place, end, verdict in order:
        found.append(band(middle[place], ends[end], second[place, end, verdict], verdict, place))
    return found


def _ribbon(x1: int, left: tuple[float, float], x2: int, right: tuple[float, float]) -> str:
    middle = (x1 + x2) // 2
    (a, b), (c, d) = left, right
    return (
        f"M{x1} {a:.1f}C{middle} {a:.1f} {middle} {c:.1f} {x2} {c:.1f}"
        f"V{d:.1f}C{middle} {d:.1f} {middle} {b:.1f} {x1} {b:.1f}Z"
    )


def wrapped(text: str, room: int, most: int) -> list[str]:
    """``text`` made legible and cut into at most ``most`` lines of at most ``room`` columns; a cut end has a mark."""
    # What lies beyond any line that is shown need not be looked at.
    shown = legible(text[: room * most * 2])
    cut = len(text) > room * most * 2
    found: list[str] = []
    line = ""
    for word in shown.split(" "):
        while word:
            longer = f"{line} {word}" if line else word
            if width(longer) <= room:
                line, word = longer, ""
            elif line:
                found.append(line)
                line = ""
            else:
                at = _fitting(word, room)
                found.append(word[:at])
                word = word[at:]
    if line:
        found.append(line)
    if len(found) > most or cut:
        last = found[most - 1] if len(found) >= most else found.pop()
        found = [*found[: most - 1], last[: _fitting(last, room - 1)] + "…"]
    return found


def _fitting(word: str, room: int) -> int:
    """How many characters of the word take at most ``room`` columns; at least 1."""
    used = 0
    for index, mark in enumerate(word):
        used += width(mark)
        if used > room:
            return max(1, index)
    return len(word)
