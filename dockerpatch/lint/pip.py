"""Calls of pip, by whatever name: ``pip``, ``pip3.12``, ``python -m pip``. It never judges what they install."""

from __future__ import annotations

import re

from dockerpatch.model.language_tools import PIP, Call, read_call

from .uses import Use, every_use, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.model.commands import RunWord

    from .rule import Context

_PIP = re.compile(r"pip(?:[0-9][0-9.]*)?").fullmatch
_VARYING = re.compile(r'"?(?:\$\{?\w+\}?(?:/[\w.-]+)*/)?(python|pypy|pip)[0-9.]*(?:\$\{?\w+\}?)?"?').fullmatch
_PYTHON = re.compile(r"(?:python|pypy)[0-9.]*").fullmatch


class PipCall:
    """One call of pip (or pipx, which takes its words the same way): ``words`` stand behind its name."""

    __slots__ = ("call", "use", "words")

    def __init__(self, use: Use, words: Sequence[RunWord]) -> None:
        self.use = use
        self.words = words
        self.call: Call = read_call(PIP, words)

    @property
    def command(self) -> str | None:
        """What pip is to do: "install", ..."""
        word = self.call.command
        return word.value if word is not None else None


def pip_calls(ctx: Context) -> Sequence[PipCall]:
    """The calls of pip in the order of the text, as our own eyes see them."""
    return ctx.once("pip calls", lambda: list(_calls(ctx)))


def _calls(ctx: Context) -> Iterator[PipCall]:
    for step, run in runs(ctx):
        for command in run.commands:
            index, program = command.program_index, command.program
            if program is None and index < 0 and command.words:
                index, program = 0, _by_variable(command.words[0].raw)
            if program is None or program[:1] != "p":
                continue
            if program == "pipx" or _PIP(program):
                use = Use(step, run, command, index, program)
                yield PipCall(use, use.arguments)
            elif _PYTHON(program):
                use = Use(step, run, command, index, program)
                behind = _module(use.arguments)
                if behind >= 0:
                    yield PipCall(use, use.arguments[behind:])


def _by_variable(raw: str) -> str | None:
    """The program of ``$VENV/bin/pip`` and ``python${VERSION}``; None where more of its name is not written."""
    found = _VARYING(raw)
    return found[1] if found is not None else None


def _module(words: Sequence[RunWord]) -> int:
    """The index of the word behind ``-m pip``; -1 where Python runs something else."""
    for index, word in enumerate(words):
        value = word.value or ""
        if value == "-m":
            named = words[index + 1].value if index + 1 < len(words) else None
            return index + 2 if named is not None and _PIP(named) else -1
        if value[:2] == "-m" and _PIP(value[2:]):
            return index + 1
        if value[:1] != "-" or value == "-c":
            if index and words[index - 1].value in ("-W", "-X"):
                continue
            return -1
    return -1


def installs_as_hadolint(ctx: Context, without: tuple[str, ...]) -> Iterator[tuple[Use, list[str]]]:
    """The commands that hadolint takes for ``pip install``, and the words behind the first of each.

    A program is pip when its name starts so, but with none of ``without``; the words are as they are written.
    """
    from dockerpatch.model.written import literals

    for use in every_use(ctx):
        program = use.program
        if program[:2] != "pi" and program[:2] != "py":
            continue
        words = literals(use.command.words[1:])
        if program[:3] == "pip":
            found = not program.startswith(without) and "install" in words
        else:
            found = program[:6] == "python" and any(
                words[at : at + 3] == ["-m", "pip", "install"] for at in range(len(words) - 2)
            )
        if found:
            yield use, words
