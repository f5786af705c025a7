"""What gzip, bzip2, xz and zstd have compressed, as a stream: several of them in a row are one. It never seeks."""

from __future__ import annotations

from dockerpatch.audit.faults import UNREAD, Fault, damaged
from dockerpatch.audit.streams import PIECE, Chunked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dockerpatch.audit.limits import Budget
    from dockerpatch.audit.place import Place
    from dockerpatch.audit.streams import Stream

GZIP, BZIP2, XZ, ZSTD, DEFLATE = "gzip", "bzip2", "xz", "zstd", "deflate"

MEMORY = 96 << 20
"""So many bytes unpacking xz may take: what is packed with ``xz -9`` takes 65 MiB."""


def kind_of(head: bytes) -> str:
    """Which program compressed the file that begins with ``head``; "" for none of those known."""
    if head[:3] == b"\x1f\x8b\x08":
        return GZIP
    if head[:3] == b"BZh" and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return BZIP2
    if head[:6] == b"\xfd7zXZ\0":
        return XZ
    if head[:4] == b"\x28\xb5\x2f\xfd":
        return ZSTD
    return ""


class _Deflate:
    """zlib's decompressor in the form of bz2's."""

    __slots__ = ("_inner",)

    def __init__(self, window: int) -> None:
        import zlib

        self._inner = zlib.decompressobj(window)

    def decompress(self, data: bytes, most: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, most)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


def _decompressor(kind: str, place: Place) -> Any:
    if kind == GZIP:
        return _Deflate(31)
    if kind == DEFLATE:
        return _Deflate(-15)
    if kind == BZIP2:
        import bz2

        return bz2.BZ2Decompressor()
    if kind == XZ:
        import lzma

        return lzma.LZMADecompressor(lzma.FORMAT_XZ, MEMORY)
    import importlib

    try:
        zstd = importlib.import_module("compression.zstd")
    except ImportError:
        raise Fault(UNREAD, "is compressed with zstd, which Python reads from 3.14 on: it is not read", place) from None
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 26})


class Unpacked(Chunked):
    """What ``source``, which is at ``place`` and compressed as ``kind`` says, unpacks to; ``budget`` counts it."""

    __slots__ = ("_budget", "_done", "_inner", "_kind", "_pending", "_place", "_source")

    def __init__(self, source: Stream, kind: str, place: Place, budget: Budget) -> None:
        super().__init__()
        self._source = source
        self._kind = kind
        self._place = place
        self._budget = budget
        self._inner = _decompressor(kind, place)
        self._pending = b""
        self._done = False

    def _more(self) -> bytes:
        while not self._done:
            if self._inner.eof:
                self._next()
                continue
            data, self._pending = self._pending, b""
            ended = False
            if not data and self._inner.needs_input:
                data = self._source.read(PIECE // 4)
                ended = not data
            piece = self._step(data)
            if ended and not piece and not self._inner.eof:
                self._done = True
                raise damaged("is cut short: what is compressed in it does not end", self._place)
            if piece:
                self._budget.unpacked(len(piece))
                return piece
        return b""

    def _step(self, data: bytes) -> bytes:
        import lzma
        import zlib

        try:
            piece: bytes = self._inner.decompress(data, PIECE)
        except MemoryError:
            raise damaged("asks for more memory than is given for unpacking", self._place) from None
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            self._done = True
            if "emory" in str(error):
                raise damaged("asks for more memory than is given for unpacking", self._place) from None
            raise damaged(f"is damaged: it is no {self._kind} stream from here on", self._place) from None
        except Exception as error:
            # The zstd module has an exception of its own, and is not there to be named in older Pythons.
            if type(error).__name__ != "ZstdError":
                raise
            raise damaged("is damaged: it is no zstd stream from here on", self._place) from None
        return piece

    def _next(self) -> None:
        """Go on with the stream that follows, as gzip does; zeros, and what is no such stream, are padding."""
        data = self._inner.unused_data
        if self._kind != DEFLATE:
            data = data.lstrip(b"\0")
            while len(data) < 10:
                more = self._source.read(PIECE // 4)
                if not more:
                    break
                data = (data + more).lstrip(b"\0")
            if kind_of(data[:10]) == self._kind:
                self._inner = _decompressor(self._kind, self._place)
                self._pending = data
                return
        self._done = True
