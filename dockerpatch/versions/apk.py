"""Versions of Alpine packages, as apk-tools orders them. It knows no package.

A version is numbers parted by dots, a letter, suffixes, a commit, a revision: "1.1.1w", "3.9_pre2~ab1-r0".
What follows an equal start decides: a suffix of a version to come ("_rc1") is older than nothing, all else is newer.
"""

from __future__ import annotations

import re

from .order import LONGEST, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .order import Key

_SUFFIXES = ("alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p")
_EARLY = 4  # the first so many suffixes are of a version to come

_version = re.compile(
    r"([0-9]+)((?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|cvs|git|hg|pre|p|rc|svn)[0-9]*)*)(?:~([0-9a-f]+))?(?:-r([0-9]+))?",
    re.ASCII,
).fullmatch
_suffix = re.compile(r"_([a-z]+)([0-9]*)").findall

# What stands next, from oldest to newest.
_EARLIER, _END, _REVISION, _COMMIT, _COUNT, _LATER, _LETTER, _PART = range(8)


def key(version: str) -> Key | None:
    """The sort key of a package's version; None for others, also for those that apk itself calls invalid."""
    match = _version(version) if len(version) <= LONGEST else None
    if match is None:
        return None
    found: list[object] = [number(match[1])]
    # A part that opens with a zero is read as the digits after a decimal point: "1.06" is older than "1.1".
    found += [(_PART, (0, part) if part[0] == "0" else (1, *number(part))) for part in match[2].split(".")[1:]]
    if match[3]:
        found.append((_LETTER, match[3]))
    for name, count in _suffix(match[4]):
        rank = _SUFFIXES.index(name)
        found.append((_EARLIER if rank < _EARLY else _LATER, rank))
        if count:
            found.append((_COUNT, number(count)))
    if match[5]:
        found.append((_COMMIT, match[5]))
    if match[6]:
        found.append((_REVISION, number(match[6])))
    found.append((_END,))
    return tuple(found)
