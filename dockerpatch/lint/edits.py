"""The small edits that many fixes are made of: an option, a word, a command at the end of a RUN, an instruction gone.

Each one is None where it cannot be made without harm. It never decides whether an edit is right.
"""

from __future__ import annotations

from bisect import bisect_left

from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommand, RunCommands, RunWord
    from dockerpatch.syntax.dockerfile import Instruction
    from dockerpatch.syntax.instruction import Pair
    from dockerpatch.syntax.shell import Node, ShellWord
    from dockerpatch.syntax.tokens import Comment

    from .rule import Context
    from .steps import Step
    from .uses import Use

_JOINTS = ("&&", ";", "\n", "")
_HEREDOCS = ("<<", "<<-")


def add_word(use: Use, behind: RunWord, text: str) -> Edit | None:
    """The edit that puts the word ``text`` (which needs no quotes) behind the word ``behind`` of the command."""
    at = use.command.insert_after(behind)
    if at is None:
        return None
    if use.run.form == "json" and use.command.node is None:
        return Edit(at, at, f', "{text}"')
    return Edit(at, at, f" {text}")


def replace_word(word: RunWord, text: str) -> Edit | None:
    """The edit that writes ``text`` for the word, inside of its quotes where it has some."""
    value = word.value
    span = word.part(0, len(value)) if value else word.span
    return Edit(span.start, span.end, text) if span is not None else None


def drop_word(ctx: Context, use: Use, word: RunWord) -> Edit | None:
    """The edit that takes the word out, with the blanks before it; a line that held nothing else goes as a whole."""
    return drop_words(ctx, use, word, word)


def drop_words(ctx: Context, use: Use, first: RunWord, last: RunWord) -> Edit | None:
    """`drop_word` of the words from ``first`` to ``last``: an option and its value."""
    words = use.command.words
    at = bisect_left(words, first.start, key=_start)
    before = words[at - 1].span if at and words[at] is first else None
    opening, closing = first.span, last.span
    if opening is None or closing is None or before is None or use.run.form == "json":
        if use.command.node is not None or before is None or closing is None:
            return None
        return Edit(before.end, closing.end, "")  # a string of an array, and the comma before it
    text = ctx.source.text
    start, end = opening.start, closing.end
    if _has_comment(ctx, start, end):
        return None
    while start and text[start - 1] in " \t":
        start -= 1
    if text[start - 1 : start] != "\n":
        return Edit(start, end, "")
    newline = text.find("\n", end)
    rest = text[end:newline] if newline >= 0 else text[end:]
    escape = ctx.build.dockerfile.escape
    if rest.strip(" \t\r") == escape:
        return Edit(start - 1, newline, "")
    if rest.strip():
        # More words behind it: the line stays.
        return Edit(opening.start, end + len(rest) - len(rest.lstrip(" \t")), "")
    # The last word of the instruction: the line before ends it.
    between = text[before.end : opening.start]
    return Edit(before.end, end, "") if not between.replace(escape, "", 1).strip() else None


def drop_assignment(ctx: Context, command: RunCommand, word: ShellWord, behind: ShellWord) -> Edit | None:
    """The edit that takes a ``NAME=value`` in front of a command out; ``behind`` is the word behind it."""
    ground = command.ground
    start, end = ground.at(word.start), ground.at(behind.start)
    if start is None or end is None or _has_comment(ctx, start, end):
        return None
    between = ctx.source.text[ground.behind(word.end) : end]
    return Edit(start, end, "") if not between.replace(ctx.build.dockerfile.escape, "", 1).strip() else None


def drop_command(ctx: Context, step: Step, run: RunCommands, command: RunCommand) -> Edit | None:
    """The edit that takes the command out, and the operator beside it; the whole RUN where it has no other command.

    None where a comment would go with it, or what runs next depends on it.
    """
    if len(run.commands) == 1 and run.form == "shell":
        return drop_instruction(ctx, step.written)
    span = command.removal()
    if span is None or "#" in span.text(ctx.source.text):
        return None
    return Edit(span.start, span.end, "")


def drop_pair(ctx: Context, instruction: Instruction, pair: Pair) -> Edit | None:
    """The edit that takes the pair out of an ENV, ARG or LABEL of several; None where a comment stands beside it."""
    pairs = instruction.pairs
    index = bisect_left(pairs, pair.name_span.start, key=_place)
    if len(pairs) < 2 or pair.value_span is None:
        return None
    if index + 1 < len(pairs):
        start, end = pair.name_span.start, pairs[index + 1].name_span.start
    else:
        last = pairs[index - 1]
        before = last.value_span if last.value_span is not None else last.name_span
        start, end = before.end, pair.value_span.end
    above = pairs[index - 1].name_span.start if index else start
    return None if _has_comment(ctx, above, end) else Edit(start, end, "")


def _has_comment(ctx: Context, start: int, end: int) -> bool:
    comments = ctx.build.dockerfile.comments
    at = bisect_left(comments, start, key=_start)
    return at < len(comments) and comments[at].start < end


def _start(one: Comment | RunWord) -> int:
    return one.start


def _place(pair: Pair) -> int:
    return pair.name_span.start


def append_command(ctx: Context, use: Use, command: str) -> Edit | None:
    """The edit that runs ``command`` at the end of the script that ``use`` stands in, when all before it went well.

    Written as the last command of the script is: on a line of its own where that has one. None where the place cannot
    be told, or where ``use`` may never have run although the script got there.
    """
    node = use.command.node
    if node is None or use.command.outer is not None or not _runs_anyway(use):
        return None
    root = node.parent
    while root.parent is not None:
        root = root.parent
    last = root.nodes[-1]
    if last.after not in _JOINTS or last.negated or _has_heredoc(use, last) or _ends_shell(use):
        return None
    at = use.command.ground.behind(last.end)
    return Edit(at, at, f"{_joint(ctx, use.command, root.nodes)}{command}") if at is not None else None


def _runs_anyway(use: Use) -> bool:
    """Whether the command has been tried whenever the script reaches its end."""
    if use.run.always(use.command):
        return True
    node = use.command.node
    return node is not None and node.depth == 0 and node.before in ("", ";", "\n") and node.role == "script"


def _has_heredoc(use: Use, last: Node) -> bool:
    return any(
        redirect.operator in _HEREDOCS
        for one in use.run.commands
        if one.node is not None and one.outer is None and one.node.end >= last.start
        for redirect in one.node.redirects
    )


def _ends_shell(use: Use) -> bool:
    """Whether the script may end before its end, or hands over to another program for good."""
    return any(one.name in ("exec", "exit", "return") for one in use.run.commands if one.outer is None)


def _joint(ctx: Context, command: RunCommand, nodes: list[Node]) -> str:
    """What to write between the last of ``nodes`` and a further one, after the fashion of the one before."""
    if len(nodes) < 2:
        return " && "
    start, end = command.ground.behind(nodes[-2].end), command.ground.at(nodes[-1].lead)
    between = ctx.source.text[start:end] if start is not None and end is not None else ""
    lines = [line for line in between.split("\n") if not line.lstrip(" \t").startswith("#")]
    joint = "\n".join(line for index, line in enumerate(lines) if index in (0, len(lines) - 1) or line.strip())
    operator = nodes[-1].before
    if "\n" not in joint or operator == "\n" or operator not in ("&&", ";") or joint.count(operator) != 1:
        return " && "
    if operator == "&&":
        return joint
    return joint.replace(";", " &&" if joint.startswith(";") else "&&", 1)


def drop_instruction(ctx: Context, instruction: Instruction) -> Edit | None:
    """The edit that takes the instruction out, its lines and all; None where a comment inside it would be lost."""
    start, end = instruction.start, instruction.end
    if any(start < comment.start < end for comment in ctx.build.dockerfile.comments):
        return None
    text = ctx.source.text
    start = ctx.source.line_start(instruction.start_line)
    newline = text.find("\n", end)
    if newline >= 0:
        return Edit(start, newline + 1, "")
    return Edit(len(text[:start].rstrip("\r\n")), len(text), "")
