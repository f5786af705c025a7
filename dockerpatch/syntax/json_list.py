"""The JSON arrays of exec forms, read as Go's encoding/json reads them. It never builds any other JSON value.

Strict JSON: no NaN, no comments, no trailing commas; at most 10,000 levels deep, numbers that fit a float64.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOT_JSON = "not JSON"
"""`read_list`: the text is no JSON array, so BuildKit takes it for the shell form."""

NOT_STRINGS = "not strings"
"""`read_list`: the text is a JSON array that holds something other than strings, which BuildKit refuses."""

DEPTH_LIMIT = 10_000

_STRING = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_REPLACED = "\ufffd"
_CLOSES = {"]": "[", "}": "{"}

_array: Callable[[str, int, int], re.Match[str] | None] | None = None
_strings: Callable[[str, int, int], Iterator[re.Match[str]]] | None = None
_token: Callable[[str, int, int], re.Match[str] | None] | None = None


def read_list(text: str, start: int, end: int) -> list[tuple[str, int, int]] | str:
    """The strings of the JSON array from ``start`` to ``end``, each with the place of its literal (quotes included).

    `NOT_JSON` or `NOT_STRINGS` when it is no such array. ``text[start]`` is the opening bracket.
    """
    global _array, _strings
    if _array is None or _strings is None:
        blank = r"[ \t\r\n]*+"
        _array = re.compile(rf"\[{blank}(?:{_STRING}{blank}(?:,{blank}{_STRING}{blank})*+)?+\]{blank}\Z").match
        _strings = re.compile(_STRING).finditer
    if _array(text, start, end) is None:
        return NOT_STRINGS if _is_array(text, start, end) else NOT_JSON
    return [(unescaped(found[0][1:-1]), *found.span()) for found in _strings(text, start, end)]


def unescaped(body: str) -> str:
    """What the inside of a JSON string means; U+FFFD for half a surrogate pair and for a byte that is not UTF-8."""
    if not body.isascii():
        body = re.sub("[\ud800-\udfff]", _REPLACED, body)
    if "\\" not in body:
        return body
    pair = r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    return re.sub(rf"{pair}|\\u([0-9a-fA-F]{{4}})|\\(.)", _meant, body)


def _meant(escape: re.Match[str]) -> str:
    high, low, code, char = escape.groups()
    if high:
        return chr(0x10000 + (int(high, 16) - 0xD800 << 10) + int(low, 16) - 0xDC00)
    if code:
        return _REPLACED if 0xD800 <= int(code, 16) <= 0xDFFF else chr(int(code, 16))
    return _ESCAPES.get(char, char)


def _is_array(text: str, start: int, end: int) -> bool:
    """Whether the text is one JSON array, whatever it holds, that Go would decode."""
    global _token
    if _token is None:
        number = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"
        _token = re.compile(rf"[ \t\r\n]*+(?:({_STRING})|({number})|(true|false|null)|([\[\]{{}},:]))").match
    nesting: list[str] = []
    wanted = "value"
    at = start
    while wanted:
        found = _token(text, at, end)
        if found is None:
            return False
        at = found.end()
        mark = found[4]
        if mark is None:
            wanted = _after_scalar(found, wanted)
        elif mark in _CLOSES:
            if "end" not in wanted or nesting.pop() != _CLOSES[mark]:
                return False
            if not nesting:
                return not text[at:end].strip(" \t\r\n")
            wanted = "comma or end"
        else:
            wanted = _after_mark(mark, wanted, nesting)
    return False


def _after_scalar(found: re.Match[str], wanted: str) -> str:
    """What may follow a string, number or word where ``wanted`` was wanted; "" when it may not stand there."""
    if wanted.startswith("key"):
        return "colon" if found[1] else ""
    if not wanted.startswith("value") or (found[2] and abs(float(found[2])) == float("inf")):
        return ""
    return "comma or end"


def _after_mark(mark: str, wanted: str, nesting: list[str]) -> str:
    """`_after_scalar` for a mark that closes nothing."""
    if mark == ":":
        return "value" if wanted == "colon" else ""
    if mark == ",":
        return "" if wanted != "comma or end" else "value" if nesting[-1] == "[" else "key"
    if not wanted.startswith("value") or len(nesting) == DEPTH_LIMIT:
        return ""
    nesting.append(mark)
    return "value or end" if mark == "[" else "key or end"
