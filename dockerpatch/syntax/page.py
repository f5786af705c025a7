"""What of a Dockerfile's text each of its instructions is read by: the escape token, the lines, the continuations.

It never knows the instructions: they hold the page and not the file, so that a file is gone once nobody asks for it.
"""

from __future__ import annotations

from bisect import bisect_right

from .scanner import BLANKS, ESCAPE, Patterns, patterns_for


class Page:
    """A text and how it is to be read. ``escape`` is settled before the first instruction is read."""

    __slots__ = ("_lines", "_patterns", "escape", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.escape = ESCAPE
        self._lines: list[int] | None = None
        self._patterns: Patterns | None = None

    @property
    def patterns(self) -> Patterns:
        if self._patterns is None:
            self._patterns = patterns_for(self.text, self.escape)
        return self._patterns

    @property
    def lines(self) -> list[int]:
        """The offset at which each line starts; only a line feed ends a line."""
        if self._lines is None:
            at = 0
            self._lines = [0, *[at := at + len(line) + 1 for line in self.text.split("\n")]]
            self._lines.pop()
        return self._lines

    def line_at(self, offset: int) -> int:
        """The line (from 1) that holds the character at ``offset``."""
        return bisect_right(self.lines, offset)

    def is_joined(self, command: str) -> bool:
        """Whether a command's text has a continuation in it (one at the end of the file counts)."""
        return "\n" in command or command.rstrip(" \t").endswith(self.escape)

    def pieces(self, start: int, end: int) -> tuple[list[int], list[int]]:
        """Where the pieces of a command's joined line start: in that line, trimmed at its start, and in the file."""
        text = self.text[start:end]
        if not self.is_joined(text):
            return [0], [start]
        at: list[int] = []
        places: list[int] = []
        last = size = 0
        lead = True
        for first, past in [*[seam.span() for seam in self.patterns.seam.finditer(text)], (len(text), len(text))]:
            if lead:
                last += first - last - len(text[last:first].lstrip(BLANKS))
            if first > last:
                lead = False
                at.append(size)
                places.append(start + last)
                size += first - last
            last = past
        return (at, places) if at else ([0], [start])

    def comment_texts(self, start: int, end: int) -> tuple[str, ...]:
        """The texts of the comments in a gap, from the last empty one on."""
        texts: list[str] = []
        for line in self.text[start:end].split("\n"):
            if not line.lstrip(BLANKS).startswith("#"):
                continue
            # One byte is cut off, be it the mark, a blank, or the first byte of a blank.
            first = line[0].encode("utf-8", "surrogateescape")[1:].decode("utf-8", "surrogateescape")
            text = (first + line[1:]).strip(BLANKS)
            if text:
                texts.append(text)
            else:
                texts.clear()
        return tuple(texts)
