"""DP103: a base whose release line, or whose distribution, has reached its end or is about to.

Removed images are DP104's.
"""

from __future__ import annotations

from dockerpatch.lint.bases import bases
from dockerpatch.lint.finding import NOTE, Evidence
from dockerpatch.lint.lifelines import dead_image
from dockerpatch.lint.remedies import is_maintained, newer_distro, next_line, report_move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.knowledge.answers import Eol
    from dockerpatch.lint.bases import Base
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.remedies import Move
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    notice = ctx.options["freshness.eol-notice-days"]
    assert isinstance(notice, int)
    for base in bases(ctx):
        if dead_image(ctx, base) or not (base.status.listed or base.status.gone):
            continue
        line = ctx.almanac.line_eol(base.image, base.tag)
        if line is not None and _concerns(line, notice):
            yield _report(ctx, base, line, next_line(ctx, base))
            continue
        distro = ctx.almanac.distro(base.image, base.tag)
        end = ctx.almanac.distro_eol(base.image, base.tag) if distro is not None and not distro.inferred else None
        if end is not None and _concerns(end, notice):
            yield _report(ctx, base, end, newer_distro(ctx, base) or next_line(ctx, base))


def _concerns(end: Eol, notice: int) -> bool:
    return end.reached or (end.days_left is not None and end.days_left <= notice)


def _report(ctx: Context, base: Base, end: Eol, move: Move | None) -> Finding:
    maintained = end.reached and is_maintained(ctx, end)
    urgent = end.reached and not maintained
    if not end.reached:
        message = "ending"
    elif maintained:
        message = "extended"
    else:
        message = "ended" if end.date else "ended-undated"
    fact = f"{end.product} {end.cycle} " + (
        f"{'ended' if end.reached else 'ends'} on {end.date}" if end.date else "is past its end"
    )
    return report_move(
        ctx,
        base,
        message,
        move,
        severity="" if urgent else NOTE,
        made=urgent,  # when to move is the owner's choice as long as fixes come
        evidence=[Evidence(end.source, fact, ctx.almanac.as_of)],
        product=end.product,
        cycle=end.cycle,
        date=end.date,
        days=end.days_left,
        extended=end.extended,
    )
