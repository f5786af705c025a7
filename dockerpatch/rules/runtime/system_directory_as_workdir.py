"""DP470: a WORKDIR in a directory that belongs to the kernel or the host. It never asks what is done there."""

from __future__ import annotations

from dockerpatch.lint.workdirs import cleaned, workdirs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_TRIVYS = ("/proc/", "/boot/", "/dev/", "/initrd/", "/lost+found/")
_OURS = (*_TRIVYS, "/sys/")


def check(ctx: Context) -> Iterator[Finding]:
    for workdir in workdirs(ctx):
        path = workdir.after
        if path is None and workdir.is_absolute and workdir.path[:1] == "/":
            # A variable stands further on in it.
            path = cleaned(workdir.path)
        if path is None or not f"{path}/".startswith(_OURS):
            continue
        yield ctx.report(
            workdir.place,
            "system",
            covers=workdir.step.covers,
            same_as=["DS-0030"] if workdir.raw.strip('"').startswith(_TRIVYS) else [],
            path=path,
            top="/" + path.split("/", 2)[1],
        )
