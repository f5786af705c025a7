"""Where a file of an image comes from: followed back through COPYs, from stage to stage.

It never reads the build context.
"""

from __future__ import annotations

import posixpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.image.site import ImageSite
    from dockerpatch.model.build import Build
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction


class Provenance:
    """Where a file was made: ``stage`` holds it, ``copies`` brought it to the final stage (the last COPY first).

    ``image`` is the image that the first of them copies from, ``context``: it comes from the build context. Without
    copies, image and context the file is the stage's own, or its base image's.
    """

    __slots__ = ("context", "copies", "image", "path", "stage")

    def __init__(self, stage: Stage, path: str) -> None:
        self.stage = stage
        self.path = path
        self.copies: list[Instruction] = []
        self.image: ImageSite | None = None
        self.context = False


def trace(build: Build, stage: Stage, path: str, first: Instruction | None = None) -> Provenance:
    """Follow the file ``path`` (absolute, or without its leading slash) of ``stage`` back to where it was made.

    ``first`` is the instruction that is known to have made its layer in ``stage``.
    """
    found = Provenance(stage, posixpath.normpath("/" + path.lstrip("/")))
    while len(found.copies) <= len(build.stages):
        copy = first if first is not None else _copy_of(found.stage, found.path)
        first = None
        if copy is None or copy.keyword not in ("COPY", "ADD"):
            break
        found.copies.append(copy)
        source = next((flag.value or "" for flag in copy.flags if flag.name == "from"), "")
        if not source:
            found.context = True
            break
        holder = _holder(found.stage, copy)
        other = _stage(build, source, holder)
        if other is None:
            found.image = next((site for site in build.sites if site.covers.start == copy.start), None)
            break
        found.path = _source_of(holder, copy, found.path)
        found.stage = other
    return found


def _holder(stage: Stage, instruction: Instruction) -> Stage:
    """The stage of the lineage that holds the instruction."""
    return next((each for each in stage.lineage() if instruction in each.instructions), stage)


def _stage(build: Build, name: str, before: Stage) -> Stage | None:
    found = build.stage_named(name, before.index)
    if found is None and name.isascii() and name.isdigit() and int(name[:6]) < before.index:
        found = build.stages[int(name[:6])]
    return found


def _copy_of(stage: Stage, path: str) -> Instruction | None:
    """The last COPY or ADD of the stage, or of those it is built on, whose destination holds the file."""
    for each in stage.lineage():
        folders = _folders(each)
        for instruction in reversed(each.instructions):
            if instruction.keyword in ("COPY", "ADD") and len(instruction.args) > 1:
                target = _target(each, instruction, folders)
                if target == path or path.startswith(target.rstrip("/") + "/"):
                    return instruction
    return None


def _folders(stage: Stage) -> dict[int, str]:
    """The working directory at each instruction of the stage, by the offset it starts at."""
    here = "/"
    for parent in reversed(stage.lineage()[1:]):
        for instruction in parent.instructions:
            if instruction.keyword == "WORKDIR" and instruction.args:
                here = posixpath.join(here, parent.expanded(instruction.args[0]))
    found = {}
    for instruction in stage.instructions:
        if instruction.keyword == "WORKDIR" and instruction.args:
            here = posixpath.join(here, stage.expanded(instruction.args[0]))
        found[instruction.start] = here
    return found


def _target(stage: Stage, instruction: Instruction, folders: dict[int, str]) -> str:
    written = stage.expanded(instruction.args[-1])
    return posixpath.normpath(posixpath.join(folders.get(instruction.start, "/"), written))


def _source_of(stage: Stage, copy: Instruction, path: str) -> str:
    """What the copied file is called where it is copied from; the destination's name where that cannot be told."""
    sources = [stage.expanded(word) for word in copy.args[:-1]]
    target = _target(stage, copy, _folders(stage))
    below = path[len(target.rstrip("/")) :].lstrip("/") if path != target else ""
    name = posixpath.basename(path)
    for source in sources:
        plain = posixpath.normpath("/" + source.lstrip("/"))
        if posixpath.basename(plain) == name:
            return plain
        if len(sources) == 1 and "*" not in plain:
            return posixpath.join(plain, below) if below else plain
    return posixpath.join("/", below or name)
