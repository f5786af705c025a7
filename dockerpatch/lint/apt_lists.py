"""The package lists that apt fetches, and what a RUN does to be rid of them. It never decides whether they may stay."""

from __future__ import annotations

from dockerpatch.model.packages import package_actions

from .uses import Use, runs, uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.model.commands import RunCommand, RunCommands

    from .rule import Context
    from .steps import Step

LISTS = "/var/lib/apt/lists"
CLEAN = f"rm -rf {LISTS}/*"
_FETCHERS = ("apt-get", "apt", "aptitude")


def fetches(ctx: Context) -> Iterator[Use]:
    """The commands that fetch lists which are still there at the end of their RUN; the last one of each RUN."""
    if ctx.as_hadolint:
        yield from _fetches_to_hadolint(ctx)
        return
    for step, run in runs(ctx):
        if run.mentions(("apt",)):
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
        if program in _FETCHERS:
            action = package_actions(command)
            word = action.subcommand.value if action is not None and action.subcommand is not None else ""
            if action is not None and action.verb == "update":
                left = command
            elif word in ("distclean", "dist-clean"):
                left = None
        elif program in ("cd", "pushd"):
            inside = any("/apt/lists" in word.raw for word in command.arguments)
        elif program in ("rm", "find") and (inside or any(_is_lists(word.raw) for word in command.arguments)):
            left = None
    if left is None or left.program is None:
        return None
    return Use(step, run, left, left.program_index, left.program)


def _is_lists(raw: str) -> bool:
    """Whether the word of an ``rm`` or ``find`` means the lists: their folder, what is in it, or a folder around it."""
    path = raw.replace('"', "").replace("'", "")
    if "{" in path:
        return path.startswith("/var/") and "apt" in path
    place = path.rstrip("*/")
    return place in ("/var/lib", "/var/lib/apt", LISTS) or (path.startswith((LISTS, "/var/lib/apt/")) and "*" in path)
