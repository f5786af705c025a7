"""The small edits that many fixes are made of: an option, a word, a command at the end of a RUN, an instruction gone.

Each one is None where it cannot be made without harm. It never decides whether an edit is right.
"""

from __future__ import annotations

from bisect import bisect_left

from dockerpatch.text.edit import Edit
from dockerpatch.text.source import BOM
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommand, RunCommands, RunWord
    from dockerpatch.syntax.dockerfile import Comment, Flag, Instruction, Pair
    from dockerpatch.syntax.shell import ShellWord
    from dockerpatch.syntax.shell_tree import Node

    from .rule import Context
    from .steps import Step
    from .uses import Use

_PIPES = ("|", "|&")
# What stands behind a last command that is waited for.
_ENDS = (";", "\n", "")
# Compounds whose lists are read from top to bottom whenever they are run: what stands in one is tried.
_STRAIGHT = frozenset(("{", "(", "for", "select"))
# Behind `||`, these make up for a failure without being another way to do the work.
_EXCUSES = frozenset(("true", ":", "echo", "printf", "exit", "false", "cat"))
# In front of `&&`, these do not decide anything.
_CALM = frozenset(("set", "true", ":", "echo", "printf", "export", "cd", "umask"))


def may_edit(use: Use) -> bool:
    """Whether the script of ``use`` is one for a Unix shell: hadolint reads every other one as such, too."""
    from dockerpatch.model.programs import default_call

    run = use.run
    if run.form == "json":
        return True
    step = use.step
    shell = step.stage.shell_at(step.written) if step.stage is not None else None
    if run.form != "heredoc":
        return default_call(shell) is not None
    if not step.instruction.heredocs[0].content.startswith("#!"):
        return default_call(shell) is not None
    from dockerpatch.model.commands import run_commands

    return run_commands(step.instruction, shell).readable


def add_word(use: Use, behind: RunWord, text: str) -> Edit | None:
    """The edit that puts the word ``text`` (which needs no quotes) behind the word ``behind`` of the command."""
    at = use.command.insert_after(behind) if may_edit(use) else None
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
    opening, closing, words = first.span, last.span, use.command.words
    index = bisect_left(words, first.start, key=_start)
    index = index if index < len(words) and words[index] is first else 0
    if opening is None or closing is None or index == 0 or not may_edit(use):
        return None
    span = Span(opening.start, closing.end)
    if first is not last and _has_comment(ctx, span.start, span.end):
        return None
    before = use.command.insert_after(words[index - 1])
    if before is None:
        return None
    text = ctx.source.text
    if use.run.form == "json" and use.command.node is None:
        return Edit(before, span.end, "")
    start, end = span.start, span.end
    while start and text[start - 1] in " \t":
        start -= 1
    if text[start - 1] != "\n":
        return Edit(start, end, "")
    newline = text.find("\n", end)
    rest = text[end:newline] if newline >= 0 else text[end:]
    escape = _escape(ctx, use)
    if newline >= 0 and rest.strip(" \t\r") == escape:
        return Edit(start, newline + 1, "")
    if rest.strip():
        return Edit(span.start, end + len(rest) - len(rest.lstrip(" \t")), "")
    # The last word of its command stands alone: the continuation before it has to go too, unless comments follow it.
    return Edit(before, end, "") if not _between(text, before, start, escape) else None


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

    The script fails whenever it did before. Written as the last command of the script is: on a line of its own where
    that has one. None where the place cannot be told, or where ``use`` may never have been tried although the script
    got there: then its program may not even be there.
    """
    node, outcome = use.command.node, use.command.outcome
    if node is None or outcome is None or not may_edit(use) or not outcome.runs_through():
        return None
    root = node.parent
    while root.parent is not None:
        root = root.parent
    last = root.nodes[-1]
    at = use.command.ground.behind(last.end)
    if at is None or last.after not in _ENDS or not (use.run.always(use.command) or _tried(node)):
        return None
    # Under `-e` the shell goes on, in all that stands before `&&`, where it stopped before.
    joinable = not outcome.may_end_early() or outcome.is_plain(last)
    if outcome.stops_at(last):
        line = _own_line(ctx, use, last, at)
        if line is not None:
            return Edit(line, line, f"{_line_start(ctx, use, last)}{command}")
        return Edit(at, at, f"{_joint(ctx, use.command, root.nodes, True, joinable)}{command}")
    return Edit(at, at, f"{_joint(ctx, use.command, root.nodes, False, True)}{command}") if joinable else None


def _tried(node: Node) -> bool:
    """Whether the command is run whenever the script gets to its end, and its failure is not what another is for."""
    name = _name(node)
    while node.parent is not None:
        nodes = node.parent.nodes
        first = last = nodes.index(node)
        while first and _follows(nodes[first].before, nodes[first - 1], name):
            first -= 1
        if nodes[first].before not in _ENDS:
            return False
        while last + 1 < len(nodes) and nodes[last].after not in _ENDS:
            if nodes[last].after == "&" or (nodes[last].after == "||" and not _is_excuse(nodes[last + 1], name)):
                return False
            last += 1
        parent = node.parent
        if parent.parent is None:
            return nodes[last].after != "&"
        if parent.kind not in _STRAIGHT or nodes[last].after == "&":
            return False
        node = parent
    return False


def _follows(operator: str, node: Node, name: str | None) -> bool:
    """Whether what stands behind ``node`` and the operator is tried, or need not be, when ``node`` is."""
    if operator == "&&":
        return node.before not in _PIPES and _name(node) in _CALM
    return operator in _PIPES or (operator == "||" and name is not None and _name(node) == name)


def _is_excuse(node: Node, name: str | None) -> bool:
    """Whether ``node`` makes up for the failure of a command called ``name`` without taking its place."""
    from dockerpatch.syntax.shell_tree import Group

    if isinstance(node, Group):
        return node.kind in ("{", "(") and all(_is_excuse(one, name) for one in node.nodes)
    return _name(node) in _EXCUSES or (name is not None and _name(node) == name)


def _name(node: Node) -> str | None:
    """The first word of a command, if that is what runs: `sudo` and its like say nothing."""
    from dockerpatch.model.programs import WRAPPERS
    from dockerpatch.syntax.shell_tree import Command

    name = node.name if isinstance(node, Command) else None
    return None if name in WRAPPERS else name


def _own_line(ctx: Context, use: Use, last: Node, at: int) -> int | None:
    """Where the line of the last command ends, of a script in which each line is a command; None where that is not so.

    ``at`` is where the command itself ends.
    """
    if use.command.ground.instruction is not None or _operator(last) not in ("\n", ""):
        return None
    text = ctx.source.text
    end = text.find("\n", at)
    rest = text[at:end].strip(" \t\r;") if end >= 0 else "x"
    if (rest and rest[0] != "#") or rest.endswith("\\") or _has_heredoc(use, last):
        return None
    return end - (text[end - 1] == "\r")


def _has_heredoc(use: Use, last: Node) -> bool:
    """Whether lines that belong to the last command follow it."""
    return any(
        redirect.operator in ("<<", "<<-")
        for one in use.run.commands
        if one.node is not None and one.ground is use.command.ground and one.node.end >= last.start
        for redirect in one.node.redirects
    )


def _line_start(ctx: Context, use: Use, last: Node) -> str:
    """A line ending, and the blanks that the line starts with on which the last command does."""
    text = ctx.source.text
    at = use.command.ground.at(last.lead)
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return ctx.source.newline + line[: len(line) - len(line.lstrip(" \t"))]


def _operator(node: Node) -> str:
    """The operator before the list that ``node`` is the end of."""
    nodes = node.parent.nodes if node.parent is not None else [node]
    return nodes[_first(nodes, nodes.index(node))].before


def _first(nodes: list[Node], index: int) -> int:
    while index and nodes[index].before in (*_PIPES, "||"):
        index -= 1
    return index


def _joint(ctx: Context, command: RunCommand, nodes: list[Node], apart: bool, joined: bool) -> str:
    """What to write between the last of ``nodes`` and a further one, after the fashion of the one before.

    ``apart``: whether ``;`` will do; ``joined``: whether ``&&`` will; one of them does.
    """
    index = _first(nodes, len(nodes) - 1)
    operator = nodes[index].before if index else ""
    wanted = ";" if apart and (operator == ";" or not joined) else "&&"
    plain = " && " if wanted == "&&" else "; "
    if operator not in ("&&", ";"):
        return (_continued(ctx, command, nodes[-1]) if wanted == "&&" else "") or plain
    start, end = command.ground.behind(nodes[index - 1].end), command.ground.at(nodes[index].lead)
    between = ctx.source.text[start:end] if start is not None and end is not None else ""
    lines = [line for line in between.split("\n") if not line.lstrip(" \t").startswith("#")]
    joint = "\n".join(line for index, line in enumerate(lines) if index in (0, len(lines) - 1) or line.strip())
    if "\n" not in joint:
        return (_continued(ctx, command, nodes[-1]) if wanted == "&&" else "") or plain
    if joint.count(operator) != 1 or "#" in joint:
        return plain
    if operator == wanted:
        return joint
    return joint.replace(";", " &&" if joint.startswith(";") else "&&", 1) if wanted == "&&" else plain


def _continued(ctx: Context, command: RunCommand, last: Node) -> str:
    """The joint behind a command that ends with a line for each of its words; "" when it is not such a one."""
    start, end = command.ground.at(last.start), command.ground.behind(last.end)
    if command.ground.instruction is None or start is None or end is None:
        return ""
    text = ctx.source.text
    line = text[text.rfind("\n", 0, end) + 1 : end]
    if text.rfind("\n", start, end) < 0 or len(line.split()) != 1 or not line[0].isspace():
        return ""
    return f" {ctx.build.dockerfile.escape}{ctx.source.newline}{line[: len(line) - len(line.lstrip())]}&& "


def _escape(ctx: Context, use: Use) -> str:
    """What continues a line of the script: in a heredoc it is the shell's own, whatever the file says."""
    return ctx.build.dockerfile.escape if use.command.ground.instruction is not None else "\\"


def _between(text: str, start: int, end: int, escape: str) -> str:
    """What else than blanks, line ends and continuations stands there."""
    lines = text[start:end].split("\n")
    return "".join(line.strip(" \t\r").removesuffix(escape).strip(" \t") for line in lines)


def drop_instruction(ctx: Context, instruction: Instruction) -> Edit | None:
    """The edit that takes the instruction out, its lines and all; None where a comment inside it would be lost.

    None also where a comment below it would become a parser directive.
    """
    start, end = instruction.start, instruction.end
    if _has_comment(ctx, start + 1, end):
        return None
    text = ctx.source.text
    start = ctx.source.line_start(instruction.start_line)
    start += text.startswith(BOM, start)
    newline = text.find("\n", end)
    if not text[:start].strip(BOM) and text[newline + 1 :].lstrip(" \t").startswith("#"):
        return None
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
