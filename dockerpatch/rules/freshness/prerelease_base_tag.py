"""DP106: a release candidate, beta or the like whose final release is out."""

from __future__ import annotations

from dockerpatch.lint.bases import bases, listing
from dockerpatch.lint.finding import SAFE
from dockerpatch.lint.lifelines import final_of
from dockerpatch.lint.remedies import Move, newer_distro, report_move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        final = final_of(ctx, base)
        if final is None:
            continue
        here = final == ctx.almanac.newest_in_line(base.image, base.tag)
        move = Move(final, "line", SAFE) if here else newer_distro(ctx, base)
        if move is None:
            continue
        status = ctx.almanac.status(base.image, final)
        evidence = [
            listing(ctx.almanac, base.image, base.tag, base.status),
            listing(ctx.almanac, base.image, final, status),
        ]
        yield report_move(ctx, base, "prerelease", move, evidence=evidence)
