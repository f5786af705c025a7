"""A bar on standard error while a long run works through its files. It never stays, and is never drawn into a pipe."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .terminal import Stream

PATIENCE = 1.0
"""Seconds before the bar appears."""

_PAUSE = 0.1
_WIDTH = 30


class Progress:
    """Counts files and, after a second, draws the bar; ``total`` is asked once, when it is first drawn."""

    __slots__ = ("_done", "_drawn", "_next", "_stream", "_total", "_totals")

    def __init__(self, stream: Stream, total: Callable[[], int]) -> None:
        self._stream = stream
        self._total = total
        self._totals = 0
        self._done = 0
        self._drawn = False
        self._next = time.monotonic() + PATIENCE

    def step(self) -> None:
        """One file more is done."""
        self._done += 1
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PAUSE
            self._draw()

    def erase(self) -> None:
        """Take the bar off the screen, so that something else can be printed there."""
        if self._drawn:
            self._drawn = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self) -> None:
        if not self._totals:
            self._totals = self._total()
        total = max(self._totals, self._done)
        full = _WIDTH * self._done // total
        self._stream.write(f"\r\x1b[K[{'#' * full}{'.' * (_WIDTH - full)}] {self._done:,} of {total:,} files")
        self._stream.flush()
        self._drawn = True
