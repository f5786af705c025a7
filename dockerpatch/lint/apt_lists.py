"""The package lists that apt fetches, and what a RUN does to be rid of them. It never decides whether they may stay."""

from __future__ import annotations

from dockerpatch.model.packages import package_actions
from dockerpatch.text.edit import Edit

from .edits import append_command
from .uses import Use, runs, uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.model.commands import RunCommand, RunCommands

    from .indexes import Read
    from .rule import Context
    from .steps import Step

LISTS = "/var/lib/apt/lists"
CLEAN = f"rm -rf {LISTS}/*"
_FETCHERS = ("apt-get", "apt", "aptitude")
_CLEANERS = frozenset(("distclean", "dist-clean"))
_OTHERS = ("sudo", "doas", "su")
"""What makes another user of one; each further ``sudo`` would be one more to find fault with."""


def fetches(ctx: Context) -> Iterator[Use]:
    """The commands that fetch lists which are still there at the end of their RUN; the last one of each RUN."""
    if ctx.as_hadolint:
        yield from _fetches_to_hadolint(ctx)
        return
    for step, run in runs(ctx):
        if run.mentions(("apt",)) and run.mentions(("update",)):
            left = _left(step, run)
            if left is not None:
                yield left


def _fetches_to_hadolint(ctx: Context) -> Iterator[Use]:
    cleaned = {id(use.step) for use in uses(ctx, "rm") if "-rf" in use.values or f"{LISTS}/*" in use.values}
    for use in uses(ctx, *_FETCHERS):
        if "update" in use.values and id(use.step) not in cleaned:
            yield use


def _left(step: Step, run: RunCommands) -> Use | None:
    left: RunCommand | None = None
    inside = False
    for command in run.commands:
        program = command.program
        if program in ("cd", "pushd"):
            inside = any("/apt/lists" in word.raw for word in command.arguments)
        elif program in _FETCHERS:
            action = package_actions(command)
            if action is not None and action.verb == "update":
                left = command
            if left is not None and removes_lists(command):
                left = None
        elif left is not None and program in ("rm", "find") and (inside or removes_lists(command)):
            left = None
    return _use(step, run, left) if left is not None else None


def _use(step: Step, run: RunCommands, command: RunCommand) -> Use:
    return Use(step, run, command, command.program_index, command.program or "")


def removes_lists(command: RunCommand) -> bool:
    """Whether the command removes apt's lists: by ``rm``, ``find`` or apt itself."""
    program = command.program
    if program in _FETCHERS:
        return not _CLEANERS.isdisjoint([word.value for word in command.arguments])
    return program in ("rm", "find") and any(_is_lists(word.raw) for word in command.arguments)


def remove(ctx: Context, use: Use) -> Edit | None:
    """The edit that removes the lists at the end of the RUN of ``use``; None where another user than the RUN's has."""
    return append_command(ctx, use, CLEAN) if use.index == 0 or use.command.words[0].value not in _OTHERS else None


def fetch_again(ctx: Context, read: Read) -> list[Edit] | None:
    """The edits that make a RUN fetch the lists before it first reads them, and remove them in the end.

    None where it is not a plain list of commands.
    """
    command, node = read.command, read.command.node
    plain = node is not None and node.parent.kind == "script" and not node.negated and command.outer is None
    plain = plain and command.words[0].value not in _OTHERS
    at = command.ground.at(node.start) if node is not None else None
    if node is None or not plain or at is None or node.before in ("|", "|&", "||"):
        return None
    # Under `set -e` only the last command of a chain of && ends the script when it fails.
    joint = ";" if node.after in (";", "\n") else " &&"
    edits = [Edit(at, at, f"apt-get update{joint} ")]
    if not any(removes_lists(one) for one in read.run.commands):
        last = remove(ctx, _use(read.step, read.run, command))
        if last is None:
            return None
        edits.append(last)
    return edits


def _is_lists(raw: str) -> bool:
    """Whether the word of an ``rm`` or ``find`` means the lists: their folder, what is in it, or a folder around it."""
    path = raw.replace('"', "").replace("'", "")
    if "{" in path:
        return path.startswith("/var/") and "apt" in path
    place = path.rstrip("*/")
    return place in ("/var/lib", "/var/lib/apt", LISTS) or (path.startswith((LISTS, "/var/lib/apt/")) and "*" in path)
