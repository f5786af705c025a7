"""Why a report cannot be read. It never quotes more of the report than a word."""

from __future__ import annotations


class ReportError(ValueError):
    """``str()`` is one line: the path, where in it (line from 1, byte from 0) if that is known, and what is wrong.

    Bytes and lines are those of the text as UTF-8: a report that was UTF-16 or compressed is told about as it was read.
    """

    def __init__(self, path: str, reason: str, line: int = 0, byte: int = 0) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
        self.line = line
        self.byte = byte

    def __str__(self) -> str:
        from dockerpatch.system.files import shown

        place = f"line {self.line} (byte {self.byte}): " if self.line else ""
        return f"{shown('<stdin>' if self.path == '-' else self.path)}: {place}{shown(self.reason)}"

    def __reduce__(self) -> tuple[type[ReportError], tuple[str, str, int, int]]:
        return (ReportError, (self.path, self.reason, self.line, self.byte))
