"""The ``--name=value`` flags before an instruction's arguments, as BuildKit cuts them. It never says which flags exist.

BuildKit reads flags byte by byte and escapes with a backslash whatever the file's escape token is; a byte past ASCII
becomes one character, and two of them count as blanks. Offsets are characters of the joined line, ends exclusive.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

BLANK_BYTES = b" \t\v\f\r\n\x85\xa0"
"""What Go's `unicode.IsSpace` says of single bytes, where BuildKit asks it about bytes."""

MAYBE_FLAG = ("--", "\udc85", "\udca0")
"""What flags start with: their mark, or one of `BLANK_BYTES` past ASCII that is no part of a character."""

_BACKSLASH, _EQUALS = b"\\="


class RawFlag:
    """A flag from ``start`` to ``end``, its value from ``value_start`` on (``end`` without one).

    ``text`` is what BuildKit keeps of it: quotes and escapes are gone.
    """

    __slots__ = ("end", "start", "text", "value_start")

    def __init__(self, text: str, start: int, end: int, value_start: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.value_start = value_start


_plain: Callable[[str, int, int], re.Match[str] | None] | None = None


def flags_of(line: str, start: int, end: int) -> tuple[tuple[RawFlag, ...], int]:
    """The flags from ``start`` on (no blank stands there), and where what is no flag starts, blanks before it maybe."""
    global _plain
    if _plain is None:
        _plain = re.compile(r"(--[^ \t\v\f\r\\'\"\x80-\U0010ffff]++)(?:[ \t\v\f\r]++|\Z)").match
    flags = []
    at = start
    while True:
        found = _plain(line, at, end)
        if found is None:
            break
        text, past = found[1], found.end(1)
        equals = text.find("=")
        flags.append(RawFlag(text, at, past, at + equals + 1 if equals >= 0 else past))
        at = found.end()
    if line.startswith(MAYBE_FLAG, at, end):
        more, at = _flags_by_byte(line, at, end)
        flags += more
    return tuple(flags), at


def _flags_by_byte(line: str, start: int, end: int) -> tuple[list[RawFlag], int]:
    """`flags_of` with quotes, escapes, a lone ``--`` and bytes past ASCII."""
    data, places = bytes_of(line[start:end])
    flags: list[RawFlag] = []
    at, size = 0, len(data)
    while True:
        while at < size and data[at] in BLANK_BYTES:
            at += 1
        if data[at : at + 2] != b"--":
            return flags, start + places[at]
        text, equals, past = _flag_by_byte(data, at)
        if text == "--":
            return flags, start + places[past]
        value_start = start + places[equals + 1] if equals >= 0 else start + places[past]
        flags.append(RawFlag(text, start + places[at], start + places[past], value_start))
        at = past


def _flag_by_byte(data: bytes, at: int) -> tuple[str, int, int]:
    """The flag that starts at ``at``: its text, where its first ``=`` stands (-1 without one), and where it ends."""
    word = bytearray()
    quote = equals = -1
    size = len(data)
    while at < size:
        byte = data[at]
        if byte == quote:
            quote = -1
        elif quote < 0 and byte in BLANK_BYTES:
            break
        elif quote < 0 and byte in b"'\"":
            quote = byte
        else:
            if byte == _BACKSLASH:
                at += 1
                if at == size:
                    break
            if data[at] == _EQUALS and equals < 0:
                equals = at
            word.append(data[at])
        at += 1
    return word.decode("latin-1"), equals, at


def bytes_of(text: str) -> tuple[bytes, list[int] | range]:
    """The bytes ``text`` was decoded from, and for each of them (and for the end) the index of its character."""
    if text.isascii():
        return text.encode("ascii"), range(len(text) + 1)
    data = bytearray()
    places: list[int] = []
    for index, char in enumerate(text):
        lone = "\udc80" <= char <= "\udcff"
        one = bytes((ord(char) - 0xDC00,)) if lone else char.encode("utf-8", "surrogatepass")
        data += one
        places += [index] * len(one)
    places.append(len(text))
    return bytes(data), places
