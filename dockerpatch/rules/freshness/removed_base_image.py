"""DP104: an official image that left the library, or that lists nothing any more which could follow the tag."""

from __future__ import annotations

from dockerpatch.knowledge.answers import IMAGE_REMOVED
from dockerpatch.lint.bases import bases, listing
from dockerpatch.lint.finding import Evidence
from dockerpatch.lint.lifelines import dead_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.knowledge.answers import Successor
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        if not dead_image(ctx, base):
            continue
        successor = ctx.almanac.successor(base.image)
        gone = base.status.kind == IMAGE_REMOVED or base.status.removed is not None
        evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
        if successor is not None:
            evidence.append(Evidence(successor.source, successor.reason, ctx.almanac.as_of))
        yield ctx.report(
            base.site.word,
            "removed" if gone else "dead-line",
            advice=_advice(successor),
            covers=(base.site.covers,),
            evidence=evidence,
            image=base.image,
            base=base.shown,
            until=base.status.until,
            removed=base.status.removed or base.status.until,
            successor=", ".join(f"`{name}`" for name in (successor.image, *successor.others))
            if successor is not None
            else "",
            via=successor.via[-1] if successor is not None and successor.via else "",
        )


def _advice(successor: Successor | None) -> str:
    if successor is None:
        return "no-successor"
    if successor.via:
        return "successor-of-successor"
    return "successors" if successor.others else "successor"
