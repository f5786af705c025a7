"""DL3001: commands that have nothing to do in a build. It never asks whether the program is installed."""

from __future__ import annotations

from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunCommands

_PROGRAMS = ("free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim")


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, *_PROGRAMS):
        if ctx.as_hadolint or not _has_a_point(ctx, use):
            yield ctx.report(
                use.place(),
                "pointless",
                covers=use.step.covers,
                program=use.program,
                same_as=() if use.program == "ssh" else None,
            )


def _has_a_point(ctx: Context, use: Use) -> bool:
    program, run = use.program, use.run
    if program == "kill":
        # Something else of the same RUN may still be running.
        return ctx.once("kept running", lambda: _keeps_running(run), use.step.instruction.start)
    if program == "service":
        return use.command is not run.commands[-1]
    return program == "vim" and any(value[:1] in ("-", "+") for value in use.values)


def _keeps_running(run: RunCommands) -> bool:
    return any(one.after == "&" or one.name == "service" for one in run.commands)
