"""InvalidDefinitionDescription: comments above an ARG or a named stage that do not describe it.

It never moves a comment that speaks to a tool, which has to stand where it stands.
"""

from __future__ import annotations

from dockerpatch.lint.comments import is_for_a_tool
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.steps import steps
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step


def check(ctx: Context) -> Iterator[Finding]:
    for step in steps(ctx, "FROM", "ARG"):
        names = _names(step)
        comments = step.instruction.comments_before if names and not step.is_trigger else ()
        if comments and comments[-1].split(" ")[0] not in names:
            name = names[0] if len(names) == 1 else "<name>"
            keyword = step.instruction.keyword
            yield ctx.report(
                step.keyword_span,
                "other",
                covers=step.covers,
                keyword=keyword,
                name=name,
                fix=_fix(ctx, step, comments[-1]),
            )


def _names(step: Step) -> list[str]:
    """What the instruction defines: build arguments, or a stage, whose name BuildKit knows in lower case only."""
    one = step.instruction
    if one.keyword == "ARG":
        return [pair.name for pair in one.pairs]
    words = one.words
    return [words[2].text.lower()] if len(words) > 2 and words[1].text.lower() == "as" else []


def _fix(ctx: Context, step: Step, comment: str) -> Fix | None:
    if is_for_a_tool(f"# {comment.lstrip('# ')}"):
        return None
    start = ctx.source.line_start(ctx.source.line_at(step.instruction.start))
    # Only a comment right above the keyword, one that is indented is not empty to BuildKit.
    line = Edit(start, start, "#" + ctx.source.newline)
    return Fix(SAFE, "part the comment from the instruction by an empty one", [line])
