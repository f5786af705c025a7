"""Where a file sets a variable of the environment: ENV, ARG, and in RUN ``NAME=value command``, export and env.

It never says whether a value is a bad one.
"""

from __future__ import annotations

from dockerpatch.text.span import Span

from .edits import drop_assignment, drop_command, drop_instruction, drop_pair, drop_word
from .environment import text_of
from .finding import UNSAFE, Fix
from .steps import steps
from .uses import Use, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.model.commands import RunCommand, RunCommands, RunWord
    from dockerpatch.syntax.dockerfile import Instruction
    from dockerpatch.syntax.instruction import Pair
    from dockerpatch.syntax.shell import ShellWord
    from dockerpatch.text.edit import Edit

    from .rule import Context
    from .steps import Step

_EXPORTS = ("declare", "export", "typeset")


class Setting:
    """One place where the variable ``name`` gets ``value``: the text without quotes, as written where it varies.

    ``edit`` takes the setting out, and leaves the rest as it is; None where that cannot be done without harm.
    """

    __slots__ = ("edit", "ends_in_blank", "in_sight", "name", "place", "step", "value")

    def __init__(
        self,
        step: Step,
        name: str,
        value: str,
        place: Span,
        edit: Edit | None,
        in_sight: bool,
        ends_in_blank: bool = True,
    ) -> None:
        self.step = step
        self.name = name
        self.value = value
        self.place = place
        self.edit = edit
        self.in_sight = in_sight
        """Whether a linter that reads the lines of a file, and no shell, can see it."""
        self.ends_in_blank = ends_in_blank
        """Whether a blank, and no operator, follows in a RUN; some of those linters want one."""

    @property
    def fix(self) -> Fix | None:
        return Fix(UNSAFE, f"remove {self.name}", [self.edit]) if self.edit is not None else None


def settings(ctx: Context, *names: str) -> Iterator[Setting]:
    """The places where one of ``names`` gets a value, ENV and ARG first; each in the order of the text."""
    for step in steps(ctx, "ENV", "ARG"):
        for pair in step.instruction.pairs:
            if pair.name in names and pair.value and pair.value_span is not None:
                value = text_of(ctx, step.instruction, pair)
                place = Span(pair.name_span.start, pair.value_span.end)
                yield Setting(step, pair.name, value, place, _without(ctx, step, pair), not step.is_trigger)
    if not any(name + "=" in ctx.source.text for name in names):
        return
    for step, run in runs(ctx):
        if run.mentions(names):
            for command in run.commands:
                yield from _of_command(ctx, step, run, command, names)


def in_plain_sight(step: Step, run: RunCommands) -> bool:
    """Whether the commands of the RUN can be seen without knowing what an ONBUILD, a JSON form or a heredoc is."""
    heredocs = step.instruction.heredocs
    return not step.is_trigger and run.form != "json" and all(one.name == "EOF" for one in heredocs)


def follows_plainly(use: Use, word: RunWord) -> bool:
    """Whether that linter can tell that the word belongs to the use: no operator is between, in quotes or not."""
    node = use.command.node
    between = node.text[use.word.start : word.start] if node is not None else "|"
    return in_plain_sight(use.step, use.run) and not any(sign in between for sign in "|&;")


def _without(ctx: Context, step: Step, pair: Pair) -> Edit | None:
    instruction: Instruction = step.instruction
    if len(instruction.pairs) == 1:
        return drop_instruction(ctx, step.written)
    return drop_pair(ctx, instruction, pair)


def _of_command(
    ctx: Context, step: Step, run: RunCommands, command: RunCommand, names: tuple[str, ...]
) -> Iterator[Setting]:
    node = command.node
    seen = in_plain_sight(step, run)
    if node is not None and node.words:
        items = (*node.assignments, *node.words)
        for one, behind in zip(node.assignments, items[1:], strict=False):
            if one.raw.partition("=")[0] in names:
                found = command.ground.span(one.start, one.end)
                yield _setting(ctx, step, one, found, drop_assignment(ctx, command, one, behind), seen)
    if command.name in _EXPORTS:
        given = command.words[1:]
    else:
        given = command.words[: max(command.program_index, 0)]
    for word in given:
        text = word.value if word.value is not None else word.raw
        if text.partition("=")[0] in names and "=" in text:
            alone = command.name in _EXPORTS and len(command.words) == 2
            use = Use(step, run, command, 0, "")
            edit = drop_command(ctx, step, run, command) if alone else drop_word(ctx, use, word)
            yield _setting(ctx, step, word, word.span, edit, seen)


def _setting(
    ctx: Context, step: Step, word: ShellWord, place: Span | None, edit: Edit | None, in_sight: bool
) -> Setting:
    name, _, value = (word.value if word.value is not None else word.raw).partition("=")
    if place is None:
        return Setting(step, name, value, step.keyword_span, edit, False)
    blank = ctx.source.text[place.end : place.end + 1] in (" ", "\t")
    return Setting(step, name, value, place, edit, in_sight, blank)
