"""Edits of the comments that silence findings: one gone, or some of its names. It never touches other words in one."""

from __future__ import annotations

from dockerpatch.syntax.scanner import directive_at
from dockerpatch.text.edit import Edit

from .suppress import BUILDKIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from .rule import Context
    from .suppress import Mention, Suppression


def drop_mentions(ctx: Context, comment: Suppression, gone: Collection[Mention]) -> list[Edit] | None:
    """The edits that take names out of the comment; all of it where none is left. None where that would do harm."""
    if not ctx.build.dockerfile.instructions:
        return None  # only a Dockerfile's comments are ours to touch
    if len(gone) == len(comment.mentions):
        edit = drop_comment(ctx, comment)
        return None if edit is None else [edit]
    edits: list[Edit] = []
    mentions = comment.mentions
    going = set(map(id, gone))
    index = 0
    while index < len(mentions):
        first = index
        while index < len(mentions) and id(mentions[index]) in going:
            index += 1
        if index > first:
            if index < len(mentions):
                edits.append(Edit(mentions[first].start, mentions[index].start, ""))
            else:
                edits.append(Edit(mentions[first - 1].end, mentions[-1].end, ""))
        index += 1
    return edits


def drop_comment(ctx: Context, comment: Suppression) -> Edit | None:
    """The edit that takes the comment out, its line and all."""
    source, text = ctx.source, ctx.source.text
    line = source.line_at(comment.start)
    start = source.line_start(line)
    before = text[start : comment.start]
    if comment.dialect == BUILDKIT and ";" in text[comment.start : comment.end]:
        return None  # it says more than what to skip
    if before.strip(" \t"):
        return None  # behind a byte order mark, or words of a shell script that only look like a comment
    newline = text.find("\n", comment.end)
    if newline < 0:
        return Edit(len(text[:start].rstrip("\r\n")), len(text), "") if start else None
    directives = ctx.build.dockerfile.directives
    ends_them = line == len(directives) + 1 and comment.start >= (directives[-1].end if directives else 0)
    if ends_them and directive_at(text, newline + 1, len(text)) is not None:
        return None  # the comment is all that keeps the next line from being a parser directive
    return Edit(start, newline + 1, "")
