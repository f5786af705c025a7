"""DL3025: a command in shell form. What the command does is not asked."""

from __future__ import annotations

from dockerpatch.lint.exec_form import other_names, shell_forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for form in shell_forms(ctx):
        if form.is_list_to_hadolint if ctx.as_hadolint else not form.text:
            continue
        yield ctx.report(
            form.place,
            "shell",
            covers=form.step.covers,
            fix=form.fix,
            same_as=other_names(form, "DL3025"),
            keyword=form.keyword,
        )
