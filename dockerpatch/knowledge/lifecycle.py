"""Releases and their ends: of products, and of distributions. It knows lines and versions, and nothing about tags."""

from __future__ import annotations

from .answers import Eol
from .civil import day_number
from .series import order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .store import Store

ENDOFLIFE = "endoflife.date"
DISTRO_INFO = "distro-info-data"

_PRODUCTS = {
    "alpine": "alpine-linux",
    "amazonlinux": "amazon-linux",
    "oraclelinux": "oracle-linux",
    "rockylinux": "rocky-linux",
    "almalinux": "almalinux",
    "centos": "centos",
    "fedora": "fedora",
    "photon": "photon",
    "rhel": "rhel",
    "ubi": "rhel",
    "windows": "windows-server-core",
}
"""Distribution families, as tags name them, to products of the end-of-life table."""


class Cycle:
    """A release cycle of a product; dates are "YYYY-MM-DD", "true", "false" or None."""

    __slots__ = ("active", "cycle", "eol", "extended", "latest", "latest_date", "lts", "product", "released")

    def __init__(self, row: tuple[str | None, ...]) -> None:
        (
            self.product, self.cycle, self.released, self.eol, self.active, self.extended,
            self.latest, self.latest_date, self.lts,
        ) = row[:9]  # fmt: skip


class DistroRelease:
    """A release of Debian or Ubuntu; ``eol`` ends standard support, ``longer`` the long-term support after it."""

    __slots__ = ("codename", "eol", "family", "is_lts", "longer", "released", "series", "version")

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.family: str = row[0]
        self.version: str = row[1]
        self.series: str = row[2]
        self.codename: str = row[3]
        self.released: str | None = row[4]
        self.eol: str | None = row[5]
        self.longer: str | None = row[6]
        self.is_lts = bool(row[8])


class Lifecycle:
    """Ends of life as of ``day``: the tables as they are known on the snapshot's day, compared with that day."""

    __slots__ = ("_cycles", "_ends", "_releases", "day", "store")

    def __init__(self, store: Store, day: int) -> None:
        self.store = store
        self.day = day
        self._cycles: dict[str, list[Cycle]] = {}
        self._releases: dict[tuple[str, str], DistroRelease | None] = {}
        self._ends: dict[tuple[str, str], Eol | None] = {}

    def cycles(self, product: str) -> list[Cycle]:
        """All cycles of a product."""
        if product not in self._cycles:
            rows = self.store.rows("select * from cycle where product = ?", (product,))
            self._cycles[product] = [Cycle(row) for row in rows]
        return self._cycles[product]

    def cycle(self, product: str, line: str) -> Cycle | None:
        """The cycle that ``line`` belongs to:

        the same text, else the longest that it refines, else the newest that refines it.
        """
        refined, refining = None, None
        for cycle in self.cycles(product):
            name = cycle.cycle or ""
            if name == line:
                return cycle
            if line.startswith(f"{name}.") and (refined is None or len(name) > len(refined.cycle or "")):
                refined = cycle
            if name.startswith(f"{line}.") and (refining is None or order(name) > order(refining.cycle or "")):
                refining = cycle
        return refined or refining

    def release(self, family: str, version: str) -> DistroRelease | None:
        """A release of Debian or Ubuntu."""
        key = (family, version)
        if key not in self._releases:
            row = self.store.row("select * from distro where family = ? and version = ?", key)
            if row is None and family == "debian" and "." in version:
                row = self.store.row(
                    "select * from distro where family = ? and version = ?", (family, version.split(".")[0])
                )
            self._releases[key] = DistroRelease(row) if row else None
        return self._releases[key]

    def is_out(self, family: str, version: str) -> bool:
        """False for a distribution's release that was not yet out on this day.

        True when nothing is known against it.
        """
        if family in ("debian", "ubuntu"):
            release = self.release(family, version)
            return release is None or (release.released is not None and day_number(release.released) <= self.day)
        product = _PRODUCTS.get(family)
        return product is None or self.line_is_out(product, version)

    def line_is_out(self, product: str, line: str) -> bool:
        """False for a release line whose first release came out after this day."""
        cycle = self.cycle(product, line)
        if cycle is None or cycle.released is None or (cycle.cycle or "").startswith(f"{line}."):
            return True
        return day_number(cycle.released) <= self.day

    def of_line(self, product: str, line: str) -> Eol | None:
        """The end of life of a product's release line."""
        if product in ("debian", "ubuntu"):
            return self.of_distro(product, line)
        key = (product, line)
        if key not in self._ends:
            self._ends[key] = self._of_line(product, line)
        return self._ends[key]

    def _of_line(self, product: str, line: str) -> Eol | None:
        cycle = self.cycle(product, line)
        if cycle is None or cycle.eol is None:
            return None
        return self._eol(product, cycle.cycle or "", cycle.eol, cycle.extended, cycle.latest_date, ENDOFLIFE)

    def of_distro(self, family: str, version: str) -> Eol | None:
        """The end of standard support of a distribution's release."""
        release = self.release(family, version)
        if release is not None:
            if release.eol is None:
                return None
            return self._eol(family, release.version, release.eol, release.longer, None, DISTRO_INFO)
        product = _PRODUCTS.get(family)
        if product is None:
            return None
        version = version.removeprefix("ltsc").removeprefix("sac")
        return self.of_line(product, version)

    def _eol(self, product: str, cycle: str, end: str, extended: str | None, last: str | None, source: str) -> Eol:
        if extended in ("true", "false"):
            extended = None
        if end in ("true", "false"):
            # That it ended is known, not when: surely not before its last release.
            reached = end == "true" and (last is None or day_number(last) < self.day)
            return Eol(product, cycle, None, reached, source, None, extended)
        left = day_number(end) - self.day
        return Eol(product, cycle, end, left < 0, source, left, extended)
