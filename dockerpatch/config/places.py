"""Says on which line of a TOML text a key stands, which the standard reader does not.

It never decides whether the text is TOML.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r'''
    (?P<skip>[ \t\r]+|\#[^\n]*)
  | (?P<text>"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^']|'(?!''))*\'{3,5})
  | (?P<key>"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_+:-]+)
  | (?P<mark>.)
    ''',
    re.VERBOSE | re.DOTALL,
)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line (from 1) of the key ``path`` in the valid TOML ``text``; of the nearest table above when not found.

    Keys in arrays of tables all count as one.
    """
    best, depth_of_best = 1, 0
    for keys, line in _keys(text):
        depth = _common(keys, path)
        if depth > depth_of_best:
            best, depth_of_best = line, depth
    return best


def _common(keys: tuple[str, ...], path: tuple[str, ...]) -> int:
    """How much of ``path`` the place of ``keys`` tells; what stands below ``path`` tells all of it."""
    count = min(len(keys), len(path))
    return count if keys[:count] == path[:count] else 0


def _keys(text: str) -> list[tuple[tuple[str, ...], int]]:
    """Every key of the text with all its parents, and its line; a table's header too."""
    found: list[tuple[tuple[str, ...], int]] = []
    line = 1
    table: tuple[str, ...] = ()
    # One entry for each open bracket: whether keys may stand in it, and the keys it hangs on.
    nest: list[tuple[str, tuple[str, ...]]] = []
    pending: list[str] = []
    place = "key"  # or "header" or "value"
    current: tuple[str, ...] = ()
    for token in _TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind == "key" and place != "value":
            pending.append(_name(word))
        elif kind == "mark":
            if word == "=" and place == "key":
                current = (*(nest[-1][1] if nest else table), *pending)
                found.append((current, line))
                pending, place = [], "value"
            elif word == "[" and place != "value":
                place = "header"
            elif word == "]" and place == "header":
                if pending:
                    table = tuple(pending)
                    found.append((table, line))
                    pending = []
            elif word in "[{":
                # What stands in a list hangs on the key of the list, whatever keys its earlier entries had.
                nest.append((word, nest[-1][1] if nest and nest[-1][0] == "[" else current))
                place = "key" if word == "{" else "value"
            elif word in "]}" and nest:
                nest.pop()
                place = "value"
            elif word == "," and nest:
                place = "key" if nest[-1][0] == "{" else "value"
            elif word == "\n" and not nest:
                place, pending = "key", []
        line += word.count("\n")
    return found


def _name(word: str) -> str:
    if word[0] == "'":
        return word[1:-1]
    if word[0] == '"':
        import tomllib

        try:
            return str(tomllib.loads(f"x = {word}")["x"])
        except tomllib.TOMLDecodeError:
            return word[1:-1]
    return word
