"""The almanac: one frozen, dated view of the outside world, asked by rules. It never touches a network or a clock, and never writes.

Every answer is as of the almanac's day (`Almanac.as_of`): a tag listed later does not exist yet, one delisted later
is still listed, an advisory published later is not known. Images are named as in Docker's library ("python",
"golang"); see `dockerpatch.image.reference.Reference.official`. All days are "YYYY-MM-DD".
"""

from __future__ import annotations

from .answers import AlpineFix, Advisory, Distro, Eol, GoRelease, NextLine, SourceRow, Successor, TagStatus


class AlmanacError(Exception):
    """The almanac is missing, unreadable, corrupt, or of another schema version; its text is one clear line."""


class Almanac:
    """The world as it was on one day. Opened with `open`; nothing is read before the first question."""

    __slots__ = ()

    @classmethod
    def open(cls, path: str | None = None, as_of: str | None = None) -> Almanac:
        """The almanac at ``path``, or the built-in one, as of the day ``as_of`` or of its snapshot.

        Raises AlmanacError when it cannot be used and ValueError for an impossible day or one before 2013-01-01.
        """
        raise NotImplementedError

    @property
    def date(self) -> str:
        """The day of the snapshot."""
        raise NotImplementedError

    @property
    def as_of(self) -> str:
        """The day that answers are for: the asked one, at most `date`."""
        raise NotImplementedError

    @property
    def note(self) -> str | None:
        """What a person should know about `as_of`: that a later day than the snapshot was asked for; else None."""
        raise NotImplementedError

    def age_days(self, today: str) -> int:
        """Days from the snapshot to ``today``."""
        raise NotImplementedError

    def sources(self) -> list[SourceRow]:
        """Where the facts come from."""
        raise NotImplementedError

    def status(self, image: str, tag: str) -> TagStatus:
        """Whether ``tag`` of ``image`` is listed."""
        raise NotImplementedError

    def aliases(self, image: str, tag: str) -> tuple[str, ...]:
        """The tags of the very same build, ``tag`` included; () when it is not listed. Exact on the snapshot's day."""
        raise NotImplementedError

    def pin(self, image: str, tag: str, precision: str) -> str | None:
        """The alias of the very same build at ``precision`` "line" or "full", flavour as written; None when there is none.

        The tag itself when it is that precise already. Never a prerelease.
        """
        raise NotImplementedError

    def newest_in_line(self, image: str, tag: str) -> str | None:
        """The newest listed tag of the same line, flavour and distro at the author's own precision; may be ``tag`` itself."""
        raise NotImplementedError

    def same_line_newer_distro(self, image: str, tag: str) -> str | None:
        """The newest listed tag of the same line and flavour on a newer release of the same distro."""
        raise NotImplementedError

    def next_lines(self, image: str, tag: str) -> list[NextLine]:
        """Listed lines above the tag's own, nearest first, each with its best tag of the same flavour and precision."""
        raise NotImplementedError

    def near_misses(self, image: str, tag: str, limit: int = 5) -> list[str]:
        """Listed tags that look like ``tag``, best first."""
        raise NotImplementedError

    def line(self, image: str, tag: str) -> str | None:
        """The release line that the tag names ("3.13", "22.04", "17"); None when it names none."""
        raise NotImplementedError

    def line_eol(self, image: str, tag: str) -> Eol | None:
        """The end of life of the tag's release line; None when not known."""
        raise NotImplementedError

    def distro(self, image: str, tag: str) -> Distro | None:
        """The distribution named in or implied by the tag."""
        raise NotImplementedError

    def distro_eol(self, image: str, tag: str) -> Eol | None:
        """The end of standard support of that distribution's release."""
        raise NotImplementedError

    def last_rebuilt(self, image: str, tag: str) -> str | None:
        """The last day the tag was rebuilt, for its own change or for its parent distro's."""
        raise NotImplementedError

    def successor(self, image: str) -> Successor | None:
        """The image that replaces ``image``, where its own page says so."""
        raise NotImplementedError

    def go_releases(self) -> list[GoRelease]:
        """Final Go releases up to the day, oldest first."""
        raise NotImplementedError

    def go_latest(self, line: str | None = None) -> str | None:
        """The newest final Go release of ``line`` ("1.22"), or of all."""
        raise NotImplementedError

    def go_advisories(self, version: str, kind: str = "stdlib") -> list[Advisory]:
        """Advisories known that day that hit Go ``version``; ``kind`` is "stdlib" or "toolchain"."""
        raise NotImplementedError

    def go_archive_sha256(self, version: str, arch: str = "amd64") -> str | None:
        """The checksum of ``go<version>.linux-<arch>.tar.gz``."""
        raise NotImplementedError

    def alpine_fixes(self, branch: str, package: str) -> list[AlpineFix]:
        """Fixes known that day for the *source* package in ``branch`` ("v3.20" or "3.20")."""
        raise NotImplementedError

    def alpine_origin(self, package: str) -> str | None:
        """The source package that a binary package of the Alpine base image is built from."""
        raise NotImplementedError

    def describe(self, image: str, tag: str) -> dict[str, object]:
        """All that is known about a tag, as plain data."""
        raise NotImplementedError
