"""The small edits that many fixes are made of: an option, a word, a command at the end of a RUN, an instruction gone.

Each one is None where it cannot be made without harm. It never decides whether an edit is right.
"""

from __future__ import annotations

from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommand, RunWord
    from dockerpatch.syntax.dockerfile import Flag, Instruction
    from dockerpatch.syntax.shell import Node

    from .rule import Context
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
    span = word.span
    if span is None or use.run.form == "json" or word is use.command.words[0]:
        return None
    text = ctx.source.text
    start, end = span.start, span.end
    while start and text[start - 1] in " \t":
        start -= 1
    if text[start - 1 : start] != "\n":
        return Edit(start, end, "")
    newline = text.find("\n", end)
    rest = text[end:newline] if newline >= 0 else text[end:]
    if rest.strip(" \t\r") != ctx.build.dockerfile.escape:
        # The last word of the instruction, or more words behind it: the line stays.
        return Edit(span.start, end + len(rest) - len(rest.lstrip(" \t")), "") if rest.strip() else None
    return Edit(start, newline + 1, "")


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
    """What to write between the last of ``nodes`` and a further one, after the fashion of the one before.

    Behind a command that itself takes several lines it is a line of its own.
    """
    if len(nodes) < 2:
        return _after(ctx, command, nodes[-1])
    start, end = command.ground.behind(nodes[-2].end), command.ground.at(nodes[-1].lead)
    between = ctx.source.text[start:end] if start is not None and end is not None else ""
    lines = [line for line in between.split("\n") if not line.lstrip(" \t").startswith("#")]
    joint = "\n".join(line for index, line in enumerate(lines) if index in (0, len(lines) - 1) or line.strip())
    operator = nodes[-1].before
    if "\n" not in joint or operator == "\n" or operator not in ("&&", ";") or joint.count(operator) != 1:
        return _after(ctx, command, nodes[-1])
    if operator == "&&":
        return joint
    return joint.replace(";", " &&" if joint.startswith(";") else "&&", 1)


def _after(ctx: Context, command: RunCommand, last: Node) -> str:
    """The joint behind ``last`` where no other one shows how: on a further line, when it ends on one."""
    start, end = command.ground.at(last.start), command.ground.behind(last.end)
    text = ctx.source.text
    if start is None or end is None or command.ground.instruction is None or "\n" not in text[start:end]:
        return " && "
    line = text[text.rfind("\n", start, end) + 1 : end]
    indent = line[: len(line) - len(line.lstrip(" \t"))] or "    "
    return f" {ctx.build.dockerfile.escape}{ctx.source.newline}{indent}&& "


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


def drop_flag(ctx: Context, instruction: Instruction, flag: Flag) -> Edit | None:
    """The edit that takes a flag out, with the blanks behind it; a line that held nothing else goes as a whole."""
    text = ctx.source.text
    start, end = flag.start, flag.end
    if "\n" in text[start:end]:
        return None
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    newline = text.find("\n", end)
    rest = text[end:newline].rstrip(" \t\r") if newline >= 0 else text[end:]
    line = text.rfind("\n", 0, start) + 1
    if rest == ctx.build.dockerfile.escape and line > instruction.start and not text[line:start].strip(" \t"):
        # From line end to line end: so the edit touches a line that stays.
        return Edit(line - 1, newline, "")
    return Edit(start, end, "")
