"""The distribution an image is built on, from its tag, its aliases, or the tags of the same day.

It never looks into an image.
"""

from __future__ import annotations

from .answers import Distro
from .series import order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .aliases import Aliases
    from .library import Entry, Library
    from .lifecycle import Lifecycle

_IMAGES = {
    "alpine": "alpine",
    "almalinux": "almalinux",
    "amazonlinux": "amazonlinux",
    "centos": "centos",
    "fedora": "fedora",
    "oraclelinux": "oraclelinux",
    "photon": "photon",
    "rockylinux": "rockylinux",
}
"""Images that are a distribution, to its family; those of Debian and Ubuntu are known by the facts."""


class Distros:
    """Which distribution a tag stands on, on one day."""

    __slots__ = ("_found", "aliases", "library", "lifecycle")

    def __init__(self, library: Library, lifecycle: Lifecycle, aliases: Callable[[], Aliases]) -> None:
        """``aliases`` is asked for the groups only for a tag that does not name its distribution."""
        self.library = library
        self.lifecycle = lifecycle
        self.aliases = aliases
        self._found: dict[tuple[str, str], Distro | None] = {}

    def of(self, image: str, tag: str) -> Distro | None:
        """See `Almanac.distro`."""
        key = (image, tag)
        if key not in self._found:
            self._found[key] = self._find(image, tag)
        return self._found[key]

    def _find(self, image: str, tag: str) -> Distro | None:
        named = self._named(image, tag)
        if named is not None:
            return self._distro(*named, inferred=False)
        group = self.aliases().of(image, tag)
        for other in group:
            implied = self._named(image, other)
            if implied is not None and implied[0] != "windows":
                return self._distro(*implied, inferred=True)
        for other in (tag, *group):
            mates = self._of_mates(image, other)
            if mates is not None:
                return mates
        return None

    def _named(self, image: str, tag: str) -> tuple[str, str] | None:
        series = self.library.series(image, tag)
        if series.distro is not None:
            return series.distro
        if not series.line:
            return None
        if image in _IMAGES:
            return (_IMAGES[image], series.line)
        known = self.library.image(image)
        if known is not None and known.names.is_distro:
            for family in [known.product] if known.product else ["debian", "ubuntu"]:
                if self.lifecycle.release(family, series.line):
                    return (family, series.line)
        return None

    def _distro(self, family: str, version: str, *, inferred: bool) -> Distro:
        release = self.lifecycle.release(family, version)
        return Distro(family, version, release.series if release else None, inferred)

    def _of_mates(self, image: str, tag: str) -> Distro | None:
        """The newest distro, out that day, on which the same version stood in the same flavour at the time of the tag.

        The time is this day, or the tag's last day when it had left by then.
        """
        entry = self.library.find(image, tag)
        known = self.library.image(image)
        if entry is None or known is None:
            return None
        series = self.library.series(image, tag)
        if not series.line:
            return None
        day = min(self.library.day, entry.until - 1)
        for family in _families_with_distro(series.family):
            mates = [
                mate for mate in self._mates(known.id, family, entry, series.line) if mate.since <= day < mate.until
            ]
            out = [mate for mate in mates if mate.distro is not None and self.lifecycle.is_out(*mate.distro)]
            best = max(out, key=lambda mate: order(mate.distro[1]) if mate.distro else 0, default=None)
            if best is not None and best.distro is not None:
                return self._distro(*best.distro, inferred=True)
        return None

    def _mates(self, image: int, family: str, entry: Entry, line: str) -> list[Entry]:
        """Tags of the same version in ``family``, whatever the day."""
        return [mate for mate in self.library.of_line(image, family, line) if mate.rank == entry.rank]


def _families_with_distro(family: str) -> list[str]:
    """The families that name what ``family`` leaves out:

    "{v}-alpine" is "{v}-alpine{}", "{v}-slim" is "{v}-slim-{debian}".
    """
    if "{}" in family or "{debian}" in family or "{ubuntu}" in family:
        return []
    words = family.split("-")
    found = []
    for system in ("alpine", "ubuntu", "al", "amazonlinux", "oraclelinux", "ubi"):
        if system in words:
            numbered = "-".join(f"{word}{{}}" if word == system else word for word in words)
            dashed = "-".join(f"{word}-{{}}" if word == system else word for word in words)
            return [numbered, dashed]
    for codename in ("{debian}", "{ubuntu}"):
        found += [f"{family}-{codename}", "-".join([*words[:1], codename, *words[1:]])]
    return found
