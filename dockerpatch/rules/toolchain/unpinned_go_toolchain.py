"""DP301: a Go builder whose tag does not say which Go it is. What that Go is worth is DP302's question."""

from __future__ import annotations

from dockerpatch.image import tag as tags
from dockerpatch.lint.bases import alias, bases, listing
from dockerpatch.lint.golang import full_version
from dockerpatch.lint.lifelines import is_go_builder
from dockerpatch.lint.remedies import advice_for, move_fix, same_build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        known = base.status.listed or base.status.gone
        if not is_go_builder(base) or base.digest or not known or full_version(base.tag) or _is_prerelease(base.tag):
            continue
        move = same_build(ctx, base, "full") if base.status.listed else None
        fix = move_fix(ctx, base, move) if move is not None else None
        evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
        if move is not None:
            evidence.append(alias(ctx.almanac, base, move.tag))
        has_version = tags.parse(base.tag).version is not None
        yield ctx.report(
            base.place,
            "no-patch" if has_version else "floating",
            advice=advice_for(base, move, fix) if base.status.listed else "delisted",
            covers=(base.site.covers,),
            evidence=evidence,
            fix=fix,
            base=base.shown,
            target=f"{base.image}:{move.tag}" if move is not None else "",
        )


def _is_prerelease(tag: str) -> bool:
    return tags.parse(tag).is_prerelease
