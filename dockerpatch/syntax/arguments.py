"""How BuildKit splits what follows an instruction's keyword. It sees one joined line, never the file.

Offsets are characters of the joined line, 0-based, ends exclusive. Lists are cut at ASCII blanks, quoted words at
Unicode ones, and HEALTHCHECK's first word at blank bytes: the quirks are BuildKit's.
"""

from __future__ import annotations

import re

from .flags import BLANK_BYTES, MAYBE_FLAG, RawFlag, bytes_of, flags_of
from .json_list import NOT_JSON, NOT_STRINGS, read_list
from .scanner import BLANKS, NARROW, WIDE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT, LIST, TEXT_OR_JSON, LIST_OR_JSON, NAMES, PAIRS, HEALTH, TRIGGER = range(8)
"""Ways to read what follows the keyword and its flags."""

SHAPES = {
    "ADD": LIST_OR_JSON,
    "ARG": NAMES,
    "CMD": TEXT_OR_JSON,
    "COPY": LIST_OR_JSON,
    "ENTRYPOINT": TEXT_OR_JSON,
    "ENV": PAIRS,
    "EXPOSE": LIST,
    "FROM": LIST,
    "HEALTHCHECK": HEALTH,
    "LABEL": PAIRS,
    "MAINTAINER": TEXT,
    "ONBUILD": TRIGGER,
    "RUN": TEXT_OR_JSON,
    "SHELL": TEXT_OR_JSON,
    "STOPSIGNAL": TEXT,
    "USER": TEXT,
    "VOLUME": LIST_OR_JSON,
    "WORKDIR": TEXT,
}
"""The instructions BuildKit knows, in upper case, and the shape of each."""

JSON_SHAPES = (TEXT_OR_JSON, LIST_OR_JSON, HEALTH)

STRINGS_ONLY = "a JSON array here may hold strings only"


class RawWord:
    """A word from ``start`` to ``end``; ``text`` is as written, but without an escape that nothing follows."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end


class RawPair:
    """A name, and a value that starts at ``value_start``; ``legacy`` when a blank and no ``=`` stands between them."""

    __slots__ = ("legacy", "name", "name_start", "value", "value_start")

    def __init__(self, name: str, name_start: int, value: str, value_start: int, legacy: bool) -> None:
        self.name = name
        self.name_start = name_start
        self.value = value
        self.value_start = value_start
        self.legacy = legacy


def upper(keyword: str) -> str:
    """``keyword`` in upper case: a known one in ASCII, an unknown one letter by letter and never made a known one.

    As in Go, the Kelvin sign is a k and the dotted capital I is an i, but a long s is no s.
    """
    if keyword.isascii():
        return keyword.upper()
    folded = keyword.replace("\u0130", "i").lower().upper()
    if folded in SHAPES and "\u017f" not in keyword and "\u0131" not in keyword:
        return folded
    raised = "".join([one if len(one) == 1 else char for char in keyword for one in (char.upper(),)])
    return keyword if raised in SHAPES else raised


def keyword_end(line: str, start: int, end: int) -> tuple[int, int]:
    """Where the keyword at ``start`` ends, and where the blanks behind it end."""
    found = _matcher(rf"[^{NARROW[1:]}*+({NARROW}*+)")(line, start, end)
    assert found is not None  # both parts may be empty
    return found.span(1)


def past_triggers(line: str, start: int, end: int) -> int:
    """Where the last of a row of ``ONBUILD`` starts, of which the others have no flags."""
    found = _matcher(rf"(?ai:ONBUILD{NARROW}++(?=ONBUILD{NARROW}))*+")(line, start, end)
    assert found is not None  # there may be no row
    return found.end()


def trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks (Unicode ones too) at either side; a range of blanks is empty and where it ended."""
    while start < end and line[start] in BLANKS:
        start += 1
    while end > start and line[end - 1] in BLANKS:
        end -= 1
    return start, end


_matchers: dict[str, Callable[[str, int, int], re.Match[str] | None]] = {}
_texts: dict[str, Callable[[str], list[str]]] = {}
_finders: dict[str, Callable[[str, int, int], Iterator[re.Match[str]]]] = {}


def _matcher(pattern: str) -> Callable[[str, int, int], re.Match[str] | None]:
    found = _matchers.get(pattern)
    if found is None:
        found = _matchers[pattern] = re.compile(pattern).match
    return found


def list_words(line: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words between ASCII blanks."""
    find = _finders.get("list")
    if find is None:
        find = _finders["list"] = re.compile(rf"[^{NARROW[1:]}++").finditer
    return find(line, start, end)


def quoted_words(line: str, start: int, end: int, escape: str) -> list[RawWord]:
    """The words between blanks outside quotes. Quotes and escapes are kept, but for an escape at the very end."""
    ascii_only = line.isascii()
    key = escape if ascii_only else escape + "wide"
    find = _finders.get(key)
    if find is None:
        find = _finders[key] = re.compile(_word(escape, NARROW if ascii_only else WIDE)).finditer
    words = []
    for found in find(line, start, end):
        text = found[0]
        if found.lastindex:
            text = text[:-1]
        if text:
            words.append(RawWord(text, found.start(), found.start() + len(text)))
    return words


def quoted_texts(text: str, escape: str) -> list[str]:
    """The texts of `quoted_words` as BuildKit keeps them: U+FFFD for a byte that is not UTF-8."""
    if not text.isascii() or text.endswith(escape):
        return [_valid(word.text) for word in quoted_words(text, 0, len(text), escape)]
    find = _texts.get(escape)
    if find is None:
        find = _texts[escape] = re.compile(_word(escape, NARROW).replace("|(\\Z)", "")).findall
    return find(text)


def _word(escape: str, blank: str) -> str:
    """A pattern for a word; its groups are set when it ends with an escape that nothing follows."""
    token = re.escape(escape)
    escaped = rf"{token}(?:[\s\S]|(\Z))"
    double = rf'"(?:[^"{token}]++|{escaped})*+(?:"|\Z)'
    return rf"(?:[^{blank[1:-1]}\n{token}'\"]++|{escaped}|'[^']*+(?:'|\Z)|{double})++"


def pairs_of(line: str, start: int, end: int, escape: str) -> list[RawPair]:
    """The pairs of an ENV or LABEL in which there is no fault. The old form (``NAME value``) is one pair."""
    words = quoted_words(line, start, end, escape)
    if words and "=" not in words[0].text:
        name_end, value_start = keyword_end(line, start, end)
        return [RawPair(line[start:name_end], start, line[value_start:end], value_start, True)]
    pairs = []
    for word in words:
        name, _, value = word.text.partition("=")
        pairs.append(RawPair(name, word.start, value, word.start + len(name) + 1, False))
    return pairs


def _shown(text: str) -> str:
    """``text`` for a one-line message."""
    return ascii(text if len(text) <= 40 else text[:37] + "...")


def _valid(text: str) -> str:
    """``text`` with U+FFFD for each byte that is not UTF-8, as Go's loops over characters leave it."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


class Parsed:
    """What is said after a keyword: flags, then from ``start`` to ``end`` the arguments.

    ``args`` are BuildKit's, and not to be used when ``fault`` says what is wrong with them. ``strings`` are the places
    of the literals of a JSON array.
    """

    __slots__ = ("args", "end", "fault", "flags", "is_json", "start", "strings")

    def __init__(self, line: str, at: int, end: int, shape: int | None, escape: str) -> None:
        """``at`` is where the blanks behind the keyword end, ``end`` where the trimmed line does."""
        self.flags: tuple[RawFlag, ...] = ()
        if line.startswith(MAYBE_FLAG, at, end):
            self.flags, at = flags_of(line, at, end)
        while at < end and line[at] in BLANKS:
            at += 1
        self.start = at
        self.end = end
        self.fault: str | None = None
        self.is_json = False
        self.args: tuple[str, ...] = ()
        self.strings: tuple[tuple[int, int], ...] = ()
        if shape is None:
            self.args = ("",)
        elif at < end:
            if (shape == TEXT_OR_JSON and line[at] != "[") or shape == TEXT:
                self.args = (line[at:end],)
            else:
                self._read(line, shape, escape)

    def _read(self, line: str, shape: int, escape: str) -> None:
        start, end = self.start, self.end
        if shape == HEALTH:
            start = self._health_type(line)
            array = trimmed(line, start, end)[0]
        else:
            array = start
        if line.startswith("[", array, end) and shape in JSON_SHAPES and self._read_json(line, array):
            return
        rest = line[start:end]
        if shape in (LIST, LIST_OR_JSON):
            self.args = tuple(_split(rest))
        elif shape == NAMES:
            self.args = tuple(quoted_texts(rest, escape))
        elif shape == PAIRS:
            self._read_pairs(line, quoted_texts(rest, escape))
        elif shape != TRIGGER and rest:
            self.args += (rest,)

    def _read_pairs(self, line: str, words: list[str]) -> None:
        if words and "=" not in words[0]:
            name_end, value_start = keyword_end(line, self.start, self.end)
            if value_start == name_end:
                self.fault = "a name has no value"
            self.args = (line[self.start : name_end], line[value_start : self.end])
            return
        args: list[str] = []
        for word in words:
            name, equals, value = word.partition("=")
            if not equals:
                self.fault = f"there is no = in {_shown(word)}, which follows a name=value"
            args += (name, value)
        self.args = tuple(args)

    def _health_type(self, line: str) -> int:
        """Take HEALTHCHECK's first word; where the command starts (the end of the line when none is to be read)."""
        data, places = bytes_of(line[self.start : self.end])
        size = len(data)
        word_end = next((at for at in range(size) if data[at] in BLANK_BYTES), size)
        command = next((at for at in range(word_end, size) if data[at] not in BLANK_BYTES), size)
        if word_end == 0:
            return self.end
        self.args = (data[:word_end].decode("utf-8", "surrogateescape"),)
        if 0 < command < size and places[command] == places[command - 1]:
            # The blank byte was inside a character; the rest of that character belongs to the command.
            self.args += (data[command:].decode("utf-8", "surrogateescape"),)
            return self.end
        return self.start + places[command]

    def _read_json(self, line: str, start: int) -> bool:
        """Whether there is a JSON array from ``start`` on (a faulty one is one)."""
        found = read_list(line, start, self.end)
        if found == NOT_JSON:
            return False
        if isinstance(found, str):
            assert found == NOT_STRINGS
            self.fault = STRINGS_ONLY
            return True
        self.is_json = True
        self.args += tuple([text for text, _, _ in found])
        self.strings = tuple([(first, past) for _, first, past in found])
        return True


_splitter: Callable[[str], list[str]] | None = None


def _split(text: str) -> list[str]:
    """``text``, which neither starts nor ends with a blank, cut at ASCII blanks."""
    global _splitter
    if _splitter is None:
        _splitter = re.compile(f"{NARROW}++").split
    return _splitter(text)
