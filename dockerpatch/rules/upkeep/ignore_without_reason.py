"""DP002: comments that silence findings and do not say why. It never asks whether the reason is a good one."""

from __future__ import annotations

from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_HOW = {
    "dockerpatch": "own",
    "hadolint": "hadolint",
    "BuildKit": "behind",
    "tally": "tally",
    "Trivy": "behind",
    "Checkov": "checkov",
    "semgrep": "behind",
    "KICS": "behind",
}
"""By whose words the comment is in: the advice on how it says why."""


def check(ctx: Context) -> Iterator[Finding]:
    for comment in ctx.comments:
        if comment.mentions and not comment.reason:
            covers = [Span(comment.start, comment.end), *(Span(*reach) for reach in comment.reaches if reach[0])]
            yield ctx.report(covers[0], "unexplained", covers=covers, advice=_HOW[comment.dialect])
