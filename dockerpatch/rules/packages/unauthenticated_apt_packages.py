"""DP412: apt that installs packages nobody has signed. What a source list trusts by itself is not looked at."""

from __future__ import annotations

from dockerpatch.lint.apt_flags import report_flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    yield from report_flag(ctx, "--allow-unauthenticated", "unsigned", "CKV2_DOCKER_8")
