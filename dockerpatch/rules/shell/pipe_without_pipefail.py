"""DL4006: pipes that hide a failure. It never judges what the last command of a pipe makes of what it gets."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.pipefail import KNOWS, sets_pipefail, shell_instruction, shell_of, switched_on
from dockerpatch.lint.pipes import hides_failure, pipes
from dockerpatch.lint.steps import steps
from dockerpatch.lint.uses import runs
from dockerpatch.syntax.shell_tree import Command
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.pipes import Pipe
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.model.commands import RunCommands


def check(ctx: Context) -> Iterator[Finding]:
    found = list(_as_hadolint(ctx) if ctx.as_hadolint else _hidden(ctx))
    shells: dict[int, Fix | None] = {}
    for step, run, pipe in found:
        left = pipe.command.program if isinstance(pipe.left, Command) else None
        yield ctx.report(
            _place(step, pipe),
            "hidden" if left else "group",
            covers=step.covers,
            advice="hidden" if shell_of(ctx, step) in KNOWS else "shell",
            fix=_fix(ctx, step, run, pipe, shells),
            same_as=_names(step, run, pipe),
            left=left,
        )


def _hidden(ctx: Context) -> Iterator[tuple[Step, RunCommands, Pipe]]:
    """The first pipe of each RUN that hides a failure."""
    for step, run in runs(ctx):
        if run.form == "json" or run.mentions(("|",)):
            pipe = next((one for one in pipes(run) if hides_failure(one)), None)
            if pipe is not None:
                yield step, run, pipe


def _as_hadolint(ctx: Context) -> Iterator[tuple[Step, RunCommands, Pipe]]:
    """The first pipe of each RUN of which no SHELL of its stage has turned on pipefail."""
    by_start = {step.instruction.start: run for step, run in runs(ctx)}
    on = False
    for step in steps(ctx, "FROM", "SHELL", "RUN"):
        instruction = step.instruction
        if step.is_trigger:
            continue
        if instruction.keyword != "RUN":
            on = instruction.keyword == "SHELL" and sets_pipefail(instruction.args)
        elif not on:
            run = by_start[instruction.start]
            pipe = next(pipes(run), None)
            if pipe is not None:
                yield step, run, pipe


def _place(step: Step, pipe: Pipe) -> Span:
    at = pipe.command.ground.at(pipe.left.after_start)
    return Span(at, at + len(pipe.left.after)) if at is not None else step.keyword_span


def _names(step: Step, run: RunCommands, pipe: Pipe) -> tuple[str, ...]:
    """What the others call it: they do not look into scripts given to a shell, nor into an ONBUILD."""
    if step.is_trigger or (pipe.command.outer is not None and run.form != "json"):
        return ()
    return ("DS-0032", "set-pipefail")


def _fix(ctx: Context, step: Step, run: RunCommands, pipe: Pipe, shells: dict[int, Fix | None]) -> Fix | None:
    if pipe.command.outer is not None or step.stage is None or run.form == "json":
        return None
    if not ctx.as_hadolint and shell_of(ctx, step) in KNOWS:
        edit = switched_on(ctx, step, run)
        return Fix(UNSAFE, "set -o pipefail", [edit]) if edit is not None else None
    # One SHELL, above the first of them, is for all that follow in the stage.
    index = step.stage.index
    if index not in shells:
        found = shell_instruction(ctx, step)
        shells[index] = Fix(UNSAFE, f"add {found[1]}", [found[0]]) if found is not None else None
    return shells[index] if step.stage.shell_at(step.written) is None else None
