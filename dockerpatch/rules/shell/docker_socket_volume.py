"""DP450: a VOLUME for Docker's socket. It never looks for the program that would talk to it."""

from __future__ import annotations

from dockerpatch.lint.steps import steps
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock")


def check(ctx: Context) -> Iterator[Finding]:
    for step in steps(ctx, "VOLUME"):
        for word in step.instruction.words:
            if word.text.strip("\"'") in _SOCKETS:
                yield ctx.report(
                    Span(word.start, word.end),
                    "socket",
                    covers=step.covers,
                    same_as=() if word.text.strip("\"'") == _SOCKETS[1] else None,
                )
