"""What is read of an executable's headers: where its data is, and how addresses lead into the file.

A reader of a format never runs, changes or disassembles anything; it raises a Fault for a file that is cut short.
"""

from __future__ import annotations

from dockerpatch.audit.faults import damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from dockerpatch.system.blobs import Blob

    class Reader(Protocol):
        """One format. Its module has these functions."""

        def claims(self, head: bytes) -> bool:
            """Whether a file that begins with ``head`` (64 bytes where it has them) is of this format."""

        def read(self, blob: Blob) -> list[Executable]:
            """The executable in the file, or one for each architecture. Raises Fault."""


class Segment:
    """``size`` bytes at ``offset`` of the file that are at ``address`` when the program runs."""

    __slots__ = ("address", "offset", "size")

    def __init__(self, address: int, offset: int, size: int) -> None:
        self.address = address
        self.offset = offset
        self.size = size


class Executable:
    """One architecture's executable.

    ``blob`` holds it from its first byte; ``segments`` map addresses; ``places`` are where a linker puts the build
    information, likeliest first. ``machine`` is its architecture as GOARCH has it ("" when that has no name for it),
    ``systems`` the values of GOOS that have this format.
    """

    __slots__ = ("blob", "format", "machine", "places", "segments", "systems")

    def __init__(
        self,
        format: str,
        blob: Blob,
        segments: Sequence[Segment],
        places: Sequence[Segment],
        machine: str = "",
        systems: frozenset[str] = frozenset(),
    ) -> None:
        self.format = format
        self.blob = blob
        self.segments = segments
        self.places = places
        self.machine = machine
        self.systems = systems

    def at(self, address: int, count: int) -> bytes:
        """The bytes at an address, as many of ``count`` as the file has in that segment; none for one outside."""
        for segment in self.segments:
            if segment.address <= address < segment.address + segment.size:
                into = address - segment.address
                return self.blob.read(segment.offset + into, min(count, segment.size - into))
        return b""


def table(blob: Blob, offset: int, count: int, size: int, what: str) -> bytes:
    """A table of ``count`` rows of ``size`` bytes of a header. Raises Fault when the file ends before it does."""
    found = blob.read(offset, count * size)
    if len(found) < count * size:
        raise cut_short(what, offset + count * size, blob.size)
    return found


def cut_short(what: str, needed: int, size: int) -> Exception:
    return damaged(f"is cut short: its {what} would end at byte {needed:,}, the file ends at byte {size:,}")
