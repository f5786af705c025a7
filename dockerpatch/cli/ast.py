"""The command ``ast``: a Dockerfile as JSON. It never judges what it prints."""

from __future__ import annotations

import json
import os

from dockerpatch.engine.report import BROKEN, CLEAN, NO_INPUT
from dockerpatch.hosts.dockerfile import read
from dockerpatch.reporters.legible import legible
from dockerpatch.system.files import read_bytes
from dockerpatch.text.source import Source

from . import terminal
from .almanac import opened
from .output import read_stdin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.model.build import Build
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction


def ast(file: str, as_of: str, almanac: str) -> int:
    """Print ``file`` (``-``: standard input) as JSON; a file that cannot be parsed is one line on standard error."""
    if file != "-" and not os.path.lexists(file):
        terminal.err().write(f"{legible(file)}: error: no such file\n")
        return NO_INPUT
    source = Source(file, read_stdin() if file == "-" else read_bytes(file))
    document = read(source)
    if document.build.dockerfile.fault is not None:
        fault = document.faults[0]
        at = source.position(min(max(fault.offset, 0), len(source.text)))
        path = "<stdin>" if file == "-" else legible(file)
        terminal.err().write(f"{path}:{at.line}:{at.column}: error: {legible(fault.message)}\n")
        return BROKEN
    data = as_data(document.build, opened(almanac, as_of))
    terminal.out().write(json.dumps(data, indent=2) + "\n")
    return CLEAN


def as_data(build: Build, almanac: Almanac) -> dict[str, Any]:
    """The tree as plain data; lines count from 1, ends are inclusive."""
    dockerfile = build.dockerfile
    return {
        "instructions": [_instruction(one) for one in dockerfile.instructions],
        "directives": {one.name: one.value for one in dockerfile.directives},
        "stages": [_stage(one, almanac) for one in build.stages],
    }


def _instruction(one: Instruction) -> dict[str, Any]:
    return {
        "keyword": one.keyword,
        "start_line": one.start_line,
        "end_line": one.end_line,
        "flags": [flag.text for flag in one.flags],
        "args": list(one.args),
        "json": one.is_json,
        "heredocs": [
            {"name": each.name, "content": each.content, "expand": each.expand, "chomp": each.chomp}
            for each in one.heredocs
        ],
    }


def _stage(stage: Stage, almanac: Almanac) -> dict[str, Any]:
    last = stage.instructions[-1] if stage.instructions else stage.origin
    return {
        "index": stage.index,
        "name": stage.name or None,
        "base": _base(stage),
        "parent": stage.parent.index if stage.parent is not None else None,
        "platform": next((flag.value for flag in stage.origin.flags if flag.name == "platform"), None),
        "start_line": stage.origin.start_line,
        "end_line": last.end_line,
        "user": _last(stage, "USER"),
        "distro": _distro(stage, almanac),
        "shell": _shell(stage),
    }


def _base(stage: Stage) -> str | None:
    """What stands after FROM with its variables put in; None where one has no value in the file."""
    if stage.site is not None:
        return None if stage.site.undefined else stage.site.name.text
    if stage.parent is not None:
        return stage.parent.name
    return "scratch" if stage.origin.args else None


def _last(stage: Stage, keyword: str) -> str | None:
    """The argument of the last instruction of that keyword in the stage or those it is built on."""
    for each in stage.lineage():
        for instruction in reversed(each.instructions):
            if instruction.keyword == keyword and instruction.args:
                return instruction.args[0]
    return None


def _shell(stage: Stage) -> list[str] | None:
    for each in stage.lineage():
        for instruction in reversed(each.instructions):
            if instruction.keyword == "SHELL" and instruction.is_json:
                return list(instruction.args)
    return None


def _distro(stage: Stage, almanac: Almanac) -> dict[str, str | None] | None:
    site = stage.base
    reference = site.reference if site is not None else None
    if reference is None or reference.official is None:
        return None
    distro = almanac.distro(reference.official, reference.tag or "latest")
    if distro is None:
        return None
    return {"family": distro.family, "version": distro.version, "codename": distro.codename}
