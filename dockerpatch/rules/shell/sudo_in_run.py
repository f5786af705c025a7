"""DL3004: sudo in a RUN. It never asks whether sudo is installed, or what its rules allow."""

from __future__ import annotations

from dockerpatch.lint.bases import base_at
from dockerpatch.lint.chains import begins_with
from dockerpatch.lint.edits import drop_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.upgrades import is_root_base
from dockerpatch.lint.uses import Use, every_use, runs
from dockerpatch.model.programs import base_name, is_assignment
from dockerpatch.model.stage import is_root
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.model.commands import RunCommand


def check(ctx: Context) -> Iterator[Finding]:
    for use in _uses(ctx):
        user = use.step.stage.user_at(use.step.written) if use.step.stage is not None else None
        root = is_root(user)
        message = "root" if root else "unknown" if root is None else "user"
        yield ctx.report(
            use.place(),
            message,
            covers=use.step.covers,
            fix=_fix(ctx, use) if root or (user is None and _starts_as_root(ctx, use.step)) else None,
            same_as=_names(ctx, use.step),
            user=user,
        )


def _uses(ctx: Context) -> Iterator[Use]:
    if ctx.as_hadolint:
        yield from (use for use in every_use(ctx) if use.program == "sudo")
        return
    for step, run in runs(ctx):
        if not run.mentions(("sudo",)):
            continue
        for command in run.commands:
            index = _index(command)
            if index >= 0:
                yield Use(step, run, command, index, "sudo")


def _index(command: RunCommand) -> int:
    """Which word is sudo: the first, or one before the program that runs in the end; -1 when none is."""
    end = command.program_index
    known = command.words[: end + 1] if end >= 0 else command.words[:1]
    for index, word in enumerate(known):
        if word.value is not None and base_name(word.value) == "sudo":
            return index
    return -1


def _starts_as_root(ctx: Context, step: Step) -> bool:
    """Whether the base image is an official one, or a RUN without sudo does what only root can do."""
    stage = step.stage
    return stage is not None and (base_at(ctx, stage.base) is not None or is_root_base(ctx, stage))


def _names(ctx: Context, step: Step) -> tuple[str, ...]:
    """What the others call it, those that see it there."""
    instruction = step.instruction
    names = ["no-sudo-in-dockerfile"]
    if not instruction.is_json and begins_with(ctx, step, "sudo"):
        names.append("DS-0010")
    if not step.is_trigger and ctx.once("sudo alone", lambda: _stands_alone(instruction.rest), instruction.start):
        names.append("CKV2_DOCKER_1")
    return tuple(names)


def _stands_alone(text: str) -> bool:
    return text[:5] == "sudo " or " sudo " in text


def _fix(ctx: Context, use: Use) -> Fix | None:
    command = use.command
    if not use.arguments or use.step.is_trigger:
        return None
    behind = use.arguments[0].value
    if behind is None or behind[:1] == "-" or is_assignment(behind):
        return None
    edit = drop_word(ctx, use, use.word) if use.index else None
    if not use.index and command.node is not None:
        start, end = command.ground.at(use.word.start), command.ground.at(use.arguments[0].start)
        between = ctx.source.text[start:end] if start is not None and end is not None else ""
        if start is not None and end is not None and between[-1:] in " \t" and "\n" not in between:
            edit = Edit(start, end, "")
    return Fix(UNSAFE, "drop sudo", [edit]) if edit is not None else None
