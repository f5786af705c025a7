"""Bytes that come one after another: of a file, of what it unpacks to, of one member. None of them is held whole."""

from __future__ import annotations

from .faults import damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from dockerpatch.system.blobs import Blob

    from .place import Place

    class Stream(Protocol):
        """Bytes in order. Both methods raise Fault for a source that is damaged."""

        def read(self, count: int) -> bytes:
            """The next ``count`` bytes; fewer only at the end."""

        def skip(self, count: int) -> int:
            """Pass over ``count`` bytes and say how many there were: fewer only at the end."""


PIECE = 1 << 18
"""So many bytes are read, and held, at a time."""


class Chunked:
    """A stream over pieces, which `_more` gives: b"" at the end."""

    __slots__ = ("_at", "_piece")

    def __init__(self) -> None:
        self._piece = b""
        self._at = 0

    def _more(self) -> bytes:
        raise NotImplementedError

    def read(self, count: int) -> bytes:
        end = self._at + count
        if end <= len(self._piece):
            found = self._piece[self._at : end]
            self._at = end
            return found
        parts = [self._piece[self._at :]]
        left = count - len(parts[0])
        while left > 0:
            piece = self._piece = self._more()
            if not piece:
                self._at = 0
                break
            self._at = min(left, len(piece))
            parts.append(piece[: self._at] if self._at < len(piece) else piece)
            left -= self._at
        return b"".join(parts)

    def skip(self, count: int) -> int:
        left = count
        while True:
            step = min(left, len(self._piece) - self._at)
            self._at += step
            left -= step
            if left <= 0:
                return count
            self._piece, self._at = self._more(), 0
            if not self._piece:
                return count - left


class Reading(Chunked):
    """A blob from ``offset`` on, in order; what is skipped is not read."""

    __slots__ = ("_blob", "_offset")

    def __init__(self, blob: Blob, offset: int = 0) -> None:
        super().__init__()
        self._blob = blob
        self._offset = offset

    def _more(self) -> bytes:
        piece = self._blob.read(self._offset, PIECE)
        self._offset += len(piece)
        return piece

    def skip(self, count: int) -> int:
        here = self._offset - (len(self._piece) - self._at)
        step = max(0, min(count, self._blob.size - here))
        if step <= len(self._piece) - self._at:
            self._at += step
        else:
            self._piece, self._at, self._offset = b"", 0, here + step
        return step

    @property
    def offset(self) -> int:
        """The offset in the blob of the byte that comes next."""
        return self._offset - (len(self._piece) - self._at)


class Again:
    """A stream whose first bytes were looked at and come once more."""

    __slots__ = ("_head", "_rest")

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head = head
        self._rest = rest

    def read(self, count: int) -> bytes:
        if not self._head:
            return self._rest.read(count)
        first, self._head = self._head[:count], self._head[count:]
        return first + self._rest.read(count - len(first)) if len(first) < count else first

    def skip(self, count: int) -> int:
        first = min(count, len(self._head))
        self._head = self._head[first:]
        return first + (self._rest.skip(count - first) if count > first else 0)


class Member:
    """The next ``size`` bytes of an archive's stream. Raises Fault, of the archive at ``place``, when it ends before.

    With ``crc``, the checksum of all of them, Fault as well when they were all read and it is another.
    """

    __slots__ = ("_crc", "_expected", "_place", "_stream", "left")

    def __init__(self, stream: Stream, size: int, place: Place, crc: int | None = None) -> None:
        self._stream = stream
        self._place = place
        self._expected = crc
        self._crc = 0
        self.left = size

    def read(self, count: int) -> bytes:
        count = min(count, self.left)
        if not count:
            return b""
        found = self._stream.read(count)
        self.left -= count
        if len(found) < count:
            raise damaged("is cut short: it ends in the middle of a member", self._place)
        if self._expected is not None:
            from zlib import crc32

            self._crc = crc32(found, self._crc)
            if not self.left and self._crc != self._expected:
                raise damaged("is damaged: its bytes do not have the checksum that is written beside them")
        return found

    def skip(self, count: int) -> int:
        count = min(count, self.left)
        self._expected = None
        if count:
            self.left -= count
            if self._stream.skip(count) < count:
                raise damaged("is cut short: it ends in the middle of a member", self._place)
        return count


def to_its_end(stream: Stream) -> None:
    """Pass over what follows the last member: only at its end it shows whether a compressed stream is whole."""
    while stream.skip(PIECE) == PIECE:
        pass
