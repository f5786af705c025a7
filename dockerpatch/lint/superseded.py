"""Instructions that have no effect because a later one of their kind, in the same stage, takes their place.

It never compares what the two say.
"""

from __future__ import annotations

from .finding import SAFE, Fix
from .removal import drop_uncommented
from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Finding
    from .rule import Context
    from .steps import Step


def superseded(ctx: Context, keyword: str, trivys: str) -> Iterator[Finding]:
    """A finding for each such instruction, with the message "superseded"; hadolint's stand at the one that follows.

    ``trivys`` is Trivy's name for the flaw, of which it speaks once a stage.
    """
    for earlier, later, is_first in _pairs(ctx, keyword):
        edit = drop_uncommented(ctx, earlier.instruction)
        step, other = (later, earlier) if ctx.as_hadolint else (earlier, later)
        yield ctx.report(
            step.keyword_span,
            "superseded",
            # An ignore comment may stand at either of the two.
            covers=step.covers if ctx.as_hadolint else (*step.covers, *other.covers),
            fix=Fix(SAFE, f"remove the {keyword} without effect", [edit]) if edit is not None else None,
            same_as=None if is_first else [name for name in ctx.rule.same_as if name != trivys],
            line=ctx.source.line_at(other.instruction.start),
        )


def _pairs(ctx: Context, keyword: str) -> Iterator[tuple[Step, Step, bool]]:
    """Each step that is followed by one of its kind, that one, and whether it is the first pair of the stage."""
    before: Step | None = None
    is_first = True
    for step in steps(ctx, keyword):
        if step.is_trigger:
            continue
        if before is not None and before.stage is step.stage:
            yield before, step, is_first
            is_first = False
        else:
            is_first = True
        before = step
