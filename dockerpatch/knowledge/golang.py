"""Go releases, the advisories that hit them, and checksums of their archives. It knows no image and no file."""

from __future__ import annotations

import re

from .answers import Advisory, GoRelease
from .civil import day_number, day_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .store import Store

_version = re.compile(
    r"(?:go)?([0-9]{1,6})(?:\.([0-9]{1,6}))?(?:\.([0-9]{1,6}))?(?:-?(rc|beta|alpha)\.?([0-9]{1,6})|-(0))?"
).fullmatch

Key = tuple[int, int, int, int, int]

_FINAL = 9
_RANKS = {"0": -1, "alpha": 0, "beta": 1, "rc": 2}


def key(version: str) -> Key | None:
    """The sort key of a Go version: "1.22.3", "1.20", "1.21rc2" and, as in advisories, "1.22.0-0", "1.21.0-rc.4".

    None for others.
    """
    match = _version(version)
    if match is None:
        return None
    major, minor, patch = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4]:
        return (major, minor, patch, _RANKS[match[4]], int(match[5]))
    return (major, minor, patch, _RANKS["0"] if match[6] else _FINAL, 0)


class Go:
    """Go as of ``day``: releases and advisories of later days do not exist."""

    __slots__ = ("_advisories", "_answers", "_releases", "day", "store")

    def __init__(self, store: Store, day: int) -> None:
        self.store = store
        self.day = day
        self._releases: list[GoRelease] | None = None
        self._advisories: list[_Record] | None = None
        self._answers: dict[tuple[str, str], list[Advisory]] = {}

    def releases(self) -> list[GoRelease]:
        """Final releases, oldest version first."""
        if self._releases is None:
            rows = self.store.rows(
                "select version, line, released from go_release where released is not null order by position"
            )
            found = [GoRelease(*row) for row in rows if day_number(row[2]) <= self.day]
            found.sort(key=lambda release: key(release.version) or (0, 0, 0, 0, 0))
            self._releases = found
        return self._releases

    def latest(self, line: str | None) -> str | None:
        """The newest final release of a line, or of all."""
        fitting = [release.version for release in self.releases() if line is None or release.line == line]
        return fitting[-1] if fitting else None

    def sha256(self, version: str, arch: str) -> str | None:
        """The checksum of the Linux archive, for a release that is out."""
        row = self.store.row("select sum from go_sha256 where version = ? and arch = ?", (version, arch))
        if row is None or not any(release.version == version for release in self.releases()):
            return None
        return str(row[0].hex())

    def advisories(self, version: str, kind: str) -> list[Advisory]:
        """Advisories that hit ``version``, by id, newest first.

        Raises ValueError for another kind than stdlib and toolchain.
        """
        if kind not in ("stdlib", "toolchain"):
            raise ValueError(f"no such kind of advisory: {kind!r}")
        asked = (version, kind)
        if asked not in self._answers:
            mine = key(version)
            hits = [] if mine is None else [record.hit(mine) for record in self._known() if record.kind == kind]
            self._answers[asked] = [hit for hit in hits if hit is not None]
        return self._answers[asked]

    def _known(self) -> list[_Record]:
        if self._advisories is None:
            rows = self.store.rows(
                "select a.id, a.cves, a.published, r.module, r.ranges, r.packages, r.goos "
                "from go_range r join go_advisory a on a.id = r.advisory order by a.id desc, r.rowid"
            )
            days = {
                release[0]: day_number(release[1])
                for release in self.store.rows("select version, released from go_release where released is not null")
            }
            records = [_Record(row, days) for row in rows]
            self._advisories = [record for record in records if record.known_since <= self.day]
        return self._advisories


class _Record:
    """One affected module of one advisory."""

    __slots__ = ("cves", "fixes", "goos", "id", "kind", "known_since", "packages", "published", "ranges")

    def __init__(self, row: tuple[str, ...], days: dict[str, int]) -> None:
        self.id, cves, published, self.kind, ranges, packages, goos = row
        self.cves = tuple(cves.split())
        self.packages = tuple(packages.split())
        self.goos = tuple(goos.split())
        self.ranges: list[tuple[Key, Key | None]] = []
        self.fixes: list[tuple[Key, str]] = []
        for span in ranges.split():
            introduced, _, fixed = span.partition(":")
            start = (0, 0, 0, 0, 0) if introduced == "0" else key(introduced)
            end = key(fixed) if fixed else None
            if start is not None:
                self.ranges.append((start, end))
            if end is not None:
                self.fixes.append((end, _as_released(end)))
        self.fixes.sort()
        # Where the day is not recorded, it became known with the first release that mends it.
        mended = [days[text] for _, text in self.fixes if text in days]
        self.known_since = day_number(published) if published else min(mended, default=0)
        self.published = published or day_text(self.known_since)

    def hit(self, version: Key) -> Advisory | None:
        """The advisory as it stands for ``version``; None when that is not affected."""
        if not any(start <= version and (end is None or version < end) for start, end in self.ranges):
            return None
        above = [(fix, text) for fix, text in self.fixes if fix > version]
        on_line = [text for fix, text in above if fix[:2] == version[:2]]
        fixed_in = on_line[0] if on_line else above[0][1] if above else None
        return Advisory(self.id, self.cves, self.published, self.packages, fixed_in, self.goos, self.kind)


def _as_released(version: Key) -> str:
    """A version as Go releases it: "1.21rc4", "1.20" for the first of its line until 1.20, "1.21.0" from then on."""
    major, minor, patch, rank, number = version
    if rank == _FINAL:
        return f"{major}.{minor}" if not patch and (major, minor) < (1, 21) else f"{major}.{minor}.{patch}"
    names = {order: name for name, order in _RANKS.items()}
    return f"{major}.{minor}{names[rank]}{number}"
