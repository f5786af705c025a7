"""DP431: pip that trusts a host without a certificate, told by option or by variable. It never asks which host."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_words
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.pip import pip_calls
from dockerpatch.lint.settings import follows_plainly, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.pip import PipCall
    from dockerpatch.lint.rule import Context
    from dockerpatch.text.edit import Edit

_OPTION = "--trusted-host"


def check(ctx: Context) -> Iterator[Finding]:
    if "PIP_TRUSTED_HOST" in ctx.source.text:
        for one in settings(ctx, "PIP_TRUSTED_HOST"):
            if one.value:
                yield ctx.report(
                    one.place,
                    "trusted",
                    covers=one.step.covers,
                    same_as=("CKV2_DOCKER_16",) if one.in_sight else (),
                    what=one.name,
                    fix=one.fix,
                )
    if "trusted-host" in ctx.source.text:
        for pip in pip_calls(ctx):
            yield from _told(ctx, pip)


def _told(ctx: Context, pip: PipCall) -> Iterator[Finding]:
    use = pip.use
    given = [word for name, _, word in pip.call.options if name == _OPTION]
    if given:
        places = {word.start for word in given}
        edits = [_without(ctx, pip, index) for index, word in enumerate(pip.words) if word.start in places]
        made = [edit for edit in edits if edit is not None]
        yield ctx.report(
            use.place(given[0]),
            "trusted",
            covers=use.step.covers,
            same_as=("CKV2_DOCKER_4",) if follows_plainly(use, given[0]) else (),
            what=_OPTION,
            fix=Fix(UNSAFE, f"remove {_OPTION}", made) if len(made) == len(edits) else None,
        )
    elif pip.command == "config" and [word.value for word in pip.call.operands[:1]] == ["set"]:
        named = pip.call.operands[1:2]
        if named and (named[0].value or "").endswith(".trusted-host"):
            yield ctx.report(use.place(named[0]), "trusted", covers=use.step.covers, same_as=(), what="trusted-host")


def _without(ctx: Context, pip: PipCall, index: int) -> Edit | None:
    word = pip.words[index]
    last = word if "=" in word.raw or index + 1 == len(pip.words) else pip.words[index + 1]
    return drop_words(ctx, pip.use, word, last)
