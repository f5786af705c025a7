"""The commands of all RUNs of a file by the program they run, read once. It never says what is wrong with one.

Two eyes look at them. Ours see through ``sudo``, ``env`` and ``sh -c "..."``, leave PowerShell and cmd alone, and know
a program by the last part of its path. Hadolint's (with `Context.as_hadolint`) see each command of the script as such,
in whatever shell, and know a program by the very word; what they see was found out by asking its binary.
"""

from __future__ import annotations

from dockerpatch.model.commands import RunCommands, run_commands
from dockerpatch.text.span import Span

from .steps import Step, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.model.commands import RunCommand, RunWord

    from .rule import Context

# What the shell's own `command ls` and their like run is known by the word behind them, to hadolint too.
_SEEN_THROUGH = frozenset(("busybox", "builtin", "command", "exec", "run"))


class Use:
    """One command of a RUN that runs ``program``, which its word ``index`` names."""

    __slots__ = ("_flags", "_values", "command", "index", "program", "run", "step")

    def __init__(self, step: Step, run: RunCommands, command: RunCommand, index: int, program: str) -> None:
        self.step = step
        self.run = run
        self.command = command
        self.index = index
        self.program = program
        self._flags: frozenset[str] | None = None
        self._values: tuple[str, ...] | None = None

    @property
    def word(self) -> RunWord:
        """The word that names the program."""
        return self.command.words[self.index]

    @property
    def arguments(self) -> tuple[RunWord, ...]:
        """The words behind the program."""
        return self.command.words[self.index + 1 :]

    @property
    def values(self) -> tuple[str, ...]:
        """The arguments as the program gets them; one that is only known at run time is as written."""
        if self._values is None:
            self._values = tuple([word.value if word.value is not None else word.raw for word in self.arguments])
        return self._values

    @property
    def flags(self) -> frozenset[str]:
        """The options among the arguments, values left out: ``--yes`` of ``--yes=1``, ``-q`` and ``-y`` of ``-qy``."""
        found = self._flags
        if found is None:
            names: set[str] = set()
            for value in self.values:
                if value[:2] == "--":
                    names.add(value.partition("=")[0])
                elif value[:1] == "-":
                    names.update([f"-{letter}" for letter in value[1:].partition("=")[0]])
            found = self._flags = frozenset(names)
        return found

    def place(self, word: RunWord | None = None) -> Span:
        """Where ``word`` (the program's own without one) stands; of one that a line end splits, the RUN's keyword."""
        found = (word if word is not None else self.word).span
        return found if found is not None else self.step.keyword_span

    def __repr__(self) -> str:
        return f"Use({self.command!r})"


def uses(ctx: Context, *programs: str) -> Sequence[Use]:
    """The commands that run one of ``programs``, in the order of the text."""
    index = ctx.shared(_Uses)
    if len(programs) == 1:
        return index.of(programs[0])
    found = [use for program in programs for use in index.of(program)]
    found.sort(key=_order)
    return found


def every_use(ctx: Context) -> Sequence[Use]:
    """Every command whose program is known, in the order of the text. Reads all RUNs: `uses` those that matter."""
    return ctx.shared(_Uses).all()


def uses_in(ctx: Context, step: Step) -> Sequence[Use]:
    """The commands of one RUN, in the order of the text."""
    return ctx.shared(_Uses).at(step.instruction.start)


class _Uses:
    """The commands of a file by RUN and by program. A RUN is read when it is asked for a program whose name it has."""

    __slots__ = ("_by_program", "_by_word", "_found", "_runs", "_text")

    def __init__(self, ctx: Context) -> None:
        self._text = ctx.source.text
        self._by_word = ctx.as_hadolint
        self._runs = {run.instruction.start: (step, run) for step, run in runs(ctx)}
        self._found: dict[int, list[Use]] = {}
        self._by_program: dict[str, list[Use]] = {}

    def of(self, program: str) -> list[Use]:
        found = self._by_program.get(program)
        if found is None:
            found = self._by_program[program] = []
            find = self._text.find
            if not self._by_word and find(program) < 0:
                return found
            for start, (_, run) in self._runs.items():
                # A name that a continuation cuts in two is one to hadolint; nobody else has ever written it so.
                if self._by_word or find(program, start, run.instruction.end) >= 0:
                    found += [use for use in self.at(start) if use.program == program]
        return found

    def all(self) -> list[Use]:
        return [use for start in self._runs for use in self.at(start)]

    def at(self, start: int) -> list[Use]:
        found = self._found.get(start)
        if found is None:
            found = self._found[start] = list(self._read(*self._runs[start])) if start in self._runs else []
        return found

    def _read(self, step: Step, run: RunCommands) -> Iterator[Use]:
        for command in run.commands:
            if self._by_word:
                index, program = _by_word(command)
            else:
                index, program = command.program_index, command.program or ""
            if program:
                yield Use(step, run, command, index, program)


def runs(ctx: Context) -> Sequence[tuple[Step, RunCommands]]:
    """Each RUN with its commands, those of an ONBUILD too, in the order of the text."""
    return ctx.shared(_runs)


def position(ctx: Context, use: Use) -> int:
    """Which of the commands of its RUN the use is, from 0."""
    commands = use.run.commands
    start = use.run.instruction.start
    places = ctx.once("positions", lambda: {id(one): index for index, one in enumerate(commands)}, start)
    return places[id(use.command)]


def _order(use: Use) -> tuple[int, int]:
    return (use.step.instruction.start, use.command.node.start if use.command.node is not None else 0)


def _runs(ctx: Context) -> list[tuple[Step, RunCommands]]:
    found: list[tuple[Step, RunCommands]] = []
    for step in steps(ctx, "RUN"):
        if ctx.as_hadolint:
            from dockerpatch.model.script import Script

            found.append((step, Script(step.instruction)))
        elif step.stage is not None and not step.is_trigger:
            found.append((step, step.stage.runs()[step.instruction.start]))
        else:
            shell = step.stage.run_by(step.written) if step.stage is not None else None
            found.append((step, run_commands(step.instruction, shell)))
    return found


def _by_word(command: RunCommand) -> tuple[int, str]:
    """The program as hadolint sees it: the first word, or the one behind ``exec`` and its like."""
    name = command.name or ""
    if name in _SEEN_THROUGH and len(command.words) > 1:
        index = _behind_exec(command) if name == "exec" else 1
        behind = command.words[index].value if index < len(command.words) else None
        if behind is not None:
            return index, behind
    return 0, name


def _behind_exec(command: RunCommand) -> int:
    """The index of the first word behind the options of ``exec``; of the last one when there is none."""
    index = 1
    while index < len(command.words):
        word = command.words[index].value or ""
        if word == "--":
            return index + 1
        if word[:1] != "-" or word == "-":
            break
        name, valued, value = word[1:].partition("a")
        if name.strip("cl"):
            return len(command.words)
        index += 2 if valued and not value else 1
    return index
