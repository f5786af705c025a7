"""Arguments that were meant to be a JSON array and are none, and the one array they can only have meant.

It never touches an array that is one, nor a test (``[ -f x ]``) that a shell runs.
"""

from __future__ import annotations

import re

from dockerpatch.syntax.json_list import read_list
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction

_QUOTES = "\"'\u201c\u201d\u2018\u2019"
_STRING = r'"(?:[^"\\]|\\.)*+"|' + r"'(?:[^'\\]|\\.)*+'"
_SOUND = r'"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*+"'
_BARE = r"[\w./:=@%+-]++"
# What is in quotes and can be put in double ones as it is.
_SIMPLE = r"'[^'\"\\]*+'|\u201c[^\u201c\u201d\"\\]*+\u201d|\u2018[^\u2018\u2019\"\\]*+\u2019"
# A backslash that nothing in JSON escapes with, in a string without any that is escaped.
_PATHS = r'"(?:[^"\\]|\\[^"\\])*+"'


def is_meant(text: str, keyword: str) -> bool:
    """Whether ``text``, which is no JSON array, was certainly meant to be one by the author of a ``keyword``."""
    if text[:1] != "[":
        return False
    inside = text[1:].lstrip()
    if inside[:1] in ('"', "'"):
        if text[1:2] in ('"', "'"):
            return True  # as a command: a program whose name starts with a bracket
        string = re.match(_STRING, inside)
        behind = inside[string.end() :].lstrip() if string is not None else ""
        return behind[:1] == "," or behind == "]"
    if inside and inside[0] in _QUOTES:
        return True
    bare = re.fullmatch(rf"{_BARE}(\s*+,\s*+{_BARE})*+(\s*+,)?\s*+\]", inside)
    if bare is None:
        return False
    # One word alone may be a pattern of file names, or a test.
    is_list = bare[1] is not None or bare[2] is not None
    return is_list or (keyword not in ("ADD", "COPY") and text[1:2] == inside[0])


def repaired(instruction: Instruction, at: int) -> list[Edit] | None:
    """The edits that make an array of what stands from ``at`` of the joined line on; None when it may be more than one.

    Quotes of other kinds and missing ones, backslashes that escape nothing, a comma behind the last string, and a
    missing bracket at the end are mended.
    """
    line = instruction.logical
    swaps: list[tuple[int, int, str]] = []
    blanks = re.compile(r"\s*+").match
    place, end = at + 1, len(line)
    wants_string = True
    comma = -1
    while True:
        place = _end(blanks(line, place))
        if place >= end:
            if wants_string or line[at:].count('"') < 2:
                return None
            swaps.append((len(line), len(line), "]"))
            break
        if line[place] == "]":
            if _end(blanks(line, place + 1)) < end or (wants_string and comma < 0):
                return None
            if wants_string:
                swaps.append((comma, comma + 1, ""))
            break
        if not wants_string:
            if line[place] != ",":
                return None
            comma = place
            place += 1
        else:
            swap = _string_at(line, place)
            if swap is None:
                return None
            if swap[2] != line[place : swap[1]]:
                swaps.append(swap)
            place = swap[1]
        wants_string = not wants_string
    return _placed(instruction, at, swaps)


def _end(found: re.Match[str] | None) -> int:
    assert found is not None  # blanks may be none
    return found.end()


def _string_at(line: str, place: int) -> tuple[int, int, str] | None:
    """What to write for the string at ``place``: its start and end, and a JSON string."""
    for pattern in (_SOUND, _SIMPLE, _PATHS, _BARE):
        found = re.compile(pattern).match(line, place)
        if found is not None:
            text = found[0]
            if pattern == _SIMPLE:
                text = f'"{text[1:-1]}"'
            elif pattern == _PATHS:
                text = text.replace("\\", "\\\\")
            elif pattern == _BARE:
                text = f'"{text}"'
            return (place, found.end(), text)
    return None


def _placed(instruction: Instruction, at: int, swaps: list[tuple[int, int, str]]) -> list[Edit] | None:
    """The swaps as edits of the file, when the array they make is one."""
    parts, last = [], at
    edits = []
    for start, end, text in swaps:
        if not instruction.contiguous(start, end):
            return None
        span = instruction.span_of(start, end)
        edits.append(Edit(span.start, span.end, text))
        parts += [instruction.logical[last:start], text]
        last = end
    array = "".join([*parts, instruction.logical[last:]])
    return edits if edits and isinstance(read_list(array, 0, len(array)), list) else None
