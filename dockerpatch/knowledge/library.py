"""Docker's official library on one day: images, tags, and the tags that are the same thing in another version.

It infers nothing.
"""

from __future__ import annotations

from . import answers, schema, series
from .civil import day_text
from .names import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .answers import TagStatus
    from .series import Series
    from .store import Store


class Image:
    """An image of the library; days count from 2013-01-01, ``removed`` is None while it is in the library."""

    __slots__ = ("has_lines", "id", "name", "names", "product", "removed", "since")

    def __init__(
        self,
        id: int,
        name: str,
        names: Names,
        has_lines: bool,
        product: str | None,
        since: int,
        removed: int | None,
    ) -> None:
        self.id = id
        self.name = name
        self.names = names
        self.has_lines = has_lines
        """Whether its versions form release lines."""
        self.product = product
        self.since = since
        self.removed = removed


class Entry:
    """A tag that was listed at some time, with its series. ``until`` is `schema.FAR` while it is listed."""

    __slots__ = (
        "build",
        "changed",
        "distro",
        "family",
        "id",
        "line",
        "name",
        "precision",
        "prerelease",
        "rank",
        "since",
        "until",
    )

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.id: int = row[0]
        self.name: str = row[1]
        self.rank: int = row[2]
        self.since: int = row[3]
        self.until: int = schema.FAR if row[4] is None else row[3] + row[4]
        self.changed: int = row[3] + row[5]
        self.build: int | None = row[6]
        self.line: str = row[7]
        self.distro: tuple[str, str] | None = (row[8], row[9]) if row[8] else None
        self.precision: int = row[10]
        self.prerelease = bool(row[11])
        self.family: int = row[12]

    def __repr__(self) -> str:
        return f"Entry({self.name!r})"


_COLUMNS = (
    "t.id, t.name, t.rank, t.since, t.days, t.change, t.build, "
    "s.line, s.distro, s.distro_version, s.precision, s.prerelease, s.family"
)

# Cross joins keep SQLite from reading all tags first: it cannot know how few the ranges of ids hold.
_SELECT = f"select {_COLUMNS} from family f cross join series s cross join tag t"
_OF_FAMILY = "and s.id between f.first and f.last and t.id between s.id and s.id + s.tags - 1"
_LISTED = "and t.since <= ? and (t.days is null or t.since + t.days > ?)"


class Library:
    """The library as of ``day``. Every answer is remembered: the same questions come back for file after file."""

    __slots__ = (
        "_builds",
        "_codenames",
        "_families",
        "_found",
        "_images",
        "_lines",
        "_listed",
        "_pauses",
        "_rebuilds",
        "_series",
        "_status",
        "_whole",
        "day",
        "store",
    )

    def __init__(self, store: Store, day: int) -> None:
        self.store = store
        self.day = day
        self._codenames: dict[str, tuple[str, str]] | None = None
        self._images: dict[str, Image | None] = {}
        self._found: dict[tuple[str, str], Entry | None] = {}
        self._series: dict[tuple[str, str], Series] = {}
        self._listed: dict[int, list[Entry]] = {}
        self._families: dict[tuple[str, str], tuple[int, bool] | None] = {}
        self._whole: dict[str, list[Entry]] = {}
        self._status: dict[tuple[str, str], TagStatus] = {}
        self._lines: dict[tuple[int, str, str], list[Entry]] = {}
        self._rebuilds: dict[tuple[str, str], list[int]] = {}
        self._builds: dict[int, tuple[str, ...]] = {}
        self._pauses: dict[int, int] | None = None

    @property
    def codenames(self) -> dict[str, tuple[str, str]]:
        """Series names of Debian and Ubuntu, to (family, version)."""
        if self._codenames is None:
            rows = self.store.rows("select name, family, version from codename")
            self._codenames = {name: (family, version) for name, family, version in rows}
        return self._codenames

    def image(self, name: str) -> Image | None:
        """The image, whatever the day; None when it never was in the library."""
        if name not in self._images:
            self._images[name] = self._read_image(name)
        return self._images[name]

    def _read_image(self, name: str) -> Image | None:
        row = self.store.row(
            "select id, line, below, product, since, removed, is_distro from image where name = ?", (name,)
        )
        if row is None:
            return None
        number, depth, below, product, since, removed, is_distro = row
        bounds = tuple(
            (tuple(int(part) for part in bound.partition(":")[0].split(".")), int(bound.partition(":")[2]))
            for bound in (below.split(";") if below else ())
        )
        lines = dict(self.store.rows("select name, line from named_line where image = ?", (name,)))
        names = Names(name, self.codenames, lines, depth or 1, bounds, bool(is_distro))
        return Image(number, name, names, depth is not None, product, since, removed)

    def find(self, image: str, tag: str) -> Entry | None:
        """The tag, if it was listed up to this day; None for one that was not."""
        entry = self._ever(image, tag)
        return entry if entry is not None and entry.since <= self.day else None

    def _ever(self, image: str, tag: str) -> Entry | None:
        key = (image, tag)
        if key not in self._found:
            self._found[key] = self._read_tag(image, tag)
        return self._found[key]

    def _read_tag(self, image: str, tag: str) -> Entry | None:
        """The tag; what its name says is remembered with it."""
        known = self.image(image)
        if known is None:
            return None
        rows = self.store.rows(
            f"select {_COLUMNS}, f.image, f.text, f.unstable "
            "from place p cross join tag t cross join series s cross join family f "
            "where p.hash = ? and t.id = p.tag and s.id = (select max(id) from series where id <= t.id) "
            "and f.id = s.family",
            (schema.place(image, tag),),
        )
        for row in rows:
            if row[1] == tag and row[13] == known.id:
                entry = Entry(row)
                self._series[image, tag] = series.Series(
                    entry.line, row[14], entry.distro, entry.precision, entry.prerelease, bool(row[15])
                )
                return entry
        return None

    def series(self, image: str, tag: str) -> Series:
        """What the tag's name says, whether it ever was listed or not."""
        key = (image, tag)
        # The build has parsed every tag there ever was: the grammar is loaded for the others only.
        if key not in self._series and self._ever(image, tag) is None:
            known = self.image(image)
            names = known.names if known is not None else Names(image, self.codenames, {}, 1)
            self._series[key] = series.of(tag, names)
        return self._series[key]

    def family(self, image: str, text: str) -> tuple[int, bool] | None:
        """The id of the family ``text`` of an image, and whether it is one of unfinished builds ("tip", "edge")."""
        key = (image, text)
        if key not in self._families:
            known = self.image(image)
            row = known and self.store.row(
                "select id, unstable from family where image = ? and text = ?", (known.id, text)
            )
            self._families[key] = (row[0], bool(row[1])) if row else None
        return self._families[key]

    def listed_family(self, family: int) -> list[Entry]:
        """All tags of a family that are listed on this day."""
        if family not in self._listed:
            rows = self.store.rows(
                f"{_SELECT} where f.id = ? {_OF_FAMILY} {_LISTED}",
                (family, self.day, self.day),
            )
            self._listed[family] = [Entry(row) for row in rows]
        return self._listed[family]

    def of_line(self, image: int, family: str, line: str) -> list[Entry]:
        """All tags of a family and line that were listed up to this day, gone or not."""
        key = (image, family, line)
        if key not in self._lines:
            rows = self.store.rows(
                f"select {_COLUMNS} from family f cross join series s cross join tag t "
                f"where f.image = ? and f.text = ? {_OF_FAMILY} and s.line = ? and t.since <= ?",
                (*key, self.day),
            )
            self._lines[key] = [Entry(row) for row in rows]
        return self._lines[key]

    def listed_all(self, image: str) -> list[Entry]:
        """All tags of an image that are listed on this day."""
        known = self.image(image)
        if known is None:
            return []
        if image not in self._whole:
            rows = self.store.rows(
                f"{_SELECT} where f.image = ? {_OF_FAMILY} {_LISTED}",
                (known.id, self.day, self.day),
            )
            self._whole[image] = [Entry(row) for row in rows]
        return self._whole[image]

    def is_listed(self, entry: Entry) -> bool:
        """Whether the tag is listed on this day.

        A tag that left and came back was not listed in between, where that is known.
        """
        return entry.since <= self.day < entry.until and entry.id not in self._paused

    @property
    def _paused(self) -> dict[int, int]:
        """The ids of tags that are to come back but are not listed on this day, with the day that each left on."""
        if self._pauses is None:
            query = "select tag, since from pause where since <= ? and until > ?"
            self._pauses = dict(self.store.rows(query, (self.day, self.day)))
        return self._pauses

    def status(self, image: str, tag: str) -> TagStatus:
        """Where the tag stands on this day."""
        key = (image, tag)
        if key not in self._status:
            self._status[key] = self._read_status(image, tag)
        return self._status[key]

    def _read_status(self, image: str, tag: str) -> TagStatus:
        known = self.image(image)
        if known is None or known.since > self.day:
            return answers.TagStatus(answers.NOT_OFFICIAL)
        removed = None
        if known.removed is not None and known.removed <= self.day:
            removed = day_text(known.removed)
        entry = self.find(image, tag)
        if entry is None:
            return answers.TagStatus(answers.NEVER_LISTED, removed=removed)
        since, last = day_text(entry.since), self.last_change(image, entry)
        changed = None if last is None else day_text(last)
        if self.is_listed(entry):
            return answers.TagStatus(answers.LISTED, since, None, changed)
        kind = answers.IMAGE_REMOVED if removed else answers.DELISTED
        return answers.TagStatus(kind, since, day_text(self._paused.get(entry.id, entry.until)), changed, removed)

    def last_change(self, image: str, entry: Entry) -> int | None:
        """The last day up to this one on which the tag's own entry changed; None when only a later change is known."""
        if entry.changed <= self.day:
            return entry.changed
        return max((day for day in self.rebuilds(image, entry.name) if day <= self.day), default=None)

    def rebuilds(self, image: str, tag: str) -> list[int]:
        """Days on which a base distro's tag changed, oldest first; [] for all other tags."""
        key = (image, tag)
        if key not in self._rebuilds:
            row = self.store.row("select days from rebuild where image = ? and tag = ?", key)
            packed = row[0] if row is not None else b""
            self._rebuilds[key] = [int.from_bytes(packed[at : at + 2], "big") for at in range(0, len(packed), 2)]
        return self._rebuilds[key]

    def build_tags(self, build: int) -> tuple[str, ...]:
        """All tags of a build that is listed on the snapshot's day."""
        if build not in self._builds:
            row = self.store.row("select tags from build where id = ?", (build,))
            self._builds[build] = tuple(row[0].split()) if row else ()
        return self._builds[build]
