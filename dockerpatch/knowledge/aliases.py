"""Tags of the very same build: as listed on the snapshot's day, inferred on days before.

It never guesses at a channel it has no facts on.
"""

from __future__ import annotations

from dockerpatch.image import tag as tags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dockerpatch.image.tag import Tag

    from .choices import Choices
    from .library import Entry, Image, Library
    from .lifecycle import Lifecycle
    from .series import Series

_CHANNELS = frozenset(("latest", "current", "mainline", "lts", "rolling"))
"""Words that stand for a version: the newest one, or the newest one with long-term support."""


class Aliases:
    """Alias groups on one day; ``exact`` when that day is the snapshot's."""

    __slots__ = ("_groups", "_parsed", "choices", "exact", "library", "lifecycle")

    def __init__(self, library: Library, lifecycle: Lifecycle, choices: Choices, exact: bool) -> None:
        self.library = library
        self.lifecycle = lifecycle
        self.choices = choices
        self.exact = exact
        self._groups: dict[tuple[str, str], tuple[str, ...]] = {}
        self._parsed: dict[str, Tag] = {}

    def of(self, image: str, tag: str) -> tuple[str, ...]:
        """All tags of the build that ``tag`` names on this day, itself included; () when it is not listed."""
        key = (image, tag)
        if key not in self._groups:
            entry = self.library.find(image, tag)
            if entry is None or not self.library.is_listed(entry):
                self._groups[key] = ()
            elif self.exact and entry.build is not None:
                self._groups[key] = tuple(dict.fromkeys(self.library.build_tags(entry.build)))
            else:
                self._groups[key] = self._inferred(image, tag)
        return self._groups[key]

    def pin(self, image: str, tag: str, precision: str) -> str | None:
        """The alias at ``precision`` ("line" or "full") with the flavour as written; see `Almanac.pin`."""
        known = self.library.image(image)
        group = self.of(image, tag)
        if known is None or not group:
            return None
        written = self._tag(tag)
        if written.is_prerelease:
            return None
        candidates = [other for other in map(self._tag, group) if other.version is not None and not other.is_prerelease]
        series = self.library.series(image, tag)
        if written.version is None and series.line and (precision == "line" or not candidates):
            return tag
        if precision == "line":
            if written.version is not None and len(written.version.release) >= known.names.line_depth(written):
                return tag
            return self._in_flavour(written, [other for other in candidates if _names_a_line(other, known)])
        finest = max(map(_fineness, candidates), default=0)
        if written.version is not None and _fineness(written) >= finest:
            return tag
        return self._in_flavour(written, [other for other in candidates if _fineness(other) == finest])

    def _in_flavour(self, written: Tag, fitting: list[Tag]) -> str | None:
        """The one with the most of the author's words and no other; failing that, with the fewest words."""
        words = _words(written)
        best: tuple[int, int, str] | None = None
        for other in fitting:
            theirs = _words(other)
            score = (
                (len(theirs), -len(other.text), other.text)
                if _is_within(theirs, words)
                else (-len(theirs), -len(other.text), other.text)
            )
            if best is None or score > best:
                best = score
        return best[2] if best else None

    def _tag(self, text: str) -> Tag:
        if text not in self._parsed:
            self._parsed[text] = tags.parse(text)
        return self._parsed[text]

    def _inferred(self, image: str, tag: str) -> tuple[str, ...]:
        """The newest full version the tag can stand for that day, and all listed tags that then stand for it too."""
        known = self.library.image(image)
        full = self._full(known, image, tag) if known is not None else None
        if known is None or full is None:
            return (tag,)
        group = [full.name]
        for entry in self.library.listed_all(image):
            if entry.name != full.name and self._stands_for(known, image, entry, full):
                group.append(entry.name)
        if tag not in group:
            group.append(tag)
        return tuple(group)

    def _stands_for(self, known: Image, image: str, entry: Entry, full: Entry) -> bool:
        """Whether a coarser tag of the same words means ``full`` that day."""
        mine, theirs = self._tag(entry.name), self._tag(full.name)
        if mine.is_prerelease or mine.stamps:
            return False
        if mine.version is not None and not _refines(theirs, mine):
            return False
        own = _words(mine)
        if mine.version is None:
            own = tuple(word for word in own if word not in _CHANNELS)
        if own != _words(theirs):
            return False
        found = self._full(known, image, entry.name)
        return found is not None and found.name == full.name

    def _full(self, known: Image, image: str, tag: str) -> Entry | None:
        """The full version that the tag stands for on this day."""
        written = self._tag(tag)
        series = self.library.series(image, tag)
        candidates = self._versions(known, image, written, series)
        channels = {word.name for word in written.words if word.name in _CHANNELS} if written.version is None else set()
        candidates = self._in_channel(known, candidates, channels)
        if not candidates:
            return None
        return max(candidates, key=lambda entry: (entry.rank, entry.precision, entry.name))

    def _versions(self, known: Image, image: str, written: Tag, series: Series) -> list[Entry]:
        """Listed final versions of the same words that refine what is written."""
        text = series.family if written.version is not None else _family_with_version(series.family)
        family = self.library.family(image, text)
        if family is None:
            return []
        mates = [entry for entry in self.library.listed_family(family[0]) if entry.distro == series.distro]
        found = [
            entry
            for entry in mates
            if not entry.prerelease
            and (written.version is None or _refines(self._tag(entry.name), written))
            and (not series.line or written.version is not None or entry.line == series.line)
        ]
        return self._full_versions(known, found, {entry.line for entry in mates if entry.prerelease})

    def _full_versions(self, known: Image, entries: list[Entry], unfinished: set[str]) -> list[Entry]:
        """Of each line its precisest tags, where those are full versions.

        A tag that names a line alone (golang:1.20) is one while the line has no other; not when all that stands
        behind it may be a prerelease (``unfinished`` lines).
        """
        by_line: dict[str, list[Entry]] = {}
        for entry in entries:
            by_line.setdefault(entry.line, []).append(entry)
        finest = {line: max(_fineness(self._tag(entry.name)) for entry in mates) for line, mates in by_line.items()}
        top = max(finest.values(), default=0)
        depths = {line: known.names.depth_of(line) for line in by_line}
        kept = []
        for line, mates in by_line.items():
            coarse = line.replace("u", ".").count(".") + 1 < depths[line]
            if top > depths[line] and (coarse or (finest[line] < top and line in unfinished)):
                continue
            kept += [entry for entry in mates if _fineness(self._tag(entry.name)) == finest[line]]
        return kept

    def _in_channel(self, known: Image, entries: Iterable[Entry], channels: set[str]) -> list[Entry]:
        """Those whose line is out on this day, and has long-term support where the channel asks for it."""
        kept = [entry for entry in entries if self.choices.is_finished(known, entry)]
        lasting = "lts" in channels or ("latest" in channels and known.product == "ubuntu")
        if lasting:
            return [entry for entry in kept if self._has_long_support(known, entry.line)]
        if known.product is not None and not known.names.is_distro:
            cycles = self.lifecycle.cycles(known.product)
            if channels and any(cycle.lts == "true" for cycle in cycles):
                # Makers of Java take the newest line with long-term support, or an older one: no fact says which.
                return []
            with_cycle = [entry for entry in kept if self.lifecycle.cycle(known.product, entry.line) is not None]
            return with_cycle or kept
        return kept

    def _has_long_support(self, known: Image, line: str) -> bool:
        if known.product in ("ubuntu", "debian"):
            release = self.lifecycle.release(known.product, line)
            return release is not None and release.is_lts
        cycle = self.lifecycle.cycle(known.product, line) if known.product else None
        if cycle is None or cycle.lts in (None, "false"):
            return False
        from .civil import day_number

        return cycle.lts == "true" or day_number(cycle.lts or "") <= self.library.day


def _names_a_line(tag: Tag, known: Image) -> bool:
    version = tag.version
    if version is None or version.build or version.revision:
        return False
    return len(version.release) == known.names.line_depth(tag)


def _fineness(tag: Tag) -> int:
    """How many numbers the version has, those of build and revision included."""
    version = tag.version
    return 0 if version is None else len(version.release) + len(version.build) + len(version.revision)


def _words(tag: Tag) -> tuple[str, ...]:
    return tuple(tag.text[word.start : word.end] for word in tag.words)


def _is_within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Whether all words of ``inner`` stand in ``outer``, in the same order."""
    rest = iter(outer)
    return all(word in rest for word in inner)


def _refines(fine: Tag, coarse: Tag) -> bool:
    """Whether the numbers of ``fine`` begin with those of ``coarse``."""
    if fine.version is None or coarse.version is None:
        return False
    mine = fine.version.release + fine.version.build + fine.version.revision
    theirs = coarse.version.release + coarse.version.build + coarse.version.revision
    return mine[: len(theirs)] == theirs


def _family_with_version(family: str) -> str:
    """The family of the tags with a version that one without it can stand for: "lts-alpine" for "{v}-alpine"."""
    words = [
        word for word in family.split("-") if word not in _CHANNELS and not word.startswith(("{name}", "{codename:"))
    ]
    return "-".join(["{v}", *words])
