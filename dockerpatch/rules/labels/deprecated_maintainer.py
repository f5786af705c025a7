"""DL4000: MAINTAINER, which LABEL replaces. It never writes a label that the stage already has."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.labels import labels
from dockerpatch.lint.steps import steps
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step

KEY = "org.opencontainers.image.authors"


def check(ctx: Context) -> Iterator[Finding]:
    for step in steps(ctx, "MAINTAINER"):
        # In an ONBUILD the builder refuses it, whoever is named.
        if not step.is_trigger:
            yield ctx.report(step.keyword_span, "deprecated", covers=step.covers, fix=_fix(ctx, step))


def _fix(ctx: Context, step: Step) -> Fix | None:
    one = step.instruction
    line, start = one.logical, one.rest_start
    if step.stage is None or start >= len(line) or _is_labelled(ctx, step) or not line[start:].isprintable():
        return None
    if not one.contiguous(0, len(one.keyword)):
        return None
    keyword = "label" if ctx.source.text[one.start : one.keyword_end].islower() else "LABEL"
    quotes = ("", "") if _is_quoted(line[start:]) else ('"', '"')
    inside = range(start, len(line)) if quotes[0] else range(start + 1, len(line) - 1)
    first, past = one.physical(start), one.physical(len(line))
    edits = [Edit(one.start, one.keyword_end, keyword), Edit(first, first, f"{KEY}={quotes[0]}")]
    if quotes[0] or line[start] == '"':
        edits += _escapes(ctx, step, inside)
    if quotes[1]:
        edits.append(Edit(past, past, quotes[1]))
    return Fix(SAFE, f"say it with LABEL {KEY}", _merged(edits))


def _is_labelled(ctx: Context, step: Step) -> bool:
    """Whether the stage has the label by other means, or may have."""
    return any(one.step.stage is step.stage and one.name in (KEY, None) for one in labels(ctx))


def _is_quoted(text: str) -> bool:
    """Whether the text stands in quotes that a LABEL would read as such."""
    mark = text[0]
    return len(text) > 1 and mark in "\"'" and text[-1] == mark and mark not in text[1:-1]


def _escapes(ctx: Context, step: Step, inside: range) -> Iterator[Edit]:
    """What a LABEL would take for a variable, a quote or an escape is only a character in a MAINTAINER."""
    escape = ctx.build.dockerfile.escape
    for index in inside:
        if step.instruction.logical[index] in ('"', "$", escape):
            at = step.instruction.physical(index)
            yield Edit(at, at, escape)


def _merged(edits: list[Edit]) -> list[Edit]:
    """The edits with those that insert at one place as one."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if found and found[-1].start == found[-1].end == edit.start == edit.end:
            found[-1] = Edit(edit.start, edit.end, found[-1].text + edit.text)
        else:
            found.append(edit)
    return found
