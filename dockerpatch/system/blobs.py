"""The door to files that are too long to be read whole: pieces of them by offset, and room for what has no file.

It never writes to a place that has a name, and never holds more than a window of a file in memory.
"""

from __future__ import annotations

import os

from .files import FileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Self

WINDOW = 1 << 20
"""How much of a file is looked through at a time, in bytes."""

IN_MEMORY = 4 << 20
"""Up to this many bytes a spool stays in memory; a longer one goes to a temporary file without a name."""

_TYPE_BITS, _REGULAR = 0o170000, 0o100000


class Blob:
    """``size`` bytes that can be read at any offset. A context manager: closing it frees what it stands on."""

    __slots__ = ("_file", "_start", "name", "size")

    def __init__(self, file: IO[bytes], size: int, name: str = "", start: int = 0) -> None:
        self._file = file
        self._start = start
        self.size = size
        self.name = name
        """What it is called in an error."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def read(self, offset: int, count: int) -> bytes:
        """The bytes from ``offset`` on, at most ``count``: fewer at the end, none past it. Raises FileError."""
        if offset < 0 or count <= 0 or offset >= self.size:
            return b""
        try:
            self._file.seek(self._start + offset)
            return self._file.read(min(count, self.size - offset))
        except OSError as error:
            raise FileError(self.name, why(error)) from None

    def part(self, start: int, size: int) -> Blob:
        """The ``size`` bytes from ``start`` on, as far as they are there. It lives as long as this blob does."""
        start = min(max(start, 0), self.size)
        return Blob(self._file, max(0, min(size, self.size - start)), self.name, self._start + start)

    def find(self, needle: bytes, start: int = 0, end: int = -1) -> int:
        """The lowest offset at which all of ``needle`` stands in [start, end); -1 when there is none."""
        return next(self.finds(needle, start, end), -1)

    def finds(self, needle: bytes, start: int = 0, end: int = -1) -> Iterator[int]:
        """Every such offset, lowest first. The bytes are read once, however many there are."""
        stop = self.size if end < 0 else min(end, self.size)
        at = max(start, 0)
        while at + len(needle) <= stop:
            window = self.read(at, min(WINDOW, stop - at))
            found = window.find(needle)
            while found >= 0:
                yield at + found
                found = window.find(needle, found + 1)
            if len(window) < len(needle):
                return
            at += len(window) - len(needle) + 1


class Spool:
    """Takes bytes in order and becomes a Blob; nothing of it is left when that is closed."""

    __slots__ = ("_file", "_name", "size")

    def __init__(self, name: str = "") -> None:
        from tempfile import SpooledTemporaryFile

        # Closed by the blob that it becomes, or by `drop`.
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self._name = name
        self.size = 0

    def write(self, data: bytes) -> None:
        """Raises FileError when there is no room."""
        try:
            self._file.write(data)
        except OSError as error:
            self.drop()
            raise FileError(self._name, f"cannot be unpacked into a temporary file: {why(error)}") from None
        self.size += len(data)

    def blob(self) -> Blob:
        return Blob(self._file, self.size, self._name)

    def drop(self) -> None:
        self._file.close()


def open_blob(path: str) -> Blob:
    """The regular file ``path``, links followed, of any length.

    Raises FileError when it is missing, not readable or not a regular file. Never waits for a pipe.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise FileError(path, why(error)) from None
    except ValueError:
        raise FileError(path, "not a name a file can have") from None
    try:
        state = os.fstat(handle)
        if state.st_mode & _TYPE_BITS != _REGULAR:
            raise FileError(path, "not a regular file")
        return Blob(os.fdopen(handle, "rb", 0), state.st_size, path)
    except BaseException:
        os.close(handle)
        raise


def why(error: OSError) -> str:
    """The reason of ``error`` as the end of a line."""
    reason = error.strerror or type(error).__name__
    return reason[:1].lower() + reason[1:]
