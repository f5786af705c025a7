"""NoEmptyContinuation: empty lines in the middle of an instruction. It never touches one in the body of a heredoc."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.syntax.scanner import BLANKS
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.syntax.dockerfile import Instruction


def check(ctx: Context) -> Iterator[Finding]:
    text = ctx.source.text
    for one in ctx.build.dockerfile.instructions:
        if text.find("\n", one.start, one.body_end) < 0:
            continue
        empty = _empty(ctx, one)
        if not empty:
            continue
        # Where nothing follows, it is the backslash that is too much.
        ends = empty[-1] == ctx.source.line_at(one.body_end)
        fix = None if ends else Fix(SAFE, "remove empty lines", [_gone(ctx, line) for line in empty])
        lines = ", ".join(map(str, empty)) if len(empty) < 6 else f"{empty[0]} to {empty[-1]}, {len(empty)} of them"
        yield ctx.report(
            _last_line(ctx, one),
            "one" if len(empty) == 1 else "several",
            covers=(Span(one.start, one.end),),
            lines=lines,
            keyword=one.keyword,
            fix=fix,
        )


def _empty(ctx: Context, one: Instruction) -> list[int]:
    """The lines (from 1) of the instruction, its heredocs left out, that hold nothing."""
    first, last = ctx.source.line_at(one.start), ctx.source.line_at(one.body_end)
    return [line for line in range(first + 1, last + 1) if not ctx.source.line_text(line).strip(BLANKS)]


def _gone(ctx: Context, line: int) -> Edit:
    return Edit(ctx.source.line_start(line), ctx.source.line_start(line + 1), "")


def _last_line(ctx: Context, one: Instruction) -> Span:
    """The last line of the command, which BuildKit names."""
    line = ctx.source.line_at(one.body_end)
    start, end = ctx.source.line_start(line), min(ctx.source.line_end(line), one.body_end)
    indent = len(ctx.source.text[start:end]) - len(ctx.source.text[start:end].lstrip(BLANKS))
    return Span(start + indent, max(end, start + indent)) if indent < end - start else Span(start, end)
