"""The bytes of one file as text, and the way back: offsets to lines, columns and bytes. It never reads a file."""

from __future__ import annotations

from bisect import bisect_right

BOM = "\ufeff"
_STRIDE = 1024


class Position:
    """A place as people and editors count it.

    ``line`` and ``column`` from 1 (columns in characters), ``offset`` in bytes from 0.
    """

    __slots__ = ("column", "line", "offset")

    def __init__(self, line: int, column: int, offset: int) -> None:
        self.line = line
        self.column = column
        self.offset = offset

    def __repr__(self) -> str:
        return f"Position(line={self.line}, column={self.column}, offset={self.offset})"


class Source:
    """A file's path and content.

    ``text`` is the content as UTF-8 in which each byte that is not UTF-8 stands as one lone surrogate, so encoding
    it gives the very same bytes; a byte order mark stays as the first character. Offsets are characters of ``text``.
    """

    __slots__ = ("_ascii", "_marks", "_starts", "data", "path", "text")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.text = data.decode("utf-8", "surrogateescape")
        self._ascii = len(self.text) == len(data)
        self._starts: list[int] | None = None
        self._marks: list[int] | None = None

    @classmethod
    def of(cls, path: str, text: str) -> Source:
        """The source whose text is ``text``."""
        return cls(path, encode(text))

    @property
    def newline(self) -> str:
        r"""The line ending most lines have: ``"\r\n"`` or ``"\n"`` (also when there is none)."""
        return "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    @property
    def starts(self) -> list[int]:
        """The offset at which each line starts; lines end with a line feed, whatever stands before it."""
        starts = self._starts
        if starts is None:
            at = 0
            starts = self._starts = [0, *[at := at + len(line) + 1 for line in self.text.split("\n")]]
            starts.pop()
        return starts

    @property
    def line_count(self) -> int:
        """Lines that hold at least one character; a final line feed opens no line of its own."""
        starts = self.starts
        return len(starts) - (starts[-1] == len(self.text))

    def line_at(self, offset: int) -> int:
        """The line (from 1) that holds the character at ``offset``."""
        return bisect_right(self.starts, offset)

    def line_start(self, line: int) -> int:
        return self.starts[line - 1]

    def line_end(self, line: int) -> int:
        """The offset just past the line's last character, its line ending left out."""
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        return end - 1 if end > self.starts[line - 1] and self.text[end - 1] == "\r" else end

    def line_about(self, offset: int) -> tuple[int, int, int]:
        """The line that holds the character at ``offset``, its `line_start` and its `line_end`."""
        starts = self.starts
        line = bisect_right(starts, offset)
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return line, start, end - 1 if end > start and self.text[end - 1] == "\r" else end

    def line_text(self, line: int) -> str:
        """The line without its line ending; of the first one, without a byte order mark as well."""
        text = self.text[self.line_start(line) : self.line_end(line)]
        return text.removeprefix(BOM) if line == 1 else text

    def byte_offset(self, offset: int) -> int:
        """Where the character at ``offset`` stands in ``data``."""
        if self._ascii:
            return offset
        marks = self._marks
        if marks is None:
            # The byte offset of every so-manieth character: without, each look-up would encode the file from its start.
            marks = self._marks = [0]
            for start in range(0, len(self.text), _STRIDE):
                marks.append(marks[-1] + len(encode(self.text[start : start + _STRIDE])))
        step = min(offset // _STRIDE, len(marks) - 1)
        return marks[step] + len(encode(self.text[step * _STRIDE : offset]))

    def position(self, offset: int) -> Position:
        """Where the character at ``offset`` stands. A byte order mark takes bytes but no column."""
        starts = self.starts
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if line == 1 and column > 1 and self.text.startswith(BOM):
            column -= 1
        return Position(line, column, offset if self._ascii else self.byte_offset(offset))


def encode(text: str) -> bytes:
    """The bytes ``text`` was decoded from (see `Source`)."""
    return text.encode("utf-8", "surrogateescape")
