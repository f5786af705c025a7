"""DP105: a tag that its official image never had. One that may be younger than the almanac is only noted."""

from __future__ import annotations

from dockerpatch.knowledge.answers import NEVER_LISTED
from dockerpatch.lint.bases import bases, listing
from dockerpatch.lint.finding import NOTE
from dockerpatch.lint.lifelines import dead_image, may_be_younger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        if base.status.kind != NEVER_LISTED or base.digest or dead_image(ctx, base):
            continue
        younger = may_be_younger(ctx, base)
        near = ctx.almanac.near_misses(base.image, base.tag, 3)
        yield ctx.report(
            base.place,
            "unknown" if younger else "never",
            severity=NOTE if younger else "",
            confidence="low" if younger else "",
            advice="younger" if younger else "near" if near else "nothing-near",
            covers=(base.site.covers,),
            evidence=[listing(ctx.almanac, base.image, base.tag, base.status)],
            base=base.shown,
            as_of=ctx.almanac.as_of,
            near=", ".join(near),
        )
