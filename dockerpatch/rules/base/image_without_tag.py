"""DL3006: a FROM whose image has no tag. Images that are copied from or mounted are left to DP102."""

from __future__ import annotations

from dockerpatch.lint.untagged import NO_TAG, report_flaws

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    yield from report_flaws(ctx, NO_TAG, "untagged")
