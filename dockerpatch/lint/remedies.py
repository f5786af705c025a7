"""The fixes that several rules make: another tag for an image, wherever it is written. It never picks what is wrong."""

from __future__ import annotations

from dockerpatch.image import tag as tags

from .bases import alias, listing
from .finding import DISPLAY, SAFE, UNSAFE, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from dockerpatch.knowledge.answers import Eol

    from .bases import Base
    from .finding import Evidence, Finding
    from .rule import Context


_UNFINISHED = frozenset("devel edge experimental nightly rawhide rc-buggy sid testing tip unstable".split())
"""Words of tags that follow what is not released yet: what they stand for is no release to pin."""


class Move:
    """Where an image can go: the tag, what it may cost, and what stands in the way of it being safe ("": nothing).

    ``kind`` is "line" (same line, flavour and distro), "distro" (same line on a newer distro), "next" (a newer line)
    or "same" (the same build under another name).
    """

    __slots__ = ("kind", "obstacle", "safety", "tag")

    def __init__(self, tag: str, kind: str, safety: str, obstacle: str = "") -> None:
        self.tag = tag
        self.kind = kind
        self.safety = safety
        self.obstacle = obstacle


def alive(ctx: Context, base: Base) -> Move | None:
    """The nearest tag that is rebuilt.

    Of the same line and flavour, else on a newer distro, else of the next line that lives.
    """
    if "alive" not in base.moves:
        base.moves["alive"] = _in_line(ctx, base) or next_line(ctx, base)
    return base.moves["alive"]


def _in_line(ctx: Context, base: Base) -> Move | None:
    newest = ctx.almanac.newest_in_line(base.image, base.tag)
    if newest is not None and newest != base.tag and not tags.parse(newest).is_prerelease:
        return Move(newest, "line", SAFE)
    return newer_distro(ctx, base)


def newer_distro(ctx: Context, base: Base) -> Move | None:
    """The same line and flavour on a newer release of the distro in the tag; safe when nothing built on it objects."""
    newer = ctx.almanac.same_line_newer_distro(base.image, base.tag)
    if newer is None:
        return None
    from .obstacles import distro_obstacle

    obstacle = distro_obstacle(ctx, base)
    return Move(newer, "distro", UNSAFE if obstacle else SAFE, obstacle)


def same_build(ctx: Context, base: Base, precision: str) -> Move | None:
    """The very same build under a name of ``precision`` ("line" or "full").

    None when it has no other such name, or is what comes before a release.
    """
    if not _UNFINISHED.isdisjoint(base.tag.split("-")):
        return None
    tag = ctx.almanac.pin(base.image, base.tag, precision)
    return Move(tag, "same", SAFE) if tag is not None and tag != base.tag else None


def next_line(ctx: Context, base: Base) -> Move | None:
    """The nearest listed line above that has not reached its end; the nearest one of all when each has."""
    if "next" not in base.moves:
        base.moves["next"] = _next(ctx, base)
    return base.moves["next"]


def _next(ctx: Context, base: Base) -> Move | None:
    lines = ctx.almanac.next_lines(base.image, base.tag)
    for line in lines:
        if not ended(ctx, base.image, line.tag):
            return Move(line.tag, "next", UNSAFE)
    return Move(lines[0].tag, "next", UNSAFE) if lines else None


def ended(ctx: Context, image: str, tag: str) -> bool:
    """Whether the tag's line, or the distro it names, has reached its end on the almanac's day."""
    ends = (ctx.almanac.line_eol(image, tag), ctx.almanac.distro_eol(image, tag))
    return any(end is not None and end.reached and not is_maintained(ctx, end) for end in ends)


def is_maintained(ctx: Context, end: Eol) -> bool:
    """Whether a release past its regular end still gets fixes that everybody has: Debian's long-term support."""
    return end.product == "debian" and end.extended is not None and end.extended > ctx.almanac.as_of


def move_fix(ctx: Context, base: Base, move: Move) -> Fix | None:
    """The fix that gives the image the tag of ``move``; None when no edit of this file can.

    Comments beside the instruction that restate the old tag follow it. Display only where a digest would still pin
    the old image, or where what is edited serves another place that the new text would harm; unsafe where it would move
    that place to another release line.
    """
    # Most files need no move, and none of what makes one.
    from dockerpatch.image.retag import retag

    from .comments import restating
    from .obstacles import moves_a_line, opens_a_variable, reads_as_meant, shared_obstacle

    edits = retag(base.site, move.tag)
    if edits and any(opens_a_variable(ctx, base.site, edit) for edit in edits):
        return None
    if not edits or ("$" in base.site.word.text(ctx.source.text) and not reads_as_meant(ctx, edits)):
        return None
    title = f"use {base.image}:{move.tag}"
    safety = move.safety
    if base.digest:
        return Fix(DISPLAY, f"{title} with the digest it has now", edits)
    if shared_obstacle(ctx, base.site, edits):
        from .joint import joint

        together = joint(ctx, base, edits)
        if together is None:
            return Fix(DISPLAY, title, edits)
        edits, title = together.edits, f"{title}, and move what shares its text along"
        safety = UNSAFE if together.obstacle else safety
    if safety == SAFE and moves_a_line(ctx, base.site, edits):
        safety = UNSAFE
    return Fix(safety, title, [*edits, *(edit for _, edit in restating(ctx, base, move.tag))])


def report_move(
    ctx: Context,
    base: Base,
    message: str,
    move: Move | None,
    *,
    advice: str = "",
    severity: str = "",
    made: bool = True,
    evidence: Sequence[Evidence] = (),
    same_as: Sequence[str] | None = None,
    **data: Any,
) -> Finding:
    """The finding at the tag of ``base`` that proposes ``move``, with the fix that makes it and the advice that fits.

    ``advice`` is one that fits better; with ``made`` off the fix is shown and never made. Messages may use ``{base}``,
    ``{target}`` and ``{obstacle}`` beside what is in ``data``.
    """
    fix = move_fix(ctx, base, move) if move is not None else None
    return ctx.report(
        base.place,
        message,
        severity=severity,
        advice=advice or advice_for(base, move, fix),
        covers=(base.site.covers,),
        evidence=evidence,
        fix=fix if made or fix is None else Fix(DISPLAY, fix.title, fix.edits),
        same_as=same_as,
        base=base.shown,
        target=f"{base.image}:{move.tag}" if move is not None else "",
        obstacle=move.obstacle if move is not None else "",
        **data,
    )


def report_same_build(
    ctx: Context, base: Base, message: str, precision: str, *, same_as: Sequence[str] | None = None
) -> Finding:
    """The finding that proposes the very same build under a name of ``precision``; none for a tag nobody rebuilds.

    ``same_as``: what other tools call it, where that is not all that the rule lists.
    """
    listed = base.status.listed
    move = same_build(ctx, base, precision) if listed else None
    evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
    if move is not None:
        evidence.append(alias(ctx.almanac, base, move.tag))
    advice = "" if listed else "delisted"
    return report_move(ctx, base, message, move, advice=advice, evidence=evidence, same_as=same_as)


def advice_for(base: Base, move: Move | None, fix: Fix | None) -> str:
    """The id of the advice that fits: what the move is, or what keeps it from being made here."""
    if move is None:
        return "no-way-out"
    if fix is None:
        return "by-hand"
    if base.digest:
        return "digest"
    if fix.safety == DISPLAY:
        return "shared"
    if fix.safety == UNSAFE and move.safety == SAFE:
        return "elsewhere"
    return "obstacle" if move.obstacle else move.kind
