"""The line that a finding is about, with carets under the very word. It never shows more than one screen line of it."""

from __future__ import annotations

from .legible import legible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.text.source import Source
    from dockerpatch.text.span import Span

    from .paint import Paint

COLUMNS = 120
"""The widest line that is printed, gutter and all."""

CUT = "..."


def fits(text: str, room: int) -> bool:
    """Whether the line ``text`` can be shown as it is."""
    return len(text) <= room and text.isascii() and text.isprintable()


def window(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """The part of the line ``text`` around the characters ``start`` to ``end``, in at most ``room`` (>= 20) columns.

    Gives what to print, the column (from 0) in it at which the characters begin, and the columns they take there (at
    least 1, for carets). Cut ends are marked with an ellipsis. Works in time of ``room``, however long the line is.
    """
    if fits(text, room):
        return text, start, max(1, end - start)
    if len(text) <= room:
        shown = legible(text)
        if width(shown) <= room:
            before = width(legible(text[:start]))
            return shown, before, max(1, width(legible(text[start:end])))
    # A third of the room stays for what comes before, unless less comes after.
    room -= 2 * len(CUT)
    right, used = start, 0
    while right < len(text):
        step = width(legible(text[right]))
        if used + step > room - room // 3:
            break
        used += step
        right += 1
    left = start
    while left > 0:
        step = width(legible(text[left - 1]))
        if used + step > room:
            break
        used += step
        left -= 1
    while right < len(text):
        step = width(legible(text[right]))
        if used + step > room:
            break
        used += step
        right += 1
    head = CUT if left else ""
    tail = CUT if right < len(text) else ""
    before = len(head) + width(legible(text[left:start]))
    return head + legible(text[left:right]) + tail, before, max(1, width(legible(text[start : min(end, right)])))


def snippet(source: Source, span: Span, style: str, paint: Paint) -> tuple[int, list[str]]:
    """The rows for ``span``, and how wide their gutter is. Of a span over several lines the first one is shown."""
    line, line_start, line_end = source.line_about(span.start)
    text = source.text[line_start:line_end]
    start, end = span.start - line_start, span.end - line_start
    if line == 1 and text.startswith("\ufeff"):
        text, start, end = text[1:], max(start - 1, 0), max(end - 1, 0)
    start = min(start, len(text))
    number = str(line)
    gutter = len(number)
    shown, column, length = window(text, start, min(max(end, start), len(text)), COLUMNS - gutter - 3)
    margin, carets = f"{' ' * gutter} |", "^" * length
    if paint.colour:
        margin, number, carets = f"{' ' * gutter} {paint('frame', '|')}", paint("frame", number), paint(style, carets)
    return gutter, [margin, f"{number}{margin[gutter:]} {shown}", f"{margin} {' ' * column}{carets}"]
