"""How much one file may unpack to. It counts; it never unpacks."""

from __future__ import annotations

from .faults import LIMIT, Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .place import Place

FREE = 256 << 20
"""So many bytes any file may unpack to."""

RATIO = 100
"""So many more for each byte of its own. Programs shrink to a third or a fifth; only a bomb to a hundredth."""

MEMBERS = 2_000_000
"""So many members a file's archives may have together: four times the files of a large image."""

DEPTH = 8
"""So deep archives may be inside of each other."""


class Budget:
    """What is left of the limits for the file at ``place``, which is ``size`` bytes long. `Fault` when they are met."""

    __slots__ = ("_bytes", "_members", "_place", "_promised", "_size")

    def __init__(self, place: Place, size: int) -> None:
        self._place = place
        self._size = size
        self._bytes = self._promised = FREE + RATIO * size
        self._members = MEMBERS

    def unpacked(self, count: int) -> None:
        """So many bytes more came out of something that was compressed."""
        self._bytes -= count
        if self._bytes < 0:
            raise self._bomb()

    def promised(self, count: int) -> None:
        """A list of members says that one more would unpack to so many bytes; most are never unpacked."""
        self._promised -= count
        if self._promised < 0:
            raise self._bomb()

    def _bomb(self) -> Fault:
        most = (FREE + RATIO * self._size) >> 20
        words = f"unpacks to more than {most:,} MiB from {self._size:,} bytes, like a zip bomb: its rest is not read"
        return Fault(LIMIT, words, self._place)

    def member(self) -> None:
        """One member more."""
        self._members -= 1
        if self._members < 0:
            raise Fault(LIMIT, f"has more than {MEMBERS:,} members: the rest is not read", self._place)

    def nested(self, depth: int) -> None:
        """Archives are ``depth`` deep inside of each other here."""
        if depth > DEPTH:
            raise Fault(LIMIT, f"is an archive more than {DEPTH} deep in others: it is not read")
