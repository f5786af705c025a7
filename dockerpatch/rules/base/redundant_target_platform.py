"""DL3065: a --platform that says what holds without it. A file that gives TARGETPLATFORM a value of its own is left."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_flag
from dockerpatch.lint.finding import SAFE, UNSAFE, Fix
from dockerpatch.lint.origins import origins
from dockerpatch.lint.platforms import is_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_WRITTEN = ("$TARGETPLATFORM", "${TARGETPLATFORM}")


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        flag = origin.platform
        if flag is None:
            continue
        is_redundant = is_target(ctx, origin)
        if not (origin.raw_platform in _WRITTEN if ctx.as_hadolint else is_redundant):
            continue
        edit = drop_flag(ctx, origin.instruction, flag) if is_redundant else None
        # Who gives it a default has thought of builders that do not define it.
        safety = SAFE if origin.raw_platform.strip("'\"") in _WRITTEN else UNSAFE
        yield ctx.report(
            origin.platform_span,
            "redundant",
            covers=origin.step.covers,
            fix=Fix(safety, "drop --platform", [edit]) if edit is not None else None,
            platform=origin.raw_platform,
        )
