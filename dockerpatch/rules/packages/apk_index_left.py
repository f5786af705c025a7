"""DL3019: ``apk add`` that works with an index in the image. One that a mount takes is none of its business."""

from __future__ import annotations

from dockerpatch.lint.apk_index import CACHE, NO_CACHE, SET_UP, no_cache, removes_index
from dockerpatch.lint.installs import installs
from dockerpatch.lint.mounts import is_mounted, scratch_targets
from dockerpatch.lint.options import by_variable
from dockerpatch.lint.scanners import are_bare, begins_command, names_but

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.installs import Install
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use


def check(ctx: Context) -> Iterator[Finding]:
    found = [install for install in installs(ctx, "apk", "add") if not _keeps_none(ctx, install)]
    together: dict[int, list[Install]] = {}
    for install in found:
        together.setdefault(install.use.step.instruction.start, []).append(install)
    for install in found:
        use = install.use
        removed = _is_removed(ctx, use)
        yield ctx.report(
            use.place(install.word),
            "removed" if removed else "left",
            covers=use.step.covers,
            fix=no_cache(ctx, install, together[use.step.instruction.start]),
            same_as=None if _is_seen_by_trivy(install) else names_but(ctx, "DS-0025"),
        )


def _is_removed(ctx: Context, use: Use) -> bool:
    """Whether the RUN removes by hand what apk keeps."""
    commands = use.run.commands
    return ctx.once("removes apk index", lambda: any(map(removes_index, commands)), use.step.instruction.start)


def _keeps_none(ctx: Context, install: Install) -> bool:
    """Whether the command is told to keep or fetch no index, or a mount takes what it keeps."""
    use, step = install.use, install.use.step
    if ctx.as_hadolint:
        return NO_CACHE in use.flags or any(CACHE in target for target in scratch_targets(step))
    if not use.flags.isdisjoint((NO_CACHE, "--no-network", "-s", "--simulate")):
        return True
    if is_mounted(step, CACHE) or is_mounted(step, SET_UP):
        return True
    return not {NO_CACHE, "?"}.isdisjoint(by_variable(use))


def _is_seen_by_trivy(install: Install) -> bool:
    """Whether the command begins with the very word, and no option's value stands before the ``add``."""
    use = install.use
    plain = [word for word in use.arguments if word.raw[:1] != "-"]
    seen = are_bare(use, install.word) and begins_command(use) and not use.step.is_trigger
    return seen and plain[0] is install.word
