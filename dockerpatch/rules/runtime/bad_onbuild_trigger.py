"""DL3043: an ONBUILD whose instruction no build can run. Whether anyone builds on the image is not asked."""

from __future__ import annotations

from dockerpatch.lint.steps import steps
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_REFUSED = ("FROM", "MAINTAINER", "ONBUILD")


def check(ctx: Context) -> Iterator[Finding]:
    for step in steps(ctx, "ONBUILD"):
        trigger = step.instruction.trigger
        if step.is_trigger or trigger is None:
            continue
        refused = trigger.keyword in _REFUSED
        if refused or (trigger.shape is None and not ctx.as_hadolint):
            yield ctx.report(
                Span(trigger.start, trigger.keyword_end),
                "refused" if refused else "unknown",
                covers=step.covers,
                keyword=trigger.keyword[:40],
            )
