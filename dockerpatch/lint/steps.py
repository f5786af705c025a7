"""The instructions of a build by what they are, those inside an ONBUILD among them. It never judges one."""

from __future__ import annotations

from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

    from .rule import Context


class Step:
    """One instruction, and the stage it stands in (None: before the first FROM; a FROM stands in the stage it opens).

    ``written`` is the instruction as the file has it: the same one, but for the trigger of an ONBUILD.
    """

    __slots__ = ("instruction", "stage", "written")

    def __init__(self, instruction: Instruction, written: Instruction, stage: Stage | None) -> None:
        self.instruction = instruction
        self.written = written
        self.stage = stage

    @property
    def is_trigger(self) -> bool:
        """Whether it stands inside an ONBUILD."""
        return self.instruction is not self.written

    @property
    def covers(self) -> tuple[Span]:
        """The whole of the instruction as written: what a finding in it belongs to."""
        return (Span(self.written.start, self.written.end),)

    @property
    def keyword_span(self) -> Span:
        return Span(self.instruction.start, self.instruction.keyword_end)

    @property
    def body(self) -> Span:
        """All of the instruction but the bodies of heredocs; from its keyword to its last character."""
        return Span(self.instruction.start, self.instruction.body_end)

    def __repr__(self) -> str:
        return f"Step({self.instruction!r})"


def steps(ctx: Context, *keywords: str) -> Sequence[Step]:
    """The steps with one of ``keywords`` (upper case), in the order of the text."""
    index = ctx.shared(_index)
    if len(keywords) == 1:
        return index.get(keywords[0], ())
    found = index.get(keywords)
    if found is None:
        rows = [index[keyword] for keyword in keywords if keyword in index]
        found = rows[0] if len(rows) == 1 else sorted([step for row in rows for step in row], key=_start)
        index[keywords] = found
    return found


def _start(step: Step) -> int:
    return step.instruction.start


def _index(ctx: Context) -> dict[str | tuple[str, ...], list[Step]]:
    """The steps by keyword; `steps` puts those of several keywords beside them."""
    index: dict[str | tuple[str, ...], list[Step]] = {}
    stages = iter(ctx.build.stages)
    stage: Stage | None = None
    for each in ctx.build.dockerfile.instructions:
        if each.keyword == "FROM":
            stage = next(stages, None)
        index.setdefault(each.keyword, []).append(Step(each, each, stage))
        if each.keyword == "ONBUILD":
            trigger = each.trigger
            if trigger is not None:
                index.setdefault(trigger.keyword, []).append(Step(trigger, each, stage))
    return index
