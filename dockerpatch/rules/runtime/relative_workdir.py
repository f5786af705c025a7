"""DL3000: a WORKDIR that is not an absolute path. Whether the directory exists is not asked."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.workdirs import is_absolute_to_hadolint, made_absolute, other_names, workdirs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for workdir in workdirs(ctx):
        if is_absolute_to_hadolint(workdir.raw) if ctx.as_hadolint else workdir.is_absolute is not False:
            continue
        edit = made_absolute(workdir)
        yield ctx.report(
            workdir.place,
            "relative",
            advice="known" if workdir.before is not None else "unknown",
            covers=workdir.step.covers,
            fix=Fix(UNSAFE, "write the directory in full", [edit]) if edit is not None else None,
            same_as=other_names(workdir, "DL3000"),
            path=workdir.raw,
            place=workdir.before,
        )
