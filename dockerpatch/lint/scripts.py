"""The shell scripts in the RUNs of a file: text, shell, known variables, and where each character stands.

It never reads the shell's language.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dockerpatch.model.commands import heredoc_ground, run_commands
from dockerpatch.model.ground import NOWHERE, Ground
from dockerpatch.model.programs import base_name
from dockerpatch.model.stage import CMD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from dockerpatch.model.build import Build
    from dockerpatch.syntax.dockerfile import Instruction

DEFAULT = "/bin/sh"
_PRAGMA = r"#\s*hadolint\s+shell\s*=\s*(\S+)\s*\Z"
_WINDOWS = ("pwsh", "powershell", "cmd")
_KNOWN = {"sh": "sh", "bash": "bash", "dash": "dash", "ash": "ash", "ksh": "ksh", "mksh": "ksh"}
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
# What a builder hands to every RUN without an ARG.
_PREDEFINED = (
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "FTP_PROXY",
    "ftp_proxy",
    "NO_PROXY",
    "no_proxy",
)


class Script:
    """One script.

    ``instruction`` is the RUN, ``written`` the instruction as the file has it (an ONBUILD around the RUN). ``shebang``
    is the line that says which shell runs it, ``variables`` are the names in it that the build has set.
    """

    __slots__ = ("_grounds", "_starts", "instruction", "shebang", "text", "variables", "written")

    def __init__(
        self,
        instruction: Instruction,
        written: Instruction,
        shebang: str,
        variables: Container[str],
        parts: Sequence[tuple[str, Ground]],
    ) -> None:
        self.instruction = instruction
        self.written = written
        self.shebang = shebang
        self.text = "".join([text for text, _ in parts])
        self.variables = tuple(sorted(name for name in set(re.findall(_NAME, self.text)) if name in variables))
        self._grounds = [ground for _, ground in parts]
        self._starts: list[int] = []
        at = 0
        for text, _ in parts:
            self._starts.append(at)
            at += len(text)

    def at(self, offset: int) -> int | None:
        """Where the character at ``offset`` of the text stands in the file; None when it is not written there."""
        if not 0 <= offset < len(self.text):
            return None
        index = bisect_right(self._starts, offset) - 1
        return self._grounds[index].at(offset - self._starts[index])

    def behind(self, offset: int) -> int | None:
        """The place right behind the last character before ``offset``."""
        before = self.at(offset - 1)
        return None if before is None else before + 1


class _State:
    """What is in force at a point of a stage."""

    __slots__ = ("shell", "variables")

    def __init__(self, shell: tuple[str, ...], variables: dict[str, None] | None = None) -> None:
        self.shell = shell
        self.variables = dict(variables) if variables is not None else dict.fromkeys(_PREDEFINED)


class _Reader:
    """Goes through a file from its top, and keeps what is in force."""

    __slots__ = ("_as_hadolint", "_default", "_name", "_named", "_opened", "_own", "_triggers", "found")

    def __init__(self, as_hadolint: bool) -> None:
        self.found: list[Script] = []
        self._as_hadolint = as_hadolint
        self._default: tuple[str, ...] = (DEFAULT,)
        self._own = _State(self._default)
        self._triggers = _State(self._default)
        self._opened = False
        self._name = ""
        self._named: dict[str, _State] = {}

    def pragma(self, shell: str) -> None:
        self._own.shell = (shell,)
        if not self._opened:
            self._default = (shell,)

    def open(self, origin: Instruction, is_windows: bool) -> None:
        """Go on to the stage that ``origin`` begins."""
        self._opened = True
        words = [word.text for word in origin.words]
        if self._name:
            self._named.setdefault(self._name, self._own)
        base = words[0] if words else ""
        parent = self._named.get(_image(base) if self._as_hadolint else base.lower())
        default = CMD if is_windows and not self._as_hadolint else self._default
        self._own = _State(parent.shell, parent.variables) if parent is not None else _State(default)
        self._triggers = _State((DEFAULT,))
        self._name = words[2] if len(words) > 2 and words[1].lower() == "as" else ""
        if not self._as_hadolint:
            self._name = self._name.lower()

    def read(self, each: Instruction) -> None:
        """Take in an instruction of the stage."""
        self._take(each, each, self._own)
        trigger = each.trigger if each.keyword == "ONBUILD" else None
        if trigger is not None:
            self._take(trigger, each, self._triggers if self._as_hadolint else self._own)

    def _take(self, each: Instruction, written: Instruction, state: _State) -> None:
        keyword = each.keyword
        if keyword == "ENV" or keyword == "ARG":
            pairs = each.pairs[:1] if self._as_hadolint and keyword == "ARG" else each.pairs
            state.variables.update((pair.name, None) for pair in pairs)
            if self._as_hadolint:
                state.shell = (DEFAULT,)  # to hadolint, a variable takes the shell back
        elif keyword == "SHELL":
            if self._as_hadolint:
                state.shell = tuple((" ".join(each.args) if each.is_json else each.rest).split())
            elif each.is_json and each.args:
                state.shell = tuple(each.args)
        elif keyword == "RUN":
            script = (_as_hadolint if self._as_hadolint else _script)(each, written, state)
            if script is not None:
                self.found.append(script)


def scripts(build: Build, as_hadolint: bool = False) -> list[Script]:
    """The scripts of all RUNs that run in a Unix shell, in the order of the text; those of ONBUILDs too.

    The shell is that of the last SHELL or ``# hadolint shell=`` of the stage or of one it is built on, or ``/bin/sh``.
    With ``as_hadolint``: as hadolint takes them.
    """
    reader = _Reader(as_hadolint)
    pragmas = _pragmas(build)
    stages = iter(build.stages)
    at = 0
    for each in build.dockerfile.instructions:
        while at < len(pragmas) and pragmas[at][0] < each.start:
            reader.pragma(pragmas[at][1])
            at += 1
        if each.keyword == "FROM":
            stage = next(stages, None)
            reader.open(each, stage is not None and stage.is_windows)
        else:
            reader.read(each)
    return reader.found


def _pragmas(build: Build) -> list[tuple[int, str]]:
    text = build.dockerfile.text
    if "hadolint" not in text:
        return []
    found = []
    for comment in build.dockerfile.comments:
        match = re.match(_PRAGMA, text[comment.start : comment.end])
        if match is not None:
            found.append((comment.start, match[1]))
    return found


def _image(name: str) -> str:
    """An image's name without tag and digest."""
    name = name.partition("@")[0]
    head, _, tail = name.rpartition(":")
    return head if head and "/" not in tail else name


def _as_hadolint(each: Instruction, written: Instruction, state: _State) -> Script | None:
    from dockerpatch.model.script import script_text

    form = run_commands(each).form
    if form == "json" or (state.shell and any(name in state.shell[0] for name in _WINDOWS)):
        return None
    text, ground = script_text(each, form)
    if form == "shell" and each.heredocs and ground is not NOWHERE:
        text = text[: text.rindex("<<")]
    shebang = f"#!{state.shell[0] if state.shell else ''}"
    parts = [(text, ground)] if ground.instruction is None else _lines(each, len(text))
    script = Script(each, written, shebang, state.variables, parts)
    # A name that is put together from others is no name, but hadolint hands it over all the same.
    script.variables += tuple(name for name in state.variables if "$" in name)
    return script


def _script(each: Instruction, written: Instruction, state: _State) -> Script | None:
    form = run_commands(each).form
    if form == "json":
        return None
    shell: Sequence[str] = state.shell
    if form == "heredoc":
        heredoc = each.heredocs[0]
        parts = [(heredoc.content, heredoc_ground(heredoc))]
        if heredoc.content.startswith("#!"):
            shell = heredoc.content[2:].split("\n", 1)[0].split()
    else:
        parts = _lines(each, len(each.rest))
        for heredoc in each.heredocs:
            parts += [("\n", NOWHERE), (heredoc.content, heredoc_ground(heredoc)), (heredoc.name, NOWHERE)]
    shebang = _shebang(shell)
    return Script(each, written, shebang, state.variables, parts) if shebang else None


def _lines(each: Instruction, length: int) -> list[tuple[str, Ground]]:
    """The first ``length`` characters of the joined line behind the flags, line by line as they are written.

    The blanks that begin a continued line are one: how far it is indented says nothing of the script.
    """
    start = each.rest_start
    end = start + length
    line = each.logical
    found: list[tuple[str, Ground]] = []
    for piece in (*[at for at in each.pieces[0] if start < at < end], end):
        if found:
            while start + 1 < piece and line[start] in " \t" and line[start + 1] in " \t":
                start += 1
        found.append((line[start:piece], Ground(start, each)))
        start = piece
    return found


def _shebang(shell: Sequence[str]) -> str:
    """The line for the shell that the words call; "" when ShellCheck knows none of that name."""
    for index, word in enumerate(shell[:2]):
        name = base_name(word)
        if name in _KNOWN:
            options = "".join(one[1:] for one in shell[index + 1 :] if one[:1] == "-" and one[1:2] != "-")
            return f"#!/bin/{_KNOWN[name]}{' -e' if 'e' in options else ''}"
    return ""
