"""DL3007: a FROM whose image has the tag ``latest``. What other tags are worth is a question of the DP1 rules."""

from __future__ import annotations

from dockerpatch.lint.untagged import LATEST_TAG, report_flaws

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    yield from report_flaws(ctx, LATEST_TAG, "latest")
