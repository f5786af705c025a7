"""The commands of a RUN, with the place in the file of each of their words. Never says what a command does."""

from __future__ import annotations

import re

from dockerpatch.model.ground import NOWHERE, Ground
from dockerpatch.model.outcome import Outcome
from dockerpatch.model.programs import SHELLS, WRAPPERS, ShellCall, base_name, default_call, program_at, shell_call
from dockerpatch.syntax.shell import ShellWord, parse
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.model.packages import PackageAction
    from dockerpatch.syntax.dockerfile import Heredoc, Instruction
    from dockerpatch.syntax.shell import Command

# `sh -c "sh -c '..'"` is followed this deep.
_DEEPEST = 5
# A shell with an option or a heredoc behind it; else no script is given to one.
_CALLS_SHELL = re.compile(r"sh(?:[ \t]|\\\n)+[-+<]|sh<").search
# Operators whose loss beside a deleted command changes nothing for its neighbours.
_LOOSE = ("&&", ";", "\n", "")


class RunWord(ShellWord):
    """One word of a command: ``value`` as the program gets it (None: known at run time only), ``raw`` as written.

    ``start``, ``end`` and ``inner`` count in the script that the command stands in.
    """

    __slots__ = ("ground",)

    def __init__(self, ground: Ground, start: int, end: int, raw: str) -> None:
        self.ground = ground
        self.start = start
        self.end = end
        self.raw = raw
        self._value = False

    @property
    def span(self) -> Span | None:
        """All of the word in the file, quotes included; None when a line end splits it or it is not written there."""
        return self.ground.span(self.start, self.end)

    def part(self, start: int, end: int) -> Span | None:
        """The place in the file of ``value[start:end]``; None when escapes or quotes are between its characters."""
        inner = self.inner
        return self.ground.span(inner[0] + start, inner[0] + end) if inner is not None else None


class _JsonWord(RunWord):
    """A string of a JSON array, with its quotes."""

    __slots__ = ()

    def __init__(self, ground: Ground, start: int, end: int, raw: str, value: str) -> None:
        super().__init__(ground, start, end, raw)
        self._value = value

    @property
    def inner(self) -> tuple[int, int] | None:
        return (self.start + 1, self.end - 1) if self.raw[1:-1] == self.value else None


class RunCommand:
    """One simple command of a RUN.

    ``node`` is the command as the shell reads it, with the operators around it; None for a JSON form that names its
    program directly. ``outer`` is the command that runs the script in which this one stands (``sh -c "..."``).
    """

    __slots__ = ("_at", "_words", "ground", "node", "outcome", "outer", "packages")

    def __init__(
        self,
        ground: Ground,
        node: Command | None,
        outcome: Outcome | None,
        outer: RunCommand | None = None,
        words: tuple[RunWord, ...] | None = None,
    ) -> None:
        self.ground = ground
        self.node = node
        self.outcome = outcome
        self.outer = outer
        self._words = words
        self._at: tuple[int, bool, str | None] | None = None
        self.packages: PackageAction | bool | None = False
        """What `dockerpatch.model.packages` made of the command; False until it is asked."""

    def __repr__(self) -> str:
        return f"RunCommand({' '.join(word.raw for word in self.words)!r})"

    @property
    def words(self) -> tuple[RunWord, ...]:
        """The command and its arguments; assignments before it and redirections left out."""
        words = self._words
        if words is None:
            assert self.node is not None
            ground = self.ground
            words = self._words = tuple([RunWord(ground, one.start, one.end, one.raw) for one in self.node.words])
        return words

    @property
    def name(self) -> str | None:
        """The first word; None when it is only known at run time or there is none."""
        if self._words is None and self.node is not None:
            return self.node.name
        return self.words[0].value if self.words else None

    @property
    def program_index(self) -> int:
        """Which word names the program that runs in the end, seen through sudo, env and their like; -1: unknown."""
        return (self._at or self._program())[0]

    @property
    def fed(self) -> bool:
        """Whether xargs puts further words behind those written."""
        return (self._at or self._program())[1]

    @property
    def program(self) -> str | None:
        """The name of that program without its path."""
        return (self._at or self._program())[2]

    def _program(self) -> tuple[int, bool, str | None]:
        name = self.name
        base = base_name(name) if name is not None else None
        if base is not None and base not in WRAPPERS:
            at: tuple[int, bool, str | None] = (0, False, base)  # most commands: no other word has to be read
        else:
            index, fed = program_at([word.value for word in self.words])
            known = index < len(self.words)
            at = (index, fed, base_name(self.words[index].value or "")) if known else (-1, fed, None)
        self._at = at
        return at

    @property
    def arguments(self) -> tuple[RunWord, ...]:
        """The words behind that program."""
        index = self.program_index
        return self.words[index + 1 :] if index >= 0 else ()

    @property
    def span(self) -> Span | None:
        """All of the command, redirections included, operators not; None when a line end splits it."""
        if self.node is not None:
            return self.ground.span(self.node.start, self.node.end)
        return self.ground.span(self.words[0].start, self.words[-1].end) if self.words else None

    @property
    def before(self) -> str:
        """The operator before it: ``&& || ; | |& &``, a newline, or "" when there is none."""
        return self.node.before if self.node is not None else ""

    @property
    def after(self) -> str:
        """The operator behind it."""
        return self.node.after if self.node is not None else ""

    def insert_after(self, word: RunWord) -> int | None:
        """The offset in the file right behind ``word``; None when the word is not written in the file."""
        return word.ground.behind(word.end)

    def removal(self) -> Span | None:
        """What to delete in the file so that the command and one operator beside it are gone; the rest stays a script.

        None when it stands alone, is part of a pipe, decides what runs next (``||``), or is not written in the file.
        The place may run over line ends, and comments between them: look before deleting.
        """
        node = self.node
        if node is None or node.before not in _LOOSE or node.after not in _LOOSE:
            return None
        if any(redirect.operator in ("<<", "<<-") for redirect in node.redirects):
            return None
        nodes = node.parent.nodes
        index = nodes.index(node)
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        if following is not None and following.before_start == node.after_start and node.after:
            start, end = self.ground.at(node.lead), self.ground.at(following.lead)
        elif node.before and nodes[index - 1].after_start == node.before_start:
            start, end = self.ground.behind(nodes[index - 1].end), self.ground.behind(node.end)
        else:
            return None
        return Span(start, end) if start is not None and end is not None else None

    def always(self) -> bool:
        """Whether the command has run, and not failed, whenever the RUN succeeds; False in doubt."""
        if self.outer is not None and not self.outer.always():
            return False
        return self.node is None or (self.outcome is not None and self.outcome.always(self.node))


class RunCommands:
    """The commands of one RUN in the order of the text; those of a script given to a shell follow the one that runs it.

    ``form``: "shell", "heredoc" (the script is the body of a heredoc) or "json". ``readable`` is False when the shell
    is not a Unix one or the script cannot be read: then there are no commands, and ``fault`` says why. The script is
    read when one of these is first asked for.
    """

    __slots__ = ("_fault", "_found", "_shell", "form", "instruction")

    def __init__(self, instruction: Instruction, shell: Sequence[str] | None) -> None:
        self.instruction = instruction
        self._shell = shell
        self._found: tuple[RunCommand, ...] | None = None
        self._fault: str | None = None
        self.form = "shell"
        if instruction.is_json:
            self.form = "json"
        elif instruction.heredocs and _is_heredoc_script(instruction):
            self.form = "heredoc"

    @property
    def commands(self) -> tuple[RunCommand, ...]:
        found = self._found
        if found is None:
            commands: list[RunCommand] = []
            self._fault = _read_run(self.instruction, self.form, self._shell, commands)
            found = self._found = tuple(commands) if self._fault is None else ()
        return found

    @property
    def fault(self) -> str | None:
        return None if self.commands else self._fault

    @property
    def readable(self) -> bool:
        return self.fault is None

    def mentions(self, words: Iterable[str]) -> bool:
        """Whether one of ``words`` stands anywhere in the RUN; told without reading the script."""
        instruction = self.instruction
        text = instruction.logical
        for heredoc in instruction.heredocs:
            text += f"\n{heredoc.content}"
        return any(word in text for word in words)

    def always(self, command: RunCommand) -> bool:
        """Whether ``command`` has run, and not failed, whenever the RUN succeeds; False in doubt."""
        return command.always()


def run_commands(instruction: Instruction, shell: Sequence[str] | None = None) -> RunCommands:
    """The commands of a RUN. ``shell``: the words of the SHELL in force, None for Docker's own. Never raises."""
    return RunCommands(instruction, shell)


def _read_run(instruction: Instruction, form: str, shell: Sequence[str] | None, found: list[RunCommand]) -> str | None:
    """Add the commands of a RUN to ``found``; what is wrong when they cannot be read."""
    if form == "json":
        _read_json(instruction, found)
        return None
    call = default_call(shell)
    if form == "heredoc":
        heredoc = instruction.heredocs[0]
        call = _interpreter(heredoc.content, call)
        text, ground = heredoc.content, heredoc_ground(heredoc)
    else:
        text = instruction.logical[instruction.rest_start :]
        ground = Ground(instruction.rest_start, instruction)
    if call is None:
        return "the script is not for a Unix shell"
    return _read(text, ground, call, None, found, _bodies(instruction), 0)


def _bodies(instruction: Instruction) -> dict[str, Heredoc]:
    return {one.name: one for one in instruction.heredocs} if instruction.heredocs else {}


def _read(
    text: str,
    ground: Ground,
    call: ShellCall,
    outer: RunCommand | None,
    found: list[RunCommand],
    bodies: dict[str, Heredoc],
    depth: int,
) -> str | None:
    """Add the commands of ``text`` to ``found``; what is wrong when it cannot be read."""
    script = parse(text)
    if script.fault is not None:
        return script.fault
    outcome = Outcome(script.commands, call.errexit, call.pipefail)
    shells = depth < _DEEPEST and _CALLS_SHELL(text) is not None
    for node in script.commands:
        command = RunCommand(ground, node, outcome, outer)
        found.append(command)
        if shells:
            _nested(command, found, bodies, depth)
    return None


def _nested(command: RunCommand, found: list[RunCommand], bodies: dict[str, Heredoc], depth: int) -> None:
    """Add the commands of a script that ``command`` gives to a shell."""
    if command.program not in SHELLS:
        return
    index = command.program_index
    call = shell_call([word.value for word in command.words], index)
    if call is None:
        return
    if call.script >= 0:
        word = command.words[call.script]
        if word.value is not None:
            ground = word.ground.moved(word.inner[0]) if word.inner is not None else NOWHERE
            _read(word.value, ground, call, command, found, {}, depth + 1)
        return
    node = command.node
    for redirect in node.redirects if node is not None else ():
        if redirect.operator in ("<<", "<<-") and redirect.fd in ("", "0"):
            _nested_heredoc(command, redirect.body, redirect.target.value, call, found, bodies, depth)


def _nested_heredoc(
    command: RunCommand,
    body: tuple[int, int] | None,
    name: str | None,
    call: ShellCall,
    found: list[RunCommand],
    bodies: dict[str, Heredoc],
    depth: int,
) -> None:
    if body is not None and body[1] > body[0] and command.node is not None:
        text = command.node.text[body[0] : body[1]]
        _read(text, command.ground.moved(body[0]), call, command, found, {}, depth + 1)
        return
    heredoc = bodies.get(name or "")
    if heredoc is not None:
        _read(heredoc.content, heredoc_ground(heredoc), call, command, found, {}, depth + 1)


def heredoc_ground(heredoc: Heredoc) -> Ground:
    """Where the body of a heredoc stands; nowhere when its tabs were taken off."""
    return Ground(heredoc.start) if len(heredoc.content) == heredoc.end - heredoc.start else NOWHERE


def _is_heredoc_script(instruction: Instruction) -> bool:
    """Whether one heredoc is the whole script, as in ``RUN <<EOF``."""
    rest = instruction.logical[instruction.rest_start :]
    marker = r"""\d*<<-?\s*(?:'[^'\s<]+'|"[^"\s<]+"|[^\s<'"]+)\s*"""
    return len(instruction.heredocs) == 1 and re.fullmatch(marker, rest) is not None


def _interpreter(content: str, call: ShellCall | None) -> ShellCall | None:
    """How the body of a heredoc is run: by the program its first line names, else by the shell in force."""
    if not content.startswith("#!"):
        return call
    words = content[2:].split("\n", 1)[0].split()
    index, _ = program_at(words)
    if index == len(words) or base_name(words[index]) not in SHELLS:
        return None
    named = shell_call(words, index)
    return named if named is not None and named.script < 0 else None


def _read_json(instruction: Instruction, found: list[RunCommand]) -> None:
    """``RUN ["program", "argument"]``."""
    logical = instruction.logical
    ground = Ground(0, instruction)
    tokens = list(re.finditer(r'"(?:[^"\\]|\\.)*"', logical[instruction.rest_start :], re.DOTALL))
    words: list[RunWord] = []
    known = len(tokens) == len(instruction.args)
    for index, value in enumerate(instruction.args):
        if not known:
            words.append(_JsonWord(NOWHERE, 0, 0, value, value))
            continue
        start, end = (place + instruction.rest_start for place in tokens[index].span())
        words.append(_JsonWord(ground, start, end, logical[start:end], value))
    command = RunCommand(ground if known else NOWHERE, None, None, None, tuple(words))
    found.append(command)
    _nested(command, found, {}, 0)
