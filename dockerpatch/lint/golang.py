"""Which Go a base image or a download holds, and where a vulnerable one can go. It never reads a binary."""

from __future__ import annotations

import re

from dockerpatch.image import tag as tags

from .finding import SAFE, UNSAFE, Evidence
from .lifelines import is_go_builder
from .remedies import Move, ended, newer_distro

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.knowledge.answers import Advisory

    from .bases import Base
    from .rule import Context

VULNDB = "Go vulnerability database"
_FULL = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+").fullmatch
_ENOUGH = 5
"""So many advisories are named; the rest are counted."""


def go_version(ctx: Context, base: Base) -> str | None:
    """The Go release in a golang image ("1.21.6"), when its tag names it or is another name of a tag that does.

    Else None.
    """
    if not is_go_builder(base):
        return None
    named = full_version(base.tag)
    if named is not None:
        return named
    precise = ctx.almanac.pin(base.image, base.tag, "full") if base.status.listed else None
    return full_version(precise) if precise is not None else None


def full_version(tag: str) -> str | None:
    """The version of a tag that gives all three of its components; a prerelease is none."""
    version = tags.parse(tag).version
    if version is None or version.is_prerelease:
        return None
    text = ".".join(version.release)
    return text if _FULL(text) else None


def safer(ctx: Context, base: Base) -> Move | None:
    """The nearest tag whose Go has no known hole in its standard library.

    Of the same line, also on a newer release of the distro, else of the next line that has one.
    """
    almanac, image, tag = ctx.almanac, base.image, base.tag
    newest = almanac.newest_in_line(image, tag)
    if newest is not None and newest != tag and _closes(ctx, base, newest):
        return Move(newest, "line", SAFE)
    newer = newer_distro(ctx, base)
    if newer is not None and _closes(ctx, base, newer.tag):
        return newer
    for line in almanac.next_lines(image, tag):
        if _closes(ctx, base, line.tag) and not ended(ctx, image, line.tag):
            return Move(line.tag, "next", UNSAFE)
    return None


def safer_release(ctx: Context, version: str) -> tuple[str | None, str]:
    """The release to move to.

    The newest of the line when it has no known hole, else that of the next line that has none.
    """
    almanac = ctx.almanac
    line = ".".join(version.split(".")[:2])
    newest = almanac.go_latest(line)
    end = almanac.line_eol("golang", line)
    if newest is not None and not (end is not None and end.reached) and not almanac.go_advisories(newest):
        return newest, SAFE
    here = _numbers(line)
    lines = sorted({release.line for release in almanac.go_releases()}, key=_numbers)
    for other in lines:
        end = almanac.line_eol("golang", other)
        latest = almanac.go_latest(other)
        over = end is not None and end.reached
        if _numbers(other) > here and latest is not None and not over and not almanac.go_advisories(latest):
            return latest, UNSAFE
    return None, UNSAFE


def _numbers(line: str) -> tuple[int, ...]:
    return tuple(int(part) for part in line.split("."))


def _closes(ctx: Context, base: Base, tag: str) -> bool:
    version = full_version(tag) or full_version(ctx.almanac.pin(base.image, tag, "full") or "")
    return version is not None and not ctx.almanac.go_advisories(version)


def named(advisories: Sequence[Advisory]) -> str:
    """The advisories in words: the first few by their ids, the rest as a number."""
    shown = [f"{one.id} ({', '.join(one.cves)})" if one.cves else one.id for one in advisories[:_ENOUGH]]
    if len(advisories) > _ENOUGH:
        shown.append(f"{len(advisories) - _ENOUGH} more")
    return ", ".join(shown)


def worst_first(advisories: Sequence[Advisory]) -> list[Advisory]:
    """Those that hit every platform before those that hit some, then those in more packages, then the newest.

    The database gives no severity, so reach stands for it.
    """
    return sorted(advisories, key=lambda one: (bool(one.goos), -len(one.packages), _descending(one.published), one.id))


def _descending(day: str) -> int:
    return -int(day.replace("-", "") or 0)


def proof(ctx: Context, version: str, advisories: Sequence[Advisory]) -> list[Evidence]:
    """The evidence that the advisories hit ``version``.

    The first few each with the release that closes it, the others by their ids.
    """
    found = []
    for one in advisories[:_ENOUGH]:
        ids = f"{one.id} ({', '.join(one.cves)})" if one.cves else one.id
        where = ", ".join(one.packages[:3])
        closed = f", fixed in Go {one.fixed_in}" if one.fixed_in else ", not fixed yet"
        found.append(Evidence(VULNDB, f"{ids} in {where} hits Go {version}{closed}", one.published))
    rest = ", ".join(one.id for one in advisories[_ENOUGH:])
    if rest:
        found.append(Evidence(VULNDB, f"Go {version} is hit by {rest} as well", ctx.almanac.as_of))
    return found
