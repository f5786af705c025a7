"""Go releases, the advisories that hit them, and checksums of their archives. It knows no image and no file."""

from __future__ import annotations

from dockerpatch.versions.go import FINAL, RANKS
from dockerpatch.versions.go import release as key

from .answers import Advisory, GoRelease
from .civil import day_number, day_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.versions.go import Release as Key

    from .store import Store


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
        """Advisories that hit ``version``, newest id first. Raises ValueError for a kind but stdlib and toolchain."""
        if kind not in ("stdlib", "toolchain"):
            raise ValueError(f"no such kind of advisory: {kind!r}")
        asked = (version, kind)
        if asked not in self._answers:
            mine = key(version)
            records = self._known() if mine is not None else ()
            hits = [record.hit(mine) for record in records if mine is not None and record.kind == kind]
            self._answers[asked] = [hit for hit in hits if hit is not None]
        return self._answers[asked]

    def _known(self) -> list[_Record]:
        if self._advisories is None:
            rows = self.store.rows(
                "select a.id, a.cves, a.published, r.module, r.ranges, r.packages, r.goos "
                "from go_range r join go_advisory a on a.id = r.advisory order by a.id desc, r.rowid"
            )
            dated = self.store.rows("select version, released from go_release where released is not null")
            days = {version: day_number(released) for version, released in dated}
            records: dict[tuple[str, str], _Record] = {}
            for row in rows:
                name = (row[0], row[3])
                if name not in records:
                    records[name] = _Record(row[0], row[1], row[3])
                records[name].add(row[4], row[5], row[6])
            for (number, _), record in records.items():
                record.date(next(row[2] for row in rows if row[0] == number), days)
            self._advisories = [record for record in records.values() if record.known_since <= self.day]
        return self._advisories


class _Record:
    """One advisory for one module; its ranges may come from several entries, for several systems or packages."""

    __slots__ = ("cves", "entries", "fixes", "id", "kind", "known_since", "published")

    def __init__(self, number: str, cves: str, kind: str) -> None:
        self.id = number
        self.cves = tuple(dict.fromkeys(cves.split()))
        self.kind = kind
        self.entries: list[tuple[list[tuple[Key, Key | None]], tuple[str, ...], tuple[str, ...]]] = []
        self.fixes: list[Key] = []
        self.known_since = 0
        self.published = ""

    def add(self, ranges: str, packages: str, goos: str) -> None:
        """One entry: ranges as "introduced:fixed", packages and systems, each parted by blanks."""
        spans: list[tuple[Key, Key | None]] = []
        for span in ranges.split():
            introduced, _, fixed = span.partition(":")
            start = (0, 0, 0, 0, 0) if introduced == "0" else key(introduced)
            end = key(fixed) if fixed else None
            if start is not None:
                spans.append((start, end))
            if end is not None:
                self.fixes.append(end)
        self.fixes.sort()
        self.entries.append((spans, tuple(packages.split()), tuple(goos.split())))

    def date(self, published: str | None, days: dict[str, int]) -> None:
        """Set when it became known: where that is not recorded, with the first release that mends it."""
        mended = [days[text] for text in map(_as_released, self.fixes) if text in days]
        self.known_since = day_number(published) if published else min(mended, default=0)
        self.published = published or day_text(self.known_since)

    def hit(self, version: Key) -> Advisory | None:
        """The advisory as it stands for ``version``; None when that is not affected."""
        hits = [entry for entry in self.entries if _covers(entry[0], version)]
        if not hits:
            return None
        safe = [
            fix for fix in self.fixes if fix > version and not any(_covers(entry[0], fix) for entry in self.entries)
        ]
        on_line = [fix for fix in safe if fix[:2] == version[:2]]
        fixed_in = _as_released((on_line or safe)[0]) if safe else None
        packages = dict.fromkeys(package for entry in hits for package in entry[1])
        # An entry without systems is for all of them.
        goos = (
            ()
            if any(not entry[2] for entry in hits)
            else tuple(dict.fromkeys(name for entry in hits for name in entry[2]))
        )
        return Advisory(self.id, self.cves, self.published, tuple(packages), fixed_in, goos, self.kind)


def _covers(spans: list[tuple[Key, Key | None]], version: Key) -> bool:
    return any(start <= version and (end is None or version < end) for start, end in spans)


def _as_released(version: Key) -> str:
    """A version as Go releases it: "1.21rc4", "1.20" for the first of its line until 1.20, "1.21.0" from then on."""
    major, minor, patch, rank, number = version
    if rank == FINAL:
        return f"{major}.{minor}" if not patch and (major, minor) < (1, 21) else f"{major}.{minor}.{patch}"
    names = {order: name for name, order in RANKS.items()}
    return f"{major}.{minor}{names[rank]}{number}"
