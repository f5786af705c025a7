"""DL3012: a HEALTHCHECK that another one in its stage replaces. What stands in an ONBUILD is not counted."""

from __future__ import annotations

from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    if len(steps(ctx, "HEALTHCHECK")) > 1:
        # Most files have one, and need nothing that tells which of several counts.
        from dockerpatch.lint.superseded import superseded

        yield from superseded(ctx, "HEALTHCHECK", "DS-0023")
