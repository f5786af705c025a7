"""JSONArgsRecommended: CMD or ENTRYPOINT that Docker's own shell runs. A shell that SHELL chose is not questioned."""

from __future__ import annotations

from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    if all(step.instruction.is_json for step in steps(ctx, "CMD", "ENTRYPOINT")):
        return
    from dockerpatch.lint.exec_form import other_names, shell_forms

    for form in shell_forms(ctx):
        if form.keyword == "HEALTHCHECK" or not form.is_by_default:
            continue
        yield ctx.report(
            form.place,
            "shell",
            advice="list" if form.fix is not None else "shell",
            covers=form.step.covers,
            fix=form.fix,
            same_as=other_names(form, "JSONArgsRecommended"),
            keyword=form.keyword,
        )
