"""The rows of a report, each finding once. It never drops a finding, nor a fact of one."""

from __future__ import annotations

from .fault import ReportError
from .report import UNKNOWN, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ROWS = 500_000
"""How many findings a report may have."""


class Rows:
    """Collects rows in the report's order. A finding that is told twice is one row with the facts of both."""

    __slots__ = ("_found", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: dict[tuple[str, ...], Row] = {}

    def add(self, row: Row) -> None:
        """Take in one row. Raises ReportError when there are too many."""
        place = (row.id, row.package, row.version, row.ecosystem, row.path, row.layer)
        known = self._found.get(place)
        if known is not None:
            self._found[place] = known if known == row else _joined(known, row)
            return
        if len(self._found) >= MOST_ROWS:
            raise ReportError(self.path, f"more than {MOST_ROWS} findings")
        self._found[place] = row

    def extend(self, rows: Iterable[Row]) -> None:
        """Take in rows."""
        for row in rows:
            self.add(row)

    def all(self) -> tuple[Row, ...]:
        """What was taken in."""
        return tuple(self._found.values())


def _joined(one: Row, other: Row) -> Row:
    aliases = dict.fromkeys((*one.aliases, *other.aliases))
    aliases.pop(one.id, None)
    return Row(
        one.id,
        one.package,
        one.version,
        ecosystem=one.ecosystem,
        severity=other.severity if one.severity == UNKNOWN else one.severity,
        fixed=tuple(dict.fromkeys((*one.fixed, *other.fixed))),
        state=other.state if one.state == UNKNOWN or (other.fixed and not one.fixed) else one.state,
        aliases=tuple(aliases),
        origin=one.origin or other.origin,
        purl=one.purl or other.purl,
        path=one.path,
        layer=one.layer,
        source=one.source or other.source,
        of_distro=one.of_distro if one.of_distro is not None else other.of_distro,
    )
