"""Makes the almanac from the facts, with the standard library alone.

It downloads nothing, and the same facts give the same file.
"""

from __future__ import annotations

import os

from . import build_facts, build_tags, schema
from .names import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import Any

ALMANAC = "almanac.sqlite"
FIXES = "alpine-fixes.sqlite"


def build(facts_dir: str, out_dir: str) -> None:
    """Write ``almanac.sqlite`` and ``alpine-fixes.sqlite`` into ``out_dir``, each whole or not at all.

    ``facts_dir`` holds the facts; those under CC-BY-SA stand in the folder ``<facts_dir>-cc-by-sa`` beside it and go
    into the second file only. Raises OSError when a fact is missing or ``out_dir`` cannot be written to.
    """
    os.makedirs(out_dir, exist_ok=True)
    facts = build_facts.Facts(facts_dir)
    _write(os.path.join(out_dir, FIXES), schema.FIXES_ID, schema.FIXES, lambda db: build_facts.put_fixes(db, facts))
    _write(os.path.join(out_dir, ALMANAC), schema.ALMANAC_ID, schema.ALMANAC, lambda db: _put_all(db, facts))


def _write(path: str, application: int, tables: str, fill: Callable[[sqlite3.Connection], None]) -> None:
    import sqlite3
    import tempfile

    # In a folder of its own beside the target, so that two builds at once cannot meet, and a rename is enough.
    with tempfile.TemporaryDirectory(prefix=".building-", dir=os.path.dirname(path) or ".") as folder:
        new = os.path.join(folder, "new.sqlite")
        db = sqlite3.connect(new, isolation_level=None)
        try:
            db.executescript("pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off;")
            db.executescript(f"pragma application_id = {application}; pragma user_version = {schema.VERSION};")
            db.execute("begin")
            for statement in filter(str.strip, tables.split(";")):
                db.execute(statement)
            fill(db)
            db.execute("commit")
            db.execute("vacuum")
        finally:
            db.close()
        os.replace(new, path)


def _put_all(db: sqlite3.Connection, facts: build_facts.Facts) -> None:
    build_facts.put_meta(db, facts)
    build_facts.put_distros(db, facts)
    build_facts.put_cycles(db, facts)
    build_facts.put_go(db, facts)
    build_facts.put_alpine_base(db, facts)
    build_facts.put_rebuilds(db, facts)
    _put_tags(db, facts)


class _Counters:
    """The next free ids."""

    __slots__ = ("build", "family", "tag")

    def __init__(self) -> None:
        self.build = self.family = self.tag = 1


def _put_tags(db: sqlite3.Connection, facts: build_facts.Facts) -> None:
    import gc

    counters = _Counters()
    # Hundreds of thousands of small objects without one cycle among them: looking for cycles takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        _put_images(db, facts, counters)
    finally:
        if collecting:
            gc.enable()


def _put_images(db: sqlite3.Connection, facts: build_facts.Facts, counters: _Counters) -> None:
    listed = facts.load("official_listed")
    gone = facts.load("official_gone")["gone"]
    rebuilt = facts.load("base_rebuilds")["rebuilds"]
    codenames = build_facts.codenames(facts)
    for number, name in enumerate(sorted(listed["images"]), start=1):
        image = listed["images"][name]
        rows = listed["listed"].get(name, [])
        names = _names(name, image, codenames, build_facts.named_lines(facts, name, rows, gone.get(name, [])))
        for word, line in sorted(names.lines.items()):
            db.execute("insert into named_line values (?, ?, ?)", (name, word, line))
        below = ";".join(f"{'.'.join(map(str, bound))}:{depth}" for bound, depth in names.below)
        db.execute(
            "insert into image values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                name,
                image.get("line"),
                below,
                image.get("eol"),
                image["since"],
                image.get("removed"),
                names.is_distro,
            ),
        )
        found = build_tags.rows(names, gone.get(name, []), rows, rebuilt.get(name, {}), image["since"])
        _put_image(db, number, name, found, rows, counters)
        build_facts.put_pauses(db, name, rebuilt.get(name, {}))


def _names(name: str, image: dict[str, Any], codenames: dict[str, tuple[str, str]], lines: dict[str, str]) -> Names:
    below = tuple((tuple(bound), depth) for bound, depth in image.get("line_below", []))
    is_distro = image.get("eol") in ("debian", "ubuntu") or name in ("buildpack-deps", "neurodebian")
    return Names(name, codenames, lines, image.get("line") or 1, below, is_distro)


def _put_image(
    db: sqlite3.Connection,
    image: int,
    name: str,
    found: list[build_tags.TagRow],
    listed: list[list[object]],
    counters: _Counters,
) -> None:
    """One image's builds, series and tags; the tags of a series stand together, so that a range of ids finds them."""
    first_build = counters.build
    for row in listed:
        fields = [*row, "", "", ""][:6]
        db.execute(
            "insert into build values (?, ?, ?, ?, ?)",
            (counters.build, image, fields[4] or "", fields[5] or "", f"{fields[0]} {fields[1]}".strip()),
        )
        counters.build += 1
    grouped: dict[tuple[object, ...], list[build_tags.TagRow]] = {}
    for tag in found:
        grouped.setdefault(tag.series.key, []).append(tag)
    texts = sorted({tag.series.family for tag in found})
    families = {text: number for number, text in enumerate(texts, start=counters.family)}
    counters.family += len(texts)
    unstable = {tag.series.family for tag in found if tag.series.unstable}
    spans: dict[str, tuple[int, int]] = {}
    rows: list[tuple[object, ...]] = []
    for key in sorted(grouped, key=lambda key: (key[1], repr(key))):
        group = sorted(grouped[key], key=lambda tag: (tag.until, tag.since, tag.name))
        series = group[0].series
        distro = series.distro or (None, None)
        family = families[series.family]
        spans[series.family] = (spans.get(series.family, (counters.tag, 0))[0], counters.tag)
        db.execute(
            "insert into series values (?, ?, ?, ?, ?, ?, ?, ?)",
            (counters.tag, len(group), family, series.line, *distro, series.precision, series.prerelease),
        )
        for tag in group:
            days = None if tag.until == schema.FAR else tag.until - tag.since
            of_build = first_build + tag.build if tag.build >= 0 else None
            rows.append((counters.tag, tag.name, tag.rank, tag.since, days, tag.changed - tag.since, of_build))
            counters.tag += 1
    db.executemany("insert into tag values (?, ?, ?, ?, ?, ?, ?)", rows)
    db.executemany("insert into place values (?, ?)", [(schema.place(name, str(row[1])), row[0]) for row in rows])
    for text in texts:
        values = (families[text], image, text, text in unstable, *spans[text])
        db.execute("insert into family values (?, ?, ?, ?, ?, ?)", values)
