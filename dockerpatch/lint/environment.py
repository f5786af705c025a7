"""Which value a variable of the environment has where a command runs, as far as the file says. It runs nothing."""

from __future__ import annotations

from bisect import bisect_left

from dockerpatch.syntax.expand import expand

from .uses import position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommands
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction
    from dockerpatch.syntax.instruction import Pair

    from .rule import Context
    from .steps import Step
    from .uses import Use

    Values = dict[str, tuple[list[int], list[str]]]
    """By name: where it is set, in order, and to what."""

_EXPORTS = ("declare", "export", "typeset")


def value_for(ctx: Context, use: Use, name: str) -> str | None:
    """The value that the command sees: set right before it, exported in its RUN, or by an ENV or ARG above it.

    A value that the file does not tell is as written. None: nothing sets it.
    """
    if not _is_named(ctx, name):
        return None
    given = name + "="
    node = use.command.node
    for word in (*use.command.words[: use.index], *(node.assignments if node is not None else ())):
        if word.raw.startswith(given):
            return (word.value if word.value is not None else word.raw)[len(given) :]
    exports = ctx.once("exports", lambda: _exports(use.run), use.run.instruction.start)
    found = _before(exports, name, position(ctx, use))
    return found if found is not None else value_at(ctx, use.step, name)


def value_at(ctx: Context, step: Step, name: str) -> str | None:
    """The value that the ENVs and ARGs of the file give the variable at the step."""
    stage = step.stage
    if stage is None or not _is_named(ctx, name):
        return None
    for each in stage.lineage():
        own = each is stage
        values = ctx.once("environment", lambda each=each, own=own: _values(ctx, each, own), each.index, own)  # type: ignore[misc]
        found = _before(values, name, step.written.start if own else len(ctx.source.text))
        if found is not None:
            return found
    return None


def _is_named(ctx: Context, name: str) -> bool:
    return ctx.once("variable is named", lambda: name in ctx.source.text, name)


def text_of(ctx: Context, instruction: Instruction, pair: Pair) -> str:
    """The value of a pair without its quotes; one that holds a variable as it is written."""
    value = pair.value or ""
    if not value or "$" in value:
        return value
    written = instruction.traced(pair.value_at, pair.value_at + len(value))
    return expand(written, {}, ctx.build.dockerfile.escape).value.text


def _before(values: Values, name: str, place: int) -> str | None:
    places, texts = values.get(name, ((), ()))
    at = bisect_left(places, place)
    return texts[at - 1] if at else None


def _put(values: Values, name: str, place: int, text: str) -> None:
    places, texts = values.setdefault(name, ([], []))
    places.append(place)
    texts.append(text)


def _values(ctx: Context, stage: Stage, with_arguments: bool) -> Values:
    values: Values = {}
    for each in stage.instructions:
        if each.keyword != "ENV" and not (with_arguments and each.keyword == "ARG"):
            continue
        for pair in each.pairs:
            if pair.value is not None:
                _put(values, pair.name, each.start, text_of(ctx, each, pair))
            elif pair.name in ctx.build.globals.values:
                _put(values, pair.name, each.start, ctx.build.globals.values[pair.name].text)
    return values


def _exports(run: RunCommands) -> Values:
    values: Values = {}
    for index, command in enumerate(run.commands):
        if command.name in _EXPORTS:
            for word in command.words[1:]:
                name, sign, text = (word.value if word.value is not None else word.raw).partition("=")
                if sign:
                    _put(values, name, index, text)
    return values
