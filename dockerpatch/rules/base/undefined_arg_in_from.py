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


_ENOUGH = 50
"""More slips of the pen than so many are none, and so many arguments are compared with each."""


def check(ctx: Context) -> Iterator[Finding]:
    known = (*ARGUMENTS, *ctx.build.globals.variables)[:_ENOUGH]
    told = 0
    for origin in origins(ctx):
        found = list(undeclared(ctx, origin))
        no_name = any(is_image for _, _, is_image in found) and by_defaults(ctx, origin) is not None
        is_hopeless = no_name and is_never_valid(ctx, origin)
        for name, place, is_image in found:
            near = nearest(name, known) if told < _ENOUGH else ""
            told += 1
            yield ctx.report(
                place,
                "undeclared",
                advice="near" if near else "below" if name in _below(ctx) else "declare",
                severity=ERROR if is_image and is_hopeless else "",
                covers=origin.step.covers,
                same_as=(NO_NAME,) if is_image and no_name else (),
                name=name,
                near=near,
            )


def _below(ctx: Context) -> frozenset[str]:
    """The arguments that some stage declares for itself."""

    def read() -> frozenset[str]:
        args = (each for stage in ctx.build.stages for each in stage.instructions if each.keyword == "ARG")
        return frozenset(pair.name for each in args for pair in each.pairs)

    return ctx.once("args of stages", read)
