"""DP302: a Go builder whose standard library has known holes.

It never says that a program is hit: that takes the program.
"""

from __future__ import annotations

from dockerpatch.lint.bases import bases
from dockerpatch.lint.golang import go_version, named, proof, safer, worst_first
from dockerpatch.lint.remedies import report_move

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
        yield report_move(
            ctx,
            base,
            "hit-with-tools" if tools else "hit",
            safer(ctx, base),
            evidence=proof(ctx, version, advisories),
            version=version,
            count=len(advisories),
            flaws="flaw" if len(advisories) == 1 else "flaws",
            named=named(advisories),
            tools=len(tools),
        )
