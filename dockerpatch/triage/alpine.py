"""What Alpine's own data says of a row. It never takes a scanner's word for a fix."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import Evidence
from dockerpatch.versions.catalog import compare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.knowledge.answers import AlpineFix
    from dockerpatch.reports.report import Row

SECDB = "Alpine secdb"
NEVER = "0"
"""The version of a fix that says: never affected."""

_PARTS = re.compile(r"-(?:libs|dev|doc|static|utils|tools|openrc|client|common|bin|lang|dbg|pyc)$")
_YEAR = re.compile(r"(?:CVE|GO)-([0-9]{4})-", re.IGNORECASE)


class Branch:
    """Alpine's fixes for one branch ("3.20"). ``as_of`` is the day or year in which its rows were last seen."""

    __slots__ = ("_almanac", "as_of", "dated_from", "known", "name")

    def __init__(self, almanac: Almanac, name: str) -> None:
        self._almanac = almanac
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
        names = [row.origin, self._almanac.alpine_origin(row.package) or "", row.package]
        trimmed = row.package
        while _PARTS.search(trimmed):
            trimmed = _PARTS.sub("", trimmed)
            names.append(trimmed)
        return next((name for name in names if name and self._almanac.alpine_fixes(self.name, name)), "")

    def fix(self, row: Row) -> AlpineFix | None:
        """The fix of one of the row's ids in the branch: the newest that names it; a first try may have failed."""
        name = self.origin(row)
        if not name:
            return None
        ids = {one.upper() for one in row.ids}
        found = [one for one in self._almanac.alpine_fixes(self.name, name) if ids & {each.upper() for each in one.ids}]
        best: AlpineFix | None = None
        for one in found:
            if best is None or (compare("apk", one.version, best.version) or 0) > 0:
                best = one
        return best

    def open_fixes(self, row: Row) -> list[AlpineFix]:
        """The fixes of the row's package that are newer than what is installed, the oldest version first."""
        name = self.origin(row)
        newer = [
            one
            for one in (self._almanac.alpine_fixes(self.name, name) if name else ())
            if one.version != NEVER and (compare("apk", one.version, row.version) or 0) > 0
        ]
        ordered: list[AlpineFix] = []
        for one in newer:
            at = next(
                (i for i, each in enumerate(ordered) if (compare("apk", one.version, each.version) or 0) < 0), None
            )
            ordered.insert(len(ordered) if at is None else at, one)
        return ordered

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
