"""Versions of Go and of its modules. It knows no release and no advisory.

Go writes its own versions in two ways: "1.22rc1" as released, "1.22.0-rc.1" in its vulnerability database. Modules have
semantic versions with a "v".
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .order import Key

_release = re.compile(
    r"(?:go)?([0-9]{1,6})(?:\.([0-9]{1,6}))?(?:\.([0-9]{1,6}))?(?:-?(rc|beta|alpha)\.?([0-9]{1,6})|-(0))?", re.ASCII
).fullmatch

Release = tuple[int, int, int, int, int]

FINAL = 9
RANKS = {"0": -1, "alpha": 0, "beta": 1, "rc": 2}


def release(version: str) -> Release | None:
    """Major, minor, patch, rank and number of a version of Go: "1.22.3", "go1.20", "1.21rc2", "1.22.0-0".

    The rank is FINAL or one of RANKS. None for others. "1.21" is "1.21.0": that it also names the language is of no
    use to who asks for a release.
    """
    match = _release(version)
    if match is None:
        return None
    major, minor, patch = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4]:
        return (major, minor, patch, RANKS[match[4]], int(match[5]))
    return (major, minor, patch, RANKS["0"] if match[6] else FINAL, 0)


def key(version: str) -> Key | None:
    """The sort key of a version of Go or of a module, of one order; None for others, such as "(devel)"."""
    from . import semver  # who only asks for releases does not pay for it

    match = _release(version)
    if match is None:
        return semver.key(version)
    numbers = [digits for digits in match.group(1, 2, 3) if digits is not None]
    return semver.made_of(numbers, (match[4], match[5]) if match[4] else ("0",) if match[6] else ())
