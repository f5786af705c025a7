"""DP101: an official tag that Docker no longer rebuilds.

Images that left the library are DP104's, prereleases with a final release DP106's.
"""

from __future__ import annotations

from dockerpatch.knowledge.answers import DELISTED
from dockerpatch.lint.bases import LIBRARY, bases, listing
from dockerpatch.lint.finding import Evidence
from dockerpatch.lint.lifelines import dead_image, final_of
from dockerpatch.lint.remedies import alive, report_move

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
        evidence = _evidence(ctx, base)
        yield report_move(ctx, base, "delisted", alive(ctx, base), evidence=evidence, until=base.status.until)


def _evidence(ctx: Context, base: Base) -> list[Evidence]:
    evidence = [listing(ctx.almanac, base.image, base.tag, base.status)]
    rebuilt = ctx.almanac.last_rebuilt(base.image, base.tag)
    if rebuilt is not None:
        evidence.append(Evidence(LIBRARY, f"{base.shown} was last rebuilt on {rebuilt}", ctx.almanac.as_of))
    return evidence
