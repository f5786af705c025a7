"""DL3060: yarn that leaves what it downloaded in an image. It leaves Yarn 2 alone, which runs from that cache."""

from __future__ import annotations

import re

from dockerpatch.lint.caches import is_cleaned, is_mounted, is_removed, mounted
from dockerpatch.lint.edits import append_command
from dockerpatch.lint.environment import value_for
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.kept import is_kept
from dockerpatch.lint.uses import position, uses
from dockerpatch.model.language_tools import YARN, read_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

_PROGRAMS = ("yarn", "yarnpkg")
_FOLDER = ".cache/yarn"
# Words that only somebody with Yarn 2 or later writes.
_LATER = re.compile(
    r"\.yarnrc\.yml|\.yarn/|\.pnp\b|--immutable\b"
    r"|yarn(?<!\wyarn)(?: set version| dlx| workspaces focus|@(?:stable|berry|[2-9]))"
)


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx)
        return
    if _LATER.search(ctx.source.text) is not None:
        return
    seen = set()
    for use in uses(ctx, *_PROGRAMS):
        start = use.step.instruction.start
        if start not in seen and _installs(use) and is_kept(ctx, use.step) and not _leaves_nothing(ctx, use):
            seen.add(start)
            yield _finding(ctx, use)


def _finding(ctx: Context, use: Use, mends: bool = True) -> Finding:
    edit = None
    # As another user, or beside a folder of its own, it would clean another cache.
    if mends and use.index == 0 and not any(value.startswith("--cache-folder") for value in use.values):
        edit = append_command(ctx, use, f"{use.program} cache clean")
    fix = Fix(SAFE, f"add {use.program} cache clean", [edit]) if edit is not None else None
    return ctx.report(use.place(), "kept", covers=use.step.covers, fix=fix)


def _installs(use: Use) -> bool:
    """Whether the command downloads packages; alone, ``yarn`` is ``yarn install``."""
    call = read_call(YARN, use.arguments)
    if call.has("--help", "-h", "--version", "-v"):
        return False
    command = call.command.value if call.command is not None else "install"
    words = [word.value for word in call.operands]
    return command in ("install", "add", "upgrade") or (command == "global" and words[:1] in (["add"], ["upgrade"]))


def _leaves_nothing(ctx: Context, use: Use) -> bool:
    call = read_call(YARN, use.arguments)
    given = [*call.values("--cache-folder"), value_for(ctx, use, "YARN_CACHE_FOLDER")]
    own = next((folder for folder in given if folder), "")
    if is_mounted(ctx, use.step, _FOLDER, own) or is_cleaned(ctx, use, _PROGRAMS, "cache", "clean"):
        return True
    ends = ("/.cache", "/" + _FOLDER, "(yarn cache dir)", "`yarn cache dir`", *([own] if own else ()))
    return is_removed(ctx, use, *ends)


def _as_hadolint(ctx: Context) -> Iterator[Finding]:
    installs: dict[int, Use] = {}
    cleanings: dict[int, int] = {}
    for use in uses(ctx, "yarn"):
        start = use.step.instruction.start
        values = use.values
        if "install" in values:
            installs.setdefault(start, use)
        if "cache" in values or "clean" in values:
            cleanings.setdefault(start, position(ctx, use))
    for start, use in installs.items():
        cleaned = cleanings.get(start, -1)
        # A mount is as good as a cleaning, but does not make up for one in the wrong place.
        if cleaned < 0 and any(_FOLDER in target for target in mounted(ctx, use.step)):
            continue
        if cleaned < position(ctx, use) and is_kept(ctx, use.step):
            # To hadolint, a cleaning at the end does not make up for one at the start.
            yield _finding(ctx, use, mends=cleaned < 0)
