"""DL3044: an ENV whose values ask for a variable that the same ENV sets. It leaves alone what has an older value."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.readings import reading_at
from dockerpatch.lint.steps import steps
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.syntax.dockerfile import Pair


def check(ctx: Context) -> Iterator[Finding]:
    set_before: set[str] = set()
    for step in steps(ctx, "ARG", "ENV"):
        instruction = step.instruction
        if step.is_trigger:
            continue
        if instruction.keyword == "ENV" and "$" in instruction.logical and len(instruction.pairs) > 1:
            yield from _env(ctx, step, set_before)
        if ctx.as_hadolint:
            set_before.update(pair.name for pair in instruction.pairs)


def _env(ctx: Context, step: Step, set_before: set[str]) -> Iterator[Finding]:
    pairs = step.instruction.pairs
    by_name: dict[str, list[int]] = {}
    for index, pair in enumerate(pairs):
        by_name.setdefault(pair.name, []).append(index)
    for index, pair in enumerate(pairs):
        value = pair.value or ""
        for found in re.finditer(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)", value) if "$" in value else ():
            name = found[1]
            others = by_name.get(name, [])
            if not others or others == [index]:
                continue
            if found[0].startswith("${") and value[found.end() : found.end() + 1] != "}":
                continue  # something is said for when it is not set
            if name in set_before if ctx.as_hadolint else not _is_undefined(ctx, pair, name):
                continue
            start = pair.value_at + found.start()
            closed = found[0].startswith("${")
            yield ctx.report(
                step.instruction.span_of(start, start + len(found[0]) + closed),
                "itself",
                covers=step.covers,
                fix=_fix(ctx, step, index) if others[-1] < index else None,
                name=name,
            )
            break


def _is_undefined(ctx: Context, pair: Pair, name: str) -> bool:
    reading = reading_at(ctx, pair.value_span.start) if pair.value_span is not None else None
    return reading is not None and name in reading.undefined


def _fix(ctx: Context, step: Step, index: int) -> Fix | None:
    """An ENV of its own from the pair ``index`` on."""
    pairs = step.instruction.pairs
    before, pair = pairs[index - 1], pairs[index]
    start = before.value_span.end if before.value_span is not None else before.name_span.end
    end = pair.name_span.start
    between = ctx.source.text[start:end]
    line_end = "\r\n" if ctx.source.newline == "\r\n" else "\n"
    if between.strip(" \t\r\n" + ctx.build.dockerfile.escape):
        return None
    keyword = Span(step.instruction.start, step.instruction.keyword_end).text(ctx.source.text)
    indent = ctx.source.text[ctx.source.line_start(step.instruction.start_line) : step.instruction.start]
    if not keyword.isalpha() or indent.strip(" \t"):
        return None
    return Fix(UNSAFE, "set it in an ENV of its own", [Edit(start, end, f"{line_end}{indent}{keyword} ")])
