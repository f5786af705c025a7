"""Flags of apt that no build should need: each where it is given, with the fix that takes it out."""

from __future__ import annotations

from .edits import drop_word
from .finding import UNSAFE, Fix
from .options import stands_plain, word_with
from .scanners import names_but
from .uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Finding
    from .rule import Context


def report_flag(ctx: Context, flag: str, message: str, name: str) -> Iterator[Finding]:
    """The finding ``message`` for each call of apt with ``flag``; ``name`` is dropped where its tool is silent."""
    for use in uses(ctx, "apt-get", "apt"):
        word = word_with(use, flag)
        if word is None:
            continue
        edit = drop_word(ctx, use, word)
        yield ctx.report(
            use.place(word),
            message,
            covers=use.step.covers,
            fix=Fix(UNSAFE, f"take out {flag}", [edit]) if edit is not None else None,
            same_as=None if stands_plain(use, word, "apt-get") else names_but(ctx, name),
            tool=use.program,
        )
