"""DL3064: a variable that is called like a secret. Whether its value is one, no linter can tell."""

from __future__ import annotations

from dockerpatch.lint.secret_names import hadolint_thinks_so, holds_none, is_secret, named, tools_that_agree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for step, pair in named(ctx):
        if ctx.as_hadolint:
            # Hadolint reads one name of an ARG.
            first = step.instruction.keyword == "ENV" or pair is step.instruction.pairs[0]
            found = first and hadolint_thinks_so(pair.name)
        else:
            found = is_secret(pair.name)
        if found:
            yield ctx.report(
                pair.name_span,
                "arg" if step.instruction.keyword == "ARG" else "env",
                covers=step.covers,
                same_as=tools_that_agree(ctx, step, pair),
                name=pair.name,
                severity="note" if holds_none(pair.value) else "",
            )
