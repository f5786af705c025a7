"""DP462: an ADD for what only ADD does. Whether a download is safe, or an archive wanted, is not judged."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings, irks_trivy, is_plain_add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for add in copyings(ctx, "ADD"):
        if add.step.is_trigger or add.destination is None or is_plain_add(ctx, add):
            continue
        names = ("CKV_DOCKER_4", "DS-0005") if irks_trivy(add) else ("CKV_DOCKER_4",)
        yield ctx.report(add.step.keyword_span, "add", covers=add.step.covers, same_as=names)
