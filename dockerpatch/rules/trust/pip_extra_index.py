"""DP437: pip that looks for each package in more than one index. It never asks which packages are private."""

from __future__ import annotations

from dockerpatch.lint.pip import pip_calls
from dockerpatch.lint.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_OPTION = "--extra-index-url"


def check(ctx: Context) -> Iterator[Finding]:
    for one in settings(ctx, "PIP_EXTRA_INDEX_URL"):
        if one.value:
            yield ctx.report(one.place, "extra", covers=one.step.covers, same_as=(), what=one.name)
    if _OPTION not in ctx.source.text:
        return
    for pip in pip_calls(ctx):
        given = [word for name, _, word in pip.call.options if name == _OPTION]
        if given and pip.command in ("install", "download", "wheel"):
            seen = pip.command == "install" and "pip" in pip.use.word.raw
            yield ctx.report(
                pip.use.place(given[0]),
                "extra",
                covers=pip.use.step.covers,
                same_as=None if seen else (),
                what=_OPTION,
            )
