"""Goes through files, and through archives inside of archives, to each executable.

It never writes a file that has a name, follows no link that it meets, and holds one executable at a time.
"""

from __future__ import annotations

import re

from dockerpatch.system.blobs import Spool
from dockerpatch.system.files import FileError

from .archives import compressed, packages, tar, zip
from .executables.catalog import FIRST, reader_of
from .faults import UNREAD, UNREADABLE, UNSAFE, Fault, Problem
from .found import Fixture, Program, Unknown
from .limits import Budget
from .place import climbs, tidy
from .search import search
from .streams import PIECE, Again, Reading, to_its_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.system.blobs import Blob

    from .executables.executable import Reader
    from .found import Event
    from .place import Place
    from .streams import Stream

HEAD = 512
"""So many bytes of a file tell what it is."""

_UNREAD = {
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"MSCF\0\0": "cabinet",
    b"hsqs": "SquashFS",
    b"xar!": "xar",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "MSI",
    b"Rar!\x1a\x07": "RAR",
}
_ARCHIVES = frozenset(b"\x1fB\xfd\x28P!\xed7MhxR\xd0")


class Walk:
    """One file on disk, with all that is in it. ``fixtures``: test data of modules is looked at, too."""

    __slots__ = ("_budget", "_fixtures", "_named")

    def __init__(self, budget: Budget, fixtures: bool = False, named: bool = True) -> None:
        """``named``: somebody asked for this very file, so it is a fault when it cannot be read."""
        self._budget = budget
        self._fixtures = fixtures
        self._named = named

    @property
    def budget(self) -> Budget:
        return self._budget

    def blob(self, blob: Blob, place: Place, depth: int = 0) -> Iterator[Event]:
        """All that is found in the file ``blob``."""
        yield from self.guarded(place, self._blob(blob, place, depth))

    def stream(self, stream: Stream, place: Place, depth: int, payload: bool = False) -> Iterator[Event]:
        """All that is found in what ``stream`` gives, which is ``depth`` archives deep.

        ``payload``: it is what its archive is there for, so the run fails when it cannot be read.
        """
        yield from self.guarded(place, self._stream(stream, place, depth, payload))

    def guarded(self, place: Place, events: Iterator[Event]) -> Iterator[Event]:
        """``events``, with a fault of the file at ``place`` as the last of them; one of another file goes on to it."""
        try:
            yield from events
        except Fault as fault:
            if fault.place is not None and fault.place != place:
                raise
            yield Problem(place, fault.kind, fault.message)
        except FileError as error:
            yield Problem(place, UNREADABLE, error.reason)

    def _blob(self, blob: Blob, place: Place, depth: int) -> Iterator[Event]:
        head = blob.read(0, HEAD)
        reader = reader_of(head)
        if self._is_passed_over(head, reader, place):
            yield Fixture(place)
        elif reader is not None:
            yield from self._executable(blob, reader, place)
        elif zip.is_zip(head):
            yield from self._zip(blob, place, depth + 1)
        elif tar.is_tar(head) and self._is_image(head):
            from .images import image_events, tar_bag

            yield from image_events(self, tar_bag(blob, place, self._budget), place, depth + 1)
        else:
            yield from self._archive(
                head, Reading(blob), place, depth, payload=not depth and (self._named or _is_release(place.name))
            )

    def _stream(self, stream: Stream, place: Place, depth: int, payload: bool) -> Iterator[Event]:
        head = stream.read(HEAD)
        if not head or (head[0] not in FIRST and head[0] not in _ARCHIVES and not tar.is_tar(head)):
            return
        reader = reader_of(head)
        if self._is_passed_over(head, reader, place):
            yield Fixture(place)
            return
        stream = Again(head, stream)
        if reader is not None or zip.is_zip(head) or (tar.is_tar(head) and self._is_image(head)):
            with spooled(stream, place) as blob:
                yield from self._blob(blob, place, depth)
            return
        yield from self._archive(head, stream, place, depth, payload)

    def _is_passed_over(self, head: bytes, reader: Reader | None, place: Place) -> bool:
        if self._fixtures or not place.is_fixture or (self._named and not place.inside):
            return False
        return reader is not None or _is_archive(head)

    def _is_image(self, head: bytes) -> bool:
        from .images import begins_image

        return begins_image(head)

    def _archive(self, head: bytes, stream: Stream, place: Place, depth: int, payload: bool) -> Iterator[Event]:
        """What is in an archive that is read in order; nothing for a file that is none."""
        kind = compressed.kind_of(head)
        if kind:
            self._budget.nested(depth + 1)
            try:
                unpacked = compressed.Unpacked(stream, kind, place, self._budget)
            except Fault as fault:
                yield Problem(place, fault.kind, fault.message, fails=payload)
                return
            # Alpine's packages are three gzip streams, and what they unpack to is three archives in a row.
            yield from self._unpacked(unpacked, place, depth + 1, payload)
            if not depth:
                # Whatever is in it: a file that was handed in shall be whole, and no bomb.
                to_its_end(unpacked)
        elif tar.is_tar(head):
            self._budget.nested(depth + 1)
            yield from self.tar(stream, place, depth + 1)
        elif packages.is_deb(head):
            self._budget.nested(depth + 1)
            name, member = packages.deb_payload(stream, place, self._budget)
            yield from self._payload(member, place, name, depth + 1)
        elif packages.is_rpm(head):
            self._budget.nested(depth + 1)
            yield from self._rpm(packages.rpm_payload(stream, place), place, depth + 1)
        else:
            for magic, name in _UNREAD.items():
                # The bytes of MSI are those of old office files, too.
                if head.startswith(magic) and (name != "MSI" or place.name.endswith(".msi")):
                    yield Problem(place, UNREAD, f"is a file of {name}: these are not read", fails=payload)

    def _unpacked(self, stream: Stream, place: Place, depth: int, payload: bool) -> Iterator[Event]:
        head = stream.read(HEAD)
        again = Again(head, stream)
        if tar.is_tar(head) and not self._is_image(head):
            yield from self.tar(again, place, depth, past_ends=place.name.endswith(".apk"))
            to_its_end(stream)
        elif head:
            yield from self._stream(again, place, depth, payload)

    def _payload(self, member: Stream, place: Place, name: str, depth: int) -> Iterator[Event]:
        """The archive in a package. Its own name says nothing to a reader: its members are those of the package."""
        head = member.read(HEAD)
        again: Stream = Again(head, member)
        kind = compressed.kind_of(head)
        if kind:
            again = compressed.Unpacked(again, kind, place, self._budget)
        elif not tar.is_tar(head):
            raise Fault(UNREAD, f"holds its files in {name}, which is not read")
        yield from self.tar(again, place, depth)
        to_its_end(again)

    def _rpm(self, stream: Stream, place: Place, depth: int) -> Iterator[Event]:
        head = stream.read(HEAD)
        again: Stream = Again(head, stream)
        kind = compressed.kind_of(head)
        if kind:
            again = compressed.Unpacked(again, kind, place, self._budget)
        for name, is_file, member in packages.cpio_entries(again, place, self._budget):
            if is_file:
                yield from self.member(name, member, place, depth)
        to_its_end(again)

    def tar(self, stream: Stream, place: Place, depth: int, past_ends: bool = False) -> Iterator[Event]:
        """All that is found in the files of a tar archive."""
        for entry, member in tar.entries(stream, place, self._budget, past_ends):
            if entry.kind == tar.FILE:
                yield from self.member(entry.name, member, place, depth)

    def member(self, name: str, member: Stream, place: Place, depth: int) -> Iterator[Event]:
        """What is found in one member of the archive at ``place``."""
        if climbs(name):
            yield Problem(place.within(name), UNSAFE, "has a name that leads out of its archive: it is not read")
            return
        yield from self.stream(member, place.within(tidy(name)), depth)

    def _zip(self, blob: Blob, place: Place, depth: int) -> Iterator[Event]:
        self._budget.nested(depth)
        for entry in zip.entries(blob, place, self._budget):
            if entry.is_folder:
                continue
            self._budget.promised(entry.size)
            if climbs(entry.name):
                yield Problem(
                    place.within(entry.name), UNSAFE, "has a name that leads out of its archive: it is not read"
                )
                continue
            inner = place.within(tidy(entry.name))
            yield from self.guarded(inner, self._zipped(blob, entry, inner, depth))

    def _zipped(self, blob: Blob, entry: zip.Entry, place: Place, depth: int) -> Iterator[Event]:
        yield from self._stream(zip.member(blob, entry, place, self._budget), place, depth, payload=False)

    def _executable(self, blob: Blob, reader: Reader, place: Place) -> Iterator[Event]:
        executables = reader.read(blob)
        for one in executables:
            found = search(one)
            if found.info is None:
                yield Unknown(place, one.format, found.why)
                continue
            part = one.machine if len(executables) > 1 else ""
            yield Program(place, one.format, found.info, one.machine, one.systems, part, found.outside)


def spooled(stream: Stream, place: Place) -> Blob:
    """All of ``stream`` in a temporary file, or in memory when it is short."""
    spool = Spool(place.path)
    try:
        while True:
            piece = stream.read(PIECE)
            if not piece:
                return spool.blob()
            spool.write(piece)
    except BaseException:
        spool.drop()
        raise


def _is_release(name: str) -> bool:
    """Whether a file that was met in a folder is called as what is released is: not as data that is compressed."""
    return re.search(r"(?i)\.(?:tar\.zst|tzst|7z|rar|msi|cab|rpm|deb|snap|squashfs|pkg|xar)\Z", name) is not None


def _is_archive(head: bytes) -> bool:
    if compressed.kind_of(head) or zip.is_zip(head) or tar.is_tar(head):
        return True
    return packages.is_deb(head) or packages.is_rpm(head)
