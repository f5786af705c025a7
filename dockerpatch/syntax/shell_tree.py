"""The parts of a shell script that was read: commands, groups of them, redirections. They never read text themselves
but to split a command into its words when first asked.
"""

from __future__ import annotations

import re

from dockerpatch.syntax.shell_patterns import PLAIN_ITEM, PLAIN_ITEMS, PLAIN_NAME
from dockerpatch.syntax.shell_words import ShellWord, unquoted

is_assignment = re.compile(r"[A-Za-z_]\w*(?:\[[^]]*+\])?\+?=").match


def without_seams(text: str, end: int) -> int:
    """The end of the word that ends at ``end``: continuations right behind a word are blanks, and no part of it."""
    while text[end - 1] == "\n" and text[end - 2] == "\\":
        end -= 2
    return end


class Redirect:
    """One redirection: ``start`` to ``end`` is all of it, ``fd`` what stands before the operator ("" when nothing).

    ``target`` is the word after the operator. For a heredoc ``body`` is where its lines stand (the terminator not
    included) and ``expand`` whether the shell fills in variables there; ``body`` is None for every other operator and
    for a heredoc whose lines are not part of the text.
    """

    __slots__ = ("body", "end", "expand", "fd", "operator", "start", "target")

    def __init__(self, start: int, end: int, fd: str, operator: str, target: ShellWord) -> None:
        self.start = start
        self.end = end
        self.fd = fd
        self.operator = operator
        self.target = target
        self.body: tuple[int, int] | None = None
        self.expand = False

    def __repr__(self) -> str:
        return f"Redirect({self.fd}{self.operator} {self.target.raw!r})"


class Node:
    """What stands in a list of commands: a simple command, or a compound one (a Group).

    ``start`` and ``end``: character offsets in the text, end exclusive, redirections included. ``lead`` is where a
    ``!`` or ``time`` in front begins, else ``start``. ``before`` and ``after`` are the operators on both sides
    (``&& || ; | |& & newline``, "" when there is none: a keyword, a bracket or the end of the text stands there);
    ``before_start`` and ``after_start`` say where each begins.
    ``role`` is the part of the group that the node stands in: "script", "if", "elif" (both are conditions), "then",
    "else", "while", "until" (conditions), "do", "{", "(", "case", "function", "$(", "`", "<(" or "<<".
    """

    __slots__ = ("after", "after_start", "before", "before_start", "end", "lead", "negated", "parent", "role", "start")

    start: int
    end: int
    parent: Group | None
    role: str
    before: str
    before_start: int
    after: str
    after_start: int
    lead: int
    negated: bool

    @property
    def before_span(self) -> tuple[int, int]:
        """Where the operator before stands; empty when there is none."""
        return self.before_start, self.before_start + len(self.before)

    @property
    def after_span(self) -> tuple[int, int]:
        """Where the operator after stands; empty when there is none."""
        return self.after_start, self.after_start + len(self.after)

    @property
    def depth(self) -> int:
        """How many groups stand around it; 0 at the top of the script."""
        depth = -1
        parent = self.parent
        while parent is not None:
            depth += 1
            parent = parent.parent
        return max(depth, 0)


class Group(Node):
    """A compound command, or a place where a list of commands stands.

    ``kind``: "script" (the whole text), "if", "while", "until", "for", "select", "case", "{", "(" (a subshell),
    "function", and for lists inside a word "$(", "`", "<(" (process substitution, both ways) and "<<" (expansions in
    the body of a heredoc). ``nodes`` holds what stands directly in it, in order. A list inside a word is no node
    of its parent; ``host`` is the command whose word it is, None when it is a word of a compound command.
    """

    __slots__ = ("host", "kind", "nodes", "redirects")

    def __init__(
        self,
        kind: str,
        start: int,
        parent: Group | None,
        role: str,
        before: str = "",
        before_start: int = 0,
        lead: int = -1,
        negated: bool = False,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = start
        self.parent = parent
        self.role = role
        self.before = before
        self.before_start = before_start
        self.after = ""
        self.after_start = start
        self.lead = start if lead < 0 else lead
        self.negated = negated
        self.host: Command | None = None
        self.nodes: list[Node] = []
        self.redirects: tuple[Redirect, ...] = ()

    def __repr__(self) -> str:
        return f"Group({self.kind!r}, {self.start}, {self.end})"


class Command(Node):
    """A simple command, or a test in ``[[ ]]`` or ``(( ))`` (its ``name`` is "[[" or "((").

    ``text`` is the text that its offsets count in. Words are split when first asked for.
    """

    __slots__ = ("_assignments", "_redirects", "_words", "text")

    parent: Group

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        parent: Group,
        role: str,
        before: str,
        before_start: int,
        lead: int,
        negated: bool,
        after: str,
        after_start: int,
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.parent = parent
        self.role = role
        self.before = before
        self.before_start = before_start
        self.lead = start if lead < 0 else lead
        self.negated = negated
        self.after = after
        self.after_start = after_start
        self._words: tuple[ShellWord, ...] | None = None

    def __repr__(self) -> str:
        return f"Command({self.text[self.start : self.end]!r})"

    @property
    def name(self) -> str | None:
        """The first word without quotes; None when there is none or it is only known at run time."""
        words = self._words
        if words is None:
            # Most commands are only asked for their name.
            plain = PLAIN_NAME(self.text, self.start, self.end)
            if plain is not None:
                return plain[0]
            match = PLAIN_ITEM(self.text, self.start, self.end)
            if match is not None and match[2] is None and not is_assignment(match[3]):
                return unquoted(match[3])
            words = self.words
        return words[0].value if words else None

    @property
    def words(self) -> tuple[ShellWord, ...]:
        """The command and its arguments, assignments before it and redirections left out."""
        words = self._words
        if words is None:
            self._split()
            words = self._words
        return words  # type: ignore[return-value]

    @property
    def assignments(self) -> tuple[ShellWord, ...]:
        """``NAME=value`` words before the command."""
        if self._words is None:
            self._split()
        return self._assignments

    @property
    def redirects(self) -> tuple[Redirect, ...]:
        if self._words is None:
            self._split()
        return self._redirects

    def fill(self, items: list[ShellWord], redirects: list[Redirect]) -> None:
        """Set what stands in the command: ``items`` are assignments and words in order."""
        count = 0
        for word in items:
            if not is_assignment(word.raw):
                break
            count += 1
        self._assignments: tuple[ShellWord, ...] = tuple(items[:count])
        self._redirects: tuple[Redirect, ...] = tuple(redirects)
        self._words = tuple(items[count:])

    def _split(self) -> None:
        items: list[ShellWord] = []
        redirects: list[Redirect] = []
        text = self.text
        for match in PLAIN_ITEMS(text, self.start, self.end):
            start, end = match.span(3)
            if text[end - 1] == "\n":
                end = without_seams(text, end)
            word = ShellWord(start, end, text[start:end])
            operator = match[2]
            if operator is None:
                items.append(word)
            else:
                redirects.append(Redirect(match.start(1), end, match[1], operator, word))
        self.fill(items, redirects)
