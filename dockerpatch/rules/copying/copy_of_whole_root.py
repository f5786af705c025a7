"""DL3067: another image's whole file system copied over this one's. Into an empty image it is a way to flatten one."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings
from dockerpatch.lint.grounds import grounds
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_ROOT = frozenset(("/", "/.", "/./", "//"))


def check(ctx: Context) -> Iterator[Finding]:
    roots = frozenset("/") if ctx.as_hadolint else _ROOT
    for copying in copyings(ctx, "COPY"):
        if not copying.origin or copying.destination is None:
            continue
        if copying.text(copying.destination) not in roots:
            continue
        stage = copying.step.stage
        if not ctx.as_hadolint and stage is not None and grounds(ctx)[stage.index] is None:
            continue
        for word in copying.sources:
            if copying.text(word) in roots:
                yield ctx.report(Span(word.start, word.end), "root", covers=copying.step.covers, origin=copying.origin)
                break
