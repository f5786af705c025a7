"""DP410: a package index that is fetched in one RUN and used in another. It never takes an upgrade for an update."""

from __future__ import annotations

from dockerpatch.lint.apk_index import removes_index
from dockerpatch.lint.apt_lists import removes_lists
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.indexes import is_opaque, wants
from dockerpatch.lint.merges import merge_next
from dockerpatch.lint.scanners import are_bare, checkov_counts_update, names_but, raw_of, says_update, stands_apart
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
            found = _alone(run, family) if run.mentions((family,)) else None
            if found is None:
                continue
            use = Use(step, run, found.command, found.command.program_index, found.command.program or "")
            edit = merge_next(ctx, step, family) if not found.is_removed else None
            yield ctx.report(
                use.place(found.word),
                "unused" if found.is_removed else "alone",
                covers=step.covers,
                fix=Fix(UNSAFE, "fetch the index in the RUN that uses it", [edit]) if edit is not None else None,
                same_as=names_but(ctx, *_untrue(ctx, use, found.word, found.in_vain)),
                tool=use.program,
            )


class _Update:
    """An update whose index nothing in its RUN uses: ``word`` says so, ``in_vain``: no other one is used either."""

    __slots__ = ("command", "in_vain", "is_removed", "word")

    def __init__(self, command: RunCommand, word: RunWord) -> None:
        self.command = command
        self.word = word
        self.in_vain = True
        self.is_removed = False


def _alone(run: RunCommands, family: str) -> _Update | None:
    found: _Update | None = None
    used = False
    for command in run.commands:
        action = package_actions(command)
        if found is not None and (removes_lists(command) if family == "apt" else removes_index(command)):
            found.is_removed = True
        elif action is None:
            found = None if is_opaque(command) else found
        elif action.family != family:
            continue
        elif action.verb == "update" and action.subcommand is not None:
            found = found if found is not None and not found.is_removed else _Update(command, action.subcommand)
        elif found is not None and wants(action):
            found = None
            used = True
    if found is None or (used and found.is_removed):
        return None
    found.in_vain = not used
    return found


def _untrue(ctx: Context, use: Use, verb: RunWord, in_vain: bool) -> list[str]:
    """The scanners that do not report the RUN: they know few tools by their very names, and read the whole file."""
    seen = use.run.form == "json" or (are_bare(use, verb) and stands_apart(use))
    known = use.program in ("apk", "apt", "apt-get") and not use.step.is_trigger
    untrue = [] if seen and known and in_vain else ["DS-0017"]
    if use.step.is_trigger or not says_update(raw_of(ctx, use.step)) or not checkov_counts_update(ctx):
        untrue.append("CKV_DOCKER_5")
    return untrue
