"""DP412: apt that installs packages nobody has signed. What a source list trusts by itself is not looked at."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.options import stands_plain, word_with
from dockerpatch.lint.scanners import names_but
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_FLAG = "--allow-unauthenticated"


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "apt-get", "apt"):
        word = word_with(use, _FLAG)
        if word is None:
            continue
        edit = drop_word(ctx, use, word)
        yield ctx.report(
            use.place(word),
            "unsigned",
            covers=use.step.covers,
            fix=Fix(UNSAFE, f"take out {_FLAG}", [edit]) if edit is not None else None,
            same_as=None if stands_plain(use, word, "apt-get") else names_but(ctx, "CKV2_DOCKER_8"),
            tool=use.program,
        )
