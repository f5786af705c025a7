"""The command ``db``: the almanac for people, and as JSON. It never adds a fact to what the almanac says."""

from __future__ import annotations

from dockerpatch.engine.report import CLEAN
from dockerpatch.image.reference import parse
from dockerpatch.system.clock import today

from . import terminal
from .almanac import opened
from .page import Page, table
from .problems import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dockerpatch.knowledge.almanac import Almanac


def status(form: str, path: str) -> int:
    """Print where the facts come from, how many they are, and how old."""
    almanac = opened(path)
    data = _status(almanac)
    if form == "json":
        _print_json(data)
        return CLEAN
    page = Page()
    age = data["age_days"]
    page.facts(
        [
            ("almanac", f"{data['date']}, {_days(age)} old" if age >= 0 else data["date"]),
            ("file", f"{data['path']} ({_bytes(data['bytes'])})"),
            ("Alpine fixes", f"{data['alpine_fixes']['path']} ({_bytes(data['alpine_fixes']['bytes'])})"),
        ],
        "",
    )
    page.row()
    rows = [
        (one["name"], one["used_for"], f"{one['rows']:,}", one["date"], one["licence"], one["revision"])
        for one in data["sources"]
    ]
    head, *body = table(("source", "used for", "rows", "date", "licence", "revision"), rows)
    page.row(page.paint("bold", head))
    for row in body:
        page.row(row)
    page.heading("Attributions")
    for text in dict.fromkeys(one["attribution"] for one in data["sources"]):
        page.words(f"- {text}")
    page.print()
    return CLEAN


def query(reference: str, form: str, as_of: str, path: str) -> int:
    """Print what is known about the tag in ``reference``. Raises UsageError when that is no image name."""
    found = parse(reference)
    if found is None:
        raise UsageError(f"{reference} is no image name: write it as in FROM, such as python:3.13-alpine")
    almanac = opened(path, as_of)
    image = found.official
    name = f"{found.registry}/{found.repository}" if found.registry else found.repository
    data = almanac.describe(image or name, found.tag or "latest")
    if form == "json":
        _print_json(data)
        return CLEAN
    from .known import known

    page = Page()
    known(page, data, not found.tag, almanac.note or "")
    page.print()
    return CLEAN


def _status(almanac: Almanac) -> dict[str, Any]:
    fixes = almanac.alpine
    spdx, attribution, _ = fixes.licence()
    sources = [
        {
            name: getattr(row, name)
            for name in ("name", "used_for", "rows", "date", "licence", "revision", "attribution")
        }
        for row in almanac.sources()
    ]
    return {
        "date": almanac.date,
        "age_days": almanac.age_days(today()),
        "path": almanac.store.path,
        "bytes": almanac.size,
        "alpine_fixes": {
            "path": fixes.store.path,
            "bytes": fixes.store.size,
            "licence": spdx,
            "attribution": attribution,
        },
        "sources": sources,
    }


def _print_json(data: object) -> None:
    import json

    terminal.out().write(json.dumps(data, indent=2) + "\n")


def _bytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f} MiB" if size >= 1024 * 1024 else f"{size / 1024:.0f} KiB"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
