"""Puts the facts that are no tags into the tables: distros, cycles, Go, Alpine, sources.

It changes no fact on the way.
"""

from __future__ import annotations

import os

from . import schema
from .civil import day_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any


class Facts:
    """The facts in a folder, and the share-alike ones in the folder beside it. Files are read once."""

    __slots__ = ("_loaded", "folder")

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._loaded: dict[str, Any] = {}

    def load(self, name: str) -> Any:
        """What stands in ``<name>.json.gz``, or in ``<name>.json`` when we wrote it ourselves."""
        if name not in self._loaded:
            import gzip
            import json

            plain = os.path.join(self.folder, f"{name}.json")
            if os.path.exists(plain):
                with open(plain, encoding="utf-8") as file:
                    self._loaded[name] = json.load(file)
            else:
                folder = f"{self.folder}-cc-by-sa" if name == "alpine_secfixes" else self.folder
                with gzip.open(os.path.join(folder, f"{name}.json.gz"), "rb") as packed:
                    self._loaded[name] = json.loads(packed.read())
        return self._loaded[name]


def put_meta(db: sqlite3.Connection, facts: Facts) -> None:
    """The snapshot's day, the sources with their licences, and the successors of images."""
    snapshot = facts.load("sources")
    db.execute("insert into meta values ('date', ?)", (snapshot["snapshot"],))
    for row in snapshot["sources"]:
        fields = [row[key] for key in ("name", "revision", "licence", "date", "rows", "attribution", "used_for")]
        db.execute("insert into source values (?, ?, ?, ?, ?, ?, ?)", fields)
    images = facts.load("official_listed")["images"]
    for image, row in sorted(facts.load("successors").items()):
        since = day_number(row["since"]) if row["since"] else images[image]["removed"]
        values = (image, row["successor"], " ".join(row["others"]), row["reason"], row["source"], since)
        db.execute("insert into successor values (?, ?, ?, ?, ?, ?)", values)


def codenames(facts: Facts) -> dict[str, tuple[str, str]]:
    """Series names of Debian and Ubuntu, to (family, version)."""
    found = {}
    table = facts.load("distro_info")
    for family in ("debian", "ubuntu"):
        for row in table[family]:
            if "version" in row:
                found[row["series"]] = (family, row["version"].split()[0])
    return found


def put_distros(db: sqlite3.Connection, facts: Facts) -> None:
    """Releases of Debian and Ubuntu, with the ends of their standard and longer support."""
    for name, (family, version) in sorted(codenames(facts).items()):
        db.execute("insert into codename values (?, ?, ?)", (name, family, version))
    table = facts.load("distro_info")
    for family in ("debian", "ubuntu"):
        for row in table[family]:
            if "version" not in row:
                continue
            version, _, suffix = row["version"].partition(" ")
            longer = row.get("eol-elts") or row.get("eol-legacy") or row.get("eol-esm")
            support = row.get("eol-lts") or row.get("eol-server")
            db.execute(
                "insert into distro values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    family,
                    version,
                    row["series"],
                    row["codename"],
                    row.get("release"),
                    row.get("eol"),
                    support,
                    longer,
                    suffix == "LTS",
                ),
            )


def _date_or_word(value: object) -> str | None:
    """Dates stay; true and false become words."""
    if value is None:
        return None
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def put_cycles(db: sqlite3.Connection, facts: Facts) -> None:
    """Release cycles of products with their ends, and the days their versions came out."""
    import zlib

    table = facts.load("eol")
    for product, cycles in sorted(table["products"].items()):
        for cycle in cycles:
            fields = [_date_or_word(value) for value in [*cycle, *[None] * 10][:9]]
            db.execute("insert or ignore into cycle values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (product, *fields))
    images = {image["eol"] for image in facts.load("official_listed")["images"].values() if "eol" in image}
    for product, days in sorted(facts.load("release_dates")["products"].items()):
        if product in images:
            text = "\n".join(f"{day} {versions}" for day, versions in days)
            db.execute("insert into released values (?, ?)", (product, zlib.compress(text.encode(), 9)))


def named_lines(
    facts: Facts, image: str, listed: list[list[Any]], gone: list[tuple[int, int, int, str]]
) -> dict[str, str]:
    """Code names of release lines ("iron" of node 20):

    a name that came with the line's long-term support, or stands by it.
    """
    if image != "node":
        return {}
    starts = {
        day_number(row[7]): row[0]
        for row in facts.load("eol")["products"]["nodejs"]
        if len(row) > 7 and isinstance(row[7], str)
    }
    found: dict[str, str] = {}
    for since, _, _, text in gone:
        words = [tag for tag in text.split() if tag.isalpha() and f"{tag}-slim" in text.split()]
        line = next((starts[since - late] for late in range(15) if since - late in starts), None)
        for word in words:
            if line is not None and word not in ("lts", "slim", "current") and word not in codenames(facts):
                found[word] = line
    for row in listed:
        tags = str(row[0]).split() + str(row[1]).split()
        lines = [tag for tag in tags if tag.isdigit()]
        for tag in tags:
            if lines and tag.isalpha() and tag not in ("latest", "current", "lts") and tag not in codenames(facts):
                found[tag] = lines[0]
    return found


def put_rebuilds(db: sqlite3.Connection, facts: Facts) -> None:
    """Days on which a base distro's tag changed, two bytes each, oldest first."""
    for image, tags in sorted(facts.load("base_rebuilds")["rebuilds"].items()):
        for tag, days in sorted(tags.items()):
            packed = b"".join(day.to_bytes(2, "big") for day in days)
            db.execute("insert into rebuild values (?, ?, ?)", (image, tag, packed))


def put_pauses(db: sqlite3.Connection, image: str, rebuilt: dict[str, list[int]]) -> None:
    """Days between which a tag of Debian was not listed:

    all its suites are rebuilt together, so that a long silence tells.
    """
    if image != "debian":
        return
    import itertools

    steady = rebuilt["sid"]
    for tag, days in sorted(rebuilt.items()):
        for before, after in itertools.pairwise(days):
            missed = [day for day in steady if before < day < after]
            if after - before > 250 and len(missed) > 8:
                found = db.execute(
                    "select id from tag where name = ? and id in (select tag from place where hash = ?)",
                    (tag, schema.place(image, tag)),
                ).fetchone()
                if found:
                    db.execute("insert into pause values (?, ?, ?)", (found[0], missed[0], after))


def put_go(db: sqlite3.Connection, facts: Facts) -> None:
    """Go releases in order, cycles, advisories and checksums."""
    go = facts.load("go")
    for position, (version, released, listed) in enumerate(go["releases"]):
        numbers = version.replace("rc", ".").replace("beta", ".").split(".")
        line = ".".join(numbers[:2])
        db.execute("insert into go_release values (?, ?, ?, ?, ?)", (version, line, released, listed, position))
    for cycle, released, eol in go["cycles"]:
        db.execute("insert into go_cycle values (?, ?, ?)", (cycle, released, _date_or_word(eol)))
    for number, (cves, published, affected) in sorted(go["advisories"].items()):
        db.execute("insert into go_advisory values (?, ?, ?)", (number, cves, published))
        for module, ranges, packages, *rest in affected:
            spans = " ".join(f"{introduced}:{fixed or ''}" for introduced, fixed in ranges)
            goos = " ".join(rest[0]) if rest else ""
            db.execute("insert into go_range values (?, ?, ?, ?, ?)", (number, module, spans, " ".join(packages), goos))
    for version, sums in sorted(facts.load("go_sha256")["sha256"].items()):
        for arch, text in sorted(sums.items()):
            db.execute("insert into go_sha256 values (?, ?, ?)", (version, arch, bytes.fromhex(text)))


def put_alpine_base(db: sqlite3.Connection, facts: Facts) -> None:
    """Packages of the Alpine base image, with the source packages they are built from."""
    for release, row in sorted(facts.load("alpine_base")["releases"].items()):
        for package, version, origin in row["packages"]:
            db.execute(
                "insert or ignore into alpine_base values (?, ?, ?, ?, ?)",
                (release, row["branch"], package, version, origin),
            )


def put_fixes(db: sqlite3.Connection, facts: Facts) -> None:
    """Alpine's fixes, with their licence: the one share-alike table, in a file of its own."""
    table = facts.load("alpine_secfixes")
    licence = facts.load("sources")["share_alike"]
    db.execute("insert into licence values (?, ?, ?)", (licence["licence"], licence["attribution"], licence["text"]))
    db.execute(
        "insert into meta values ('rows', ?)", (str(sum(len(row["packages"]) for row in table["branches"].values())),)
    )
    for branch, row in sorted(table["branches"].items()):
        db.execute("insert into branch values (?, ?, ?)", (branch, row["as_of"], row["dated_from"]))
        for package, fixes in sorted(row["packages"].items()):
            for version, value in sorted(fixes.items()):
                ids, seen = (value, None) if isinstance(value, str) else value
                db.execute("insert into fix values (?, ?, ?, ?, ?)", (branch, package, version, ids, seen))
