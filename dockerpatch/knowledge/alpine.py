"""Fixes in Alpine's branches, from the one share-alike file. It never mixes them with other facts."""

from __future__ import annotations

import os

from . import schema
from .answers import AlpineFix
from .civil import day_number
from .store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Alpine:
    """Alpine's fixes as of ``day``; the file is opened on the first question. ``path`` finds it."""

    __slots__ = ("_fixes", "_path", "_store", "day", "main")

    def __init__(self, main: Store, path: Callable[[], str], day: int) -> None:
        self.main = main
        self.day = day
        self._path = path
        self._store: Store | None = None
        self._fixes: dict[tuple[str, str], list[AlpineFix]] = {}

    @property
    def store(self) -> Store:
        """The file of fixes. Raises AlmanacError when it is missing or damaged."""
        if self._store is None:
            self._store = Store(self._path(), schema.FIXES_ID)
        return self._store

    def reopen(self) -> None:
        """Open the file of fixes anew when it is next asked."""
        self._store = None

    def fixes(self, branch: str, package: str) -> list[AlpineFix]:
        """Fixes that were known on this day, in no order of versions; [] for a branch or package without any."""
        key = (f"v{branch.removeprefix('v')}", package)
        if key not in self._fixes:
            rows = self.store.rows("select version, ids, first_seen from fix where branch = ? and package = ?", key)
            known = [row for row in rows if row[2] is None or day_number(row[2]) <= self.day]
            self._fixes[key] = [AlpineFix(version, ids.split(), seen) for version, ids, seen in known]
        return self._fixes[key]

    def branches(self) -> list[tuple[str, str, str]]:
        """Branch, the day (or year) its rows were last seen, and the day from which fixes are dated."""
        return [
            (name, as_of, dated) for name, as_of, dated in self.store.rows("select name, as_of, dated_from from branch")
        ]

    def licence(self) -> tuple[str, str, str]:
        """The licence's SPDX id, the attribution, and where its text stands."""
        row = self.store.row("select spdx, attribution, text from licence")
        return ("", "", "") if row is None else (row[0], row[1], row[2])

    def origin(self, package: str) -> str | None:
        """The source package of a binary package of the base image, as its newest release has it."""
        rows = self.main.rows("select release, origin from alpine_base where package = ?", (package,))
        if not rows:
            return None
        return str(max(rows, key=lambda row: tuple(int(part) for part in row[0].split(".")))[1])


def beside(path: str, name: str) -> str:
    """The path of the file of fixes that belongs to the almanac at ``path``."""
    return os.path.join(os.path.dirname(path), name)
