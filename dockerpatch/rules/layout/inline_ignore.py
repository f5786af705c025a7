"""DL1001: comments that tell hadolint to pass over a flaw. It never looks at those of other tools."""

from __future__ import annotations

import re

from dockerpatch.lint.dialects import PRAGMA
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for comment in ctx.build.dockerfile.comments:
        found = re.fullmatch(PRAGMA, ctx.source.text[comment.start : comment.end])
        # Those for a stage or the whole file are no flaw to hadolint, nor is one that it cannot see.
        if found is not None and found[1] is None and not comment.inside:
            yield ctx.report(Span(comment.start, comment.end), "used")
