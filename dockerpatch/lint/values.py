"""What the words of instructions say once the variables that the file sets are filled in. It never guesses a value."""

from __future__ import annotations

from dockerpatch.model.scope import Scope

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rule import Context
    from .steps import Step


def scopes(ctx: Context, keyword: str) -> Iterator[tuple[Step, Scope]]:
    """Each step with ``keyword`` that stands in a stage, and the variables in force there; no trigger of an ONBUILD.

    To hadolint's eyes those before the first FROM are steps like any other.

    A scope is led on while the stage is read: ask it at once, or copy what is wanted. Where no such step holds a
    variable, all get an empty one.
    """
    plain = [step for step in steps(ctx, keyword) if not step.is_trigger]
    wanted = [step for step in plain if step.stage is not None]
    if ctx.as_hadolint:
        yield from [(step, ctx.build.globals) for step in plain if step.stage is None]
    text = ctx.source.text
    if not any(text.find("$", step.instruction.start, step.instruction.end) >= 0 for step in wanted):
        for step in wanted:
            yield step, Scope()
        return
    by_start = {step.instruction.start: step for step in wanted}
    for stage in ctx.build.stages:
        scope = stage.opening_scope()
        for each in stage.instructions:
            if each.keyword in ("ARG", "ENV"):
                scope.declare(each, stage.escape)
            elif each.start in by_start:
                yield by_start[each.start], scope
