"""DL3003: cd where WORKDIR would do. It never looks at a cd that another program is told to make."""

from __future__ import annotations

import re

from dockerpatch.lint.chains import begins_with
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.uses import uses
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

_PATH = r"/[\w.+@/-]*"
_HEEDLESS = frozenset(("ARG", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "SHELL"))
_HEEDLESS |= {"STOPSIGNAL", "USER", "VOLUME"}


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "cd"):
        if ctx.as_hadolint and use.step.is_trigger:
            continue
        yield ctx.report(
            use.place(),
            "alone" if len(use.run.commands) == 1 else "changes",
            covers=use.step.covers,
            fix=_fix(ctx, use),
            same_as=None if begins_with(ctx, use.step, "cd ") else ("use-workdir",),
        )


def _fix(ctx: Context, use: Use) -> Fix | None:
    node, run, stage, step = use.command.node, use.run, use.step.stage, use.step
    if node is None or stage is None or step.is_trigger or run.form != "shell" or use.command is not run.commands[0]:
        return None
    instruction = step.instruction
    path = _target(use)
    if not path or instruction.flags or node.after != "&&" or node.depth or _looks_back(instruction):
        return None
    ground = use.command.ground
    following = run.commands[1].node if len(run.commands) > 1 else None
    start, end = ground.at(node.start), ground.at(following.lead) if following is not None else None
    if following is None or following.before_start != node.after_start or start is None or end is None:
        return None
    if start != instruction.physical(instruction.rest_start) or "#" in ctx.source.text[start:end]:
        return None
    unnoticed = ctx.once("directory unnoticed", lambda: _unnoticed(ctx, stage), stage.index)
    if instruction.start not in unnoticed:
        return None
    at = ctx.source.line_start(instruction.start_line)
    indent = ctx.source.text[at : instruction.start].lstrip("\ufeff")
    word = "workdir" if ctx.source.text[instruction.start : instruction.keyword_end] == "run" else "WORKDIR"
    opened = Edit(instruction.start, instruction.start, f"{word} {path}{ctx.source.newline}{indent}")
    return Fix(UNSAFE, f"WORKDIR {path}", [opened, Edit(start, end, "")])


def _target(use: Use) -> str:
    """The full path that cd goes to; "" when it is not written out."""
    values = use.values
    return values[0] if len(values) == 1 and re.fullmatch(_PATH, values[0]) and not _redirected(use) else ""


def _redirected(use: Use) -> bool:
    node = use.command.node
    return node is None or bool(node.redirects or node.assignments or node.negated)


def _looks_back(instruction: Instruction) -> bool:
    return bool(instruction.heredocs) or "OLDPWD" in instruction.logical or "cd -" in instruction.logical


def _unnoticed(ctx: Context, stage: Stage) -> set[int]:
    """Where the instructions start behind which nothing in the stage depends on the directory that is left to it."""
    found = set()
    free = stage is not ctx.build.final and all(other.parent is not stage for other in ctx.build.stages)
    for each in reversed(stage.instructions):
        if free:
            found.add(each.start)
        keyword = each.keyword
        if keyword == "WORKDIR":
            free = each.rest[:1] == "/"
        elif keyword in ("COPY", "ADD"):
            free = free and bool(each.args) and each.args[-1][:1] == "/"
        elif keyword == "RUN":
            plain = not (each.flags or each.heredocs or each.is_json)
            free = free and plain and re.match(rf"cd {_PATH} ", each.rest) is not None
        else:
            free = free and keyword in _HEEDLESS
    return found
