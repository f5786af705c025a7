"""ELF: Linux, the BSDs, Solaris. It reads the program headers, and of the sections no more than where one is."""

from __future__ import annotations

import struct

from dockerpatch.audit.faults import damaged

from .executable import Executable, Segment, cut_short, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.system.blobs import Blob

FORMAT = "ELF"
SYSTEMS = frozenset({"linux", "android", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "illumos", "hurd"})

_MAGIC = b"\x7fELF"
_SECTION = b".go.buildinfo\0"
_LOAD, _EXECUTE, _WRITE = 1, 1, 2
_WITHOUT_BYTES = 8  # SHT_NOBITS
_MANY = 0xFF00
"""From this number of sections or program headers on, the count stands elsewhere: no Go binary has so many."""

_MACHINES = {3: "386", 40: "arm", 62: "amd64", 183: "arm64", 243: "riscv64", 258: "loong64", 22: "s390x"}
_MIPS, _PPC64, _BIG = 8, 21, 2


def claims(head: bytes) -> bool:
    return head[:4] == _MAGIC


def read(blob: Blob) -> list[Executable]:
    head = blob.read(0, 64)
    if len(head) < 20:
        raise cut_short("header", 52, blob.size)
    wide, order = head[4] == 2, {1: "<", 2: ">"}.get(head[5], "")
    if head[4] not in (1, 2) or not order:
        raise damaged("is no readable ELF file: its class or byte order is neither of the two there are")
    size = 64 if wide else 52
    if len(head) < size:
        raise cut_short("header", size, blob.size)
    fields = struct.unpack_from(f"{order}HHI{'QQQ' if wide else 'III'}IHHHHHH", head, 16)
    machine, load_at, sections_at = fields[1], fields[4], fields[5]
    load_size, load_count, section_size, section_count, names_index = fields[8:13]
    segments, writable = [], []
    ends = 0
    if load_count and load_count < _MANY:
        row = struct.Struct(f"{order}{'IIQQQQQQ' if wide else 'IIIIIIII'}")
        if load_size != row.size:
            raise damaged(f"is no readable ELF file: its program headers are {load_size} bytes long, not {row.size}")
        for values in row.iter_unpack(table(blob, load_at, load_count, row.size, "table of program headers")):
            kind, flags = values[0], values[1] if wide else values[6]
            offset, address = (values[2], values[3]) if wide else (values[1], values[2])
            in_file = values[5] if wide else values[4]
            if kind == _LOAD:
                segments.append(Segment(address, offset, in_file))
                ends = max(ends, offset + in_file)
                if flags & (_WRITE | _EXECUTE) == _WRITE:
                    writable.append(segments[-1])
    named: list[Segment] = []
    complete = False
    if sections_at:
        named, complete = _sections(blob, order, wide, sections_at, section_size, section_count, names_index)
    # The companion that holds debug symbols keeps program headers whose bytes it does not: it is whole all the same.
    if ends > blob.size and not complete:
        raise cut_short("segments", ends, blob.size)
    return [Executable(FORMAT, blob, segments, [*named, *writable], _machine(machine, wide, head[5]), SYSTEMS)]


def _sections(
    blob: Blob, order: str, wide: bool, at: int, size: int, count: int, names: int
) -> tuple[list[Segment], bool]:
    """The section of the build information, and whether all sections are in the file."""
    row = struct.Struct(f"{order}{'IIQQQQIIQQ' if wide else 'IIIIIIIIII'}")
    if size != row.size or count >= _MANY or names >= count:
        return [], False
    rows = list(row.iter_unpack(table(blob, at, count, size, "table of sections")))
    complete = all(each[4] + each[5] <= blob.size for each in rows if each[1] != _WITHOUT_BYTES)
    texts = blob.read(rows[names][4], min(rows[names][5], 1 << 20))
    found = [
        Segment(each[3], each[4], each[5])
        for each in rows
        if each[1] != _WITHOUT_BYTES and texts.startswith(_SECTION, each[0])
    ]
    return found, complete


def _machine(number: int, wide: bool, order: int) -> str:
    if number == _MIPS:
        return f"mips{'64' if wide else ''}{'' if order == _BIG else 'le'}"
    if number == _PPC64:
        return "ppc64" if order == _BIG else "ppc64le"
    return _MACHINES.get(number, "")
