"""Instructions that go, and words of them, so that what stays reads as if they had never been there.

It never takes a comment along, nor leaves one above a line that it does not speak of.
"""

from __future__ import annotations

from dockerpatch.text.edit import Edit

from .edits import drop_instruction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction, Word

    from .rule import Context


def drop_uncommented(ctx: Context, instruction: Instruction) -> Edit | None:
    """The edit that takes the instruction out; None where a comment stands in it or on the line above.

    Of two blank lines that would meet, one goes too.
    """
    edit = drop_instruction(ctx, instruction)
    line = instruction.start_line
    above = ctx.source.line_text(line - 1).strip() if line > 1 else ""
    if edit is None or above.startswith("#"):
        return None
    if not above and edit.end < len(ctx.source.text):
        below = ctx.source.line_at(edit.end)
        if not ctx.source.line_text(below).strip() and below < ctx.source.line_count:
            return Edit(edit.start, ctx.source.line_start(below + 1), "")
    return edit


def drop_instruction_word(ctx: Context, word: Word) -> Edit | None:
    """The edit that takes one of several words of an instruction out, with the blanks before it.

    A line that held nothing else goes too; None where that was the last one of several, or a comment stands above it.
    """
    if word.end - word.start != len(word.text):
        return None
    text = ctx.source.text
    start, end = word.start, word.end
    while text[start - 1] in " \t":
        start -= 1
    if text[start - 1] != "\n":
        return Edit(start, end, "")
    if ctx.source.line_text(ctx.source.line_at(word.start) - 1).lstrip().startswith("#"):
        return None
    newline = text.find("\n", end)
    rest = text[end:newline] if newline >= 0 else text[end:]
    if rest.strip(" \t\r") == ctx.build.dockerfile.escape:
        # From line end to line end: so the edit touches a line that stays.
        return Edit(start - 1, newline, "")
    return Edit(word.start, end + len(rest) - len(rest.lstrip(" \t")), "") if rest.strip() else None
