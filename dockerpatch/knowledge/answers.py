"""What the almanac answers with: small frozen-by-habit records of facts.

They hold no connection and ask nothing themselves.
"""

from __future__ import annotations

from dockerpatch.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LISTED = "listed"
DELISTED = "delisted"
IMAGE_REMOVED = "image-removed"
NEVER_LISTED = "never-listed"
NOT_OFFICIAL = "not-official"


class TagStatus(Record):
    """Where a tag stands on the day of the almanac; all days are "YYYY-MM-DD".

    ``kind`` is one of LISTED (Docker rebuilds it), DELISTED (``until`` is the first day on which it was not listed),
    IMAGE_REMOVED (the whole image left the library; ``until`` is the day the tag did), NEVER_LISTED (not up to that
    day) and NOT_OFFICIAL (no such image in the library up to that day). ``since`` is the first day the tag was
    listed (worked out for a coarse tag that still is, see `build_tags`) and ``last_change`` the last day its own
    library entry changed, None when the facts only know of a change after the almanac's day. ``removed`` is the day
    the image left the library.
    """

    __slots__ = ("kind", "last_change", "removed", "since", "until")

    def __init__(
        self,
        kind: str,
        since: str | None = None,
        until: str | None = None,
        last_change: str | None = None,
        removed: str | None = None,
    ) -> None:
        self.kind = kind
        self.since = since
        self.until = until
        self.last_change = last_change
        self.removed = removed

    @property
    def listed(self) -> bool:
        """True while Docker rebuilds the tag."""
        return self.kind == LISTED

    @property
    def gone(self) -> bool:
        """True when the tag was listed once and no longer is, alone or with its image."""
        return self.kind in (DELISTED, IMAGE_REMOVED)


class NextLine(Record):
    """A release line above the asked one, and its best tag of the same flavour.

    ``same_distro`` is False when only another release of the distro has the flavour in that line.
    """

    __slots__ = ("line", "same_distro", "tag")

    def __init__(self, line: str, tag: str, same_distro: bool) -> None:
        self.line = line
        self.tag = tag
        self.same_distro = same_distro


class Eol(Record):
    """The end of life of a release cycle of ``product`` (as endoflife.date or distro-info-data names it).

    ``date`` ("YYYY-MM-DD") is None when only whether it ended is known, or when no end is set. ``reached`` tells
    whether it had ended on the almanac's day, ``days_left`` how many days were left then (negative after the end;
    None without a date). ``extended`` is the end of paid or long-term support where there is one.
    """

    __slots__ = ("cycle", "date", "days_left", "extended", "product", "reached", "source")

    def __init__(
        self,
        product: str,
        cycle: str,
        date: str | None,
        reached: bool,
        source: str,
        days_left: int | None = None,
        extended: str | None = None,
    ) -> None:
        self.product = product
        self.cycle = cycle
        self.date = date
        self.reached = reached
        self.source = source
        self.days_left = days_left
        self.extended = extended


class Distro(Record):
    """The distribution an image is built on: family ("alpine", "debian", ...), version as its makers write it.

    ``codename`` is the series name in lower case ("bookworm") where there is one. ``inferred`` is True when the tag
    does not name the version and it was worked out from the tags of the same build or of the same day.
    """

    __slots__ = ("codename", "family", "inferred", "version")

    def __init__(self, family: str, version: str, codename: str | None = None, inferred: bool = False) -> None:
        self.family = family
        self.version = version
        self.codename = codename
        self.inferred = inferred


class Successor(Record):
    """What an image's own page names as its replacement: an image name, why, and the address that says so.

    ``others`` are further ones that the page names beside it. ``via`` are the images in between, when the page's own
    choice has been replaced in turn.
    """

    __slots__ = ("image", "others", "reason", "source", "via")

    def __init__(
        self, image: str, reason: str, source: str, others: Sequence[str] = (), via: Sequence[str] = ()
    ) -> None:
        self.image = image
        self.reason = reason
        self.source = source
        self.others = tuple(others)
        self.via = tuple(via)


class Advisory(Record):
    """A Go vulnerability that hits a version: id, CVEs, day published, packages, first fixed version.

    ``kind`` is "stdlib" or "toolchain". ``fixed_in`` is the lowest fixed version of the asked version's own line, else
    of the next line that has one; None when no fix is known. ``goos`` is empty for all platforms.
    """

    __slots__ = ("cves", "fixed_in", "goos", "id", "kind", "packages", "published")

    def __init__(
        self,
        id: str,
        cves: Sequence[str],
        published: str,
        packages: Sequence[str],
        fixed_in: str | None,
        goos: Sequence[str],
        kind: str,
    ) -> None:
        self.id = id
        self.cves = tuple(cves)
        self.published = published
        self.packages = tuple(packages)
        self.fixed_in = fixed_in
        self.goos = tuple(goos)
        self.kind = kind


class GoRelease(Record):
    """A Go release: version ("1.22.0", "1.23rc1"), its line ("1.22"), and the day it came out."""

    __slots__ = ("line", "released", "version")

    def __init__(self, version: str, line: str, released: str) -> None:
        self.version = version
        self.line = line
        self.released = released


class AlpineFix(Record):
    """A fix in an Alpine branch: the package version that has it, the ids it closes, and when it was first seen.

    ``version`` "0" means never affected. ``first_seen`` is None for a fix older than the dated history.
    """

    __slots__ = ("first_seen", "ids", "version")

    def __init__(self, version: str, ids: Sequence[str], first_seen: str | None) -> None:
        self.version = version
        self.ids = tuple(ids)
        self.first_seen = first_seen


class SourceRow(Record):
    """Where facts come from: name, revision, licence, day, number of rows and the attribution to print."""

    __slots__ = ("attribution", "date", "licence", "name", "revision", "rows", "used_for")

    def __init__(
        self, name: str, revision: str, licence: str, date: str, rows: int, attribution: str, used_for: str
    ) -> None:
        self.name = name
        self.revision = revision
        self.licence = licence
        self.date = date
        self.rows = rows
        self.attribution = attribution
        self.used_for = used_for
