"""DP410: a package index that is fetched in one RUN and used in another. It never takes an upgrade for an update."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.indexes import is_opaque, reads
from dockerpatch.lint.merges import merge_next
from dockerpatch.lint.scanners import checkov_counts_update, names_but, raw_of, says_update
from dockerpatch.lint.uses import Use, runs
from dockerpatch.model.packages import package_actions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.commands import RunCommand, RunCommands, RunWord

_FAMILIES = ("apk", "apt")
"""The tools that do not look at the age of the index themselves."""


def check(ctx: Context) -> Iterator[Finding]:
    for step, run in runs(ctx):
        if not run.mentions(("update",)):
            continue
        for family in _FAMILIES:
            found = _alone(run, family)
            if found is None:
                continue
            command, word, in_vain = found
            use = Use(step, run, command, command.program_index, command.program or "")
            edit = merge_next(ctx, step, family)
            yield ctx.report(
                use.place(word),
                "alone",
                covers=step.covers,
                fix=Fix(UNSAFE, "fetch the index in the RUN that uses it", [edit]) if edit is not None else None,
                same_as=names_but(ctx, *_untrue(ctx, use, in_vain)),
                tool=use.program,
            )


def _alone(run: RunCommands, family: str) -> tuple[RunCommand, RunWord, bool] | None:
    """The update whose index nothing in the RUN uses, the word that says so, and whether it is so with all of them."""
    found: tuple[RunCommand, RunWord] | None = None
    used = False
    for command in run.commands:
        action = package_actions(command)
        if action is None:
            if is_opaque(command):
                found = None
        elif action.family == family:
            if action.verb == "update" and action.subcommand is not None:
                found = found or (command, action.subcommand)
            elif found is not None and reads(action):
                found = None
                used = True
    return (*found, not used) if found is not None else None


def _untrue(ctx: Context, use: Use, in_vain: bool) -> list[str]:
    """The scanners that do not report the RUN: they know few tools by their very names, and read the whole file."""
    plain = use.word.raw == use.program and use.command.outer is None
    seen = (plain or use.run.form == "json") and use.program in ("apk", "apt", "apt-get") and not use.step.is_trigger
    untrue = [] if seen and in_vain else ["DS-0017"]
    if use.step.is_trigger or not says_update(raw_of(ctx, use.step)) or not checkov_counts_update(ctx):
        untrue.append("CKV_DOCKER_5")
    return untrue
