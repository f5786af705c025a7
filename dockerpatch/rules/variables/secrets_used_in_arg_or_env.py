"""SecretsUsedInArgOrEnv: a variable called by a word that BuildKit takes for a secret. It drops none for its value."""

from __future__ import annotations

from dockerpatch.lint.secret_names import buildkit_thinks_so, holds_none, is_secret, named, tools_that_agree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for step, pair in named(ctx):
        if step.stage is None or step.is_trigger or not buildkit_thinks_so(pair.name):
            continue
        names = [name for name in tools_that_agree(ctx, step, pair) if name != ctx.rule.code]
        yield ctx.report(
            pair.name_span,
            "arg" if step.instruction.keyword == "ARG" else "env",
            covers=step.covers,
            same_as=("DL3064", *names) if is_secret(pair.name) else names,
            name=pair.name,
            severity="note" if holds_none(pair.value) else "",
        )
