"""The formats of executables there are. It never reads a file."""

from __future__ import annotations

from . import elf, macho, other, pe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .executable import Reader

READERS: tuple[Reader, ...] = (elf, macho, pe, other)

FIRST = frozenset(b"\x7fM\xfe\xce\xcf\xca\x01\x00")
"""The first bytes that an executable can begin with."""


def reader_of(head: bytes) -> Reader | None:
    """The reader for a file that begins with ``head``, 64 bytes where it has them; None: it is no executable."""
    if not head or head[0] not in FIRST:
        return None
    return next((reader for reader in READERS if reader.claims(head)), None)
