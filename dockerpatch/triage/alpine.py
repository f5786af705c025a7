"""What Alpine's own data says of a row. It never takes a scanner's word for a fix."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import Evidence
from dockerpatch.reports.report import APK
from dockerpatch.versions.catalog import key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.knowledge.answers import AlpineFix
    from dockerpatch.reports.report import Row
    from dockerpatch.versions.order import Key

SECDB = "Alpine secdb"
NEVER = "0"
"""The version of a fix that says: never affected."""

_PARTS = re.compile(r"-(?:libs|dev|doc|static|utils|tools|openrc|client|common|bin|lang|dbg|pyc)$")
_YEAR = re.compile(r"(?:CVE|GO)-([0-9]{4})-", re.IGNORECASE)


class Branch:
    """Alpine's fixes for one branch ("3.20"). ``as_of`` is the day or year in which its rows were last seen."""

    __slots__ = ("_almanac", "_by_id", "_open", "_ordered", "_origins", "as_of", "dated_from", "known", "name")

    def __init__(self, almanac: Almanac, name: str) -> None:
        self._almanac = almanac
        # Reports have many rows of few packages: what is worked out for one holds for the next.
        self._origins: dict[tuple[str, str], str] = {}
        self._ordered: dict[str, list[tuple[Key, AlpineFix]]] = {}
        self._by_id: dict[str, dict[str, tuple[Key, AlpineFix]]] = {}
        self._open: dict[tuple[str, str], list[AlpineFix]] = {}
        self.name = name
        rows = {branch: (as_of, dated) for branch, as_of, dated in almanac.alpine.branches()}
        self.known = f"v{name}" in rows
        self.as_of, self.dated_from = rows.get(f"v{name}", ("", ""))

    @property
    def seen(self) -> str:
        """The day that facts about the branch are of: no later than the almanac's."""
        return min(self.as_of, self._almanac.as_of) if len(self.as_of) == 10 else self.as_of

    def origin(self, row: Row) -> str:
        """The source package that the branch has fixes for; "" where it has none for the row's package."""
        asked = (row.package, row.origin)
        found = self._origins.get(asked)
        if found is None:
            found = self._origins[asked] = next((name for name in self._names(row) if self._fixes(name)), "")
        return found

    def _names(self, row: Row) -> Iterator[str]:
        """What the row's source package may be called, the surest first."""
        yield row.origin
        yield self._almanac.alpine_origin(row.package) or ""
        name = row.package
        yield name
        while _PARTS.search(name):
            name = _PARTS.sub("", name)
            yield name

    def _fixes(self, name: str) -> list[tuple[Key, AlpineFix]]:
        """The fixes of a source package, the oldest version first, each with its key; worked out once."""
        found = self._ordered.get(name)
        if found is None:
            fixes = self._almanac.alpine_fixes(self.name, name) if name else []
            keyed = [(own, one) for one in fixes if (own := key(APK, one.version)) is not None]
            found = self._ordered[name] = sorted(keyed, key=lambda each: each[0])
        return found

    def fix(self, row: Row) -> AlpineFix | None:
        """The fix of one of the row's ids in the branch: the newest that names it; a first try may have failed."""
        name = self.origin(row)
        by_id = self._by_id.get(name)
        if by_id is None:
            # The newest comes last and stays.
            by_id = self._by_id[name] = {each.upper(): own for own in self._fixes(name) for each in own[1].ids}
        # OSV has its own ids for what it knows from Alpine: ALPINE-CVE-2024-6119.
        ids = [one.upper().removeprefix("ALPINE-") for one in row.ids]
        found = [by_id[one] for one in ids if one in by_id]
        return max(found, key=lambda each: each[0])[1] if found else None

    def open_fixes(self, row: Row) -> list[AlpineFix]:
        """The fixes of the row's package that are newer than what is installed, the oldest version first."""
        asked = (self.origin(row), row.version)
        found = self._open.get(asked)
        if found is None:
            installed = key(APK, row.version)
            fixes = self._fixes(asked[0])
            found = self._open[asked] = [
                one for own, one in fixes if installed is not None and own > installed and one.version != NEVER
            ]
        return found

    def is_newer_than(self, row: Row, scanned: str) -> bool:
        """Whether the branch's data is young enough to carry the row's id if Alpine did.

        It is when it was seen in a year after the id's, or on the day of the scan (``scanned``, "" unknown) or later.
        """
        if len(self.as_of) == 10 and scanned and scanned[:10] <= self.as_of:
            return True
        years = [int(found[1]) for one in row.ids if (found := _YEAR.match(one))]
        return bool(years) and max(years) < int(self.as_of[:4] or 0)

    def known_since(self, fix: AlpineFix, scanned: str = "") -> str:
        """A day on which the fix was there: the earliest that facts carry. ``scanned``: the day a scanner named it.

        A row without a date is older than the branch's dated history, or of the copy that closed it: that one tells no
        more than that the branch had it before its end, or on the day of the almanac.
        """
        if fix.first_seen:
            return min(filter(None, (fix.first_seen, scanned)))
        known = [scanned] if scanned else []
        years = [int(found[1]) for one in fix.ids if (found := _YEAR.match(one))]
        if years and max(years) < int(self.dated_from[:4]):
            known.append(self.dated_from)
        end = self._almanac.lifecycle.of_distro("alpine", self.name)
        if end is not None and end.reached and end.date:
            known.append(end.date)
        return min([*known, self._almanac.as_of])

    def told(self, fix: AlpineFix, package: str) -> Evidence:
        """The evidence for the fix."""
        if fix.version == NEVER:
            fact = f"{package} in v{self.name} was never affected by {', '.join(fix.ids)}"
        else:
            fact = f"{package} {fix.version} in v{self.name} fixes {', '.join(fix.ids)}"
        return Evidence(SECDB, fact, fix.first_seen or self.seen)

    def absent(self, row: Row) -> Evidence:
        """The evidence that no fix of the row's package names one of its ids."""
        name = self.origin(row) or row.package
        return Evidence(SECDB, f"v{self.name} names {row.id} for no version of {name}", self.seen)
