"""A shell script as POSIX sh and bash read it: simple commands with the place of every word and operator.

Never runs or expands anything, and never guesses: a script that does not read cleanly yields no command at all.
"""

from __future__ import annotations

from dockerpatch.syntax.shell_reader import Reader
from dockerpatch.syntax.shell_tree import Command, Group, Node, Redirect
from dockerpatch.syntax.shell_word_reader import Unreadable
from dockerpatch.syntax.shell_words import ShellWord
from dockerpatch.text.memo import lately

__all__ = ["Command", "Group", "Node", "Redirect", "Script", "ShellWord", "parse"]


class Script:
    """A script that was read.

    ``commands``: every simple command, those inside of words too, in the order in which they start.
    ``root``: the group of the whole text; its ``nodes`` are the commands at the top. ``readable`` is False when the
    text is no script that bash would take (or is nested too deep); then there are no commands, and ``fault`` says in
    one line what is wrong at character ``fault_offset`` of the text.
    """

    __slots__ = ("commands", "fault", "fault_offset", "root", "text")

    def __init__(
        self, text: str, commands: tuple[Command, ...], root: Group, fault: str | None, fault_offset: int
    ) -> None:
        self.text = text
        self.commands = commands
        self.root = root
        self.fault = fault
        self.fault_offset = fault_offset

    @property
    def readable(self) -> bool:
        return self.fault is None


_LONG = 4096
"""The length in characters above which what was read is not remembered."""


def parse(text: str) -> Script:
    """Read ``text``. Never raises; takes time in proportion to its length. What was read lately is not read again."""
    return _read_lately(text) if len(text) <= _LONG else _read(text)


def _read(text: str) -> Script:
    root = Group("script", 0, None, "")
    reader = Reader(text)
    try:
        reader.read(0, root, "")
    except Unreadable as error:
        return Script(text, (), Group("script", 0, None, ""), error.message, error.offset)
    except RecursionError:
        return Script(text, (), Group("script", 0, None, ""), "commands are nested too deep", 0)
    return Script(text, tuple(reader.commands), root, None, 0)


_read_lately = lately(_read, 128)
