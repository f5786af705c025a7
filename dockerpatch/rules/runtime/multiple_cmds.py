"""DL4003: a CMD that another one in its stage replaces. What stands in an ONBUILD is not counted."""

from __future__ import annotations

from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    if len(steps(ctx, "CMD")) > 1:
        # Most files have one, and need nothing that tells which of several counts.
        from dockerpatch.lint.superseded import superseded

        yield from superseded(ctx, "CMD", "DS-0016")
