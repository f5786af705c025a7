"""DP421: rpm that installs files without looking at their signatures and sums. It never asks where a file is from."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_FLAGS = ("--nosignature", "--nodigest", "--noverify", "--nofiledigest")


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "rpm"):
        for word in use.arguments:
            if word.value not in _FLAGS:
                continue
            edit = drop_word(ctx, use, word)
            yield ctx.report(
                use.place(word),
                "unchecked",
                covers=use.step.covers,
                fix=Fix(UNSAFE, f"take out {word.value}", [edit]) if edit is not None else None,
                flag=word.value,
            )
