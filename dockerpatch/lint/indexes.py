"""Who in a file reads the package index (apt's lists, apk's index) that an update has left. It never judges an update.

What a script does that is not in the file is not known: it counts as one that may read or fetch.
"""

from __future__ import annotations

from dockerpatch.model.commands import run_commands
from dockerpatch.model.packages import package_actions
from dockerpatch.model.programs import SHELLS, shell_call

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dockerpatch.model.commands import RunCommand
    from dockerpatch.model.packages import PackageAction
    from dockerpatch.model.stage import Stage

    from .rule import Context
    from .steps import Step

NONE, MAYBE, SURE = 0, 1, 2
_READING = {
    "apt": frozenset("build-dep source download satisfy changelog showsrc show search policy".split()),
    "apk": frozenset("add upgrade fetch search policy list fix".split()),
}
"""Commands that want an index, besides those that install and upgrade."""
_USERS = frozenset(
    "add-apt-repository apt-add-repository apt-cache apt-file apt-show-versions equivs-build gdebi mk-build-deps rosdep"
    " tasksel unattended-upgrade".split()
)
"""Programs that use apt's lists, or fetch them, by themselves."""


def reads(action: PackageAction) -> bool:
    """Whether the command wants an index that is already there."""
    if action.verb == "update" or (action.family == "apk" and action.refreshes) or action.subcommand is None:
        return False
    word = action.subcommand.value or ""
    return action.verb in ("install", "upgrade") or word in _READING.get(action.family, ())


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


def first_read(commands: Iterable[RunCommand], family: str) -> int:
    """Whether one of the commands reads an index of the ``family`` that none of those before it has fetched."""
    found = NONE
    for command in commands:
        action = package_actions(command)
        if action is None:
            if is_opaque(command):
                found = MAYBE
        elif action.family == family:
            if action.verb == "update":
                return found
            if reads(action):
                return SURE if found == NONE else MAYBE
    return found


class Readers:
    """The RUNs that read an index they have not fetched, for one family of package tools."""

    __slots__ = ("_children", "_last")

    def __init__(self, ctx: Context, family: str) -> None:
        stages = ctx.build.stages
        self._last: list[dict[int, int]] = [{} for _ in stages]
        """By stage: where the last RUN stands that may read, and that surely does."""
        self._children = [NONE for _ in stages]
        for stage in stages:
            for start, run in stage.runs().items():
                self._take(stage, start, first_read(run.commands, family) if run.mentions(_WORDS) else NONE)
        for step in steps(ctx, "RUN"):
            if step.is_trigger and step.stage is not None:
                commands = run_commands(step.instruction, step.stage.shell_at(step.written)).commands
                self._take(step.stage, step.instruction.start, first_read(commands, family))
        for stage in reversed(stages):
            if stage.parent is not None:
                own = max(self._last[stage.index], default=NONE)
                at = stage.parent.index
                self._children[at] = max(self._children[at], own, self._children[stage.index])

    def _take(self, stage: Stage, start: int, found: int) -> None:
        if found:
            last = self._last[stage.index]
            last[found] = max(last.get(found, 0), start)

    def after(self, step: Step) -> int:
        """NONE, MAYBE or SURE: whether a RUN below the step reads, in its stage or in those that are built on that."""
        if step.stage is None:
            return NONE
        last = self._last[step.stage.index]
        own = max((found for found, start in last.items() if start > step.instruction.start), default=NONE)
        return max(own, self._children[step.stage.index])


_WORDS = ("apt", "apk", "sh", "source", ". ", *_USERS)


def readers(ctx: Context, family: str) -> Readers:
    """The readers of ``family`` ("apt" or "apk") in the file, worked out once."""
    return ctx.once("index readers", lambda: Readers(ctx, family), family)
