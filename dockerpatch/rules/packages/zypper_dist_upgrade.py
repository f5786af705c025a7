"""DL3035: zypper that may move the image to another release. A plain update it never flags."""

from __future__ import annotations

from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_WORDS = ("dist-upgrade", "dup")


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "zypper"):
        word = next((one for one in use.arguments if one.value in _WORDS), None)
        if word is not None:
            yield ctx.report(use.place(word), "moves", covers=use.step.covers, word=word.value)
