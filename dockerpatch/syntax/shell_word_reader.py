"""Finds where a word of a shell script ends, and reads the commands inside it. Never decides what a word is for."""

from __future__ import annotations

from dockerpatch.syntax.shell_patterns import BLANKS, PIECES, lazy
from dockerpatch.syntax.shell_tree import Group, Redirect, without_seams
from dockerpatch.syntax.shell_words import ShellWord, delimiter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.shell_tree import Command, Node

# Compounds and substitutions that may stand in each other; of these so many may be substitutions, and heredocs.
DEEPEST = 200
_DEEPEST_SUBSTITUTION = 100


class Unreadable(Exception):
    """The text is no shell script that can be read. ``offset`` counts characters of the text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class WordReader:
    __slots__ = ("brackets", "commands", "depth", "end", "inner", "pending", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text)
        self.commands: list[Command] = []
        self.depth = 0
        self.inner = 0
        # Heredocs whose lines follow the next newline: redirection, ending word, group, command.
        self.pending: list[tuple[Redirect, str, Group, Command | None]] = []
        # Where each round bracket that was looked at closes; -1 when it does not.
        self.brackets: dict[int, int] = {}

    def read(self, pos: int, group: Group, stop: str) -> int:
        raise NotImplementedError

    def line_end(self, pos: int) -> int:
        found = self.text.find("\n", pos, self.end)
        return self.end if found < 0 else found

    def word(self, pos: int, group: Group, host: Command | None, bottom: str = "", arrays: bool = False) -> int:
        """The end of the word at ``pos``; ``pos`` itself when none starts there.

        ``bottom`` "expansions" reads all text up to the end; ``arrays``: ``name=(..)`` is a word.
        """
        text, end = self.text, self.end
        begin = pos
        modes = [bottom]
        while True:
            mode = modes[-1]
            match = lazy(mode).match(text, pos, end) if mode else PIECES(text, pos, end)
            pos = match.end()  # type: ignore[union-attr]
            char = text[pos] if pos < end else ""
            if char == "$" and text[pos + 1] in "({'":
                if text[pos + 1] == "{":
                    quoted = '"' in modes and lazy("pattern operator").match(text, pos, end) is None
                    modes.append('"{' if quoted else "{")
                    pos += 2
                else:
                    pos = self.dollar(pos, group, host)
            elif char == '"':
                if mode == '"':
                    modes.pop()
                else:
                    modes.append('"')
                pos += 1
            elif char == "`":
                pos = self.backtick(pos, group, host, '"' in modes)
            elif (char == "}" and mode[-1:] == "{") or (char == ")" and mode == "array"):
                modes.pop()
                pos += 1
            elif char and char in "<>" and text.startswith("(", pos + 1):
                pos = self.substitution(pos, "<(", group, host)
            elif char == "(" and arrays and not mode and lazy("array word").match(text, begin, pos):
                modes.append("array")
                pos += 1
            elif char == "\\":
                pos += 1
            elif len(modes) == 1 and char not in ("'", "$"):
                return pos
            else:
                raise Unreadable("a quote or a bracket is not closed", begin)
            if len(modes) > DEEPEST:
                raise Unreadable("words are nested too deep", begin)

    def expansions(self, start: int, stop: int, group: Group, host: Command | None) -> None:
        """Read the commands in text where only expansions matter."""
        kept = self.end
        self.end = stop
        self.word(start, group, host, "expansions")
        self.end = kept

    def dollar(self, pos: int, group: Group, host: Command | None) -> int:
        """``$(..)``, ``$((..))`` or ``$'..'`` at ``pos``: the offset behind it."""
        if self.text[pos + 1] == "'":
            match = lazy("ansi").match(self.text, pos, self.end)
            if match is None:
                raise Unreadable("a quote is not closed", pos)
            return match.end()
        close = self.arithmetic_end(pos + 1)
        if close:
            self.deeper(pos)
            self.expansions(pos + 3, close - 2, group, host)
            self.inner -= 1
            self.depth -= 1
            return close
        return self.substitution(pos, "$(", group, host)

    def list_group(self, pos: int, kind: str, group: Group, host: Command | None) -> Group:
        found = Group(kind, pos, group, group.kind)
        found.host = host
        return found

    def substitution(self, pos: int, kind: str, group: Group, host: Command | None) -> int:
        inner = self.list_group(pos, kind, group, host)
        self.deeper(pos)
        stop = self.read(pos + 2, inner, ")")
        self.inner -= 1
        self.depth -= 1
        inner.end = stop
        return stop

    def deeper(self, pos: int) -> None:
        self.inner += 1
        self.depth += 1
        if self.inner > _DEEPEST_SUBSTITUTION or self.depth > DEEPEST:
            raise Unreadable("commands are nested too deep", pos)

    def backtick(self, pos: int, group: Group, host: Command | None, quoted: bool) -> int:
        text = self.text
        close = lazy("backtick").match(text, pos + 1, self.end).end()  # type: ignore[union-attr]
        if close >= self.end:
            raise Unreadable("a backtick is not closed", pos)
        inner = self.list_group(pos, "`", group, host)
        self.deeper(pos)
        body = text[pos + 1 : close]
        if "\\" in body and any("\\" + char in body for char in ('\\$`"' if quoted else "\\$`")):
            self.escaped(body, pos + 1, inner, quoted)
        else:
            kept, pending = self.end, self.pending
            self.end, self.pending = close, []
            self.read(pos + 1, inner, "")
            self.end, self.pending = kept, pending
        self.inner -= 1
        self.depth -= 1
        inner.end = close + 1
        return close + 1

    def escaped(self, body: str, start: int, group: Group, quoted: bool) -> None:
        """Read backticks that hold escapes: the shell reads what is left when one layer of them is taken off."""
        shown: list[str] = []
        places: list[int] = []
        index = 0
        special = ("\\", "$", "`", '"') if quoted else ("\\", "$", "`")
        while index < len(body):
            if body[index] == "\\" and body[index + 1 : index + 2] in special:
                index += 1
            shown.append(body[index])
            places.append(start + index)
            index += 1
        places.append(start + index)
        reader = type(self)("".join(shown))
        reader.depth, reader.inner = self.depth, self.inner
        reader.read(0, group, "")
        _move(reader.commands, group, places)
        self.commands += reader.commands

    def arithmetic_end(self, pos: int) -> int:
        """The offset behind ``((..))`` that opens at ``pos``; 0 when these are two brackets and no arithmetic."""
        if not self.text.startswith("((", pos):
            return 0
        if pos not in self.brackets:
            self.pair(pos)
        close = self.brackets[pos]
        return close + 1 if close >= 0 and self.brackets.get(pos + 1) == close - 1 else 0

    def pair(self, pos: int) -> None:
        """Note where the bracket at ``pos``, and each one inside it, closes. Every place is looked at once."""
        text, end, brackets = self.text, self.end, self.brackets
        pattern = lazy("parentheses")
        opened: list[int] = []
        while pos < end:
            if text[pos] == "(":
                opened.append(pos)
            else:
                brackets[opened.pop()] = pos
                if not opened:
                    return
            pos = pattern.match(text, pos + 1, end).end()  # type: ignore[union-attr]
        for place in opened:
            brackets[place] = -1

    def redirects(self, pos: int, group: Group, host: Command | None, found: list[Redirect]) -> int:
        """Read blanks and redirections at ``pos`` into ``found``; the offset of what comes next."""
        text, end = self.text, self.end
        while True:
            pos = BLANKS(text, pos, end).end()  # type: ignore[union-attr]
            char = text[pos] if pos < end else ""
            if char == "#":
                return self.line_end(pos)
            if not char or char not in "<>&0123456789{":
                return pos
            match = lazy("redirect").match(text, pos, end)
            if match is None:
                return pos
            start, target = pos, match.end()
            pos = self.word(target, group, host)
            if pos == target or text[target] == "#":
                raise Unreadable("a redirection has no target", start)
            close = without_seams(text, pos)
            word = ShellWord(target, close, text[target:close])
            redirect = Redirect(start, close, match[1] or "", match[2], word)
            if match[2] == "<<" or match[2] == "<<-":
                redirect.expand = not word.quoted
                self.pending.append((redirect, delimiter(word.raw), group, host))
            found.append(redirect)

    def bodies(self, pos: int) -> int:
        """Read the heredocs that wait for the line at ``pos``; the offset behind them."""
        if not self.pending:
            return pos
        text, end = self.text, self.end
        waiting, self.pending = self.pending, []
        for redirect, word, group, host in waiting:
            start = pos
            while True:
                stop = self.line_end(pos)
                line = text[pos:stop]
                if (line.lstrip("\t") if redirect.operator == "<<-" else line) == word or pos >= end:
                    break
                pos = min(stop + 1, end)
            redirect.body = (start, pos)
            if redirect.expand:
                self.body(start, pos, self.list_group(start, "<<", group, host), host)
            pos = min(stop + 1, end)
        return pos

    def body(self, start: int, stop: int, group: Group, host: Command | None) -> None:
        """Read the commands in the lines of a heredoc. A shell looks at them when it runs the host: they may fail."""
        kept = self.end, self.depth, self.inner, len(self.commands)
        try:
            self.deeper(start)
            self.expansions(start, stop, group, host)
        except Unreadable:
            del self.commands[kept[3] :]
        self.end, self.depth, self.inner, _ = kept
        self.pending = []
        group.end = stop


def _move(commands: list[Command], group: Group, places: list[int]) -> None:
    """Let offsets in a text without escapes count in the text that has them."""
    nodes: set[Node] = set()
    for command in commands:
        node: Node | None = command
        while node is not None and node is not group and node not in nodes:
            nodes.add(node)
            node = node.parent
        for word in (*command.assignments, *command.words):
            _move_item(word, places)
        for redirect in command.redirects:
            _move_item(redirect, places)
            _move_item(redirect.target, places)
            redirect.body = None
    for node in nodes:
        node.start, node.lead = places[node.start], places[node.lead]
        node.end = places[node.end - 1] + 1
        node.before_start, node.after_start = places[node.before_start], places[node.after_start]


def _move_item(item: ShellWord | Redirect, places: list[int]) -> None:
    item.start = places[item.start]
    item.end = places[item.end - 1] + 1
