"""DP102: a base that is another one tomorrow. Go builders are left to DP301, which asks for more."""

from __future__ import annotations

from dockerpatch.image import tag as tags
from dockerpatch.lint.bases import LATEST, alias, base_at, listing
from dockerpatch.lint.lifelines import dead_image, is_floating, is_go_builder
from dockerpatch.lint.remedies import advice_for, move_fix, same_build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.image.site import ImageSite
    from dockerpatch.lint.bases import Base
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_PRECISIONS = {"none": "", "line": "line", "patch": "full"}
"""What the config calls a precision, and what the almanac does."""


def check(ctx: Context) -> Iterator[Finding]:
    wanted = _PRECISIONS[str(ctx.options["freshness.precision"])]
    for site in ctx.sites:
        base = base_at(ctx, site)
        if base is None:
            yield from _foreign(ctx, site)
        elif base.digest or is_go_builder(base) or dead_image(ctx, base):
            continue
        elif base.status.listed or base.status.gone:
            if is_floating(ctx, base):
                yield _report(ctx, base, "floating" if base.tagged else "untagged", "line")
            elif wanted and base.status.listed and _is_coarser(ctx, base, wanted):
                yield _report(ctx, base, "coarse", wanted)


def _foreign(ctx: Context, site: ImageSite) -> Iterator[Finding]:
    """An image outside the library: what its tags mean is not known, but ``latest`` is no version anywhere."""
    reference = site.reference
    if reference is None or reference.digest or reference.tag not in ("", LATEST):
        return
    yield ctx.report(
        site.place(*site.tag_place) if reference.tag else site.word,
        "floating" if reference.tag else "untagged",
        advice="foreign",
        covers=(site.covers,),
        base=reference.text,
        target="",
    )


def _is_coarser(ctx: Context, base: Base, wanted: str) -> bool:
    pinned = ctx.almanac.pin(base.image, base.tag, wanted)
    if pinned is None or pinned == base.tag:
        return False
    asked, there = tags.parse(pinned).version, tags.parse(base.tag).version
    return asked is not None and there is not None and len(there.release) < len(asked.release)


def _report(ctx: Context, base: Base, message: str, precision: str) -> Finding:
    move = same_build(ctx, base, precision) if base.status.listed else None
    fix = move_fix(ctx, base, move) if move is not None else None
    evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
    if move is not None:
        evidence.append(alias(ctx.almanac, base, move.tag))
    return ctx.report(
        base.place,
        message,
        advice=advice_for(base, move, fix) if base.status.listed else "delisted",
        covers=(base.site.covers,),
        evidence=evidence,
        fix=fix,
        base=base.shown,
        target=f"{base.image}:{move.tag}" if move is not None else "",
    )
