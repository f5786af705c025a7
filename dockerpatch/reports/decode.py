"""The bytes of a report as UTF-8 JSON text: compression, byte order marks, other encodings and log lines taken away.

It never holds more than a piece of the text, and knows nothing of JSON but how a document begins.
"""

from __future__ import annotations

import re

from .fault import ReportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # As a binary file's own: at most so many bytes, b"" at the end.
    Read = Callable[[int], bytes]

LARGEST = 1 << 30
"""The longest report that is read, in bytes of its text."""

PIECE = 1 << 16
"""How many bytes are handed on at once, at most."""

LONGEST_LOG = 1 << 20
"""How many bytes of log lines may stand before the document."""

_COMPRESSED = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"\xfd7zXZ": "compressed with xz",
}
_COMPRESSED |= {b"BZh": "compressed with bzip2", b"%PDF": "a PDF", b"SQLite format 3": "an SQLite database"}

# A line that opens a document: an object, or a list of objects. "[INFO] done" is neither, '{"level":...}' is a log's.
_opens = re.compile(
    rb"[ \t\r]*(?!\{\"(?:level|msg|time|ts)\")(?:\{[ \t\r\n]*(?:[\"}]|$)|\[[ \t\r\n]*(?:[{\]]|$))"
).match


def pieces(read: Read, path: str) -> Iterator[tuple[bytes, int, int]]:
    """Pieces of the text from the document's beginning on, each with its first line (from 1) and first byte (from 0).

    Raises ReportError when the bytes are no text, too many, or hold no document.
    """
    line, byte, started, held = 1, 0, False, b""
    for piece in _text(read, path):
        if not piece:  # to the parser that would be the end
            continue
        if byte + len(held) + len(piece) > LARGEST:
            raise ReportError(path, f"longer than {LARGEST >> 20} MiB")
        if not started:
            held += piece
            start = _beginning(held, whole=False)
            if start < 0 and len(held) < LONGEST_LOG:
                continue
            started, skipped = start >= 0, max(start, 0)
            if not started:
                break
            line, byte, piece, held = 1 + held.count(b"\n", 0, skipped), skipped, held[skipped:], b""
        yield piece, line, byte
        line += piece.count(b"\n")
        byte += len(piece)
    if not started:
        start = _beginning(held, whole=True)
        if start < 0:
            raise ReportError(path, _what(held))
        yield held[start:], 1 + held.count(b"\n", 0, start), start


def _beginning(text: bytes, whole: bool) -> int:
    """The offset of the line that opens the document; -1 while there is none: a line that is not over may be one."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start)
        # What stands below a lone bracket decides; so look a little further than the line.
        window = text[start : start + 4096]
        if _opens(window) and (end >= 0 or whole or len(window.strip()) > 1):
            return start
        if end < 0:
            break
        start = end + 1
    return -1


def _text(read: Read, path: str) -> Iterator[bytes]:
    """Pieces of the whole text as UTF-8, without a byte order mark."""
    first = _some(read, 4, path)
    if first[:2] == b"\x1f\x8b":
        read = _unpacked(first, read, path)
        first = _some(read, 4, path)
    else:
        for magic, what in _COMPRESSED.items():
            if first.startswith(magic[:4]):
                raise ReportError(path, f"not a report but {what}")
    if first[:3] == b"\xef\xbb\xbf":
        first = first[3:]
    elif first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _recoded(first, read, path)
        return
    piece = first + read(PIECE)
    while piece:
        if b"\x00" in piece:
            raise ReportError(path, "not a report but a binary file")
        yield piece
        piece = read(PIECE)


def _some(read: Read, size: int, path: str) -> bytes:
    found = b""
    while len(found) < size:
        part = read(size - len(found))
        if not part:
            break
        found += part
    if not found:
        raise ReportError(path, "empty")
    return found


def _unpacked(first: bytes, read: Read, path: str) -> Read:
    """What gzip has packed, never more at once than is asked for."""
    import zlib

    engine = zlib.decompressobj(31)
    waiting = first

    def more(size: int) -> bytes:
        nonlocal waiting
        while not engine.eof:
            if not waiting:
                waiting = read(PIECE)
                if not waiting:
                    raise ReportError(path, "the gzip data is cut off")
            try:
                found = engine.decompress(waiting, size)
            except zlib.error:
                raise ReportError(path, "broken gzip data") from None
            waiting = engine.unconsumed_tail
            if found:
                return found
        return b""

    return more


def _recoded(first: bytes, read: Read, path: str) -> Iterator[bytes]:
    """UTF-16, as PowerShell writes what is redirected to a file, as UTF-8."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-16-le" if first[:2] == b"\xff\xfe" else "utf-16-be")()
    piece = first[2:]
    try:
        while piece:
            yield decoder.decode(piece).encode()
            piece = read(PIECE)
        yield decoder.decode(b"", True).encode()
    except UnicodeError:
        raise ReportError(path, "broken UTF-16 text") from None


_TELLING = (
    (rb"\s*<(?:!doctype html|html)", "an HTML page, not JSON: have the scanner write JSON"),
    (rb"\s*<", "XML or a template's output, not JSON: have the scanner write JSON"),
    ("\\s*(?:[^{\\[]*\n)?[┌│╔+|]".encode(), "a table, not JSON: have the scanner write JSON (--format json)"),
    (rb"(?:[^\n]*\n)*?Total: [0-9]+ \(", "a table, not JSON: have the scanner write JSON (--format json)"),
    (rb"NAME +INSTALLED", "a table, not JSON: have the scanner write JSON (--output json)"),
    (rb"(?:\s*(?:#[^\n]*|ARG [^\n]*))*\s*FROM\s", "a Dockerfile"),
    (
        rb'\s*"|\s*[0-9-]+\s*$|\s*(?:null|true|false)\s*$',
        "JSON, but not a report: neither an object nor a list of objects",
    ),
    (rb"\s*\[", "JSON, but not a report: a list of something else than objects"),
    (rb"(?:%YAML|---|[A-Za-z_]+:\s)", "YAML or other text, not JSON"),
)


def _what(text: bytes) -> str:
    """Why a text that holds no JSON document is no report."""
    if not text.strip():
        return "empty: nothing but blanks"
    try:
        text[: 1 << 14].decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return "not UTF-8 text"
    for pattern, what in _TELLING:
        if re.match(pattern, text[:4096], re.IGNORECASE):
            return f"not a report but {what}" if what.startswith(("a ", "an ")) else what
    return "not JSON"
