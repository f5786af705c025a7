"""The JSON arrays of exec-form instructions, read as Go's encoding/json reads them. It never builds any other JSON value.

Strict JSON: no NaN, no comments, no trailing comma; at most 10,000 levels deep, numbers that fit a float64.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOT_JSON = "not JSON"
"""`read_list`: the text is no JSON array, so BuildKit takes it for the shell form."""

NOT_STRINGS = "not strings"
"""`read_list`: a JSON array that holds something other than strings, which BuildKit refuses."""

DEPTH_LIMIT = 10_000

_STRING = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_REPLACED = "\ufffd"

_fullmatch: Callable[[str, int, int], re.Match[str] | None] | None = None
_strings: Callable[[str, int, int], Iterator[re.Match[str]]] | None = None
_token: Callable[[str, int, int], re.Match[str] | None] | None = None


def read_list(text: str, start: int, end: int) -> list[tuple[str, int, int]] | str:
    """The strings of the JSON array from ``start`` to ``end``, each with where its literal starts and ends (quotes included).

    `NOT_JSON` or `NOT_STRINGS` when it is no such array. ``text[start]`` is the opening bracket.
    """
    global _fullmatch, _strings  # noqa: PLW0603
    if _fullmatch is None or _strings is None:
        blank = r"[ \t\r\n]*+"
        _fullmatch = re.compile(rf"\[{blank}(?:{_STRING}{blank}(?:,{blank}{_STRING}{blank})*+)?+\]{blank}").fullmatch
        _strings = re.compile(_STRING).finditer
    if _fullmatch(text, start, end) is None:
        return NOT_STRINGS if _is_array(text, start, end) else NOT_JSON
    return [(unescaped(text[a + 1 : b - 1]), a, b) for a, b in [found.span() for found in _strings(text, start, end)]]


def unescaped(body: str) -> str:
    """What a JSON string's body stands for. Halves of surrogate pairs and bytes that are not UTF-8 become U+FFFD."""
    if not body.isascii():
        body = re.sub("[\ud800-\udfff]", _REPLACED, body)
    if "\\" not in body:
        return body

    def plain(found: re.Match[str]) -> str:
        high, low, half, char = found.groups()
        if high:
            return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
        if half:
            code = int(half, 16)
            return _REPLACED if 0xD800 <= code <= 0xDFFF else chr(code)
        return _ESCAPES.get(char, char)

    return re.sub(
        r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", plain, body
    )


def _is_array(text: str, start: int, end: int) -> bool:
    """Whether the text is one JSON array, whatever it holds, and Go would decode it."""
    global _token  # noqa: PLW0603
    if _token is None:
        number = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"
        _token = re.compile(rf"[ \t\r\n]*+(?:({_STRING})|({number})|(true|false|null)|([\[\]{{}},:]))").match
    open_brackets: list[str] = []
    wanted = "value"
    at = start
    while True:
        found = _token(text, at, end)
        if found is None:
            return False
        at = found.end()
        mark = found[4]
        if mark is None:
            wanted = _after_scalar(found, wanted, open_brackets)
        elif mark in "[{":
            if not wanted.startswith("value") or len(open_brackets) >= DEPTH_LIMIT:
                return False
            open_brackets.append(mark)
            wanted = "value or end" if mark == "[" else "key or end"
        elif mark in "]}":
            closes = wanted in ("value or end", "key or end", "comma or end")
            if not closes or not open_brackets or open_brackets.pop() != {"]": "[", "}": "{"}[mark]:
                return False
            if not open_brackets:
                return not text[at:end].strip(" \t\r\n")
            wanted = "comma or end"
        elif mark == ",":
            wanted = "" if wanted != "comma or end" else ("value" if open_brackets[-1] == "[" else "key")
        else:
            wanted = "value" if wanted == "colon" else ""
        if not wanted:
            return False


def _after_scalar(found: re.Match[str], wanted: str, open_brackets: list[str]) -> str:
    """What may follow a string, number or word that stands where ``wanted`` was; "" when it may not stand there."""
    if wanted.startswith("key"):
        return "colon" if found[1] else ""
    if not wanted.startswith("value"):
        return ""
    if found[2] and float(found[2]) in (float("inf"), float("-inf")):
        return ""
    return "comma or end" if open_brackets else ""
