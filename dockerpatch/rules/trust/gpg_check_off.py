"""DP420: yum and dnf that install packages nobody has signed. What a repository's own file says is not looked at."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_FLAGS = ("--nogpgcheck", "--no-gpgchecks")


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "yum", "dnf", "dnf5", "microdnf", "tdnf"):
        for word in use.arguments:
            if word.value not in _FLAGS:
                continue
            edit = drop_word(ctx, use, word)
            yield ctx.report(
                use.place(word),
                "unchecked",
                covers=use.step.covers,
                fix=Fix(UNSAFE, f"take out {word.value}", [edit]) if edit is not None else None,
                same_as=None if word.value == _FLAGS[0] and not use.step.is_trigger else (),
                tool=use.program,
                flag=word.value,
            )
