"""Texts with variables in them, read as BuildKit reads each at its place. It never says that a variable is missing.

Which texts are expanded, and which variables are in force where, is BuildKit's `dockerfile2llb`: a stage built on
another one has its ENVs and its ARGs, an ARG before the first FROM is seen where a stage declares it again.
"""

from __future__ import annotations

from dockerpatch.syntax.expand import Expansion, expand, is_plain
from dockerpatch.text.traced import Traced

from .steps import Step, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

    from .rule import Context

PLATFORM = frozenset(
    f"{side}{part}" for side in ("BUILD", "TARGET") for part in ("PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT")
) | {"TARGETSTAGE"}
"""The arguments that the builder gives a value; a stage has them once it declares them."""

_READ = frozenset("ADD ARG COPY ENV LABEL ONBUILD RUN STOPSIGNAL USER VOLUME WORKDIR".split())
_SETTING = frozenset(("ARG", "ENV", "ONBUILD"))
_FLAGS = {"ADD": ("chown", "chmod", "checksum"), "COPY": ("chown", "chmod"), "RUN": ("mount",)}
# So many triggers of a base are looked at for each stage that is built on it.
_TRIGGERS = 64

UNTOLD = Traced.foreign("")
"""The value of a variable that has one, though no file says which."""


class Reading:
    """One text that the builder expands: what is ``written``, starting at ``at`` in the file, and the ``expansion``.

    ``undefined`` are the variables that nothing in the file sets or declares; ``near`` has, for those of them that look
    like a slip, the variable that may be meant. ``told``: whether the file gives the whole value.
    """

    __slots__ = ("at", "expansion", "near", "step", "told", "undefined", "written")

    def __init__(
        self,
        step: Step,
        at: int,
        written: Traced,
        expansion: Expansion,
        undefined: tuple[str, ...],
        near: dict[str, str],
        told: bool,
    ) -> None:
        self.step = step
        self.at = at
        self.written = written
        self.expansion = expansion
        self.undefined = undefined
        self.near = near
        self.told = told

    def __repr__(self) -> str:
        return f"Reading({self.written!r}, undefined={self.undefined!r})"


def readings(ctx: Context) -> Sequence[Reading]:
    """Every reading of the file in which a variable is met, stage by stage."""
    return ctx.once("readings", lambda: _Reader(ctx).read())


def reading_at(ctx: Context, at: int) -> Reading | None:
    """The reading of the text that starts at ``at``; None where no variable is in it, or nothing is expanded."""
    index = ctx.once("readings by place", lambda: {one.at: one for one in readings(ctx)})
    return index.get(at)


class _Reader:
    """The walk over the stages, each one right behind the one it is built on, so that what it sets can be undone."""

    __slots__ = ("_budget", "_ctx", "_declared", "_escape", "_found", "_undo", "_values")

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._escape = ctx.build.dockerfile.escape
        self._values: dict[str, Traced] = {"PATH": UNTOLD}
        self._declared: dict[str, int] = {}
        self._undo: list[tuple[str, Traced | None, int]] = []
        self._found: list[Reading] = []
        # Comparisons of names that are made for one file.
        self._budget = 50_000

    def read(self) -> list[Reading]:
        inside: dict[int, list[Step]] = {}
        asking = [_may_ask(self._ctx, step.instruction) for step in steps(self._ctx, *_READ)]
        if not any(asking):
            return []  # in most files the variables are the shell's alone
        last = max(index for index, asks in enumerate(asking) if asks)
        # What sets a variable matters as long as one is asked for below, all else only where it asks itself.
        for step, asks in zip(steps(self._ctx, *_READ)[: last + 1], asking, strict=False):
            if (asks or step.instruction.keyword in _SETTING) and step.stage is not None and not step.is_trigger:
                inside.setdefault(step.stage.index, []).append(step)
        children: dict[int, list[Stage]] = {}
        triggered: dict[int, list[str]] = {}
        roots: list[Stage] = []
        for stage in reversed(self._ctx.build.stages):
            (roots if stage.parent is None else children.setdefault(stage.parent.index, [])).append(stage)
        # A number says how far to undo before going on.
        todo: list[Stage | int] = list(roots)
        while todo:
            at = todo.pop()
            if isinstance(at, int):
                self._undo_to(at)
                continue
            todo.append(len(self._undo))
            if at.parent is not None:
                index = at.parent.index
                if index not in triggered:
                    triggered[index] = _triggered(inside.get(index, ()))
                self._inherit(triggered[index])
            for step in inside.get(at.index, ()):
                self._step(step)
            todo += children.get(at.index, ())
        return self._found

    def _inherit(self, base: Sequence[str]) -> None:
        """Take in what the triggers of the stage built on set."""
        for name in base:
            self._set(name, UNTOLD)

    def _step(self, step: Step) -> None:
        instruction = step.instruction
        keyword = instruction.keyword
        if keyword == "ARG":
            for pair in instruction.pairs:
                if pair.value is None:
                    self._declare(pair.name)
                else:
                    self._set(pair.name, self._read(step, *_value(instruction, pair.value_at, pair.value)))
        elif keyword == "ENV":
            # All values are read before the first one is set.
            read = []
            for pair in instruction.pairs:
                if "$" in pair.name:
                    self._read(step, pair.name_span.start, Traced.written(pair.name, pair.name_span.start))
                read.append((pair.name, self._read(step, *_value(instruction, pair.value_at, pair.value or ""))))
            for name, value in read:
                self._set(name, value)
        elif keyword != "ONBUILD":
            for at, written in _texts(instruction) if _mentions(instruction) else ():
                self._read(step, at, written)
            for heredoc in instruction.heredocs if keyword in ("ADD", "COPY") else ():
                if heredoc.expand and "$" in heredoc.content:
                    written = Traced.written(heredoc.content, heredoc.start)
                    self._read(step, heredoc.start, written, body=True)

    def _read(self, step: Step, at: int, written: Traced, body: bool = False) -> Traced:
        """The value of the text; a reading is kept where there is a variable in it."""
        text = written.text
        if "$" not in text:
            return written if is_plain(text, self._escape) else expand(written, {}, self._escape).value
        # BuildKit reads the bodies of heredocs with a backslash, whatever the file escapes with.
        escape = "\\" if body else self._escape
        found = expand(written, self._values, escape, quotes=not body)
        undefined = tuple([name for name in found.undefined if name not in self._declared])
        near = {name: other for name in undefined if (other := self._near(name))}
        told = found.fault is None and not found.undefined
        told = told and not any(self._values.get(name) is UNTOLD for name in found.used)
        if found.used or found.undefined:
            self._found.append(Reading(step, at, written, found, undefined, near, told))
        return found.value if told else UNTOLD

    def _declare(self, name: str) -> None:
        outer = self._ctx.build.globals.variables.get(name)
        if outer is not None and outer.value is not None:
            self._set(name, outer.value)
        elif name in PLATFORM:
            self._set(name, UNTOLD)
        else:
            self._remember(name)
            self._declared[name] = self._declared.get(name, 0) + 1

    def _set(self, name: str, value: Traced) -> None:
        if not name.isidentifier():
            name = expand(name, {}, self._escape).value.text
        self._remember(name)
        self._values[name] = value

    def _remember(self, name: str) -> None:
        self._undo.append((name, self._values.get(name), self._declared.get(name, 0)))

    def _undo_to(self, size: int) -> None:
        while len(self._undo) > size:
            name, value, declared = self._undo.pop()
            if value is None:
                self._values.pop(name, None)
            else:
                self._values[name] = value
            if declared:
                self._declared[name] = declared
            else:
                self._declared.pop(name, None)

    def _near(self, name: str) -> str:
        """The variable in force whose name is so like ``name`` that it may be meant, or an empty text."""
        if self._budget < 0:
            return ""
        best, least = "", min(len(name) // 3, 2) + 1
        letters = set(name)
        for other in (*self._values, *self._declared):
            self._budget -= 1
            if self._budget < 0:
                break
            # A slip changes two of the letters that stand in only one of the names, at the most.
            if abs(len(other) - len(name)) < least and len(letters.symmetric_difference(other)) < 2 * least:
                apart = slips(name[:64], other[:64])
                if apart < least:
                    best, least = other, apart
        return best


def _may_ask(ctx: Context, instruction: Instruction) -> bool:
    """Whether there can be a variable in what the builder expands of the instruction; asks for no more than a text."""
    if ctx.source.text.find("$", instruction.start, instruction.end) < 0:
        return False
    # Of a RUN the builder expands its mounts, and the rest is the shell's.
    return instruction.keyword != "RUN" or "--mount" in instruction.logical


def _triggered(steps: Sequence[Step]) -> list[str]:
    """What the first ONBUILDs among the steps of a stage set in those that are built on it."""
    found: list[str] = []
    for step in steps:
        trigger = step.instruction.trigger if step.instruction.keyword == "ONBUILD" else None
        if trigger is not None and trigger.keyword in ("ARG", "ENV"):
            found += [pair.name for pair in trigger.pairs[:_TRIGGERS]]
        if len(found) >= _TRIGGERS:
            break
    return found


def _value(instruction: Instruction, at: int, value: str) -> tuple[int, Traced]:
    written = instruction.traced(at, at + len(value))
    return (written.pieces[0][1] if written.pieces else -1), written


def _mentions(instruction: Instruction) -> bool:
    return "$" in instruction.logical and (instruction.keyword != "RUN" or "--mount" in instruction.logical)


def _texts(instruction: Instruction) -> Iterator[tuple[int, Traced]]:
    """The texts of an instruction (no ARG, no ENV) that the builder expands, each with where it starts."""
    for flag in instruction.flags:
        if flag.name in _FLAGS.get(instruction.keyword, ()) and flag.value:
            yield flag.value_start, Traced.written(flag.value, flag.value_start)
    if instruction.keyword == "LABEL":
        for pair in instruction.pairs:
            yield pair.name_span.start, Traced.written(pair.name, pair.name_span.start)
            yield _value(instruction, pair.value_at, pair.value or "")
    elif instruction.keyword in ("STOPSIGNAL", "USER", "WORKDIR"):
        start = instruction.rest_start
        yield instruction.physical(start), instruction.traced(start, len(instruction.logical))
    elif instruction.keyword != "RUN":
        for word in instruction.words:
            if instruction.is_json:
                yield word.start, Traced.written(word.text, word.start + 1)
            else:
                yield word.start, instruction.traced(word.at, word.at + len(word.text))


def slips(one: str, other: str) -> int:
    """How many slips make ``other`` of ``one``: a letter left out, put in or changed, two neighbours swapped."""
    earlier: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        last, row = row, [index]
        for at, mark in enumerate(other, 1):
            least = min(last[at] + 1, row[at - 1] + 1, last[at - 1] + (letter != mark))
            if index > 1 and at > 1 and letter == other[at - 2] and mark == one[index - 2]:
                least = min(least, earlier[at - 2] + 1)
            row.append(least)
        earlier = last
    return row[-1]
