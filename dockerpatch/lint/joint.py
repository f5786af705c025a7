"""Images whose names share an argument, moved together.

It never moves an image that is not due for it because of another.
"""

from __future__ import annotations

from dockerpatch.image import reference as references
from dockerpatch.image.retag import retag
from dockerpatch.text.edit import OverlapError, ordered

from .bases import LATEST, bases
from .obstacles import distro_obstacle, reads_as_meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.text.edit import Edit

    from .bases import Base
    from .rule import Context


class Joint:
    """The edits that move a base and all that share its text, and what keeps them from being safe ("": nothing)."""

    __slots__ = ("edits", "obstacle")

    def __init__(self, edits: list[Edit], obstacle: str) -> None:
        self.edits = edits
        self.obstacle = obstacle


def joint(ctx: Context, base: Base, edits: Sequence[Edit]) -> Joint | None:
    """What else has to change when ``edits``, made for ``base``, give other images a tag that is not listed.

    Such an image takes the new version and moves to a newer release of its distro: ``ARG V=3.12.1`` with
    ``python:${V}-alpine3.18`` and ``python:${V}-slim-bullseye`` is one move. None when one of them has no such tag, is
    no official image, is rebuilt as it is, or is written so that the edits do not come out as meant.
    """
    return ctx.once("joint", lambda: _joint(ctx, base, edits), base.site.name.text, *(edit.key for edit in edits))


def _joint(ctx: Context, base: Base, edits: Sequence[Edit]) -> Joint | None:
    wanted = {id(base.site): base.site.renamed(edits)}
    together = list(edits)
    obstacle = ""
    known = {id(other.site): other for other in bases(ctx)}
    for site in ctx.sites:
        renamed = site.renamed(edits) if site.reference is not None else site.name.text
        if site is base.site or renamed == site.name.text:
            continue
        other = known.get(id(site))
        new = references.parse(renamed or "")
        if other is None or new is None or new.official != other.image or new.digest:
            return None
        tag = new.tag or LATEST
        if not ctx.almanac.status(other.image, tag).listed:
            if other.status.listed:
                return None
            newer = ctx.almanac.same_line_newer_distro(other.image, tag)
            more = retag(site, newer) if newer is not None else None
            if newer is None or more is None:
                return None
            together += more
            obstacle = obstacle or distro_obstacle(ctx, other)
            renamed = f"{site.name.text[: site.tag_place[0]]}{newer}"
        wanted[id(site)] = renamed
    try:
        together = ordered(together)
    except OverlapError:
        return None
    for site in ctx.sites:
        if id(site) in wanted and site.renamed(together) != wanted[id(site)]:
            return None
    if not reads_as_meant(ctx, together):
        return None
    return Joint(together, obstacle)
