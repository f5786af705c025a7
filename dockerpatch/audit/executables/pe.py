"""PE: Windows. It reads the section table, and nothing of imports, resources or signatures."""

from __future__ import annotations

import struct

from dockerpatch.audit.faults import damaged

from .executable import Executable, Segment, cut_short, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.system.blobs import Blob

FORMAT = "PE"
SYSTEMS = frozenset({"windows"})

_WRITE, _EXECUTE = 0x80000000, 0x20000000
_MACHINES = {0x14C: "386", 0x8664: "amd64", 0x1C4: "arm", 0x1C0: "arm", 0xAA64: "arm64"}
_NARROW, _WIDE = 0x10B, 0x20B
_FARTHEST = 1 << 20
"""So far from the beginning a PE header can be: behind a program for DOS that says it cannot run there."""


def claims(head: bytes) -> bool:
    """A text may begin with MZ, too: a header has zeros, and its last field leads to a place near by."""
    if head[:2] != b"MZ" or b"\0" not in head[:64]:
        return False
    return len(head) < 64 or int.from_bytes(head[60:64], "little") < _FARTHEST


def read(blob: Blob) -> list[Executable]:
    head = blob.read(0, 64)
    if len(head) < 64:
        raise cut_short("header", 64, blob.size)
    at = int.from_bytes(head[60:64], "little")
    if at + 24 > blob.size and int.from_bytes(head[24:26], "little") < 64:
        # Where the relocations of a DOS program begin before byte 64, it has no room for that field.
        return []
    coff = blob.read(at, 24)
    if len(coff) < 24:
        raise cut_short("PE header", at + 24, blob.size)
    if coff[:4] != b"PE\0\0":
        # Other extensions of DOS programs (NE, LE): 16-bit Windows, OS/2. Go makes none.
        return []
    machine, count, _, _, _, size, _ = struct.unpack_from("<HHIIIHH", coff, 4)
    optional = table(blob, at + 24, 1, size, "optional header")
    base = 0
    if size >= 32:
        magic = int.from_bytes(optional[:2], "little")
        if magic not in (_NARROW, _WIDE):
            raise damaged("is no readable PE file: its optional header is of no kind there is")
        base = int.from_bytes(optional[24:32] if magic == _WIDE else optional[28:32], "little")
    segments, writable = [], []
    ends = 0
    rows = table(blob, at + 24 + size, count, 40, "table of sections")
    for _, extent, address, length, offset, _, _, _, _, flags in struct.iter_unpack("<8s6I2HI", rows):
        if not offset or not length:
            continue
        segments.append(Segment(base + address, offset, min(length, extent) if extent else length))
        ends = max(ends, offset + length)
        if flags & (_WRITE | _EXECUTE) == _WRITE:
            writable.append(segments[-1])
    if ends > blob.size:
        raise cut_short("sections", ends, blob.size)
    return [Executable(FORMAT, blob, segments, writable, _MACHINES.get(machine, ""), SYSTEMS)]
