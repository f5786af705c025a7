"""The patterns that cut a Dockerfile into lines, and its parser directives. They never build an instruction.

Every pattern is possessive where it repeats, so each character is read a bounded number of times whatever the text.
Patterns are compiled at first use: most files need one of the eight.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

BLANKS = " \t\v\f\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What Go's `unicode.IsSpace` takes for a space, the line feed left out (no line holds one)."""

ESCAPE = "\\"
"""The escape token of a file that does not say otherwise."""

NARROW = r"[ \t\v\f\r]"
"""`BLANKS` as a class for text that is ASCII only, and what BuildKit splits list arguments at, in any text."""

WIDE = r"[ \t\v\f\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""`BLANKS` as a class."""

BOM = "\ufeff"

LINE_LIMIT = 65_536
"""Bytes of a physical line (line feed not counted) at which BuildKit's line reader gives up."""

DIRECTIVES = ("syntax", "check", "escape")


class Patterns:
    """How to read lines under one escape token.

    ``top`` matches, from a line start, comment and blank lines and then an instruction, if there is one: its keyword
    where that is plain letters (group 1, else empty) and the rest through all its continuations (group 2). ``seam``
    matches what stands between two joined pieces: the escape, the line end, and the comment and blank lines that are
    skipped. ``pairs`` and ``strings`` match (to the end, or with a group) arguments that BuildKit is sure to take.
    """

    __slots__ = ("_texts", "pairs", "seam", "strings", "top")

    def __init__(self, escape: str, blank: str, plain: bool) -> None:
        token = re.escape(escape)
        skipped = rf"(?:{blank}*+(?:#[^\n]*+)?\n)*+(?:{blank}*+(?:#[^\n]*+)?\Z)?+"
        if plain:
            body = rf"[^\n]*+(?:(?<={token})\n{skipped}[^\n]*+)*+"
            seam = rf"{token}(?:\n{skipped}|\Z)"
        else:
            body = rf"(?:[^{token}\n]++|{token}++(?:(?<!{token}{token})[ \t]*+\r*+(?:\n{skipped}|\Z))?+)*+"
            seam = rf"(?<!{token}){token}[ \t]*+\r*+(?:\n{skipped}|\Z)"
        keyword = r"(?:[A-Za-z]++(?=[ \t\r\n]|\Z))?+"
        self.top = re.compile(rf"(?:{blank}*+(?:#[^\n]*+)?+\n)*+{blank}*+(?:(?!#|\Z)({keyword})({body}))?+")
        # Most ENV and LABEL lines, most JSON arrays: those that are seen to be sound without being read.
        gap = rf"(?:[ \t]++|{token}[ \t]*+\r?\n)++"
        value = r"(?:[^\s\\`'\"]++|\"[^\"\\`\n]*+\"|'[^'\\`\n]*+')*+"
        pairs = rf"[ \t]++[\w.]++([ \t]++[^\s\\`])|(?:{gap}[\w.-]++={value})++[ \t]*+"
        string = r'"[^"\\\x00-\x1f]*+"[ \t]*+'
        strings = rf"\[[ \t]*+(?:{string}(?:,[ \t]*+{string})*+)?+\][ \t]*+\Z"
        self._texts = {"seam": seam, "pairs": pairs, "strings": strings}

    def __getattr__(self, name: str) -> Any:
        """A pattern that was not asked for yet: many a file needs none but ``top``."""
        try:
            pattern = re.compile(self._texts[name])
        except KeyError:
            raise AttributeError(name) from None
        found = pattern if name == "seam" else pattern.match
        setattr(self, name, found)
        return found


_patterns: dict[tuple[str, bool, bool], Patterns] = {}
_unplain: dict[str, Callable[[str], object]] = {}


def patterns_for(text: str, escape: str) -> Patterns:
    r"""The patterns for ``text``: simpler, faster ones when it is ASCII and no escape at a line end is doubled or
    followed by blanks (or a carriage return)."""
    plain = True
    if escape in text:
        unplain = _unplain.get(escape)
        if unplain is None:
            token = re.escape(escape)
            unplain = _unplain[escape] = re.compile(rf"{token}(?:{token}[ \t\r]*+|[ \t\r]++)(?:\n|\Z)").search
        plain = unplain(text) is None
    key = (escape, text.isascii(), plain)
    found = _patterns.get(key)
    if found is None:
        found = _patterns[key] = Patterns(escape, NARROW if key[1] else WIDE, plain)
    return found


def limit_of(text: str) -> int:
    """Where the first physical line of `LINE_LIMIT` bytes or more starts; the length of the text when there is none."""
    at = 0
    while len(text) - at >= LINE_LIMIT // 4:
        end = text.find("\n", at)
        if end < 0:
            end = len(text)
        if end - at >= LINE_LIMIT // 4 and len(text[at:end].encode("utf-8", "replace")) >= LINE_LIMIT:
            size = len(text[at:end].encode("utf-8", "surrogatepass"))
            # A byte that is not UTF-8 is one lone surrogate here, and three bytes to the encoder.
            size -= 2 * sum("\udc80" <= char <= "\udcff" for char in text[at:end])
            if size >= LINE_LIMIT:
                return at
        at = end + 1
    return len(text)


class Directive:
    """A parser directive: its ``name`` in lower case, its ``value`` (written from ``value_start`` on), and its line.

    The line goes from ``start`` to ``end``, its line ending left out.
    """

    __slots__ = ("end", "name", "start", "value", "value_start")

    def __init__(self, name: str, value: str, start: int, end: int, value_start: int) -> None:
        self.name = name
        self.value = value
        self.start = start
        self.end = end
        self.value_start = value_start


_directive: Callable[[str, int, int], re.Match[str] | None] | None = None


def directive_at(text: str, at: int, limit: int) -> Directive | None:
    """The directive on the line that starts at ``at``; None when the line is anything else, which ends the directives.

    A line names one in any case, with blanks around every part; a value of blanks only is its last blank.
    """
    global _directive
    if _directive is None:
        _directive = re.compile(rf"{WIDE}*+#{WIDE}*+([a-zA-Z][a-zA-Z0-9]*+)[ \t\f\r]*+=([^\n]*+)").match
    found = _directive(text, at, limit)
    if found is None:
        return None
    name = found[1].lower()
    if name not in DIRECTIVES:
        return None
    written = found[2].rstrip("\r")
    value = written.strip(" \t\f\r") or written[-1:]
    if not value:
        return None
    end = found.start(2) + len(written)
    value_start = found.start(2) + written.rindex(value)
    return Directive(name, value, at, end, value_start)
