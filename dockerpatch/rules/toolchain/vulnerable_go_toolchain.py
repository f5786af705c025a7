"""DP302: a Go builder whose standard library has known holes.

It never says that a program is hit: that takes the program.
"""

from __future__ import annotations

from dockerpatch.lint.bases import bases
from dockerpatch.lint.golang import go_version, named, proof, safer, worst_first
from dockerpatch.lint.remedies import advice_for, move_fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        version = go_version(ctx, base)
        if version is None:
            continue
        advisories = worst_first(ctx.almanac.go_advisories(version))
        if not advisories:
            continue
        tools = ctx.almanac.go_advisories(version, "toolchain")
        move = safer(ctx, base)
        fix = move_fix(ctx, base, move) if move is not None else None
        yield ctx.report(
            base.place,
            "hit-with-tools" if tools else "hit",
            advice=advice_for(base, move, fix),
            covers=(base.site.covers,),
            evidence=proof(ctx, version, advisories),
            fix=fix,
            base=base.shown,
            version=version,
            count=len(advisories),
            flaws="flaw" if len(advisories) == 1 else "flaws",
            named=named(advisories),
            tools=len(tools),
            target=f"{base.image}:{move.tag}" if move is not None else "",
            obstacle=move.obstacle if move is not None else "",
        )
