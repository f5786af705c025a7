"""How BuildKit splits one instruction's joined line: flags, words, name and value pairs. It never sees the file, only the line.

All offsets are 0-based characters of the joined line, ends exclusive. The quirks are those of BuildKit's `splitCommand` and line parsers: flags are
read byte by byte and always escaped by a backslash, lists are cut at ASCII blanks, quoted words at Unicode ones.
"""

from __future__ import annotations

import re

from .json_list import NOT_JSON, NOT_STRINGS, read_list
from .scanner import BLANKS, NARROW, WIDE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT, LIST, TEXT_OR_JSON, LIST_OR_JSON, NAMES, PAIRS, HEALTH, TRIGGER = range(8)
"""Ways to read what follows the keyword and its flags."""

SHAPES = {
    "add": LIST_OR_JSON,
    "arg": NAMES,
    "cmd": TEXT_OR_JSON,
    "copy": LIST_OR_JSON,
    "entrypoint": TEXT_OR_JSON,
    "env": PAIRS,
    "expose": LIST,
    "from": LIST,
    "healthcheck": HEALTH,
    "label": PAIRS,
    "maintainer": TEXT,
    "onbuild": TRIGGER,
    "run": TEXT_OR_JSON,
    "shell": TEXT_OR_JSON,
    "stopsignal": TEXT,
    "user": TEXT,
    "volume": LIST_OR_JSON,
    "workdir": TEXT,
}
"""The instructions BuildKit knows, in lower case, and the shape of each."""

BLANK_BYTES = b" \t\v\f\r\n\x85\xa0"
"""What Go's `unicode.IsSpace` says of single bytes, where BuildKit asks it about bytes."""

JSON_SHAPES = (TEXT_OR_JSON, LIST_OR_JSON, HEALTH)

STRINGS_ONLY = "a JSON array here may hold strings only"


class RawFlag:
    """A ``--name=value`` before the arguments. ``text`` is what BuildKit keeps of it (quotes and escapes gone, bytes past ASCII one character each)."""

    __slots__ = ("end", "start", "text", "value_start")

    def __init__(self, text: str, start: int, end: int, value_start: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.value_start = value_start


class RawWord:
    """A word as written (``text`` lacks only an escape that nothing follows), from ``start`` to ``end``."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end


class RawPair:
    """A name and its value (None where there is no ``=``); offsets of both, -1 for a value that is not there."""

    __slots__ = ("legacy", "name", "name_start", "value", "value_start")

    def __init__(self, name: str, name_start: int, value: str | None, value_start: int, legacy: bool) -> None:
        self.name = name
        self.name_start = name_start
        self.value = value
        self.value_start = value_start
        self.legacy = legacy


def shape_of(keyword: str) -> int | None:
    """The shape of the instruction that ``keyword`` (in any case) names, or None; by Go's letters, where a Kelvin sign is a k."""
    found = SHAPES.get(keyword.lower())
    if found is None and not keyword.isascii():
        found = SHAPES.get(keyword.replace("\u0130", "i").lower())
    return found


def upper(keyword: str) -> str:
    """``keyword`` in upper case: a known one spelled in ASCII, an unknown one letter by letter, and never made a known one."""
    if keyword.isascii():
        return keyword.upper()
    if shape_of(keyword) is not None:
        return keyword.replace("\u0130", "i").lower().upper()
    raised = "".join([one if len(one) == 1 else char for char in keyword for one in (char.upper(),)])
    return keyword if raised.lower() in SHAPES else raised


_tools: dict[str, Callable[..., Iterator[re.Match[str]]]] = {}
_matchers: dict[str, Callable[[str, int, int], re.Match[str] | None]] = {}


def _matcher(pattern: str) -> Callable[[str, int, int], re.Match[str] | None]:
    found = _matchers.get(pattern)
    if found is None:
        found = _matchers[pattern] = re.compile(pattern).match
    return found


def keyword_end(line: str, start: int, end: int) -> tuple[int, int]:
    """Where the keyword at ``start`` ends, and where the text after the blanks behind it starts."""
    found = _matcher(r"([^ \t\v\f\r]*+)[ \t\v\f\r]*+")(line, start, end)
    assert found is not None  # both parts may be empty
    return found.end(1), found.end()


def trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks (Unicode ones too) at either side; empty ones end where they were to end."""
    while start < end and line[start] in BLANKS:
        start += 1
    while end > start and line[end - 1] in BLANKS:
        end -= 1
    return start, end


_LONE_BLANKS = ("\udc85", "\udca0")
"""Bytes that are not UTF-8 where they stand, and blanks to a byte-wise reader."""

_PLAIN_FLAG = r"--[^ \t\v\f\r\\'\"\x80-\U0010ffff]++(?:[ \t\v\f\r]++|\Z)"


def flags_of(line: str, start: int, end: int) -> tuple[tuple[RawFlag, ...], int]:
    """The flags from ``start`` (just past the keyword's blanks) on, and where what is no flag starts."""
    first = line[start : start + 1]
    if first != "-" and first not in _LONE_BLANKS:
        return (), start
    plain = _matcher(_PLAIN_FLAG)
    flags = []
    at = start
    while True:
        found = plain(line, at, end)
        if found is None:
            break
        text = found[0].rstrip(" \t\v\f\r")
        past = at + len(text)
        equals = text.find("=")
        flags.append(RawFlag(text, at, past, at + equals + 1 if equals >= 0 else past))
        at = found.end()
    if line.startswith(("--", *_LONE_BLANKS), at, end):
        more, at = _flags_by_byte(line, at, end)
        flags += more
    return tuple(flags), at


def _flags_by_byte(line: str, start: int, end: int) -> tuple[list[RawFlag], int]:
    """`flags_of` for quotes, escapes, a lone ``--`` and bytes past ASCII."""
    part = line[start:end]
    if part.isascii():
        data, places = part.encode("ascii"), None
    else:
        data, places = _bytes_of(part)
    flags: list[RawFlag] = []
    at, size = 0, len(data)
    place = (lambda i: start + i) if places is None else (lambda i: start + places[i])
    while True:
        while at < size and data[at] in BLANK_BYTES:
            at += 1
        if at >= size or data[at : at + 2] != b"--":
            return flags, place(at)
        flag, past = _flag_by_byte(data, at)
        if past < size and flag is None:
            return flags, place(past)
        if flag is not None:
            text, equals = flag
            flags.append(RawFlag(text, place(at), place(past), place(equals if equals >= 0 else past)))
        at = past


def _flag_by_byte(data: bytes, at: int) -> tuple[tuple[str, int] | None, int]:
    """One flag: its text and where its value starts (-1 without one), None for a lone ``--``; and where it ends."""
    word = bytearray()
    quote = 0
    value_start = -1
    size = len(data)
    while at < size:
        byte = data[at]
        if quote:
            if byte == quote:
                quote = 0
                at += 1
                continue
        elif byte in BLANK_BYTES:
            break
        elif byte in b"'\"":
            quote = byte
            at += 1
            continue
        if byte == 0x5C:
            at += 1
            if at >= size:
                break
            byte = data[at]
        if byte == 0x3D and value_start < 0:
            value_start = at + 1
        word.append(byte)
        at += 1
    text = word.decode("latin-1")
    return (None if text == "--" else (text, value_start)), at


def _bytes_of(text: str) -> tuple[bytes, list[int]]:
    """The bytes of ``text``, and for each byte (and the end) the index of its character."""
    data = bytearray()
    places: list[int] = []
    for index, char in enumerate(text):
        if "\udc80" <= char <= "\udcff":
            one = bytes((ord(char) - 0xDC00,))
        else:
            one = char.encode("utf-8", "surrogatepass")
        data += one
        places += [index] * len(one)
    places.append(len(text))
    return bytes(data), places


def list_words(line: str, start: int, end: int) -> list[RawWord]:
    """The words between ASCII blanks. The range has no blank at either side; an empty one has no word."""
    find = _tools.get("list")
    if find is None:
        find = _tools["list"] = re.compile(rf"[^{NARROW[1:]}++").finditer
    return [RawWord(found[0], *found.span()) for found in find(line, start, end)]


def quoted_words(line: str, start: int, end: int, escape: str) -> list[RawWord]:
    """The words between blanks outside quotes; quotes and escapes are kept. An escape at the very end is dropped."""
    wide = not line.isascii()
    key = escape + "w" if wide else escape
    find = _tools.get(key)
    if find is None:
        token, blank = re.escape(escape), (WIDE if wide else NARROW)[1:-1]
        find = _tools[key] = re.compile(
            rf"(?:[^{blank}\n{token}'\"]++|{token}(?:[\s\S]|(\Z))|'[^']*+(?:'|\Z)|\"(?:[^\"{token}]++|{token}(?:[\s\S]|(\Z)))*+(?:\"|\Z))++"
        ).finditer
    words = []
    for found in find(line, start, end):
        text = found[0]
        if found.lastindex:
            text = text[:-1]
            if not text:
                continue
        words.append(RawWord(text, found.start(), found.start() + len(text)))
    return words


def pairs_of(line: str, start: int, end: int, escape: str) -> tuple[list[RawPair], str | None]:
    """ENV and LABEL: the pairs, or none and what is wrong with them. The old form (``NAME value``) is one pair with the rest as value."""
    words = quoted_words(line, start, end, escape)
    if not words:
        return [], None
    if "=" not in words[0].text:
        name_end, value_start = keyword_end(line, start, end)
        if value_start == name_end:
            return [], "a name without a value"
        return [RawPair(line[start:name_end], start, line[value_start:end], value_start, True)], None
    pairs = []
    for word in words:
        name, equals, value = word.text.partition("=")
        if not equals:
            return [], f"{shown(word.text)} has no = after pairs that have one"
        pairs.append(RawPair(name, word.start, value, word.start + len(name) + 1, False))
    return pairs, None


def shown(text: str) -> str:
    """``text`` for a one-line message: quoted, shortened, nothing unprintable in it."""
    return ascii(text if len(text) <= 40 else text[:37] + "...")


def valid(text: str) -> str:
    """``text`` with each byte that is not UTF-8 as U+FFFD, as Go's rune loops leave it."""
    if text.isascii():
        return text
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _matcher_of_bytes(data: bytes) -> tuple[int, int]:
    """Where the first word of ``data`` ends and the second starts, at what one byte alone makes a blank."""
    at, size = 0, len(data)
    while at < size and data[at] not in BLANK_BYTES:
        at += 1
    word_end = at
    while at < size and data[at] in BLANK_BYTES:
        at += 1
    return (word_end, at) if word_end else (0, 0)


def words_between(line: str, start: int, end: int, shape: int | None, escape: str) -> list[RawWord]:
    """The words of an instruction's arguments in its own way of splitting them."""
    if shape == NAMES or shape == PAIRS:
        return quoted_words(line, start, end, escape)
    return list_words(line, start, end)


class Parsed:
    """What is said after a keyword: flags, and from ``start`` to ``end`` the arguments.

    ``args`` are BuildKit's, empty when ``fault`` says what is wrong. ``strings`` are the places of a JSON array's literals.
    """

    __slots__ = ("args", "end", "fault", "flags", "is_json", "start", "strings")

    def __init__(self, line: str, at: int, end: int, shape: int | None, escape: str) -> None:
        """``at`` is just past the keyword's blanks, ``end`` the end of the trimmed line."""
        flags, rest = flags_of(line, at, end) if at < end else ((), at)
        self.flags = flags
        self.start, self.end = trimmed(line, rest, end)
        self.fault: str | None = None
        self.is_json = False
        self.args: tuple[str, ...] = ()
        self.strings: tuple[tuple[int, int], ...] = ()
        if shape is None:
            self.args = ("",)
        elif self.start < self.end:
            self._read(line, shape, escape)

    def _read(self, line: str, shape: int, escape: str) -> None:
        start, end = self.start, self.end
        if shape in JSON_SHAPES:
            if shape == HEALTH:
                start = self._health_type(line)
            if line.startswith("[", trimmed(line, start, end)[0], end) and self._read_json(
                line, trimmed(line, start, end)[0]
            ):
                return
        if shape == LIST or shape == LIST_OR_JSON:
            self.args = tuple([word.text for word in list_words(line, start, end)])
        elif shape == NAMES:
            self.args = tuple([valid(word.text) for word in quoted_words(line, start, end, escape)])
        elif shape == PAIRS:
            pairs, self.fault = pairs_of(line, start, end, escape)
            for pair in pairs:
                assert pair.value is not None
                self.args += (pair.name, pair.value) if pair.legacy else (valid(pair.name), valid(pair.value))
        elif shape != TRIGGER and start < end:
            self.args += (line[start:end],)

    def _health_type(self, line: str) -> int:
        """Take HEALTHCHECK's first word, which ends at a blank *byte*; where the command starts (the end when none is to be read)."""
        part = line[self.start : self.end]
        data, places = _bytes_of(part)
        cut = _matcher_of_bytes(data)
        if cut == (0, 0):
            return self.end
        word_end, command = cut
        self.args = (data[:word_end].decode("utf-8", "surrogateescape"),)
        if command < len(data) and places[command] == places[command - 1]:
            # The blank byte was the middle of a character: what is left of it belongs to the command.
            self.args += (data[command:].decode("utf-8", "surrogateescape"),)
            return self.end
        return self.start + places[command]

    def _read_json(self, line: str, start: int) -> bool:
        found = read_list(line, start, self.end)
        if found is NOT_JSON:
            return False
        if found is NOT_STRINGS:
            self.fault = STRINGS_ONLY
            return True
        assert not isinstance(found, str)
        self.is_json = True
        self.args += tuple([text for text, _, _ in found])
        self.strings = tuple([(a, b) for _, a, b in found])
        return True
