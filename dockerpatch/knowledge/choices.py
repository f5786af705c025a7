"""Which listed tag could take a tag's place: newer in its line, on a newer distro, in a newer line.

It never changes a flavour.
"""

from __future__ import annotations

from .answers import NextLine
from .series import order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .library import Entry, Image, Library
    from .lifecycle import Lifecycle
    from .names import Names
    from .series import Series

_UNFINISHED = frozenset(("devel", "rawhide", "edge", "experimental", "unstable", "testing", "rc", "nightly"))
"""Alias words by which an image says that a build is no release, though its version looks like one."""


class Choices:
    """Replacements for tags, on one day."""

    __slots__ = ("_next", "library", "lifecycle")

    def __init__(self, library: Library, lifecycle: Lifecycle) -> None:
        self.library = library
        self.lifecycle = lifecycle
        self._next: dict[tuple[str, str], list[NextLine]] = {}

    def newest_in_line(self, image: str, tag: str) -> str | None:
        """The newest listed tag of the same line, flavour, distro and precision.

        For a prerelease the final, where it is out.
        """
        series = self.library.series(image, tag)
        family = self._family(image, series)
        mates = [entry for entry in family if entry.line == series.line and entry.distro == series.distro]
        if not series.prerelease:
            return _best(entry for entry in mates if not entry.prerelease and entry.precision == series.precision)
        finals = [entry for entry in mates if not entry.prerelease and entry.precision >= series.precision]
        if finals:
            precision = self._precision_of_final(image, tag, series, finals)
            return _best(entry for entry in finals if entry.precision == precision)
        return _best(entry for entry in mates if entry.prerelease and entry.precision == series.precision)

    def _precision_of_final(self, image: str, tag: str, series: Series, finals: list[Entry]) -> int:
        """A candidate with a number (1.27rc1) becomes a full version (1.27.0), one without (8.6-rc) stays as coarse."""
        from dockerpatch.image import tag as tags

        version = tags.parse(tag).version
        precisions = {entry.precision for entry in finals}
        if version is not None and version.number < 0 and series.precision in precisions:
            return series.precision
        return max(precisions)

    def same_line_newer_distro(self, image: str, tag: str) -> str | None:
        """The newest listed tag of the same line and flavour on a newer release of the same distro that is out."""
        series = self.library.series(image, tag)
        if series.distro is None:
            return None
        floor = order(series.distro[1])
        best: tuple[int, int, str] | None = None
        for entry in self._family(image, series):
            if entry.line != series.line or entry.prerelease or entry.distro is None:
                continue
            if entry.precision != series.precision or entry.distro[0] != series.distro[0]:
                continue
            height = order(entry.distro[1])
            better = height > floor and (best is None or (height, entry.rank, entry.name) > best)
            if better and self.lifecycle.is_out(*entry.distro):
                best = (height, entry.rank, entry.name)
        return best[2] if best else None

    def next_lines(self, image: str, tag: str) -> list[NextLine]:
        """Lines above the tag's, nearest first, each with its best tag of the same flavour; worked out once."""
        key = (image, tag)
        if key not in self._next:
            self._next[key] = self._next_lines(image, tag)
        return self._next[key]

    def _next_lines(self, image: str, tag: str) -> list[NextLine]:
        known = self.library.image(image)
        series = self.library.series(image, tag)
        if known is None or series.unstable or not series.line:
            return []
        floor = order(series.line)
        lines: dict[str, list[Entry]] = {}
        for entry in self._family(image, series):
            if not entry.prerelease and _suits(series, entry, known.names):
                lines.setdefault(entry.line, []).append(entry)
        found = []
        for line in sorted([line for line in lines if order(line) > floor], key=order):
            best = self._best_of_line(series, lines[line])
            if best is not None and self.is_finished(known, best):
                found.append(NextLine(line, best.name, best.distro == series.distro))
        return found

    def _best_of_line(self, series: Series, entries: list[Entry]) -> Entry | None:
        same = [entry for entry in entries if entry.precision == series.precision]
        if not same:
            top = max(entry.precision for entry in entries)
            same = [entry for entry in entries if entry.precision == top]
        if series.distro is not None:
            on_mine = [entry for entry in same if entry.distro == series.distro]
            if not on_mine:
                mine, family = order(series.distro[1]), series.distro[0]
                newer = [
                    entry
                    for entry in same
                    if entry.distro is not None and entry.distro[0] == family and order(entry.distro[1]) > mine
                ]
                out = [entry for entry in newer if entry.distro is not None and self.lifecycle.is_out(*entry.distro)]
                top = max((order(entry.distro[1]) for entry in out if entry.distro is not None), default=0)
                on_mine = [entry for entry in out if entry.distro is not None and order(entry.distro[1]) == top]
            same = on_mine
        return max(same, key=lambda entry: (entry.rank, entry.name), default=None)

    def is_finished(self, image: Image, entry: Entry) -> bool:
        """False for a line that is not out yet on this day, or whose build is also tagged as unfinished ("devel")."""
        if image.names.is_distro:
            families = {family for family, _ in self.library.codenames.values()}
            product = image.product if image.product in families else None
            for family in [product] if product else sorted(families):
                release = self.lifecycle.release(family, entry.line)
                if release is not None and not self.lifecycle.is_out(family, entry.line):
                    return False
        elif image.product is not None and not self.lifecycle.line_is_out(image.product, entry.line):
            return False
        if entry.build is None:
            return True
        tags = self.library.build_tags(entry.build)
        return "latest" in tags or not any(word in _UNFINISHED for tag in tags for word in tag.split("-"))

    def _family(self, image: str, series: Series) -> list[Entry]:
        family = self.library.family(image, series.family)
        return self.library.listed_family(family[0]) if family else []

    def near_misses(self, image: str, tag: str, limit: int) -> list[str]:
        """Listed tags that look like ``tag``, best first: by shared pairs of characters, then the shorter."""
        wanted = _pairs(tag)
        series = self.library.series(image, tag)
        scored = []
        for entry in self.library.listed_all(image):
            pairs = _pairs(entry.name)
            score = 2 * len(wanted & pairs) / (len(wanted) + len(pairs))
            if entry.line == series.line and series.line:
                score += 0.2
            if entry.precision == series.precision:
                score += 0.05
            if entry.prerelease and not series.prerelease:
                score -= 0.3
            if score >= 0.3:
                scored.append((-score, len(entry.name), -entry.rank, entry.name))
        return [name for _, _, _, name in sorted(scored)[:limit]]


def _suits(series: Series, entry: Entry, names: Names) -> bool:
    """A tag beyond its line may become one that is beyond its own line in another way (9.6.2 to 14.24).

    Others stay as coarse.
    """
    if entry.precision == series.precision:
        return True
    beyond = series.precision > names.depth_of(series.line)
    return beyond and entry.precision > names.depth_of(entry.line) and (series.precision < 10) == (entry.precision < 10)


def _pairs(text: str) -> set[str]:
    padded = f"^{text.lower()[:128]}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _best(entries: Iterable[Entry]) -> str | None:
    found = max(entries, key=lambda entry: (entry.rank, entry.name), default=None)
    return found.name if found is not None else None
