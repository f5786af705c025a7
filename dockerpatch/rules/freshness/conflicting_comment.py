"""DP107: a comment that says again what the tag says, beside a tag that is due for another.

The comment changes in the same fix as the tag.
"""

from __future__ import annotations

from dockerpatch.knowledge.answers import DELISTED
from dockerpatch.lint.bases import bases
from dockerpatch.lint.comments import restating
from dockerpatch.lint.lifelines import dead_image, final_of, is_floating, is_go_builder
from dockerpatch.lint.remedies import alive, move_fix, same_build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.bases import Base
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.remedies import Move
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        move = _due(ctx, base)
        if move is None:
            continue
        places = restating(ctx, base, move.tag)
        fix = move_fix(ctx, base, move) if places else None
        for span, _ in places:
            yield ctx.report(
                span,
                "restates",
                covers=(base.site.covers,),
                fix=fix,
                words=span.text(ctx.source.text),
                base=base.shown,
                target=f"{base.image}:{move.tag}",
            )


def _due(ctx: Context, base: Base) -> Move | None:
    """The move that DP101, DP102 or DP301 proposes for the base."""
    if base.status.kind == DELISTED and not final_of(ctx, base) and not dead_image(ctx, base):
        return alive(ctx, base)
    if base.status.listed and not base.digest and is_floating(ctx, base):
        return same_build(ctx, base, "full" if is_go_builder(base) else "line")
    return None
