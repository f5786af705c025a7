"""What ``${V#p}``, ``${V%p}`` and ``${V/p/r}`` do to a value, every character traced. It never looks a variable up."""

from __future__ import annotations

import re

from dockerpatch.text.traced import Traced

from .glob import Glob

TYPE_CHECKING = False
if TYPE_CHECKING:
    Piece = tuple[str, int]


class PatternFault(ValueError):
    """The pattern, which is the message, has an escape before a character that needs none."""


def _glob(pattern: str) -> Glob:
    glob = Glob.compile(pattern)
    if glob is None:
        raise PatternFault(pattern)
    return glob


def stripped(mark: str, value: Traced, pattern: str) -> list[Piece]:
    """``value`` without what ``pattern`` takes at its start (``#``) or end (``%``).

    It takes as little as it can, or as much when the pattern starts with one more mark. Raises `PatternFault`.
    """
    longest = pattern.startswith(mark)
    glob = _glob(pattern[1:] if longest else pattern)
    if mark == "#":
        return list(value[max(glob.end(value.text, 0, longest), 0) :].pieces)
    taken = glob.reversed().end(value.text[::-1], 0, longest)
    return list(value[: len(value) - max(taken, 0)].pieces)


def replaced(value: Traced, pattern: str, replacement: list[Piece], every: bool) -> list[Piece]:
    """``value`` with the first match of ``pattern`` replaced, or with ``every`` one. Raises `PatternFault`."""
    found: list[Piece] = []
    last = 0
    for start, end in _glob(pattern).matches(value.text, every):
        found += value[last:start].pieces
        found += _filled(Traced(replacement), value[start:end]) if every else replacement
        last = end
    found += value[last:].pieces
    return found


def _filled(template: Traced, matched: Traced) -> list[Piece]:
    """The replacement of one of many matches, which BuildKit hands to Go as a template.

    In it, ``$0`` is the match, ``$$`` a dollar, and any other name nothing.
    """
    if "$" not in template.text:
        return list(template.pieces)
    found: list[Piece] = []
    last = 0
    for reference in re.finditer(r"\$(?:(\$)|(\w++)|\{(\w++)\})", template.text):
        found += template[last : reference.start()].pieces
        if reference[1]:
            found += template[reference.start(1) : reference.end(1)].pieces
        elif (reference[2] or reference[3]) == "0":
            found += matched.pieces
        last = reference.end()
    found += template[last:].pieces
    return found
