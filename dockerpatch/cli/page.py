"""Pages of words for a terminal: headings, tables of facts, paragraphs. It never knows what they are about."""

from __future__ import annotations

from textwrap import wrap

from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.paint import Paint

from . import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Page:
    """Lines in the making, as wide as the terminal; printed by `print`."""

    __slots__ = ("_columns", "_rows", "_stream", "paint")

    def __init__(self) -> None:
        self._stream = terminal.out()
        self._columns = terminal.columns()
        self._rows: list[str] = []
        self.paint = Paint(terminal.colour(self._stream))

    def print(self) -> None:
        self._stream.write("\n".join(self._rows) + "\n")

    def row(self, text: str = "") -> None:
        """One line as it is, not wrapped."""
        self._rows.append(text)

    def heading(self, text: str) -> None:
        self._rows += ["", self.paint("bold", legible(text))]

    def facts(self, facts: Sequence[tuple[str, str]], indent: str = "  ") -> None:
        """Names in one column, what is said of each in the next; empty ones are left out."""
        told = [(name, text) for name, text in facts if text]
        wide = max((len(name) for name, _ in told), default=0) + 2
        for name, text in told:
            rows = self._wrapped(text, len(indent) + wide)
            self._rows.append(indent + self.paint("label", name) + " " * (wide - len(name)) + rows[0])
            self._rows += [" " * (len(indent) + wide) + row for row in rows[1:]]

    def words(self, markdown: str, indent: str = "  ") -> None:
        """Paragraphs filled anew; list items keep their dash, and what is indented or fenced stays as it is."""
        paragraph: list[str] = []
        fenced = False
        for line in [*markdown.strip("\n").split("\n"), ""]:
            fence = line.lstrip().startswith("```")
            kept = fenced or fence or line.startswith("    ")
            if kept or not line.strip() or line.startswith("- "):
                self._paragraph(paragraph, indent)
                paragraph = []
            if fence:
                fenced = not fenced
            elif kept:
                self._rows.append(indent + legible(line))
            elif line.strip():
                paragraph.append(line.strip())
            elif self._rows and self._rows[-1]:
                self._rows.append("")
        while self._rows and not self._rows[-1]:
            self._rows.pop()

    def code(self, text: str, indent: str = "    ") -> None:
        """Text of a file, line by line."""
        self._rows += [(indent + legible(line)).rstrip() for line in text.rstrip("\n").split("\n")]

    def diff(self, text: str, indent: str = "    ") -> None:
        """A unified diff of one hunk, without its three lines of names and numbers."""
        from .diff import shown

        rows = shown(text, self.paint.colour).rstrip("\n").split("\n")[3:]
        self._rows += [(indent + row).rstrip() for row in rows]

    def _paragraph(self, lines: list[str], indent: str) -> None:
        if lines:
            hang = "  " if lines[0].startswith("- ") else ""
            rows = self._wrapped(" ".join(lines), len(indent) + len(hang))
            self._rows += [indent + (hang if count else "") + row for count, row in enumerate(rows)]

    def _wrapped(self, text: str, taken: int) -> list[str]:
        room = max(30, self._columns - taken)
        return wrap(legible(text), room, break_long_words=False, break_on_hyphens=False) or [""]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows below a head, in columns as wide as what they hold; the last one is not padded."""
    grid = [list(head), *([legible(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in grid) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in grid]
