"""DP104: an official image that left the library, or that lists nothing any more which could follow the tag."""

from __future__ import annotations

from dockerpatch.knowledge.answers import IMAGE_REMOVED
from dockerpatch.lint.bases import bases, listing
from dockerpatch.lint.finding import Evidence
from dockerpatch.lint.lifelines import dead_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        if not dead_image(ctx, base):
            continue
        successor = ctx.almanac.successor(base.image)
        evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
        if successor is not None:
            evidence.append(Evidence(successor.source, successor.reason, ctx.almanac.as_of))
        yield ctx.report(
            base.site.word,
            "removed" if base.status.kind == IMAGE_REMOVED else "dead-line",
            advice="successor" if successor is not None else "no-successor",
            covers=(base.site.covers,),
            evidence=evidence,
            image=base.image,
            base=base.shown,
            until=base.status.until,
            removed=base.status.removed or base.status.until,
            successor=successor.image if successor is not None else "",
        )
