"""Comments beside an instruction that say again what its image tag says.

It never reads a comment further off, nor one that is a command to a tool.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Comment, Instruction

    from .bases import Base
    from .rule import Context

# Kept as texts, which `re` compiles for the first file that has a comment in question.
_TOOL = r"(?i)#\s*(?:dockerpatch|hadolint|check|syntax|escape|trivy|checkov|tally|renovate|nosemgrep|kics)\b"
_MOST = 50
"""What names a tag more often is a table, and no remark on it."""

_VERSION = r"v?[0-9]+(?:[._][0-9]+)+"


def restating(ctx: Context, base: Base, tag: str) -> list[tuple[Span, Edit]]:
    """Each comment place that restates the base's tag, or the version in it, and the edit that makes it say ``tag``.

    Looked at are the comment lines that stand directly above the place where the tag is written, and the ones inside
    that instruction.
    """
    if not base.tagged:
        return []
    start, end = base.site.tag_place
    written = base.site.place(start, end)
    swaps = _swaps(base.image, base.tag, tag)
    found = []
    for comment in _beside(ctx, written.start):
        text = ctx.source.text[comment.start : comment.end]
        if re.match(_TOOL, text):
            continue
        for old, new in swaps:
            places = list(re.finditer(rf"(?<![\w.-]){re.escape(old)}(?![\w-]|\.\w)", text))
            for place in places:
                span = Span(comment.start + place.start(), comment.start + place.end())
                found.append((span, Edit(span.start, span.end, new)))
            if places:
                break
    return found if len(found) <= _MOST else []


def _swaps(image: str, old: str, new: str) -> list[tuple[str, str]]:
    """What a comment may say of the old tag, longest first: with its image, the whole of it, its leading version.

    A tag of words alone ("alpine") counts only with its image: the words mean other things too.
    """
    swaps = [(f"{image}:{old}", f"{image}:{new}")]
    if any(mark.isdigit() for mark in old):
        swaps.append((old, new))
        before, after = re.match(_VERSION, old), re.match(_VERSION, new)
        if before is not None and after is not None and before.group() != old:
            swaps.append((before.group(), after.group()))
    return [(one, other) for one, other in swaps if one != other and len(one) > 2]


def _start(instruction: Instruction) -> int:
    return instruction.start


def _is_commented(ctx: Context, instruction: Instruction) -> bool:
    """Whether there can be a comment in the instruction or on the line above it; spares finding all of the file's."""
    line = instruction.start_line
    if line > 1 and ctx.source.line_text(line - 1).lstrip().startswith("#"):
        return True
    return "#" in ctx.source.text[instruction.start : instruction.end]


def _beside(ctx: Context, offset: int) -> list[Comment]:
    """Comments in the instruction that holds ``offset``, and the unbroken block of comment lines right above it."""
    dockerfile = ctx.build.dockerfile
    at = bisect_right(dockerfile.instructions, offset, key=_start) - 1
    holder = dockerfile.instructions[at] if at >= 0 and offset < dockerfile.instructions[at].end else None
    if holder is None or not _is_commented(ctx, holder):
        return []
    inside = [one for one in dockerfile.comments if holder.start <= one.start < holder.end]
    above: list[Comment] = []
    line = holder.start_line
    for comment in reversed([one for one in dockerfile.comments if one.start < holder.start]):
        if ctx.source.line_at(comment.start) != line - 1 - len(above):
            break
        above.append(comment)
    return [*above[::-1], *inside]
