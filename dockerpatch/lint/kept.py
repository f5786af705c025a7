"""Which stages leave something in an image, by name. It never looks at what they leave.

The names are read as hadolint reads them: without a registry that has a dot, a tag and a digest, and never expanded.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction

    from .rule import Context
    from .steps import Step


def image_name(origin: Instruction) -> str:
    """The name of the image that a FROM is built on."""
    words = origin.words
    name = words[0].text if words else ""
    registry, slash, rest = name.partition("/")
    if slash and "." in registry:
        name = rest
    return name.partition("@")[0].partition(":")[0]


def alias(origin: Instruction) -> str:
    """The name that a FROM gives its stage, as written; "" for none."""
    words = origin.words
    return words[2].text if len(words) > 2 and words[1].text.lower() == "as" else ""


def is_kept(ctx: Context, step: Step) -> bool:
    """Whether the image, or the images built on it (ONBUILD), have what the step leaves behind.

    Those are the last stage and the stages it is built on. Hadolint's notion, with its eyes: the last one, those that
    are the same image, and all whose name stands in some FROM.
    """
    stage = step.stage
    if step.is_trigger:
        return True
    if not ctx.as_hadolint:
        final = ctx.build.final
        kept = ctx.once("kept stages", lambda: {one.index for one in final.lineage()} if final is not None else set())
        return stage is not None and stage.index in kept
    if stage is None:
        return not ctx.build.stages
    last = ctx.build.stages[-1].origin
    names = ctx.once("names of bases", lambda: frozenset(image_name(one.origin) for one in ctx.build.stages))
    return alias(stage.origin) in names or _says(stage.origin) == _says(last)


def _says(origin: Instruction) -> tuple[str, ...]:
    return (*(flag.text for flag in origin.flags), *(word.text for word in origin.words))
