"""What is known about a tag, in sentences. It never decides whether that is a flaw."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .page import Page

MOST = 12
"""How many aliases or advisories are written out."""


def known(page: Page, data: Mapping[str, Any], untagged: bool, note: str) -> None:
    """Put on ``page`` what `Almanac.describe` gave as ``data``; ``untagged``: the tag was not written but is meant."""
    name = f"{data['image']}:{data['tag']}"
    page.row(page.paint("bold", name) + f" as of {data['as_of']}" + (" (no tag means latest)" if untagged else ""))
    page.row()
    facts = [("status", _status(data)), ("last rebuilt", data["last_rebuilt"] or ""), ("replaced by", _ways(data))]
    if data["status"] == "never-listed":
        facts.append(("looks like", ", ".join(data["near_misses"]) or "no listed tag"))
    # Of a tag that Docker never listed, a line that nothing is known about is only its spelling, and no fact.
    unheard = data["status"] in ("never-listed", "not-official") and data["line_eol"] is None
    line = "" if unheard else data["line"] or ""
    facts += [
        ("same build", _aliases(data)),
        ("line", _end(data["line_eol"], line)),
        ("newest in line", _newest(data)),
        ("distribution", _end(data["distro_eol"], _distro(data["distro"]))),
        ("newer distro", data["same_line_newer_distro"] or ""),
        ("next lines", "; ".join(_line(line) for line in data["next_lines"])),
    ]
    page.facts(facts)
    if data["go"]:
        _go(page, data["go"])
    page.row()
    page.facts([("sources", ", ".join(data["sources"])), ("note", note)])


def _status(data: Mapping[str, Any]) -> str:
    since, until = data["since"], data["until"]
    kind = data["status"]
    if kind == "listed":
        return f"listed since {since}: Docker rebuilds it"
    if kind == "delisted":
        return f"delisted: listed from {since} to {until}; nobody will rebuild it"
    if kind == "image-removed":
        left = f"; the image left the library on {data['image_removed']}" if data["image_removed"] else ""
        return f"removed: listed from {since} to {until}{left}; nobody will rebuild it"
    if kind == "never-listed":
        return "never listed: the image is official, but it never had this tag"
    return "not official: no image of this name is in Docker's library"


def _ways(data: Mapping[str, Any]) -> str:
    """The nearest tag that takes the place of one that is not rebuilt."""
    if data["status"] not in ("delisted", "image-removed"):
        return ""
    newest, newer, lines = data["newest_in_line"], data["same_line_newer_distro"], data["next_lines"]
    if newest and newest != data["tag"]:
        return f"{newest} (same line, flavour and distribution)"
    if newer:
        return f"{newer} (same line and flavour, newer distribution release)"
    if lines:
        return f"{lines[0]['tag']} (nearest line that is rebuilt)"
    successor = data["successor"]
    if successor:
        return f"{successor['image']}: {successor['reason']} ({successor['source']})"
    return "no listed tag"


def _aliases(data: Mapping[str, Any]) -> str:
    others = [tag for tag in data["aliases"] if tag != data["tag"]]
    if not others:
        return ""
    more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
    inferred = "" if data["aliases_exact"] else " (worked out from the tags of that day)"
    return ", ".join(others[:MOST]) + more + inferred


def _newest(data: Mapping[str, Any]) -> str:
    newest = data["newest_in_line"]
    if newest == data["tag"]:
        return "this tag" if data["status"] == "listed" else ""
    return newest or ""


def _distro(distro: Mapping[str, Any] | None) -> str:
    if distro is None:
        return ""
    codename = f" ({distro['codename']})" if distro["codename"] else ""
    inferred = ", worked out from other tags of the build" if distro["inferred"] else ""
    return f"{distro['family']} {distro['version']}{codename}{inferred}"


def _end(eol: Mapping[str, Any] | None, name: str) -> str:
    """The name with its end of life; the name alone when that is not known."""
    if eol is None:
        return name
    end = _ends(eol)
    cycle = eol["cycle"]
    # An end can be that of a cycle called otherwise than the line of the tag: 12 for bookworm.
    return (
        f"{name}: {end}" if name and cycle in name.split(",")[0].split() else f"{name}; {eol['product']} {cycle} {end}"
    )


def _ends(eol: Mapping[str, Any]) -> str:
    days = eol["days_left"]
    far = f" ({_days(abs(days))} {'ago' if days < 0 else 'left'})" if days is not None else ""
    if not eol["date"]:
        end = "past its end of life" if eol["reached"] else "no end of life is set"
    elif eol["reached"]:
        end = f"reached its end of life on {eol['date']}{far}"
    else:
        end = f"supported until {eol['date']}{far}"
    return f"{end}, extended support until {eol['extended']}" if eol["extended"] else end


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _line(line: Mapping[str, Any]) -> str:
    return f"{line['line']}: {line['tag']}" + ("" if line["same_distro"] else " (other distribution release)")


def _go(page: Page, go: Mapping[str, Any]) -> None:
    latest = go["latest_of_line"]
    newest = f"; the newest of its line is {latest}" if latest and latest != go["version"] else ""
    page.heading(f"Go {go['version']}{newest}")
    for kind, words in (("stdlib", "the standard library"), ("toolchain", "the toolchain")):
        advisories = go[kind]
        count = len(advisories)
        page.row(f"  {count or 'no'} {'advisory hits' if count == 1 else 'advisories hit'} {words}")
        for one in advisories[:MOST]:
            cves = "".join(f" {cve}" for cve in dict.fromkeys(one["cves"]))
            fixed = f"fixed in {one['fixed_in']}" if one["fixed_in"] else "no fix known"
            page.row(f"    {one['published']}  {one['id']}{cves}: {fixed}")
        if count > MOST:
            page.row(f"    and {count - MOST} more (--format json has all)")
