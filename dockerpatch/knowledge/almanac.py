"""The almanac: one frozen, dated view of the outside world, asked by rules.

It never touches a network or a clock, and never writes.

Every answer is as of the almanac's day (`Almanac.as_of`): a tag listed later does not exist yet, one delisted later
is still listed, an advisory published later is not known. Images are named as in Docker's library ("python",
"golang"); see `dockerpatch.image.reference.Reference.official`. All days are "YYYY-MM-DD". What is inferred on a
past day, and not read, is said at the question. Any question raises `AlmanacError` when the file is damaged.
"""

from __future__ import annotations

from . import schema
from .answers import SourceRow, Successor
from .civil import day_number, day_text
from .store import AlmanacError, Store, built_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .aliases import Aliases
    from .alpine import Alpine
    from .answers import Advisory, AlpineFix, Distro, Eol, GoRelease, NextLine, TagStatus
    from .choices import Choices
    from .distros import Distros
    from .golang import Go
    from .library import Library
    from .lifecycle import Lifecycle

__all__ = ["Almanac", "AlmanacError"]

ALMANAC = "almanac.sqlite"
FIXES = "alpine-fixes.sqlite"


class Almanac:
    """The world as it was on one day. Open it with `open`; each part is loaded with its first question."""

    __slots__ = (
        "_aliases",
        "_alpine",
        "_as_of",
        "_choices",
        "_day",
        "_distros",
        "_go",
        "_library",
        "_lifecycle",
        "_rebuilt",
        "_replaced",
        "_snapshot",
        "asked",
        "store",
    )

    def __init__(self, store: Store, as_of: str | None = None) -> None:
        self.store = store
        self.asked = as_of
        found = store.row("select value from meta where name = 'date'")
        if found is None:
            raise AlmanacError(f"the almanac is damaged: {store.path}: it has no date")
        self._snapshot = day_number(found[0])
        self._day = self._snapshot if as_of is None else min(_asked_day(as_of), self._snapshot)
        self._as_of = day_text(self._day)
        self._library: Library | None = None
        self._lifecycle: Lifecycle | None = None
        self._choices: Choices | None = None
        self._aliases: Aliases | None = None
        self._distros: Distros | None = None
        self._go: Go | None = None
        self._alpine: Alpine | None = None
        self._replaced: dict[str, tuple[Any, ...]] | None = None
        self._rebuilt: dict[tuple[str, str], str | None] = {}

    @classmethod
    def open(cls, path: str | None = None, as_of: str | None = None) -> Almanac:
        """The almanac at ``path``, or the built-in one, as of the day ``as_of`` or of its snapshot.

        In a checkout the built-in one is built from the facts when it is missing or older than they are. Raises
        AlmanacError when it cannot be used, ValueError for an impossible day or one before 2013-01-01.
        """
        if as_of is not None:
            _asked_day(as_of)
        return cls(Store(built_in(ALMANAC) if path is None else path, schema.ALMANAC_ID), as_of)

    @property
    def identity(self) -> str:
        """What tells this almanac and day from any other: its file's place, size and time, and the day."""
        return f"{self.store.identity} {self.as_of}"

    def reopen(self) -> None:
        """Open what is open anew, for a process that was forked; answers that are known stay. Raises AlmanacError."""
        self.store.reopen()
        if self._alpine is not None:
            self._alpine.reopen()

    # -- the parts

    @property
    def library(self) -> Library:
        """Tags and images on the day."""
        if self._library is None:
            from .library import Library

            self._library = Library(self.store, self._day)
        return self._library

    @property
    def lifecycle(self) -> Lifecycle:
        """Release cycles and their ends."""
        if self._lifecycle is None:
            from .lifecycle import Lifecycle

            self._lifecycle = Lifecycle(self.store, self._day)
        return self._lifecycle

    @property
    def _replacements(self) -> Choices:
        if self._choices is None:
            from .choices import Choices

            self._choices = Choices(self.library, self.lifecycle)
        return self._choices

    @property
    def _groups(self) -> Aliases:
        if self._aliases is None:
            from .aliases import Aliases

            self._aliases = Aliases(self.library, self.lifecycle, self._replacements, self.aliases_exact)
        return self._aliases

    @property
    def _bases(self) -> Distros:
        if self._distros is None:
            from .distros import Distros

            self._distros = Distros(self.library, self.lifecycle, lambda: self._groups)
        return self._distros

    @property
    def _golang(self) -> Go:
        if self._go is None:
            from .golang import Go

            self._go = Go(self.store, self._day)
        return self._go

    @property
    def alpine(self) -> Alpine:
        """Alpine's fixes, their branches and their licence."""
        if self._alpine is None:
            from .alpine import Alpine, beside

            self._alpine = Alpine(self.store, lambda: beside(self.store.path, FIXES), self._day)
        return self._alpine

    # -- the almanac itself

    @property
    def date(self) -> str:
        """The day of the snapshot."""
        return day_text(self._snapshot)

    @property
    def as_of(self) -> str:
        """The day that answers are for: the asked one, at most `date`."""
        return self._as_of

    @property
    def note(self) -> str | None:
        """What a person should know about `as_of`: that a later day than the snapshot's was asked for; else None."""
        if self.asked is None or day_number(self.asked) <= self._snapshot:
            return None
        return f"the almanac ends on {self.date}; answers for {self.asked} are those of {self.date}"

    def age_days(self, today: str) -> int:
        """Days from the snapshot to ``today``; negative when that is before it."""
        return day_number(today) - self._snapshot

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self.store.size

    def sources(self) -> list[SourceRow]:
        """Where the facts come from, in the order of their weight."""
        rows = self.store.rows(
            "select name, revision, licence, date, rows, attribution, used_for from source order by rowid"
        )
        return [SourceRow(*row) for row in rows]

    # -- tags

    def status(self, image: str, tag: str) -> TagStatus:
        """Where ``tag`` of ``image`` stands. Read, not inferred.

        For the first day of a coarse listed tag see `TagStatus`.
        """
        return self.library.status(image, tag)

    @property
    def aliases_exact(self) -> bool:
        """True on the snapshot's day, when alias groups are read; on days before they are inferred."""
        return self._day == self._snapshot

    def aliases(self, image: str, tag: str) -> tuple[str, ...]:
        """The tags of the very same build, ``tag`` included; () when it is not listed that day.

        Of a tag that stands for builds on several systems, the one that is not Windows. See `aliases_exact`.
        """
        return self._groups.of(image, tag)

    def pin(self, image: str, tag: str, precision: str) -> str | None:
        """The alias of the very same build at ``precision`` "line" or "full", flavour as written.

        The tag itself when it is that precise already; None when it is not listed or the build has no such alias.
        Never a prerelease. ``golang:alpine`` is ``1.27-alpine`` at "line" and ``1.27.0-alpine`` at "full".
        """
        if precision not in ("line", "full"):
            raise ValueError(f"no such precision: {precision!r}")
        return self._groups.pin(image, tag, precision)

    def newest_in_line(self, image: str, tag: str) -> str | None:
        """The newest listed tag of the same line, flavour and distro at the author's own precision; it may be ``tag``.

        For a prerelease the final of its line where one is listed, else the newest prerelease.
        """
        return self._replacements.newest_in_line(image, tag)

    def same_line_newer_distro(self, image: str, tag: str) -> str | None:
        """The newest listed tag of the same line, flavour and precision on the newest release of the same distro.

        Only for a tag that names its distro's release, and only releases of the distro that are out that day.
        """
        return self._replacements.same_line_newer_distro(image, tag)

    def next_lines(self, image: str, tag: str) -> list[NextLine]:
        """Listed lines above the tag's own, nearest first, each with its best tag of the same flavour and precision.

        On the same distro release where that is listed, else on the newest of its family. Never a prerelease, and
        never a line that is not out that day.
        """
        return self._replacements.next_lines(image, tag)

    def near_misses(self, image: str, tag: str, limit: int = 5) -> list[str]:
        """Tags listed that day that look like ``tag``, best first."""
        return self._replacements.near_misses(image, tag, limit)

    def last_rebuilt(self, image: str, tag: str) -> str | None:
        """The last day up to this one on which the tag is known to have been rebuilt; None when it was never listed.

        That is the last change of its own entry, or of its parent distro's tag while it was listed. On a day before
        the snapshot's, of which only a later change is known, it is that of its precisest alias.
        """
        key = (image, tag)
        if key not in self._rebuilt:
            self._rebuilt[key] = self._last_rebuilt(image, tag)
        return self._rebuilt[key]

    def _last_rebuilt(self, image: str, tag: str) -> str | None:
        entry = self.library.find(image, tag)
        if entry is None:
            return None
        until = min(entry.until - 1, self._day)  # on the day that it is dropped its successor is built
        last = entry.since
        for other in (tag, *self.aliases(image, tag)):
            known = self.library.find(image, other)
            if known is not None:
                last = max(last, min(self.library.last_change(image, known) or known.since, until))
        distro = self.distro(image, tag)
        if distro is not None:
            days = self.library.rebuilds(distro.family, distro.codename or distro.version)
            last = max([last, *(day for day in days if day <= until)])
        return day_text(last)

    def describe(self, image: str, tag: str) -> dict[str, object]:
        """All that is known about a tag, as plain data: texts, numbers, lists and dicts, days as texts."""
        from .describe import describe

        return describe(self, image, tag)

    # -- lines and distributions

    def has_lines(self, image: str) -> bool:
        """Whether the image's versions form release lines; ``ros:humble`` or ``hello-world:linux`` are of none."""
        known = self.library.image(image)
        return known is not None and known.has_lines

    def line(self, image: str, tag: str) -> str | None:
        """The release line that the tag names ("3.13", "22.04", "17"; "20" for node:iron); None when it names none.

        A version that is coarser than a line (python:3) names none.
        """
        series = self.library.series(image, tag)
        if not series.line:
            return None
        known = self.library.image(image)
        if known is not None and "{v}" in series.family and _numbers(series.line) < known.names.depth_of(series.line):
            return None
        return series.line

    def line_eol(self, image: str, tag: str) -> Eol | None:
        """The end of life of the tag's release line; None when the tag names no line or its end is not known."""
        known, line = self.library.image(image), self.line(image, tag)
        if known is None or line is None:
            return None
        if known.product is not None:
            return self.lifecycle.of_line(known.product, line)
        return self.distro_eol(image, tag) if known.names.is_distro else None

    def distro(self, image: str, tag: str) -> Distro | None:
        """The distribution named in or implied by the tag; None when there is none or it is not known."""
        return self._bases.of(image, tag)

    def distro_eol(self, image: str, tag: str) -> Eol | None:
        """The end of standard support of that distribution's release."""
        distro = self.distro(image, tag)
        return None if distro is None else self.lifecycle.of_distro(distro.family, distro.version)

    @property
    def _successors(self) -> dict[str, tuple[Any, ...]]:
        """What is known of each image that has one; there are few."""
        if self._replaced is None:
            rows = self.store.rows("select * from successor where since <= ?", (self._day,))
            self._replaced = {row[0]: row for row in rows}
        return self._replaced

    def successor(self, image: str) -> Successor | None:
        """The image that replaces ``image`` on this day, where its own page says so.

        That of the replacement, if it has one.
        """
        found = None
        via: list[str] = []
        name = image
        while len(via) < 8:
            row = self._successors.get(name)
            if row is None:
                break
            if found is not None:
                via.append(name)
            name = row[1]
            found = Successor(name, row[3], row[4], row[2].split(), via)
        return found

    # -- Go

    def go_version(self, image: str, tag: str) -> str | None:
        """The full Go version that a tag of the Go image names ("1.21.6", "1.20", "1.22rc1"); None for all others."""
        if image != "golang":
            return None
        from dockerpatch.image import tag as tags

        version = tags.parse(tag).version
        if version is None:
            return None
        full = version.text.split("-")[0]
        known = self.store.row("select 1 from go_release where version = ?", (full,))
        # 1.21 and later name a line, not a release: those have three numbers.
        return full if known is not None else None

    def go_releases(self) -> list[GoRelease]:
        """Final Go releases up to the day, lowest version first."""
        return self._golang.releases()

    def go_latest(self, line: str | None = None) -> str | None:
        """The newest final Go release of ``line`` ("1.22"), or of all; None when there is none."""
        return self._golang.latest(line)

    def go_advisories(self, version: str, kind: str = "stdlib") -> list[Advisory]:
        """Advisories known that day that hit Go ``version``, newest id first; ``kind`` is "stdlib" or "toolchain"."""
        return self._golang.advisories(version, kind)

    def go_archive_sha256(self, version: str, arch: str = "amd64") -> str | None:
        """The checksum of ``go<version>.linux-<arch>.tar.gz``, as 64 hexadecimal digits; None when not known."""
        return self._golang.sha256(version, arch)

    # -- Alpine

    def alpine_fixes(self, branch: str, package: str) -> list[AlpineFix]:
        """Fixes known that day for the *source* package in ``branch`` ("v3.20" or "3.20")."""
        return self.alpine.fixes(branch, package)

    def alpine_origin(self, package: str) -> str | None:
        """The source package that a binary package of the Alpine base image is built from; None for all others."""
        return self.alpine.origin(package)


def _numbers(line: str) -> int:
    return line.replace("u", ".").count(".") + 1


def _asked_day(text: str) -> int:
    day = day_number(text)
    if day < 0:
        raise ValueError(f"no facts before 2013-01-01: {text}")
    return day
