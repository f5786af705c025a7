"""Says on which line of a TOML text a key stands, which the standard reader does not.

It never decides whether the text is TOML.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    # A key with all its parents, its line, and whether a table of an array begins there.
    Place = tuple[tuple[str, ...], int, bool]

_TOKEN = re.compile(
    r'''
    (?P<skip>[ \t\r]+|\#[^\n]*)
  | (?P<text>"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^']|'(?!''))*\'{3,5})
  | (?P<key>"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_+:-]+)
  | (?P<mark>.)
    ''',
    re.VERBOSE | re.DOTALL,
)


def line_of(text: str, path: tuple[str, ...], entry: int = -1) -> int:
    """The line (from 1) of the key ``path`` in the valid TOML ``text``; of the nearest table above when not found.

    Keys in arrays of tables all count as one, unless ``entry`` says in which table (from 0) of the array that is on the
    way to the key it stands.
    """
    places = _keys(text)
    if entry >= 0:
        places = _entry(places, path, entry) or places
    best, depth_of_best = 1, 0
    for keys, line, _ in places:
        depth = _common(keys, path)
        if depth > depth_of_best:
            best, depth_of_best = line, depth
    return best


def lines_of(text: str, array: tuple[str, ...]) -> list[int]:
    """The line on which each table of the array of tables ``array`` begins."""
    return [line for keys, line, begins in _keys(text) if begins and keys == array]


def _entry(places: list[Place], path: tuple[str, ...], entry: int) -> list[Place]:
    """The places in the table number ``entry`` of the array that ``path`` leads through; none when there is no such."""
    for depth in range(len(path), 0, -1):
        starts = [at for at, (keys, _, begins) in enumerate(places) if begins and keys == path[:depth]]
        if len(starts) > entry:
            return places[starts[entry] : (*starts, len(places))[entry + 1]]
    return []


def _common(keys: tuple[str, ...], path: tuple[str, ...]) -> int:
    """How much of ``path`` the place of ``keys`` tells; what stands below ``path`` tells all of it."""
    count = min(len(keys), len(path))
    return count if keys[:count] == path[:count] else 0


def _keys(text: str) -> list[Place]:
    """Every key of the text with all its parents, and its line; a table's header too, and each table of an array.

    The latter are told apart: each begins an entry of the array.
    """
    found: list[Place] = []
    line = 1
    table: tuple[str, ...] = ()
    # One entry for each open bracket: whether keys may stand in it, and the keys it hangs on.
    nest: list[tuple[str, tuple[str, ...]]] = []
    pending: list[str] = []
    place = "key"  # or "header", "entry" (the header of a table of an array) or "value"
    current: tuple[str, ...] = ()
    for token in _TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind == "key" and place != "value":
            pending.append(_name(word))
        elif kind == "mark":
            if word == "=" and place == "key":
                current = (*(nest[-1][1] if nest else table), *pending)
                found.append((current, line, False))
                pending, place = [], "value"
            elif word == "[" and place != "value":
                place = "header" if place == "key" else "entry"
            elif word == "]" and place in ("header", "entry"):
                if pending:
                    table = tuple(pending)
                    found.append((table, line, place == "entry"))
                    pending = []
            elif word in "[{":
                if word == "{" and nest and nest[-1][0] == "[":
                    found.append((nest[-1][1], line, True))
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
