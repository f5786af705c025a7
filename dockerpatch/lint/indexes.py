"""Who in a file reads the package index (apt's lists, apk's index) that an update has left. It never judges an update.

What a script does that is not in the file is not known: it counts as one that may read or fetch.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dockerpatch.model.commands import run_commands
from dockerpatch.model.packages import package_actions
from dockerpatch.model.programs import SHELLS, shell_call

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dockerpatch.model.commands import RunCommand, RunCommands
    from dockerpatch.model.packages import PackageAction

    from .rule import Context
    from .steps import Step

NONE, MAYBE, SURE = 0, 1, 2
_READING = {
    "apt": frozenset("build-dep source download satisfy changelog showsrc show search policy".split()),
    "apk": frozenset("add upgrade fetch search policy list fix".split()),
}
"""Commands that want an index, besides those that install and upgrade."""
_USERS = frozenset(
    "add-apt-repository apt-add-repository apt-cache apt-fast apt-file apt-install apt-show-versions gdebi"
    " install-packages install_packages mk-build-deps rosdep tasksel unattended-upgrade xx-apk xx-apt"
    " xx-apt-get".split()
)
"""Programs that use an index, or fetch one, by themselves."""


def wants(action: PackageAction) -> bool:
    """Whether the command works with an index, however it comes by it."""
    if action.verb == "update" or action.subcommand is None:
        return False
    return action.verb in ("install", "upgrade") or (action.subcommand.value or "") in _READING.get(action.family, ())


def reads(action: PackageAction) -> bool:
    """Whether the command works with an index that has to be there."""
    return wants(action) and not (action.family == "apk" and action.refreshes)


def is_opaque(command: RunCommand) -> bool:
    """Whether the command runs something that the file does not show and that may use the package tools."""
    program = command.program
    if program is None:
        return False
    if program in _USERS or program.endswith(".sh") or program in (".", "source"):
        return True
    if program not in SHELLS:
        return False
    call = shell_call([word.value for word in command.words], command.program_index)
    return call is None or call.script < 0


def first_read(commands: Iterable[RunCommand], family: str) -> tuple[int, RunCommand | None]:
    """Whether one of the commands reads an index of the ``family`` that none before it has fetched, and which one."""
    found, first = NONE, None
    for command in commands:
        action = package_actions(command)
        if action is None:
            if is_opaque(command):
                found, first = MAYBE, first or command
        elif action.family == family:
            if action.verb == "update":
                break
            if reads(action):
                return (SURE if found == NONE else MAYBE), command
    return found, first


class Read:
    """The first command of a RUN that reads an index it has not fetched. ``found``: MAYBE or SURE."""

    __slots__ = ("command", "found", "run", "step")

    def __init__(self, step: Step, run: RunCommands, command: RunCommand, found: int) -> None:
        self.step = step
        self.run = run
        self.command = command
        self.found = found


class Readers:
    """The RUNs that read an index they have not fetched, for one family of package tools."""

    __slots__ = ("_below", "_children", "_own")

    def __init__(self, ctx: Context, family: str) -> None:
        stages = ctx.build.stages
        self._own: list[list[Read]] = [[] for _ in stages]
        self._children: list[list[int]] = [[] for _ in stages]
        self._below = [NONE for _ in stages]
        """The most that is found in the stages that are built on each."""
        for step in steps(ctx, "RUN"):
            if step.stage is None:
                continue
            run = _run(step)
            found, command = first_read(run.commands, family) if _may_read(run) else (NONE, None)
            if command is not None:
                self._own[step.stage.index].append(Read(step, run, command, found))
        for stage in reversed(stages):
            if stage.parent is not None:
                at = stage.parent.index
                self._children[at].append(stage.index)
                own = max((read.found for read in self._own[stage.index]), default=NONE)
                self._below[at] = max(self._below[at], own, self._below[stage.index])

    def after(self, step: Step) -> int:
        """NONE, MAYBE or SURE: whether a RUN below the step reads, in its stage or in those that are built on that."""
        if step.stage is None:
            return NONE
        at = step.stage.index
        return max([read.found for read in self._later(step, at)] + [self._below[at]])

    def _later(self, step: Step, stage: int) -> list[Read]:
        own = self._own[stage]
        return own[bisect_right(own, step.instruction.start, key=_start) :]

    def sure_after(self, step: Step) -> list[Read]:
        """Those below the step that surely read; [] as well when they are too many to follow."""
        if step.stage is None:
            return []
        found = [read for read in self._later(step, step.stage.index) if read.found == SURE]
        todo = list(self._children[step.stage.index])
        seen = 0
        while todo:
            at = todo.pop()
            seen += 1
            found += [read for read in self._own[at] if read.found == SURE]
            if seen > _MOST:
                return []
            todo += self._children[at]
        return found if len(found) <= _MOST else []


_MOST = 30
_WORDS = ("apt", "apk", "source", ". ", *_USERS)


def _may_read(run: RunCommands) -> bool:
    """Whether a command of the RUN can want an index, or be opaque; told without reading the script."""
    if run.mentions(_WORDS) or run.instruction.heredocs:
        return True
    # A shell, or a script called like one: "share" and "ssh-keygen" are in many a RUN.
    return re.search(r"sh(?!\w)", run.instruction.logical) is not None


def _start(read: Read) -> int:
    return read.step.instruction.start


def _run(step: Step) -> RunCommands:
    assert step.stage is not None
    if step.is_trigger:
        return run_commands(step.instruction, step.stage.shell_at(step.written))
    return step.stage.runs()[step.instruction.start]


def readers(ctx: Context, family: str) -> Readers:
    """The readers of ``family`` ("apt" or "apk") in the file, worked out once."""
    return ctx.once("index readers", lambda: Readers(ctx, family), family)
