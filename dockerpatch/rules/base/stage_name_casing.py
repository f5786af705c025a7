"""StageNameCasing: a stage whose name is not in lower case. It never changes what a stage is called to the builder."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.origins import origins
from dockerpatch.lint.stage_names import RESERVED, rename

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    known: set[str] = set(RESERVED)
    # Whoever bears one of these has to get another name anyway, and a person has to choose it.
    taken: set[str] = set()
    for origin in origins(ctx):
        (taken if origin.stage.name in known else known).add(origin.stage.name)
    for origin in origins(ctx):
        word = origin.name
        if word is None or word.text == word.text.lower():
            continue
        lower = word.text.lower()
        edits = rename(ctx, origin, lower) if lower.isascii() and lower not in taken else None
        yield ctx.report(
            origin.place(word),
            "not-lower",
            covers=origin.step.covers,
            fix=Fix(SAFE, f"call it {lower}", edits) if edits else None,
            name=word.text,
            lower=lower,
        )
