"""Versions as they stand in image tags: kept as text, ordered as numbers. It never normalises:

22.04 stays 22.04 and is not 22.4.
"""

from __future__ import annotations

import re

PRERELEASE_RANKS = {
    "dev": 0,
    "tip": 0,
    "nightly": 0,
    "snapshot": 0,
    "a": 1,
    "alpha": 1,
    "ea": 1,
    "m": 1,
    "milestone": 1,
    "pre": 1,
    "preview": 1,
    "techpreview": 1,
    "b": 2,
    "beta": 2,
    "c": 3,
    "cr": 3,
    "rc": 3,
}
"""Words that mark a version as not final, in lower case, with their order among themselves."""

FINAL = 9
"""The rank of a version that is no prerelease."""

# Compiled, and kept by `re`, for the first version that is not plain numbers.
_OWN = (
    r"(?P<release>[0-9]+(?:\.[0-9]+)*)(?:u(?P<update>[0-9]+))?"
    r"(?:(?P<mark>_|-b|\+)(?P<build>[0-9]+(?:\.[0-9]+)*))?"
    r"(?:[-._]?(?P<pre>[A-Za-z]+)[-.]?(?P<number>[0-9]*))?"
)

Key = tuple[tuple[int, ...], int, int, tuple[int, ...], tuple[int, ...]]
"""What versions are ordered by: release without trailing zeros, prerelease rank and number, build, revision."""


class Version:
    """A version, cut up.

    ``release`` holds its numbers as text ("22", "04"; for 8u392 "8", "392"), ``build`` what follows "_" or "-b"
    ("9" of 17.0.9_9), ``revision`` a number that a packager put behind it ("28" of 8.0.36-28), ``pre`` the marker
    of a prerelease as written ("rc", "" when final) and ``number`` its number (-1 when it has none).
    Two versions are equal when their texts are; order goes by `key`, then by text.
    """

    __slots__ = ("_key", "build", "number", "pre", "release", "revision", "text", "update")

    def __init__(
        self,
        text: str,
        release: tuple[str, ...],
        update: bool = False,
        build: tuple[str, ...] = (),
        revision: tuple[str, ...] = (),
        pre: str = "",
        number: int = -1,
    ) -> None:
        self.text = text
        self.release = release
        self.update = update
        self.build = build
        self.revision = revision
        self.pre = pre
        self.number = number
        self._key: Key | None = None

    @property
    def precision(self) -> int:
        """How many numbers the release has: 2 for "3.13", 3 for "3.13.15"."""
        return len(self.release)

    @property
    def is_prerelease(self) -> bool:
        """True for alphas, betas, candidates, previews and snapshots."""
        return bool(self.pre)

    @property
    def key(self) -> Key:
        """The sort key.

        A prerelease comes before its final, a coarse version (3.13) with its first release (3.13.0).
        """
        if self._key is None:
            release = [int(part) for part in self.release]
            while len(release) > 1 and not release[-1]:
                release.pop()
            rank = PRERELEASE_RANKS.get(self.pre.lower(), 0) if self.pre else FINAL
            build = tuple(int(part) for part in self.build)
            self._key = (tuple(release), rank, self.number, build, tuple(int(part) for part in self.revision))
        return self._key

    def line(self, depth: int) -> str:
        """The first ``depth`` numbers as written: "3.13" of 3.13.3; the whole release when it is shorter."""
        if self.update and depth >= 2 and len(self.release) >= 2:
            return "u".join(self.release[:2])
        return ".".join(self.release[:depth])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: Version) -> bool:
        return (self.key, self.text) < (other.key, other.text)

    def __repr__(self) -> str:
        return f"Version({self.text!r})"


def parse(text: str) -> Version | None:
    """The version that ``text`` is, with an optional "v" before it; None when it is none by our own rules.

    Numbers of more than 18 digits are none: nobody numbers releases that way.
    """
    match = re.fullmatch(_OWN, text.removeprefix("v"))
    if match is None or _too_long(text):
        return None
    pre = match["pre"] or ""
    if pre and pre.lower() not in PRERELEASE_RANKS:
        return None
    number = match["number"]
    if pre and len(pre) == 1 and not number:
        return None
    release = tuple(match["release"].split("."))
    if match["update"]:
        release += (match["update"],)
    build = tuple(match["build"].split(".")) if match["build"] else ()
    return Version(text, release, bool(match["update"]), build, (), pre, int(number) if number else -1)


def _too_long(text: str) -> bool:
    return len(text) > 18 and re.search(r"[0-9]{19}", text) is not None


def compare(one: str, other: str) -> int:
    """-1, 0 or 1 as ``one`` is older than, as old as, or newer than ``other``.

    By our own rules where both are versions as images are tagged, else as `packaging` orders them, else as plain text.
    """
    mine, theirs = parse(one), parse(other)
    if mine is not None and theirs is not None:
        return (mine.key > theirs.key) - (mine.key < theirs.key)
    # Imported here: hardly any version that a tag carries needs it, and it costs milliseconds.
    from packaging.version import InvalidVersion
    from packaging.version import Version as Published

    try:
        left, right = Published(one), Published(other)
    except InvalidVersion:
        return (one > other) - (one < other)
    return (left > right) - (left < right)
