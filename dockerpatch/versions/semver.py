"""Versions as semver.org orders them, also with fewer or more than three numbers. It knows no ecosystem.

It is the fallback: what it cannot read for sure it does not order, rather than guess.
"""

from __future__ import annotations

import re

from .order import LONGEST, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .order import Key

# What follows "+" says where a build comes from; it has no part in the order.
_version = re.compile(
    r"v?([0-9]+(?:\.[0-9]+)*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
).fullmatch

_EARLIER, _FINAL = 0, 1


def key(version: str) -> Key | None:
    """The sort key of "1.2.3", "v1.2", "1.2.3-rc.1+build"; missing numbers are 0. None for others."""
    match = _version(version) if len(version) <= LONGEST else None
    if match is None:
        return None
    return made_of(match[1].split("."), match[2].split(".") if match[2] else ())


def made_of(numbers: list[str], early: list[str] | tuple[str, ...]) -> Key:
    """The key for these numbers (digits) and these identifiers of a pre-release, () for a final version."""
    found = [number(each) for each in numbers]
    while found and found[-1] == (0, ""):
        found.pop()
    if not early:
        return (tuple(found), _FINAL)
    return (tuple(found), _EARLIER, *((0, number(each)) if each.isdigit() else (1, each) for each in early))
