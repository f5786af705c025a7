"""Where a stage upgrades its distribution's packages, and where it could. It never judges whether a project should."""

from __future__ import annotations

from dockerpatch.knowledge.users import runs_as_root
from dockerpatch.model.stage import is_root
from dockerpatch.text.edit import Edit

from .bases import base_at
from .edits import drop_instruction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommand, RunCommands
    from dockerpatch.model.packages import PackageAction
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

    from .rule import Context

_TOOLS = ("apk", "apt", "dnf", "yum", "zypper")
_FETCHING = ("rpm", "zypper")
"""Tools that fetch the package index by themselves. Without one, ``apk upgrade`` finds nothing newer and says OK."""
_FRESHENING = ("update", "upgrade")
WORKS, NO_ROOT, NO_INDEX, NOT_SURE = "works", "no-root", "no-index", "not-sure"


class Upgrade:
    """One command that upgrades packages, and whether it can: WORKS, or why it does not.

    ``packages`` are the ones it names; ``whole``: it upgrades all that are installed.
    """

    __slots__ = ("action", "command", "instruction", "outcome", "packages", "stage", "whole")

    def __init__(
        self, stage: Stage, instruction: Instruction, command: RunCommand, action: PackageAction, outcome: str
    ) -> None:
        self.stage = stage
        self.instruction = instruction
        self.command = command
        self.action = action
        self.outcome = outcome
        self.whole = action.upgrades_all
        self.packages = tuple(package.name for package in action.packages)


def actions(ctx: Context, stage: Stage) -> list[tuple[Instruction, RunCommands, RunCommand, PackageAction]]:
    """What the RUNs of the stage do to packages, in order; worked out once a file."""
    return ctx.once("actions", lambda: _actions(ctx, stage), stage.index)


def _actions(ctx: Context, stage: Stage) -> list[tuple[Instruction, RunCommands, RunCommand, PackageAction]]:
    # Most of what reads commands is loaded only for files that have a package tool in them at all.
    if not ctx.once("has tools", lambda: any(tool in ctx.source.text for tool in _TOOLS)):
        return []
    from dockerpatch.model.packages import actions_of

    return [
        (run.instruction, run, command, action) for run in stage.runs().values() for command, action in actions_of(run)
    ]


def upgrades(ctx: Context, stage: Stage, managers: tuple[str, ...] = ("apk",)) -> list[Upgrade]:
    """The commands in the stage itself that upgrade packages with one of ``managers``, each with its outcome."""
    return ctx.once("upgrades", lambda: _upgrades(ctx, stage, managers), stage.index, managers)


def _upgrades(ctx: Context, stage: Stage, managers: tuple[str, ...]) -> list[Upgrade]:
    # Most of what reads commands is loaded only for files that may hold an upgrade.
    if managers == ("apk",) and not ctx.once("may upgrade", lambda: _may_upgrade(ctx.source.text)):
        return []
    found: list[Upgrade] = []
    own = [one for one in actions(ctx, stage) if one[-1].manager in managers]
    if not own:
        return found  # before all stages it is built on are looked at: a chain of them can be long
    indexed = any(_indexes(ctx, parent, managers) for parent in stage.lineage()[1:])
    for instruction, run, command, action in own:
        if action.verb == "upgrade" or _upgrades_named(action):
            if is_root(stage.user_at(instruction)) is False and not _by_sudo(command):
                outcome = NO_ROOT
            elif not (indexed or action.refreshes or action.family in _FETCHING or _has_cache(stage, instruction)):
                outcome = NO_INDEX
            elif not run.always(command):
                outcome = NOT_SURE
            else:
                outcome = WORKS
            found.append(Upgrade(stage, instruction, command, action, outcome))
        if action.verb == "update":
            indexed = True
    return found


def _may_upgrade(text: str) -> bool:
    """Whether ``apk upgrade`` or ``apk add -u`` may stand anywhere in the file; false is certain.

    A variable may hold either, and a line may end within the word.
    """
    if "upgrade" in text or "$" in text or ("-" in text and any("-" in one and "u" in one for one in text.split())):
        return True
    return any(line[-1:] in ("\\", "`") and not line[-2:-1].isspace() for line in text.splitlines())


def _has_cache(stage: Stage, instruction: Instruction) -> bool:
    """Whether ``apk`` keeps a cache at that point: with one it fetches the index by itself when that is old."""
    return any(
        "/etc/apk/cache" in each.logical
        for one in stage.lineage()
        for each in one.instructions
        if one is not stage or each.start <= instruction.start
    )


def _by_sudo(command: RunCommand) -> bool:
    return any(word.value in ("sudo", "doas") for word in command.words[: max(command.program_index, 0)])


def _upgrades_named(action: PackageAction) -> bool:
    return action.manager == "apk" and action.verb == "install" and action.has("-u", "--upgrade")


def _indexes(ctx: Context, stage: Stage, managers: tuple[str, ...]) -> bool:
    return any(action.manager in managers and action.verb == "update" for *_, action in actions(ctx, stage))


def insertion(ctx: Context, stage: Stage, command: str) -> tuple[Edit, bool] | None:
    """The edit that adds ``RUN command`` to the stage, below its FROM and ARGs, and whether it is known to be root's.

    Where the stage does not start as root, the stage that it is built on is tried; None when none of them does.
    """
    for place in stage.lineage():
        user = is_root(place.user_at())
        if user is False:
            continue
        known = user is True or is_root_base(ctx, place)
        return _below(ctx, place, command), known
    return None


def is_root_base(ctx: Context, stage: Stage) -> bool:
    """Whether the base image is known to start as root, or a package is installed with nobody made root before."""
    base = base_at(ctx, stage.base)
    if base is not None and runs_as_root(base.image, base.tag):
        return True
    for each in reversed(stage.lineage()):
        for instruction, run, command, action in actions(ctx, each):
            if action.verb in ("install", "upgrade", "update") and each.user_at(instruction) is None:
                return not _by_sudo(command) and run.always(command)
    return False


def removal(ctx: Context, upgrade: Upgrade) -> Edit | None:
    """The edit that takes out the upgrade's RUN; None when that does more than upgrade, or has a comment inside."""
    run = upgrade.stage.runs()[upgrade.instruction.start]
    ours = [action for instruction, _, _, action in actions(ctx, upgrade.stage) if instruction is upgrade.instruction]
    if run.form == "heredoc" or len(ours) != len(run.commands) or any(one.verb not in _FRESHENING for one in ours):
        return None
    return drop_instruction(ctx, upgrade.instruction)


def _below(ctx: Context, stage: Stage, command: str) -> Edit:
    """A line after the stage's FROM, or after the last of the ARGs that follow it, written as the FROM is."""
    last = stage.origin
    for each in stage.instructions:
        if each.keyword != "ARG":
            break
        last = each
    text = ctx.source.text
    start = ctx.source.line_start(stage.origin.start_line)
    indent = text[start : stage.origin.start]
    indent = indent if not indent.strip(" \t") else ""
    word = text[stage.origin.start : stage.origin.keyword_end]
    keyword = "run" if word == "from" else "RUN"
    newline = ctx.source.newline
    written = last.physical(len(last.logical))
    if text[written : last.end].strip(" \t"):
        # A continuation that nothing follows stays the file's last one.
        return Edit(written, written, f"{newline}{indent}{keyword} {command}")
    end = text.find("\n", last.end)
    if end < 0:
        return Edit(len(text), len(text), f"{newline}{indent}{keyword} {command}")
    return Edit(end + 1, end + 1, f"{indent}{keyword} {command}{newline}")
