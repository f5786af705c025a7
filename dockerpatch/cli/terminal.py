"""Standard output and standard error as they are here: what they can print, colour or not. It never prints unasked."""

from __future__ import annotations

import os
import sys

from .problems import Unwritable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


class Stream:
    """An output of the process, which may be closed from the start (then all that is written is lost).

    A character that it cannot print becomes an escape. Raises BrokenPipeError when its reader has gone, Unwritable when
    it cannot take what is written for another reason.
    """

    __slots__ = ("_stream",)

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")

    def write(self, text: str) -> None:
        if self._stream is not None:
            try:
                self._stream.write(text)
            except OSError as error:
                raise _told(error) from None

    def write_exactly(self, data: bytes) -> None:
        """Write bytes as they are: no line ending and no character is changed."""
        if self._stream is not None:
            try:
                self._stream.flush()
                self._stream.buffer.write(data)
                self._stream.buffer.flush()
            except OSError as error:
                raise _told(error) from None

    def flush(self) -> None:
        if self._stream is not None:
            try:
                self._stream.flush()
            except OSError as error:
                raise _told(error) from None

    def isatty(self) -> bool:
        return self._stream is not None and self._stream.isatty()


def _told(error: OSError) -> Exception:
    if isinstance(error, BrokenPipeError):
        return error
    return Unwritable(f"the output cannot be written: {error.strerror or error}")


def out() -> Stream:
    return Stream(sys.stdout)


def err() -> Stream:
    return Stream(sys.stderr)


def colour(stream: Stream) -> bool:
    """Whether to colour what goes to ``stream``: NO_COLOR says no, FORCE_COLOR yes, else a terminal has it."""
    environ = os.environ
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return may_redraw(stream)


def may_redraw(stream: Stream) -> bool:
    """Whether the stream is a terminal that knows more than plain lines."""
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def columns(most: int = 100) -> int:
    """How wide the terminal is, at most ``most``; that too when there is none."""
    try:
        return max(40, min(most, os.get_terminal_size(sys.stdout.fileno()).columns))
    except (OSError, ValueError, AttributeError):
        return most
