"""Reads a shell script into commands. Never runs, expands or judges anything.

A list of commands keeps its own stack of open compounds; only a command inside a word makes the reader call itself,
four calls deep each time, so the limits on nesting are met long before Python's own.
"""

from __future__ import annotations

from dockerpatch.syntax.shell_patterns import AFTER, BLANKS, COMMAND, KEYWORD, lazy
from dockerpatch.syntax.shell_tree import Command, Group, Node, is_assignment, without_seams
from dockerpatch.syntax.shell_word_reader import DEEPEST, Unreadable, WordReader
from dockerpatch.syntax.shell_words import ShellWord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.shell_tree import Redirect

# What a keyword does where it stands: (part of the compound, keyword) -> next part, "" when it closes the compound.
_NEXT = {
    ("if", "then"): "then",
    ("elif", "then"): "then",
    ("then", "elif"): "elif",
    ("then", "else"): "else",
    ("then", "fi"): "",
    ("else", "fi"): "",
    ("while", "do"): "do",
    ("until", "do"): "do",
    ("do", "done"): "",
    ("{", "}"): "",
    ("case", "esac"): "",
}
_CLOSERS = frozenset(("then", "elif", "else", "fi", "do", "done", "}", "esac", "]]"))
# Commands that take `name=(..)` as an argument.
_DECLARING = frozenset(("declare", "typeset", "local", "export", "readonly", "alias", "eval"))
_CONNECTORS = frozenset(("&&", "||", "|", "|&"))


class _Place:
    """Where the reading of one list stands: the open compounds and what waits for the next command."""

    __slots__ = ("done", "empty", "group", "joint", "joint_at", "lead", "negated", "opened", "outer", "role", "stop")

    def __init__(self, group: Group, pos: int, stop: str) -> None:
        self.outer = group
        self.stop = stop
        self.done = False
        self.group = group
        self.role = group.kind
        self.opened: list[tuple[Group, str]] = []
        self.lead = -1
        self.negated = False
        self.part(group.kind, pos)

    def part(self, role: str, pos: int) -> None:
        """A new part of the open compound begins at ``pos``; it must hold a command before it ends."""
        self.role = role
        self.joint = ""
        self.joint_at = pos
        self.empty = True


class Reader(WordReader):
    """One reading of one text. ``read`` fills ``commands`` in the order in which they start."""

    __slots__ = ()

    def read(self, pos: int, group: Group, stop: str) -> int:
        """Read a list at ``pos`` into ``group`` up to ``stop``: ")" or, for "", the end of the text.

        Returns the offset behind ``stop``. Raises Unreadable.
        """
        text, end, commands = self.text, self.end, self.commands
        at = _Place(group, pos, stop)
        while True:
            match = COMMAND(text, pos, end)
            if match is None:
                pos = self.step(at, pos)
                if at.done:
                    return pos
                continue
            start, pos = match.span(1)
            if text[pos - 1] == "\n":
                pos = without_seams(text, pos)
            group = at.group
            joint, joint_at = match[2], match.start(2)
            node = Command(
                text, start, pos, group, at.role, at.joint, at.joint_at, at.lead, at.negated, joint, joint_at
            )
            commands.append(node)
            group.nodes.append(node)
            at.joint, at.joint_at, at.empty = joint, joint_at, False
            if at.lead >= 0:
                at.lead, at.negated = -1, False
            pos = match.end()
            if joint == "\n" and self.pending:
                pos = self.bodies(pos)

    def step(self, at: _Place, pos: int) -> int:
        """Read what is no plain command: a keyword, a bracket, a blank line, a comment, a command with inner parts."""
        text, end = self.text, self.end
        pos = BLANKS(text, pos, end).end()  # type: ignore[union-attr]
        char = text[pos] if pos < end else ""
        if char == "\n":
            return self.bodies(pos + 1)
        if char == "#":
            return self.line_end(pos)
        if char in ("", ")", ";"):
            return self.stopped(at, pos, char)
        if char == "(":
            close = self.arithmetic_end(pos)
            if close:
                return self.arithmetic(at, pos, close)
            self.push(at, "(", pos, "(")
            return pos + 1
        match = KEYWORD(text, pos, end)
        if match is not None:
            return self.keyword(at, pos, match[0])
        return self.simple(at, pos)

    def node(self, at: _Place, pos: int) -> Command:
        """A command at ``pos`` whose inside is read later."""
        node = Command(self.text, pos, pos, at.group, at.role, at.joint, at.joint_at, at.lead, at.negated, "", pos)
        self.commands.append(node)
        at.group.nodes.append(node)
        at.lead, at.negated, at.empty = -1, False, False
        return node

    def push(self, at: _Place, kind: str, pos: int, role: str) -> Group:
        """Open a compound at ``pos``; the caller moves behind its opening word."""
        group = Group(kind, pos, at.group, at.role, at.joint, at.joint_at, at.lead, at.negated)
        at.group.nodes.append(group)
        at.opened.append((at.group, at.role))
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("commands are nested too deep", pos)
        at.group = group
        at.lead, at.negated = -1, False
        at.part(role, pos)
        return group

    def ready(self, at: _Place, pos: int, word: str) -> None:
        """Check that a part may end here: no operator waits for a command."""
        if at.joint in _CONNECTORS or at.lead >= 0:
            raise Unreadable(f"a command is missing before {word!r}" if word else "the last command is missing", pos)

    def stopped(self, at: _Place, pos: int, char: str) -> int:
        """The end of the text, a closing bracket, or the end of a branch of ``case``."""
        self.ready(at, pos, char)
        if char == ";":
            if at.role != "case":
                raise Unreadable("a stray ';'", pos)
            pos = self.branch(pos + (3 if self.text.startswith(";;&", pos) else 2), at.group)
            at.part("case", pos)
            return pos
        if at.opened:
            if at.role != "(" or at.empty or not char:
                raise Unreadable(f"{at.group.kind!r} is not closed" if not char else "a stray ')'", pos)
            return self.close(at, pos + 1)
        if char != at.stop:
            raise Unreadable("')' is missing" if not char else "a stray ')'", pos)
        at.outer.end = pos
        at.done = True
        return pos + len(char)

    def keyword(self, at: _Place, pos: int, word: str) -> int:
        behind = pos + len(word)
        if word in _CLOSERS:
            self.ready(at, pos, word)
            follows = _NEXT.get((at.role, word))
            if follows is None or (at.empty and at.role != "case"):
                raise Unreadable(f"a stray {word!r}", pos)
            if not follows:
                return self.close(at, behind)
            at.part(follows, behind)
            return behind
        if word == "!" or word == "time":
            if at.lead < 0:
                at.lead = pos
            at.negated ^= word == "!"
            return behind
        if word == "[[":
            return self.test(at, pos)
        if word == "function":
            return self.function(at, pos, lazy("named function").match(self.text, behind, self.end))
        if word == "for" or word == "select":
            return self.loop(at, pos, behind, word)
        if word == "case":
            return self.case(at, pos, behind)
        self.push(at, word, pos, word)
        return behind

    def close(self, at: _Place, pos: int) -> int:
        """The open compound ends at ``pos``: read redirections behind it, and the operator."""
        while True:
            group = at.group
            redirects: list[Redirect] = []
            behind = pos
            if group.kind != "function":
                pos = self.redirects(pos, group, None, redirects)
                group.redirects = tuple(redirects)
            group.end = redirects[-1].end if redirects else behind
            at.group, at.role = at.opened.pop()
            at.empty = False
            self.depth -= 1
            if at.group.kind != "function":
                return self.after(at, group, pos)
            pos = group.end

    def after(self, at: _Place, node: Node, pos: int) -> int:
        """Read the operator behind ``node``."""
        text, end = self.text, self.end
        pos = BLANKS(text, pos, end).end()  # type: ignore[union-attr]
        if text.startswith("#", pos) and pos < end:
            pos = self.line_end(pos)
        match = AFTER(text, pos, end)
        if match is None:
            word = KEYWORD(text, pos, end)
            if word is None or word[0] not in _CLOSERS or not isinstance(node, Group):
                raise Unreadable(f"{text[pos]!r} is not expected here", pos)
            at.joint, at.joint_at = "", pos
            return pos
        node.after = at.joint = match[1]
        node.after_start = at.joint_at = match.start(1)
        pos = match.end()
        return self.bodies(pos) if match[1] == "\n" else pos

    def simple(self, at: _Place, pos: int) -> int:
        """A command that is not plain: word by word."""
        text, end = self.text, self.end
        group = at.group
        node = self.node(at, pos)
        items: list[ShellWord] = []
        redirects: list[Redirect] = []
        arrays, declared = True, False
        while True:
            pos = self.redirects(pos, group, node, redirects)
            stop = self.word(pos, group, node, "", arrays)
            if stop == pos:
                break
            close = without_seams(text, stop)
            word = ShellWord(pos, close, text[pos:close])
            if arrays and not declared and not is_assignment(word.raw):
                arrays = declared = word.raw in _DECLARING
            items.append(word)
            pos = stop
        if not items and not redirects:
            raise Unreadable(f"{text[pos]!r} is not expected here", pos)
        node.end = max(items[-1].end if items else 0, redirects[-1].end if redirects else 0)
        if pos < end and text[pos] == "(" and len(items) == 1 and not redirects:
            group.nodes.pop()
            self.commands.remove(node)
            at.lead, at.negated = (node.lead if node.lead < node.start else -1), node.negated
            return self.function(at, node.start, lazy("function").match(text, node.start, end))
        node.fill(items, redirects)
        return self.after(at, node, pos)

    def function(self, at: _Place, pos: int, match: object) -> int:
        """``name() compound`` or ``function name compound``."""
        behind = match.end() if match is not None else pos  # type: ignore[attr-defined]
        if match is None or lazy("body").match(self.text, behind, self.end) is None:
            raise Unreadable("a function has no name or no body", pos)
        self.push(at, "function", pos, "function")
        return int(behind)

    def test(self, at: _Place, pos: int) -> int:
        """``[[ expression ]]``: its words are kept, its operators are not looked at."""
        text, end, group = self.text, self.end, at.group
        node = self.node(at, pos)
        items = [ShellWord(pos, pos + 2, "[[")]
        pattern = lazy("test")
        pos += 2
        while True:
            match = pattern.match(text, pos, end)
            pos = match.end()  # type: ignore[union-attr]
            if match[1]:  # type: ignore[index]
                break
            stop = self.word(pos, group, node)
            if stop == pos:
                if pos >= end or not match[0].strip():  # type: ignore[index]
                    raise Unreadable("']]' is missing", pos)
                continue
            items.append(ShellWord(pos, stop, text[pos:stop]))
            pos = stop
        items.append(ShellWord(pos - 2, pos, "]]"))
        return self.tested(at, node, items, pos)

    def arithmetic(self, at: _Place, pos: int, close: int) -> int:
        """``(( expression ))``."""
        node = self.node(at, pos)
        self.expansions(pos + 2, close - 2, at.group, node)
        return self.tested(at, node, [ShellWord(pos, pos + 2, "((")], close)

    def tested(self, at: _Place, node: Command, items: list[ShellWord], pos: int) -> int:
        redirects: list[Redirect] = []
        behind = self.redirects(pos, at.group, node, redirects)
        node.fill(items, redirects)
        node.end = redirects[-1].end if redirects else pos
        return self.after(at, node, behind)

    def loop(self, at: _Place, pos: int, behind: int, word: str) -> int:
        """``for`` and ``select`` up to their ``do``."""
        text, end = self.text, self.end
        group = self.push(at, word, pos, word)
        start = BLANKS(text, behind, end).end()  # type: ignore[union-attr]
        close = self.arithmetic_end(start) if text.startswith("((", start) else 0
        if close:
            self.expansions(start + 2, close - 2, group, None)
            behind = close
        else:
            match = lazy("for name").match(text, behind, end)
            if match is None:
                raise Unreadable("a loop has no name", pos)
            behind = match.end()
            match = lazy("in").match(text, behind, end)
            if match is not None:
                behind = self.words(match.end(), group)
        match = lazy("do").match(text, behind, end)
        if match is None:
            raise Unreadable("'do' is missing", behind)
        at.part("do", match.end())
        return match.end()

    def words(self, pos: int, group: Group) -> int:
        while True:
            pos = BLANKS(self.text, pos, self.end).end()  # type: ignore[union-attr]
            if self.text.startswith("#", pos):
                return pos
            stop = self.word(pos, group, None)
            if stop == pos:
                return pos
            pos = stop

    def case(self, at: _Place, pos: int, behind: int) -> int:
        """``case`` up to the inside of its first branch."""
        group = self.push(at, "case", pos, "case")
        start = BLANKS(self.text, behind, self.end).end()  # type: ignore[union-attr]
        behind = self.word(start, group, None)
        match = lazy("in").match(self.text, behind, self.end)
        if match is None or behind == start:
            raise Unreadable("'case' has no 'in'", pos)
        behind = self.branch(match.end(), group)
        at.part("case", behind)
        return behind

    def branch(self, pos: int, group: Group) -> int:
        """Patterns of one branch, up to behind its bracket; or the place of ``esac``."""
        text, end = self.text, self.end
        pos = lazy("gap").match(text, pos, end).end()  # type: ignore[union-attr]
        if lazy("esac").match(text, pos, end):
            return pos
        if text.startswith("(", pos):
            pos += 1
        while True:
            start = BLANKS(text, pos, end).end()  # type: ignore[union-attr]
            pos = self.word(start, group, None)
            if pos == start:
                raise Unreadable("a branch of 'case' has no pattern", pos)
            pos = BLANKS(text, pos, end).end()  # type: ignore[union-attr]
            char = text[pos] if pos < end else ""
            pos += 1
            if char == ")":
                return pos
            if char != "|":
                raise Unreadable("')' is missing behind a pattern of 'case'", pos - 1)
