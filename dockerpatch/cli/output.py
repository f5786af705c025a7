"""Where a report goes: a stream, piece by piece, or a file, whole at the end. It never leaves half a file."""

from __future__ import annotations

import os
import sys

from .problems import Unwritable, UsageError

STDOUT = "-"
"""What ``--output`` calls standard output."""


class File:
    """A file that is written when it is closed, whole or not at all.

    Raises UsageError at once when its folder is not there or it is a folder itself: a long run is not done for nothing.
    """

    __slots__ = ("_parts", "_path")

    def __init__(self, path: str, flag: str = "--output") -> None:
        """``flag`` is the option that names it, for messages."""
        folder = os.path.dirname(path) or "."
        if not os.path.isdir(folder):
            raise UsageError(f"{flag}: there is no folder {folder}")
        if os.path.exists(path) and not os.path.isfile(path):
            raise UsageError(f"{flag}: {path} is not a file")
        if not os.access(folder, os.W_OK):
            raise UsageError(f"{flag}: nothing can be written in {folder}")
        self._path = path
        self._parts: list[bytes] = []

    def write(self, text: str) -> None:
        self._parts.append(text.encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        from dockerpatch.system.files import FileError, write_bytes

        try:
            write_bytes(self._path, b"".join(self._parts))
        except FileError as error:
            raise Unwritable(str(error)) from None


def read_stdin() -> bytes:
    """All of standard input. Raises FileError when it is longer than a file may be, or cannot be read."""
    from dockerpatch.system.files import LIMIT, FileError

    if sys.stdin is None:
        raise FileError("-", "there is no standard input")
    try:
        data = sys.stdin.buffer.read(LIMIT + 1)
    except OSError as error:
        raise FileError("-", (error.strerror or "cannot be read").lower()) from None
    if len(data) > LIMIT:
        raise FileError("-", f"longer than {LIMIT // (1024 * 1024)} MiB")
    return data
