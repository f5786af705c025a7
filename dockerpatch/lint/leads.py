"""Where relative paths lead: whether a WORKDIR of the file says it. It never knows what a base image says."""

from __future__ import annotations

import re

from dockerpatch.image import reference

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rule import Context
    from .steps import Step


def is_relative(path: str) -> bool:
    """Whether where a path leads depends on the working directory, as far as its text tells."""
    return not path.startswith(("/", "$")) and re.match(r"[A-Za-z]:", path) is None


def lacks_workdir(ctx: Context, step: Step) -> bool:
    """Whether no WORKDIR of the file tells where relative paths of the step lead.

    False for what stands in an ONBUILD or before any FROM, and for a stage on scratch, which starts at the root.
    """
    if ctx.as_hadolint:
        return step.instruction.start in ctx.once("where hadolint says that paths lead", lambda: _as_hadolint(ctx))
    if step.stage is None or step.is_trigger:
        return False
    settled, first = ctx.once("where paths lead", lambda: _workdirs(ctx))
    index = step.stage.index
    return not settled[index] and first.get(index, step.instruction.start) >= step.instruction.start


def _workdirs(ctx: Context) -> tuple[list[bool], dict[int, int]]:
    """For each stage whether its working directory is settled from the start, and where its first WORKDIR stands."""
    first: dict[int, int] = {}
    for step in steps(ctx, "WORKDIR"):
        if step.stage is not None and not step.is_trigger:
            first.setdefault(step.stage.index, step.instruction.start)
    settled: list[bool] = []
    for stage in ctx.build.stages:
        if stage.parent is not None:
            settled.append(settled[stage.parent.index] or stage.parent.index in first)
        else:
            settled.append(stage.site is None)
    return settled, first


def _as_hadolint(ctx: Context) -> frozenset[int]:
    """Where the instructions stand that hadolint sees without a WORKDIR; found out by asking its binary.

    It knows a stage by its name, letter case and all, or else by that of its image without registry and tag.
    """
    known: set[str] = set()
    found: set[int] = set()
    stage = ""
    for each in ctx.build.dockerfile.instructions:
        if each.keyword == "FROM":
            words = [word.text for word in each.words]
            image = words[0] if words else ""
            parsed = reference.parse(image)
            image = parsed.repository if parsed is not None else image
            stage = words[2] if len(words) > 2 and words[1].lower() == "as" else image
            if image in known:
                known.add(stage)
            else:
                known.discard(stage)
        elif each.keyword == "WORKDIR":
            known.add(stage)
        elif stage not in known:
            found.add(each.start)
    return frozenset(found)
