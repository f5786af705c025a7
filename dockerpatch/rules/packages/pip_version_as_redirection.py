"""DP440: a version for pip that the shell takes for the name of a file. It leaves redirections that stand apart."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.pip import pip_calls
from dockerpatch.lint.steps import steps
from dockerpatch.model.requirements import is_plain
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord
    from dockerpatch.syntax.dockerfile import Instruction
    from dockerpatch.syntax.shell import Redirect

_UNQUOTED = frozenset("'\"$`\\")


def check(ctx: Context) -> Iterator[Finding]:
    if not any(_may_redirect(step.instruction) for step in steps(ctx, "RUN")):
        return
    for pip in pip_calls(ctx):
        node = pip.use.command.node
        if pip.command != "install" or node is None or not node.redirects:
            continue
        versions = {one.start: one for one in node.redirects if _is_version(one)}
        for word in pip.call.operands:
            first = versions.get(word.end)
            if first is not None and is_plain(word.value or ""):
                yield _finding(ctx, pip.use, word, first, _end(versions, first))


def _may_redirect(run: Instruction) -> bool:
    """Whether there can be such a version in the RUN; told without reading its script."""
    line = run.logical
    # JSON may spell any character as \u and its number.
    if run.heredocs or "\\u" in line:
        return True
    return (">" in line or "<" in line) and re.search(r"[<>]\s*=?v?[0-9]", line) is not None


def _finding(ctx: Context, use: Use, word: RunWord, first: Redirect, end: int) -> Finding:
    place = word.ground.span(word.start, end)
    node = use.command.node
    text = node.text[word.start : end] if node is not None else word.raw
    fix = None
    if place is not None and use.command.outer is None and _UNQUOTED.isdisjoint(text):
        fix = Fix(UNSAFE, "quote the version", [Edit(place.start, place.end, f'"{text}"')])
    return ctx.report(
        place if place is not None else use.place(word),
        "redirected",
        covers=use.step.covers,
        text=text,
        name=word.value,
        file=first.target.raw,
        fix=fix,
    )


def _end(versions: dict[int, Redirect], first: Redirect) -> int:
    """Where the last redirection that touches the one before ends (``foo>=1,<2``)."""
    while first.end in versions:
        first = versions[first.end]
    return first.end


def _is_version(redirect: Redirect) -> bool:
    """Whether the redirection reads like ``>=1.2`` or ``<2``, and its file like no other one."""
    if redirect.fd or redirect.operator not in (">", "<"):
        return False
    return re.fullmatch(r"=v?[0-9][\w.*+!-]*,?|[0-9]+(?:\.[0-9]+)*(?:\.\*)?,?", redirect.target.raw) is not None
