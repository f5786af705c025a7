"""NoEmptyContinuation: empty lines in the middle of an instruction. It never touches one in the body of a heredoc."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.syntax.arguments import SHAPES
from dockerpatch.syntax.scanner import BLANKS, WIDE
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
    search = re.compile(rf"\n{WIDE}*+(?:\n|\Z)").search
    for one in ctx.build.dockerfile.instructions:
        if text.find("\n", one.start, one.body_end) < 0 or search(text, one.start, one.body_end) is None:
            continue
        runs, swallows = _empty(ctx, one)
        if not runs:
            continue
        numbers = [line for run in runs for line in run]
        few = len(numbers) < 6
        lines = ", ".join(map(str, numbers)) if few else f"{numbers[0]} to {numbers[-1]}, {len(numbers)} of them"
        start_of = ctx.source.line_start
        edits = [Edit(start_of(run[0]), start_of(run[-1] + 1), "") for run in runs] if not swallows else []
        yield ctx.report(
            _last_line(ctx, one),
            "one" if len(numbers) == 1 else "several",
            covers=(Span(one.start, one.end),),
            lines=lines,
            keyword=one.keyword,
            fix=Fix(SAFE, "remove empty lines", edits) if edits else None,
        )


def _empty(ctx: Context, one: Instruction) -> tuple[list[list[int]], bool]:
    """The runs of empty lines in the instruction, its heredocs left out; lines count from 1.

    And whether behind one of them comes nothing, or what looks like another instruction: then the backslash is wrong.
    """
    runs: list[list[int]] = []
    swallows = open_run = False
    for line in range(ctx.source.line_at(one.start) + 1, ctx.source.line_at(one.body_end) + 1):
        words = ctx.source.line_text(line).strip(BLANKS)
        if not words:
            if runs and runs[-1][-1] == line - 1:
                runs[-1].append(line)
            else:
                runs.append([line])
            open_run = True
        elif words[0] != "#":
            swallows = swallows or (open_run and words.split(maxsplit=1)[0] in SHAPES)
            open_run = False
    return runs, swallows or open_run


def _last_line(ctx: Context, one: Instruction) -> Span:
    """The last line of the command, which BuildKit names."""
    line = ctx.source.line_at(one.body_end)
    start, end = ctx.source.line_start(line), min(ctx.source.line_end(line), one.body_end)
    indent = len(ctx.source.text[start:end]) - len(ctx.source.text[start:end].lstrip(BLANKS))
    return Span(start + indent, max(end, start + indent)) if indent < end - start else Span(start, end)
