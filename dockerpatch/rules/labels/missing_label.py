"""DL3049: images without the labels that the config asks for. It never asks what labels a base image brings along."""

from __future__ import annotations

from dockerpatch.lint.labels import labels, schema
from dockerpatch.lint.stage_labels import lacking
from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.text.span import Span


def check(ctx: Context) -> Iterator[Finding]:
    wanted = schema(ctx)
    if not wanted:
        return
    if ctx.as_hadolint:
        found = lacking(ctx, wanted)
    else:
        found = [(step, missing) for step in steps(ctx, "FROM") if (missing := _missing(ctx, step, set(wanted)))]
    for step, missing in found:
        names = ", ".join(f"`{name}`" for name in sorted(missing))
        message = "missing" if len(missing) == 1 else "several"
        yield ctx.report(_place(step), message, covers=step.covers, names=names)


def _missing(ctx: Context, step: Step, wanted: set[str]) -> set[str]:
    """The labels that an image which the stage makes would lack; none for a stage that only others make use of."""
    stage = step.stage
    assert stage is not None
    stages = ctx.build.stages
    if stage is not stages[-1] and any(other.parent is stage or stage in other.copies_from for other in stages):
        return set()
    line = set(map(id, stage.lineage()))
    for label in labels(ctx):
        if id(label.step.stage) in line and not label.step.is_trigger:
            if label.name is None:
                return set()  # a variable may name any of them
            wanted.discard(label.name)
    return wanted


def _place(step: Step) -> Span:
    """The image, for a FROM has one."""
    words = step.instruction.words
    if not words:
        return step.keyword_span
    from dockerpatch.text.span import Span

    return Span(words[0].start, words[0].end)
