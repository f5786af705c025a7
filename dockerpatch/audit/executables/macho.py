"""Mach-O: macOS and iOS, and the universal files that hold one for each architecture. It reads load commands only."""

from __future__ import annotations

import struct

from dockerpatch.audit.faults import Fault, damaged

from .executable import Executable, Segment, cut_short, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.system.blobs import Blob

FORMAT = "Mach-O"
SYSTEMS = frozenset({"darwin", "ios"})

_MAGICS = {
    b"\xfe\xed\xfa\xce": (">", False),
    b"\xce\xfa\xed\xfe": ("<", False),
    b"\xfe\xed\xfa\xcf": (">", True),
    b"\xcf\xfa\xed\xfe": ("<", True),
}
_UNIVERSAL = {b"\xca\xfe\xba\xbe": (">5I", 20), b"\xca\xfe\xba\xbf": (">2I2Q2I", 32)}
_MOST_ARCHITECTURES = 30
"""Java's class files begin like universal ones; the version that follows in them is larger than this."""

_MOST_COMMANDS = 4 << 20
_SEGMENT, _SEGMENT_64, _WRITE, _EXECUTE = 0x1, 0x19, 2, 4
_SECTION = b"__go_buildinfo"
_MACHINES = {7: "386", 0x01000007: "amd64", 12: "arm", 0x0100000C: "arm64", 18: "ppc", 0x01000012: "ppc64"}


def claims(head: bytes) -> bool:
    magic = head[:4]
    if magic in _UNIVERSAL:
        return len(head) >= 8 and 0 < int.from_bytes(head[4:8], "big") <= _MOST_ARCHITECTURES
    return magic in _MAGICS


def read(blob: Blob) -> list[Executable]:
    head = blob.read(0, 8)
    if head[:4] not in _UNIVERSAL:
        return [_read(blob)]
    layout, size = _UNIVERSAL[head[:4]]
    rows = table(blob, 8, int.from_bytes(head[4:8], "big"), size, "table of architectures")
    found = []
    for values in struct.iter_unpack(layout, rows):
        kind, offset, length = values[0], values[2], values[3]
        if offset + length > blob.size:
            name = _MACHINES.get(kind, f"architecture {kind:#x}")
            raise cut_short(f"part for {name}", offset + length, blob.size)
        part = blob.part(offset, length)
        # An architecture can hold a library archive instead: that is no executable.
        if part.read(0, 4) in _MAGICS:
            try:
                found.append(_read(part))
            except Fault as fault:
                raise Fault(fault.kind, f"{_MACHINES.get(kind, hex(kind))} in it {fault.message}") from None
    return found


def _read(blob: Blob) -> Executable:
    head = blob.read(0, 32)
    order, wide = _MAGICS[head[:4]]
    size = 32 if wide else 28
    if len(head) < size:
        raise cut_short("header", size, blob.size)
    machine, _, _, count, length = struct.unpack_from(f"{order}5I", head, 4)
    if length > _MOST_COMMANDS:
        raise damaged(f"is no readable Mach-O file: its load commands would be {length:,} bytes long")
    commands = table(blob, size, 1, length, "load commands")
    segments: list[Segment] = []
    named: list[Segment] = []
    writable: list[Segment] = []
    at = 0
    for _ in range(count):
        if at + 8 > length:
            raise damaged("is no readable Mach-O file: it has more load commands than room for them")
        kind, step = struct.unpack_from(f"{order}2I", commands, at)
        if step < 8 or at + step > length:
            raise damaged("is no readable Mach-O file: a load command is longer than the room for it")
        if kind in (_SEGMENT, _SEGMENT_64):
            _segment(commands[at : at + step], order, kind == _SEGMENT_64, segments, named, writable)
        at += step
    ends = max((segment.offset + segment.size for segment in segments), default=0)
    if ends > blob.size:
        raise cut_short("segments", ends, blob.size)
    return Executable(FORMAT, blob, segments, [*named, *writable], _MACHINES.get(machine, ""), SYSTEMS)


def _segment(
    command: bytes, order: str, wide: bool, segments: list[Segment], named: list[Segment], writable: list[Segment]
) -> None:
    layout = struct.Struct(f"{order}2I16s{'4Q' if wide else '4I'}4I")
    if len(command) < layout.size:
        raise damaged("is no readable Mach-O file: a load command is shorter than what it holds")
    _, _, _, address, _, offset, size, _, protection, count, _ = layout.unpack_from(command)
    segment = Segment(address, offset, size)
    if size:
        segments.append(segment)
        if protection & (_WRITE | _EXECUTE) == _WRITE:
            writable.append(segment)
    section = struct.Struct(f"{order}16s16s{'QQ' if wide else 'II'}{'8I' if wide else '7I'}")
    for index in range(count):
        start = layout.size + index * section.size
        if start + section.size > len(command):
            break
        name, _, where, length, at = section.unpack_from(command, start)[:5]
        if name.rstrip(b"\0") == _SECTION:
            named.append(Segment(where, at, length))
