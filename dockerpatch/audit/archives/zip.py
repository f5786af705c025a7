"""zip, zip64 too: members by the list at its end. It never trusts a length for room, and asks no password."""

from __future__ import annotations

import struct

from dockerpatch.audit.faults import UNREAD, Fault, damaged
from dockerpatch.audit.streams import Member, Reading
from dockerpatch.text.record import Record

from .compressed import BZIP2, DEFLATE, ZSTD, Unpacked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.audit.limits import Budget
    from dockerpatch.audit.place import Place
    from dockerpatch.system.blobs import Blob

_END, _END64, _LOCATOR, _ROW, _LOCAL = b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2", b"PK\3\4"
_METHODS = {8: DEFLATE, 12: BZIP2, 93: ZSTD}
_ENCRYPTED, _UTF8 = 1, 0x800
_ALL_ONES = 0xFFFFFFFF


class Entry(Record):
    """One member as the list at the end has it."""

    __slots__ = ("crc", "flags", "is_folder", "method", "name", "offset", "packed", "size")

    def __init__(self, name: str, flags: int, method: int, crc: int, packed: int, size: int, offset: int) -> None:
        self.name = name
        self.flags = flags
        self.method = method
        self.crc = crc
        self.packed = packed
        self.size = size
        self.offset = offset
        self.is_folder = name.endswith(("/", "\\"))


def is_zip(head: bytes) -> bool:
    return head[:4] in (_LOCAL, _END)


def entries(blob: Blob, place: Place, budget: Budget) -> Iterator[Entry]:
    """All members, in the order of the list, each with the offset of its own header. Raises Fault."""
    start, size, shift = _list(blob, place)
    stream = Reading(blob, start)
    while stream.offset - start < size:
        row = stream.read(46)
        if len(row) < 46 or row[:4] != _ROW:
            raise damaged("is damaged: the list of its members cannot be read", place)
        budget.member()
        flags, method = struct.unpack_from("<HH", row, 8)
        crc, packed, unpacked, name_size, extra_size, note_size = struct.unpack_from("<IIIHHH", row, 16)
        (offset,) = struct.unpack_from("<I", row, 42)
        name, extra = stream.read(name_size), stream.read(extra_size)
        if len(name) < name_size or len(extra) < extra_size:
            raise damaged("is cut short: it ends in the list of its members", place)
        stream.skip(note_size)
        unpacked, packed, offset = _wide(extra, unpacked, packed, offset)
        text = name.decode("utf-8", "surrogateescape") if flags & _UTF8 else _old(name)
        yield Entry(text, flags, method, crc, packed, unpacked, offset + shift)


def member(blob: Blob, entry: Entry, place: Place, budget: Budget) -> Member:
    """The bytes of a member, which is at ``place``. Raises Fault for one that cannot be read."""
    if entry.flags & _ENCRYPTED:
        raise Fault(UNREAD, "is encrypted: it is not read", place)
    header = blob.read(entry.offset, 30)
    if len(header) < 30 or header[:4] != _LOCAL:
        raise damaged("is damaged: it is not where the list of members has it", place)
    name_size, extra_size = struct.unpack_from("<HH", header, 26)
    start = entry.offset + 30 + name_size + extra_size
    part = blob.part(start, entry.packed)
    if part.size < entry.packed:
        raise damaged("is cut short: it would go on behind the end of the archive", place)
    stream = Reading(part)
    if entry.method == 0:
        # Members may lie on each other: then the archive holds more than it is long, without any compression.
        budget.unpacked(entry.packed)
        return Member(stream, entry.packed, place, entry.crc)
    kind = _METHODS.get(entry.method)
    if kind is None:
        raise Fault(UNREAD, f"is compressed by zip's method {entry.method}: it is not read", place)
    return Member(Unpacked(stream, kind, place, budget), entry.size, place, entry.crc)


def _list(blob: Blob, place: Place) -> tuple[int, int, int]:
    """Where the list of members is, how long, and how far all offsets are off: by what stands before the archive."""
    tail_at = max(0, blob.size - 22 - 0xFFFF)
    tail = blob.read(tail_at, blob.size - tail_at)
    at = tail.rfind(_END, 0, len(tail) - 18)
    if at < 0:
        raise damaged("is cut short: the list of its members, which ends a zip archive, is not there", place)
    size, offset = struct.unpack_from("<II", tail, at + 12)
    end = tail_at + at
    locator = blob.read(end - 20, 20) if end >= 20 else b""
    if locator[:4] == _LOCATOR:
        # It tells its own offset; where something stands before the archive only its distance from here is right.
        (where,) = struct.unpack_from("<Q", locator, 8)
        wide = blob.read(where, 56)
        if wide[:4] != _END64:
            where = end - 20 - 56
            wide = blob.read(where, 56)
        if len(wide) < 56 or wide[:4] != _END64:
            raise damaged("is damaged: its zip64 end cannot be read", place)
        size, offset = struct.unpack_from("<QQ", wide, 40)
        end = where
    start = end - size
    if start < 0 or start < offset:
        raise damaged("is damaged: the list of its members is not where it should be", place)
    return start, size, start - offset


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The lengths and the offset, from the zip64 field where the old ones have no room for them."""
    if _ALL_ONES not in (size, packed, offset):
        return size, packed, offset
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            values = [number for (number,) in struct.iter_unpack("<Q", extra[at + 4 : at + 4 + length // 8 * 8])]
            out = []
            for value in (size, packed, offset):
                out.append(values.pop(0) if value == _ALL_ONES and values else value)
            return out[0], out[1], out[2]
        at += 4 + length
    return size, packed, offset


def _old(name: bytes) -> str:
    """A name of an archive that does not say it is UTF-8: it nearly always is, else it is in DOS's code page."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")
