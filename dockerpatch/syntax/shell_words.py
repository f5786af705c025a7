"""Words of a shell script: where they stand and what they say once quotes are gone.

Never expands anything: a word that a shell would fill in has no value.
"""

from __future__ import annotations

import re

# Characters that keep a word from saying exactly what is written.
_MARKED = re.compile(r"""["'`$\\<>]""").search
# A quote that stands alone opens a part with an expansion in it; so does a dollar with something to name behind it.
_PIECES = (
    r"""[^"'`$\\<>]+|'[^']*'|"(?:[^"\\$`]|\\.|\$(?![\w@*#?$!({-]))*"|\\.|\\\Z"""
    r"""|\$'(?:[^'\\]|\\.)*'|\$[\w@*#?$!({"-]|\$|[`<>"']"""
)


class ShellWord:
    """One word of a command.

    ``start`` and ``end`` are character offsets in the parsed text, end exclusive. ``raw`` is the word as the shell
    reads it; that is ``text[start:end]`` but inside backticks that hold escapes, where the shell reads the text
    with one layer of escapes taken off.
    """

    __slots__ = ("_value", "end", "raw", "start")

    def __init__(self, start: int, end: int, raw: str) -> None:
        self.start = start
        self.end = end
        self.raw = raw
        self._value: str | bool | None = False

    def __repr__(self) -> str:
        return f"ShellWord({self.start}, {self.end}, {self.raw!r})"

    @property
    def value(self) -> str | None:
        """The word without its quotes, or None when it holds an expansion (``$x``, ``$(..)``, backticks, ``<(..)``).

        Globs, braces and a leading tilde stay as they are written.
        """
        value = self._value
        if value is False:
            value = self._value = unquoted(self.raw)
        return value  # type: ignore[return-value]

    @property
    def quoted(self) -> bool:
        """Whether a quote or a backslash stands in the word."""
        raw = self.raw
        return "'" in raw or '"' in raw or "\\" in raw

    @property
    def inner(self) -> tuple[int, int] | None:
        """Where the characters of ``value`` stand in the text, one for one; None when they are not in one piece."""
        raw = self.raw
        value = self.value
        if value is None or self.end - self.start != len(raw):
            return None
        if value == raw:
            return self.start, self.end
        if len(raw) == len(value) + 2 and raw[0] == raw[-1] and raw[0] in "'\"" and raw[1:-1] == value:
            return self.start + 1, self.end - 1
        return None


def unquoted(raw: str) -> str | None:
    """``raw`` with quotes and escapes taken off as a shell does it; None when a part is only known at run time."""
    if _MARKED(raw) is None:
        return raw
    parts: list[str] = []
    put = parts.append
    for piece in _pattern("pieces", _PIECES).findall(raw):
        mark = piece[0]
        if mark == "'":
            put(piece[1:-1])
        elif mark == '"':
            if piece == mark:
                return None
            inside = piece[1:-1]
            if "\\" in inside:
                inside = _pattern("escapes", r'\\(?:([$`"\\])|\n)').sub(r"\1", inside)
            put(inside)
        elif mark == "\\":
            put("" if piece == "\\\n" else piece[1:])
        elif mark == "$" and piece[1:2] == "'":
            put(_ansi_c(piece[2:-1]))
        elif mark in "`<>" or (mark == "$" and piece != "$"):
            return None
        else:
            put(piece)
    return "".join(parts)


def delimiter(raw: str) -> str:
    """The word that ends a heredoc: quotes and escapes of ``raw`` taken off, dollars and backticks left alone."""
    if not _MARKED(raw):
        return raw
    return re.sub(r"""\\(.)|'([^']*)'|"([^"]*)"|(["'\\])""", lambda m: m[1] or m[2] or m[3] or "", raw, flags=re.DOTALL)


_COMPILED: dict[str, re.Pattern[str]] = {}


def _pattern(name: str, pattern: str) -> re.Pattern[str]:
    found = _COMPILED.get(name)
    if found is None:
        found = _COMPILED[name] = re.compile(pattern, re.DOTALL)
    return found


_ANSI_C = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _ansi_c(text: str) -> str:
    """The inside of ``$'...'`` with its escapes decoded as bash does it."""
    if "\\" not in text:
        return text
    return re.sub(
        r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|c(.)|(.))",
        _ansi_c_one,
        text,
        flags=re.DOTALL,
    )


def _ansi_c_one(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else ""
    if match[4]:
        return chr(int(match[4], 8) & 0xFF)
    if match[5]:
        return chr(ord(match[5]) & 0x1F)
    letter = match[6]
    return _ANSI_C.get(letter) or (letter if letter in "\\'\"?" else "\\" + letter)
