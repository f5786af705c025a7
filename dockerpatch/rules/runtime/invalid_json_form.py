"""DP473: a list that was meant to be JSON and is none, so that a shell gets it. Sound lists are not looked at."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step

_TAKE_LISTS = ("ADD", "CMD", "COPY", "ENTRYPOINT", "HEALTHCHECK", "RUN", "SHELL", "VOLUME")
_SPLIT = ("ADD", "COPY", "VOLUME")


def check(ctx: Context) -> Iterator[Finding]:
    text = ctx.source.text
    for step in steps(ctx, *_TAKE_LISTS):
        instruction = step.instruction
        if text.find("[", instruction.keyword_end, instruction.body_end) < 0 or instruction.is_json:
            continue
        from dockerpatch.lint.almost_json import is_meant, repaired
        from dockerpatch.lint.exec_form import command_at

        at = command_at(step)
        keyword = step.instruction.keyword
        if at < 0 or not is_meant(step.instruction.logical[at:], keyword):
            continue
        edits = repaired(step.instruction, at)
        yield ctx.report(
            step.instruction.span_of(at, len(step.instruction.logical)),
            "split" if keyword in _SPLIT else "refused" if keyword == "SHELL" else "shell",
            advice="list",
            covers=step.covers,
            fix=Fix(UNSAFE, "write the list as JSON", edits) if edits is not None else None,
            same_as=("tally/invalid-json-form", *_other_names(ctx, step)),
            keyword=keyword,
        )


def _other_names(ctx: Context, step: Step) -> Sequence[str]:
    """What tools call it that take it for just a command in shell form."""
    from dockerpatch.lint.exec_form import other_names, shell_forms

    forms = (form for form in shell_forms(ctx) if form.step.instruction is step.instruction)
    return next((other_names(form, "DP473") for form in forms), ())
