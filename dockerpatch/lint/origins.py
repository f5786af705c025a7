"""The FROMs of a file, cut up once for all rules. It never judges what a stage is built on."""

from __future__ import annotations

from dockerpatch.text.span import Span

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Flag, Instruction, Word

    from .rule import Context
    from .steps import Step


class Origin:
    """One FROM: the words for the image, for ``AS`` and for the stage's name, and its ``--platform``.

    None is what is not there. ``written`` is the image as the instruction has it, variables and all, and
    ``raw_platform`` the flag's value so, with its quotes, from ``platform_at`` of the joined line on.
    """

    __slots__ = (
        "as_word",
        "image",
        "instruction",
        "name",
        "platform",
        "platform_at",
        "raw_platform",
        "stage",
        "step",
    )

    def __init__(self, step: Step, stage: Stage) -> None:
        instruction = step.instruction
        words = instruction.words
        named = len(words) >= 3 and words[1].text.lower() == "as"
        self.step = step
        self.stage = stage
        self.instruction: Instruction = instruction
        self.image: Word | None = words[0] if words else None
        self.as_word: Word | None = words[1] if named else None
        self.name: Word | None = words[2] if named else None
        self.platform: Flag | None = None
        self.raw_platform = ""
        self.platform_at = 0
        for flag, raw in zip(instruction.flags, instruction.parsed.flags, strict=True):
            if flag.name == "platform" and flag.value is not None:
                self.platform = flag
                self.raw_platform = instruction.logical[raw.value_start : raw.end]
                self.platform_at = raw.value_start
                break

    @property
    def written(self) -> str:
        return self.image.text if self.image is not None else ""

    def place(self, word: Word | None) -> Span:
        """Where a word of it stands; the keyword for one that is not there."""
        return Span(word.start, word.end) if word is not None else self.step.keyword_span

    @property
    def platform_span(self) -> Span:
        """Where the ``--platform`` stands; the keyword without one."""
        flag = self.platform
        return Span(flag.start, flag.end) if flag is not None else self.step.keyword_span


def origins(ctx: Context) -> Sequence[Origin]:
    """The FROMs in the order of the text, those that BuildKit refuses inside an ONBUILD left out."""
    return ctx.shared(_origins)


def _origins(ctx: Context) -> list[Origin]:
    return [Origin(step, step.stage) for step in steps(ctx, "FROM") if step.stage is not None and not step.is_trigger]
