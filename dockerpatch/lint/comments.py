"""Comments beside an instruction that say again what its image tag says.

It never reads a comment further off, nor one that is a command to a tool.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dockerpatch.image import tag as tags
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


def is_for_a_tool(comment: str) -> bool:
    """Whether a comment (from its mark on) is a command to a tool, and not a word to a reader."""
    return re.match(_TOOL, comment) is not None


def restating(ctx: Context, base: Base, tag: str) -> list[tuple[Span, Edit]]:
    """Each comment place that restates the base's tag, or the version in it, and the edit that makes it say ``tag``.

    Looked at are the comment lines that stand directly above the place where the tag is written, and the ones inside
    that instruction.
    """
    if not base.tagged:
        return []
    start, end = base.site.tag_place
    swaps = _swaps(base.image, base.tag, tag)
    named: list[tuple[str, str, str]] | None = None
    found = []
    for comment in _beside(ctx, base.site.place(start, end).start, [old for old, _ in swaps]):
        text = ctx.source.text[comment.start : comment.end]
        # Each pattern serves one tag only, so none is made for a comment that cannot match.
        said = [(old, new) for old, new in swaps if old in text]
        if not said or is_for_a_tool(text):
            continue
        for old, new in said:
            places = list(re.finditer(rf"(?<![\w.-]){re.escape(old)}(?![\w-]|\.\w)", text))
            for place in places:
                span = Span(comment.start + place.start(), comment.start + place.end())
                found.append((span, Edit(span.start, span.end, new)))
            if places:
                # What it says of the rest of the tag would be wrong from now on: "Python 3.12.1 on Alpine 3.18".
                named = _named(base.image, base.tag, tag) if named is None else named
                found += _by_name(text, comment.start, named, {span.end for span, _ in found})
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


def _named(image: str, old: str, new: str) -> list[tuple[str, str, str]]:
    """Each thing with a version of its own that differs between the tags: its name, the old version, the new one."""
    pairs = []
    before, after = re.match(_VERSION, old), re.match(_VERSION, new)
    if before is not None and after is not None:
        pairs.append((image, before.group(), after.group()))
    wanted = {word.name: word.version for word in tags.parse(new).words}
    pairs += [(word.name, word.version, wanted.get(word.name, "")) for word in tags.parse(old).words]
    return [pair for pair in pairs if pair[1] and pair[2] and pair[1] != pair[2]]


def _by_name(text: str, start: int, named: list[tuple[str, str, str]], ends: set[int]) -> list[tuple[Span, Edit]]:
    """The places of a comment that give one of ``named`` its old version, but for those that end at one of ``ends``.

    ``start`` is where the comment stands in the file.
    """
    found = []
    for name, old, new in named:
        if old.lower() not in text.lower():
            continue
        pattern = rf"(?i)(?<![\w.-]){re.escape(name)}[ :=-]?v?({re.escape(old)})(?![\w-]|\.\w)"
        for place in re.finditer(pattern, text):
            if start + place.end() not in ends:
                edit = Edit(start + place.start(1), start + place.end(), new)
                found.append((Span(start + place.start(), start + place.end()), edit))
    return found


def _start(instruction: Instruction) -> int:
    return instruction.start


def _is_commented(ctx: Context, instruction: Instruction, words: list[str]) -> bool:
    """Whether there can be a comment in the instruction, or one with any of ``words`` in it on the lines above it.

    It spares finding all comments of the file.
    """
    if "#" in ctx.source.text[instruction.start : instruction.end]:
        return True
    above = instruction.start_line - 1
    while above > 0 and (text := ctx.source.line_text(above)).lstrip().startswith("#"):
        if any(word in text for word in words):
            return True
        above -= 1
    return False


def _beside(ctx: Context, offset: int, words: list[str]) -> list[Comment]:
    """Comments in the instruction that holds ``offset``, and the unbroken block of comment lines right above it.

    Nothing where it is plain that none of them has any of ``words`` in it.
    """
    dockerfile = ctx.build.dockerfile
    at = bisect_right(dockerfile.instructions, offset, key=_start) - 1
    holder = dockerfile.instructions[at] if at >= 0 and offset < dockerfile.instructions[at].end else None
    if holder is None or not _is_commented(ctx, holder, words):
        return []
    inside = [one for one in dockerfile.comments if holder.start <= one.start < holder.end]
    above: list[Comment] = []
    line = holder.start_line
    for comment in reversed([one for one in dockerfile.comments if one.start < holder.start]):
        if ctx.source.line_at(comment.start) != line - 1 - len(above):
            break
        above.append(comment)
    return [*above[::-1], *inside]
