"""DL3061: an instruction before the first FROM that is no ARG. What nobody knows as an instruction is left alone."""

from __future__ import annotations

from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    instructions = ctx.build.dockerfile.instructions
    if not ctx.build.stages and not ctx.as_hadolint:
        # Nothing to build at all: that is told of the file.
        return
    for each in instructions:
        if each.keyword == "FROM":
            return
        if each.keyword != "ARG" and each.shape is not None:
            yield ctx.report(
                Span(each.start, each.keyword_end),
                "early",
                covers=(Span(each.start, each.end),),
                keyword=each.keyword,
            )
