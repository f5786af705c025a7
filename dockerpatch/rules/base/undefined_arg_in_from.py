"""UndefinedArgInFrom: a variable in a FROM that no ARG above declares. What the builder defines itself is never one."""

from __future__ import annotations

from dockerpatch.lint.finding import ERROR
from dockerpatch.lint.near import nearest
from dockerpatch.lint.origin_names import NO_NAME, by_defaults, is_never_valid, undeclared
from dockerpatch.lint.origins import origins
from dockerpatch.model.platform import ARGUMENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        for name, place, is_image in undeclared(ctx, origin):
            no_name = is_image and by_defaults(ctx, origin) is not None
            near = nearest(name, (*ctx.build.globals.variables, *ARGUMENTS))
            yield ctx.report(
                place,
                "undeclared",
                advice="near" if near else "below" if name in _below(ctx) else "declare",
                severity=ERROR if no_name and is_never_valid(ctx, origin) else "",
                covers=origin.step.covers,
                same_as=(NO_NAME,) if no_name else (),
                name=name,
                near=near,
            )


def _below(ctx: Context) -> frozenset[str]:
    """The arguments that some stage declares for itself."""

    def read() -> frozenset[str]:
        args = (each for stage in ctx.build.stages for each in stage.instructions if each.keyword == "ARG")
        return frozenset(pair.name for each in args for pair in each.pairs)

    return ctx.once("args of stages", read)
