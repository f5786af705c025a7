"""The name that somebody may have meant. It never says that they did."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 2
"""So many letters to add, drop or change are a slip of the pen, as for BuildKit."""
_LONGEST = 200


def nearest(name: str, others: Iterable[str]) -> str:
    """The first of the nearest of ``others`` that is no more than a slip away from ``name``; "" when none is."""
    best, found = _MOST + 1, ""
    if len(name) > _LONGEST:
        return ""
    for other in others:
        if abs(len(other) - len(name)) < best:
            far = _distance(name, other, best)
            if far < best:
                best, found = far, other
    return found


def _distance(left: str, right: str, limit: int) -> int:
    """How many letters to add, drop or change make ``right`` of ``left``; ``limit`` for that many and more."""
    row = list(range(len(right) + 1))
    for at, char in enumerate(left, 1):
        before, row[0] = row[0], at
        for index, other in enumerate(right, 1):
            before, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, before + (char != other))
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
