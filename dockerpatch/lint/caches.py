"""What keeps the cache of a tool out of an image: a mount in its place, or its removal in the same RUN.

It never knows how big a cache is.
"""

from __future__ import annotations

from .uses import position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommand

    from .rule import Context
    from .steps import Step
    from .uses import Use

_TARGETS = ("target", "dst", "destination")


def mounted(ctx: Context, step: Step) -> list[str]:
    """The folders of a RUN that a cache or a file system in memory is mounted on."""
    return ctx.once("mounted", lambda: _mounted(step), step.instruction.start)


def _mounted(step: Step) -> list[str]:
    found = []
    for flag in step.instruction.flags:
        if flag.name == "mount" and flag.value:
            fields = {key: value for key, _, value in (field.partition("=") for field in flag.value.split(","))}
            if fields.get("type") in ("cache", "tmpfs"):
                found += [fields[name] for name in _TARGETS if name in fields][:1]
    return found


def is_mounted(ctx: Context, step: Step, folder: str, own: str = "") -> bool:
    """Whether the step has a mount for the cache that a tool keeps in a ``folder`` such as ``.cache/pip``.

    ``own`` is the folder that the tool was told to use in its stead.
    """
    return ctx.once(
        "is mounted", lambda: _is_mounted(mounted(ctx, step), folder, own), step.instruction.start, folder, own
    )


def _is_mounted(targets: list[str], folder: str, own: str) -> bool:
    parent = folder.partition("/")[0]
    for target in targets:
        target = target.rstrip("/")
        if own:
            if (own.rstrip("/") + "/").startswith(target + "/"):
                return True
        elif folder in target or target.endswith("/" + parent) or target == parent:
            return True
    return False


def is_removed(ctx: Context, use: Use, *folders: str) -> bool:
    """Whether a later command of the RUN removes one of the ``folders``: the ends of their paths."""
    return _comes_later(ctx, use, ("rm",), folders)


def is_cleaned(ctx: Context, use: Use, programs: tuple[str, ...], *words: str) -> bool:
    """Whether a later command of the RUN is a call of one of the programs with these words in front."""
    return _comes_later(ctx, use, programs, words)


def _comes_later(ctx: Context, use: Use, programs: tuple[str, ...], words: tuple[str, ...]) -> bool:
    start = use.run.instruction.start
    last = ctx.once("last cleaning", lambda: _last(use.run.commands, programs, words), start, programs, words)
    return last > position(ctx, use)


def _last(commands: tuple[RunCommand, ...], programs: tuple[str, ...], words: tuple[str, ...]) -> int:
    """The place of the last command that cleans; -1 for none."""
    for index in range(len(commands) - 1, -1, -1):
        command = commands[index]
        if command.program not in programs:
            continue
        values = [word.value if word.value is not None else word.raw.replace('"', "") for word in command.arguments]
        if command.program != "rm":
            if tuple([value for value in values if value[:1] != "-"][: len(words)]) == words:
                return index
        elif any(value.rstrip("/*").endswith(words) for value in values):
            return index
    return -1
