"""DL3064: a variable that is called like a secret. Its value may be anything, and is never looked at."""

from __future__ import annotations

from dockerpatch.lint.secret_names import hadolint_thinks_so, is_secret, named, tools_that_agree

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
            )
