"""Where a file calls a stage by its name, and what may be done about that name. It never judges a name."""

from __future__ import annotations

from dockerpatch.model.build import mount_source
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

from .origins import origins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

    from .origins import Origin
    from .rule import Context


RESERVED = frozenset(("context", "scratch"))
"""What means something to the builder already."""


def rename(ctx: Context, origin: Origin, name: str) -> list[Edit] | None:
    """The edits that give the stage another name, where it gets it and everywhere it is called by it.

    Those that are spelled as ``name`` are left; None where the name is not written in one place.
    """
    word = origin.name
    if word is None or not _is_written(ctx, word.text, word.start):
        return None
    places = [Span(word.start, word.end), *_references(ctx).get(origin.stage.index, ())]
    text = ctx.source.text
    return [Edit(place.start, place.end, name) for place in places if place.text(text) != name]


def _references(ctx: Context) -> dict[int, list[Span]]:
    return ctx.once("stage references", lambda: _read(ctx))


def _read(ctx: Context) -> dict[int, list[Span]]:
    """Where each stage, by its index, is called by its name in so many letters, case aside."""
    found: dict[int, list[Span]] = {}
    for origin in origins(ctx):
        stage, image = origin.stage, origin.image
        if image is not None and stage.parent is not None and image.text.lower() == stage.parent.name:
            _note(ctx, found, stage.parent, image.text, image.start)
        for instruction in stage.instructions:
            for name, at in sources(instruction):
                other = ctx.build.stage_named(name, stage.index)
                if other is not None:
                    _note(ctx, found, other, name, at)
    return found


def _note(ctx: Context, found: dict[int, list[Span]], stage: Stage, name: str, at: int) -> None:
    if _is_written(ctx, name, at):
        found.setdefault(stage.index, []).append(Span(at, at + len(name)))


def _is_written(ctx: Context, name: str, at: int) -> bool:
    return ctx.source.text.startswith(name, at)


def sources(instruction: Instruction) -> Iterator[tuple[str, int]]:
    """What the instruction copies from or mounts, and where that is written."""
    if instruction.keyword not in ("COPY", "RUN"):
        return
    for flag in instruction.flags:
        if flag.value is None:
            continue
        if flag.name == "from" and instruction.keyword == "COPY":
            yield flag.value, flag.value_start
        elif flag.name == "mount" and instruction.keyword == "RUN":
            at = mount_source(flag.value)
            if at is not None:
                yield flag.value[at[0] : at[1]], flag.value_start + at[0]
