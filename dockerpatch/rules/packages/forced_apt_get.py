"""DP413: apt-get that goes on whatever is wrong. A plain yes is DL3014, and right."""

from __future__ import annotations

from dockerpatch.lint.apt_flags import report_flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    yield from report_flag(ctx, "--force-yes", "forced", "CKV2_DOCKER_11")
