"""Works out, once, what every tag ever listed is: its series, its order, and its days.

It reads facts and opens no file.
"""

from __future__ import annotations

from dockerpatch.image import tag as tags

from . import series as serieses
from .schema import FAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from dockerpatch.image.tag import Tag

    from .names import Names
    from .series import Series


class TagRow:
    """A tag of one image: parsed, with its series and its days.

    ``build`` is an index into the image's listed rows, or -1.
    """

    __slots__ = ("build", "changed", "name", "parsed", "rank", "release", "series", "since", "until", "words")

    def __init__(self, name: str, names: Names, since: int, until: int, changed: int, build: int = -1) -> None:
        self.name = name
        self.parsed: Tag = tags.parse(name)
        self.series: Series = serieses.of_tag(self.parsed, names)
        self.since = since
        self.until = until
        self.changed = changed
        self.build = build
        self.rank = 0
        self.words = tuple(name[word.start : word.end] for word in self.parsed.words)
        version = self.parsed.version
        self.release = () if version is None else version.release + version.build + version.revision

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorts by version, then by date stamp."""
        version = self.parsed.version
        stamp = tuple(tuple(int(part) for part in text.split(".")) for text in self.parsed.stamps)
        return (version.key if version is not None else ((), 0, 0, (), ()), stamp)


def rows(
    names: Names,
    gone: Iterable[tuple[int, int, int, str]],
    listed: Iterable[list[object]],
    rebuilt: Mapping[str, list[int]],
    first_day: int,
) -> list[TagRow]:
    """All tags of an image with their days, ranked: a higher ``rank`` is a newer version, or a later date stamp."""
    found: dict[str, TagRow] = {}
    for since, days, change, text in gone:
        for name in text.split():
            found[name] = TagRow(name, names, since, since + days, since + change)
    delisted = list(found.values())
    current = list(_listed(names, listed))
    _Firsts(delisted, current, rebuilt, first_day).put()
    for row in current:
        kept = found.get(row.name)
        if kept is None or kept.until != FAR or (row.build >= 0 and _prefers(row, kept, current)):
            found[row.name] = row
        elif kept.until == FAR:
            kept.since = min(kept.since, row.since)
    result = sorted(found.values(), key=lambda row: row.name)
    ranks = {order: rank for rank, order in enumerate(sorted({row.order for row in result}))}
    for row in result:
        row.rank = ranks[row.order]
    return result


def _prefers(row: TagRow, kept: TagRow, current: list[TagRow]) -> bool:
    """A shared tag stands in several rows. The first one that is not a Windows build stands for it."""
    return _is_windows(kept, current) and not _is_windows(row, current)


def _is_windows(row: TagRow, current: list[TagRow]) -> bool:
    head = next(other for other in current if other.build == row.build)
    return head.series.distro is not None and head.series.distro[0] == "windows"


def _listed(names: Names, listed: Iterable[list[object]]) -> Iterator[TagRow]:
    for build, fields in enumerate(listed):
        own, shared = str(fields[0]).split(), str(fields[1]).split()
        since, changed = int(str(fields[2])), int(str(fields[3]))
        for name in own + shared:
            yield TagRow(name, names, since, FAR, changed, build)


class _Firsts:
    """The first day of every listed tag.

    The facts give it for the first tag of a row only. Of the others, a base distro's tag was first listed on the
    first day it changed; a coarse tag (3.12-slim) with the first of the tags it ever stood for (3.12.0-slim, by the
    words of the finer tags that stand in its row today); a precise one behind a coarse first tag when the one before
    it left. A tag with a channel's name (lts-alpine) is as old as the younger of the two, channel and flavour.
    """

    __slots__ = ("builds", "by_series", "by_words", "current", "first_day", "known", "rebuilt")

    def __init__(
        self, gone: list[TagRow], current: list[TagRow], rebuilt: Mapping[str, list[int]], first_day: int
    ) -> None:
        self.current = current
        self.rebuilt = rebuilt
        self.first_day = first_day
        self.known = list(gone)
        self.by_words: dict[tuple[str, ...], list[TagRow]] = {}
        self.by_series: dict[tuple[object, ...], list[TagRow]] = {}
        self.builds: dict[int, list[TagRow]] = {}
        for row in gone:
            self.by_words.setdefault(row.words, []).append(row)
            self.by_series.setdefault(row.series.key, []).append(row)
        for row in current:
            self.builds.setdefault(row.build, []).append(row)

    def put(self) -> None:
        """Set ``since`` of every listed row."""
        coarse = [row for row in self.current if not self._settle(row)]
        undecided = {id(row) for row in coarse}
        settled = [row for row in self.current if id(row) not in undecided]
        self.known += settled
        for row in settled:
            self.by_words.setdefault(row.words, []).append(row)
        for row in coarse:
            row.since = self._of_coarse(row)

    def _settle(self, row: TagRow) -> bool:
        """Set the first day of a row that does not depend on others; False for a coarse one."""
        days = self.rebuilt.get(row.name)
        head = self.builds[row.build][0]
        if days:
            row.since = days[0]
        elif row is head:
            return True
        elif row.parsed.stamps and not head.parsed.stamps:
            row.since = row.changed
        elif len(row.release) > len(head.release):
            row.since = self._after_predecessor(row)
        else:
            return len(row.release) == len(head.release) and bool(row.release)
        return True

    def _after_predecessor(self, row: TagRow) -> int:
        before = [old for old in self.by_series.get(row.series.key, ()) if row.since <= old.until <= row.changed]
        return max((old.until for old in before), default=row.changed)

    def _of_coarse(self, row: TagRow) -> int:
        if row.name == "latest":
            return self.first_day
        mates = self.builds.get(row.build, ())
        finer = {
            mate.words for mate in mates if len(mate.release) > len(row.release) and _within(row.words, mate.words)
        }
        if not finer and not row.release:
            return min(row.since, self._of_channel(row))
        return min([row.since, *(self._first_refining(row, words) for words in {row.words, *finer})])

    def _first_refining(self, row: TagRow, words: tuple[str, ...]) -> int:
        """The first day of a tag with ``words`` whose numbers begin with those of ``row``."""
        release, early = row.release, "beta" in row.words
        return min(
            (
                finer.since
                for finer in self.by_words.get(words, ())
                if len(finer.release) > len(release)
                and finer.release[: len(release)] == release
                and not finer.parsed.stamps
                and (early or finer.series.prerelease == row.series.prerelease)
            ),
            default=FAR,
        )

    def _of_channel(self, row: TagRow) -> int:
        """The day when both the tag's first word and the rest of its words were in use; names alone, versions aside.

        Where the channel's first tags name a distro, and came on the day on which the image began to name distros at
        all, they say nothing about the age of the channel.
        """
        channel, *rest = row.words
        names = [word.name for word in row.parsed.words][1:]
        of_channel = min((old.since for old in self.known if old.words[:1] == (channel,)), default=FAR)
        naming = min((old.since for old in self.known if old.series.distro is not None), default=FAR)
        if of_channel == naming:
            of_channel = self.first_day
        of_flavour = min((old.since for old in self.known if _within_names(names, rest, old)), default=FAR)
        return max(of_channel, of_flavour)


def _within_names(names: list[str], words: list[str], row: TagRow) -> bool:
    """Whether the words stand in the tag in their order; one without a version also matches the same name with one."""
    rest = iter(row.parsed.words)
    return all(
        any(name == word.name and written in (name, row.name[word.start : word.end]) for word in rest)
        for name, written in zip(names, words, strict=True)
    )


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    rest = iter(outer)
    return all(word in rest for word in inner)
