"""tar: ustar, GNU and pax, read in order. Nothing is ever extracted, and of a sparse file nothing is read."""

from __future__ import annotations

import re

from dockerpatch.audit.faults import damaged
from dockerpatch.audit.streams import Member
from dockerpatch.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.audit.limits import Budget
    from dockerpatch.audit.place import Place
    from dockerpatch.audit.streams import Stream

FILE, FOLDER, HARD_LINK, SYMLINK, SPARSE, OTHER = "file", "folder", "hard link", "symlink", "sparse file", "other"

BLOCK = 512
_ZERO = bytes(BLOCK)
_MOST_HEADER = 1 << 20
"""Longer names and extended headers are of no file."""

_OCTAL = re.compile(rb"[ \0]*[0-7]*[ \0]*").fullmatch
_KINDS = {b"1": HARD_LINK, b"2": SYMLINK, b"3": OTHER, b"4": OTHER, b"5": FOLDER, b"6": OTHER, b"S": SPARSE}


class Entry(Record):
    """One member: its name as written, what it is, its length, and what a link leads to."""

    __slots__ = ("kind", "link", "name", "size")

    def __init__(self, name: str, kind: str, size: int, link: str) -> None:
        self.name = name
        self.kind = kind
        self.size = size
        self.link = link


def is_tar(head: bytes) -> bool:
    """Whether a file that begins with ``head`` (a block where it has one) is a tar archive that is not empty."""
    if len(head) < BLOCK or not _OCTAL(head[148:156]):
        return False
    return head[257:262] == b"ustar" or (head[:1] != b"\0" and _is_sound(head))


def _is_sound(block: bytes) -> bool:
    """Whether the header has its own checksum. Some old programs took the bytes to be signed."""
    written = _number(block[148:156])
    total = sum(block) - sum(block[148:156]) + 8 * 32
    if written == total:
        return True
    return written == total - 256 * sum(byte > 127 for byte in block[:148] + block[156:])


def _number(field: bytes) -> int:
    """A number in octal digits, or in base 256; -1 when it is neither."""
    if field[0] & 0x80:
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big") if field[0] == 0x80 else -1
    if not _OCTAL(field):
        return -1
    return int(field.strip(b" \0") or b"0", 8)


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def entries(stream: Stream, place: Place, budget: Budget, past_ends: bool = False) -> Iterator[tuple[Entry, Member]]:
    """Each member and its bytes, to be read before the next one is asked for.

    With ``past_ends`` an end mark does not end it: archives that were put one behind the other are one. Raises Fault.
    """
    long_name, long_link = "", ""
    extended: dict[str, str] = {}
    zeros = 0
    while True:
        block = stream.read(BLOCK)
        if not block:
            return
        if len(block) < BLOCK:
            raise damaged("is cut short: it ends in the middle of a header", place)
        if block == _ZERO:
            zeros += 1
            if zeros > 1 and not past_ends:
                return
            continue
        if not _is_sound(block):
            if zeros:
                return
            raise damaged("is damaged: the header of a member has the wrong checksum", place)
        zeros = 0
        budget.member()
        size, kind = _number(block[124:136]), block[156:157]
        if size < 0:
            raise damaged("is damaged: a member has no readable length", place)
        if kind in (b"L", b"K", b"x", b"g", b"X"):
            data = _header(stream, size, place)
            if kind == b"L":
                long_name = _text(data)
            elif kind == b"K":
                long_link = _text(data)
            elif kind != b"g":
                extended = _records(data)
            continue
        name, link = _name(block), _text(block[157:257])
        entry = _entry(name, link, kind, size, long_name, long_link, extended)
        long_name, long_link, extended = "", "", {}
        if entry.size < 0:
            raise damaged("is damaged: a member has no readable length", place)
        if kind == b"S":
            _skip_map(stream, block, place)
        member = Member(stream, entry.size, place)
        yield entry, member
        member.skip(member.left)
        _skip(stream, -entry.size % BLOCK, place)


def _entry(
    name: str, link: str, kind: bytes, size: int, long_name: str, long_link: str, extended: dict[str, str]
) -> Entry:
    sort = _KINDS.get(kind, FILE)
    if extended:
        digits = extended.get("size", "")
        if digits.isascii() and digits.isdigit() and len(digits) < 20:
            size = int(digits)
        if any(key.startswith("GNU.sparse.") for key in extended):
            sort = SPARSE
    name = extended.get("GNU.sparse.name") or extended.get("path") or long_name or name
    link = extended.get("linkpath") or long_link or link
    if kind == b"\0" and sort == FILE and name.endswith("/"):
        sort = FOLDER
    # Links, folders and devices have no bytes, whatever length is written beside them.
    return Entry(name, sort, size if sort in (FILE, SPARSE) else 0, link)


def _name(block: bytes) -> str:
    name = block[:100].partition(b"\0")[0]
    if block[257:263] == b"ustar\0":
        prefix = block[345:500].partition(b"\0")[0]
        if prefix:
            name = prefix + b"/" + name
    return name.decode("utf-8", "surrogateescape")


def _header(stream: Stream, size: int, place: Place) -> bytes:
    if size > _MOST_HEADER:
        raise damaged(f"is damaged: a member's extended header would be {size:,} bytes long", place)
    data = stream.read(size)
    if len(data) < size:
        raise damaged("is cut short: it ends in the middle of a header", place)
    _skip(stream, -size % BLOCK, place)
    return data


def _skip(stream: Stream, count: int, place: Place) -> None:
    if count and stream.skip(count) < count:
        raise damaged("is cut short: it ends in the middle of a member", place)


def _skip_map(stream: Stream, block: bytes, place: Place) -> None:
    """Pass over the blocks that tell where the holes of an old GNU sparse file are."""
    more = block[482]
    while more:
        block = stream.read(BLOCK)
        if len(block) < BLOCK:
            raise damaged("is cut short: it ends in the middle of a header", place)
        more = block[504]


def _records(data: bytes) -> dict[str, str]:
    """The ``key=value`` records of a pax header, up to the first that cannot be read."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data):
        blank = data.find(b" ", at, at + 20)
        if blank < 0 or not data[at:blank].isdigit():
            break
        end = at + int(data[at:blank])
        if not blank < end <= len(data):
            break
        key, _, value = data[blank + 1 : end - 1].partition(b"=")
        found[key.decode("utf-8", "surrogateescape")] = value.decode("utf-8", "surrogateescape")
        at = end
    return found
