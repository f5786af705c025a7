"""DP101: an official tag that Docker no longer rebuilds.

Images that left the library are DP104's, prereleases with a final release DP106's.
"""

from __future__ import annotations

from dockerpatch.knowledge.answers import DELISTED
from dockerpatch.lint.bases import LIBRARY, bases, listing
from dockerpatch.lint.finding import Evidence
from dockerpatch.lint.lifelines import dead_image, final_of
from dockerpatch.lint.remedies import advice_for, alive, move_fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.bases import Base
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        if base.status.kind != DELISTED or final_of(ctx, base) or dead_image(ctx, base):
            continue
        move = alive(ctx, base)
        fix = move_fix(ctx, base, move) if move is not None else None
        yield ctx.report(
            base.place,
            "delisted",
            advice=advice_for(base, move, fix),
            covers=(base.site.covers,),
            evidence=_evidence(ctx, base),
            fix=fix,
            base=base.shown,
            until=base.status.until,
            target=f"{base.image}:{move.tag}" if move is not None else "",
            obstacle=move.obstacle if move is not None else "",
        )


def _evidence(ctx: Context, base: Base) -> list[Evidence]:
    evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
    rebuilt = ctx.almanac.last_rebuilt(base.image, base.tag)
    if rebuilt is not None:
        evidence.append(Evidence(LIBRARY, f"{base.shown} was last rebuilt on {rebuilt}", ctx.almanac.as_of))
    return evidence
