"""WorkdirRelativePath: a first WORKDIR that is relative to the base image's. Later relative ones are not its matter."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.workdirs import made_absolute, other_names, workdirs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for workdir in workdirs(ctx):
        if not workdir.is_first or workdir.is_absolute is not False:
            continue
        edit = made_absolute(workdir)
        yield ctx.report(
            workdir.place,
            "relative",
            advice="scratch" if workdir.before is not None else "relative",
            covers=workdir.step.covers,
            fix=Fix(UNSAFE, "write the directory in full", [edit]) if edit is not None else None,
            same_as=other_names(workdir, "WorkdirRelativePath"),
            path=workdir.raw,
        )
