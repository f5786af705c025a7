"""Packages of distributions: the payload in .deb (an ar archive) and in .rpm (a cpio archive). It runs no script."""

from __future__ import annotations

import struct

from dockerpatch.audit.faults import UNREAD, Fault, damaged
from dockerpatch.audit.streams import Member

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.audit.limits import Budget
    from dockerpatch.audit.place import Place
    from dockerpatch.audit.streams import Stream

_AR, _RPM, _RPM_HEADER = b"!<arch>\n", b"\xed\xab\xee\xdb", b"\x8e\xad\xe8\x01"
_MOST_NAME = 4096
_REGULAR, _KIND = 0o100000, 0o170000


def is_deb(head: bytes) -> bool:
    """Whether it is Debian's package: other ar archives are libraries."""
    return head[:8] == _AR and head[8:21] == b"debian-binary"


def is_rpm(head: bytes) -> bool:
    return head[:4] == _RPM and len(head) >= 96


def deb_payload(stream: Stream, place: Place, budget: Budget) -> tuple[str, Member]:
    """The name and the bytes of the member that holds the files: ``data.tar`` with its suffix. Raises Fault."""
    stream.skip(len(_AR))
    while True:
        header = stream.read(60)
        if len(header) < 60:
            raise damaged("is cut short: it has no data.tar, which holds a package's files", place)
        budget.member()
        digits = header[48:58].strip()
        if header[58:60] != b"`\n" or not digits.isdigit():
            raise damaged("is damaged: the header of a member cannot be read", place)
        size = int(digits)
        name = header[:16].decode("utf-8", "surrogateescape").rstrip(" /")
        member = Member(stream, size, place)
        if name.startswith("data.tar"):
            return name, member
        member.skip(size)
        stream.skip(size % 2)


def rpm_payload(stream: Stream, place: Place) -> Stream:
    """What follows the headers: a cpio archive, most often compressed. Raises Fault."""
    stream.skip(96)
    for padded in (True, False):
        head = stream.read(16)
        if len(head) < 16 or head[:4] != _RPM_HEADER:
            raise damaged("is damaged: the header of a package cannot be read", place)
        rows, size = struct.unpack_from(">II", head, 8)
        length = 16 * rows + size
        length += -length % 8 if padded else 0
        if stream.skip(length) < length:
            raise damaged("is cut short: it ends in the header of a package", place)
    return stream


def cpio_entries(stream: Stream, place: Place, budget: Budget) -> Iterator[tuple[str, bool, Member]]:
    """Name, whether it is a file, and the bytes of each member, to be read before the next is asked for."""
    while True:
        header = stream.read(110)
        if not header:
            return
        if header[:6] == b"07070X":
            raise Fault(UNREAD, "is a package of files of more than 4 GiB: it is not read", place)
        if len(header) < 110 or header[:6] not in (b"070701", b"070702"):
            raise damaged("is damaged: the header of a member cannot be read", place)
        budget.member()
        try:
            values = [int(header[at : at + 8], 16) for at in range(6, 110, 8)]
        except ValueError:
            raise damaged("is damaged: the header of a member cannot be read", place) from None
        mode, size, name_size = values[1], values[6], values[11]
        if not 0 < name_size <= _MOST_NAME or size < 0:
            raise damaged("is damaged: a member has no readable name", place)
        name = stream.read(name_size)[:-1].decode("utf-8", "surrogateescape")
        stream.skip(-(110 + name_size) % 4)
        if name == "TRAILER!!!":
            return
        member = Member(stream, size, place)
        yield name, mode & _KIND == _REGULAR, member
        member.skip(member.left)
        stream.skip(-size % 4)
