"""DP440: a version for pip that the shell takes for a file name. It never guesses at redirections that stand apart."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.pip import pip_calls
from dockerpatch.model.requirements import is_plain
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.pip import PipCall
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.commands import RunWord
    from dockerpatch.syntax.shell import Redirect


def check(ctx: Context) -> Iterator[Finding]:
    for pip in pip_calls(ctx):
        node = pip.use.command.node
        if pip.command == "install" and node is not None and node.redirects:
            for word in pip.call.operands:
                if is_plain(word.value or ""):
                    redirects = [one for one in node.redirects if one.start == word.end and _is_version(one)]
                    if redirects:
                        yield _finding(ctx, pip, word, redirects)


def _finding(ctx: Context, pip: PipCall, word: RunWord, redirects: list[Redirect]) -> Finding:
    command = pip.use.command
    end = _end(pip, redirects[0])
    place = command.ground.span(word.start, end)
    text = pip.use.command.node.text[word.start : end] if command.node is not None else ""
    quotable = place is not None and not {"'", '"', "$", "`", "\\"} & set(text) and command.outer is None
    return ctx.report(
        place if place is not None else pip.use.place(word),
        "redirected",
        covers=pip.use.step.covers,
        text=text,
        name=word.value,
        file=redirects[0].target.raw,
        fix=Fix(UNSAFE, "quote the version", [Edit(place.start, place.end, f'"{text}"')])
        if quotable and place is not None
        else None,
    )


def _end(pip: PipCall, first: Redirect) -> int:
    """Where the last redirection that touches the one before ends (``foo>=1,<2``)."""
    end = first.end
    node = pip.use.command.node
    for one in node.redirects if node is not None else ():
        if one.start == end and _is_version(one):
            end = one.end
    return end


def _is_version(redirect: Redirect) -> bool:
    """Whether the redirection reads like ``>=1.2`` or ``<2``, and its file like no other one."""
    if redirect.fd or redirect.operator not in (">", "<"):
        return False
    return re.fullmatch(r"=v?[0-9][\w.*+!-]*,?|[0-9]+(?:\.[0-9]+)*(?:\.\*)?,?", redirect.target.raw) is not None
