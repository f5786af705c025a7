"""Standard output and standard error as they are here: colour or not, what they can print. It never prints."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


class Nowhere:
    """Stands in for an output that the process was started without."""

    __slots__ = ()

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


def ready(stream: TextIO | None) -> TextIO | Nowhere:
    """The stream, made so that a character it cannot print becomes an escape and never an error."""
    if stream is None:
        return Nowhere()
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream


def out() -> TextIO | Nowhere:
    return ready(sys.stdout)


def err() -> TextIO | Nowhere:
    return ready(sys.stderr)


def colour(stream: TextIO | Nowhere) -> bool:
    """Whether to colour what goes to ``stream``: NO_COLOR says no, FORCE_COLOR yes, else a terminal has it."""
    environ = os.environ
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


def columns(most: int = 100) -> int:
    """How wide the terminal is, at most ``most``; that too when there is none."""
    try:
        return max(40, min(most, os.get_terminal_size(sys.stdout.fileno()).columns))
    except (OSError, ValueError, AttributeError):
        return most
