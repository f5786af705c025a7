"""Which instruction made which layer: an image's history laid beside the instructions of a Dockerfile.

It never guesses: a step that looks like no instruction stays without one.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.stage import Stage
    from dockerpatch.reports.report import Step
    from dockerpatch.syntax.dockerfile import Instruction

MOST = 400
"""So many of the last steps and instructions are compared; no image has more layers than 127."""
_LONG = 20_000

_BLANKS = re.compile(r"\s+")
_NOP = "#(nop)"
_SHELL_RUN = re.compile(r"(?:/[\w./-]*/)?(?:sh|bash|ash|dash)(?: -[\w]+| pipefail)* -[a-z]*c ")
_FLAGS = re.compile(r"^(?:--(?:mount|network|security)=\S+ )+")
_KEYWORDS = frozenset(
    "RUN COPY ADD ENV ARG LABEL CMD ENTRYPOINT EXPOSE USER WORKDIR VOLUME STOPSIGNAL HEALTHCHECK SHELL ONBUILD"
    " MAINTAINER".split()
)

SURE, FAIR = 3, 1
"""What a match weighs: the same text, or the same destination or name only."""


def told(created_by: str) -> tuple[str, str]:
    """Keyword and text of a step as its builder recorded it (Docker, BuildKit, buildah, kaniko); ("", ...): unknown.

    The wrapping of each builder is taken off, blanks are single ones.
    """
    text = _BLANKS.sub(" ", created_by[:_LONG]).strip()
    text = text.removesuffix("# buildkit").rstrip()
    before, nop, rest = text.partition(_NOP)
    if nop and len(before) < 40:
        keyword, _, body = rest.strip().partition(" ")
        return (keyword.upper(), body.strip()) if keyword.upper() in _KEYWORDS else ("", text)
    keyword, _, body = text.partition(" ")
    if keyword in _KEYWORDS:
        return (keyword, _script(body.strip()) if keyword == "RUN" else body.strip())
    if text.startswith("|") or _SHELL_RUN.match(text):
        return ("RUN", _script(text))
    return ("", text)


def _script(text: str) -> str:
    """A script without the build arguments and the shell before it, and without the flags that buildah keeps."""
    found = _SHELL_RUN.search(text) if re.match(r"\|\d+ ", text) else _SHELL_RUN.match(text)
    return _FLAGS.sub("", text[found.end() :].strip()) if found is not None else text


class Wanted:
    """What a builder would record of an instruction, as far as the file tells: one of ``same``, where it is a RUN."""

    __slots__ = ("instruction", "keyword", "same", "sure", "target")

    def __init__(self, instruction: Instruction, stage: Stage) -> None:
        self.instruction = instruction
        self.keyword = instruction.keyword
        self.sure = _BLANKS.sub(" ", instruction.rest).strip()
        self.same = {self.sure}
        self.target = ""
        if self.keyword == "RUN" and instruction.is_json:
            # Docker records the words of a list, with or without the shell that `told` takes off; buildah the list.
            words = _BLANKS.sub(" ", " ".join(instruction.args)).strip()
            self.same |= {words, _script(words)}
        elif self.keyword in ("COPY", "ADD") and instruction.args:
            self.target = stage.expanded(instruction.args[-1])
            self.sure = " ".join(stage.expanded(one) for one in instruction.args)
        elif self.keyword in ("ENV", "ARG", "LABEL") and instruction.pairs:
            self.target = instruction.pairs[0].name

    def weigh(self, keyword: str, text: str) -> int:
        """How surely a step of this keyword and text is the instruction; 0: it is not."""
        if keyword != self.keyword:
            return 0
        if self.keyword == "RUN":
            same = text in self.same or (self.instruction.heredocs and text.startswith(self.sure))
            return SURE * 2 if same and text else 0
        if self.keyword in ("COPY", "ADD"):
            return self._weigh_copy(text)
        if text == self.sure:
            return SURE
        if self.target and re.match(rf"{re.escape(self.target)}(?:[= ]|$)", text):
            return FAIR
        return FAIR if "$" in self.sure else 0

    def _weigh_copy(self, text: str) -> int:
        words = [word for word in text.split() if not word.startswith("--")]
        if " ".join(words) == self.sure:
            return SURE
        if not words:
            return 0
        mine, theirs = self.target.rstrip("/"), words[-1].rstrip("/")
        if mine == theirs:
            return FAIR * 2
        # A relative destination is recorded as it is written by some builders, resolved by others.
        relative = not mine.startswith("/")
        return FAIR if relative and (mine in ("", ".") or theirs.endswith(mine.removeprefix("./"))) else 0


class Alignment:
    """Steps of a history with the instruction each was made by. ``first`` is the index of the first such step.

    ``weight`` says how much of the file was found again, ``sure`` how many steps are so by more than a name.
    """

    __slots__ = ("_based", "_layers", "_makers", "_told", "by_step", "first", "sure", "weight")

    def __init__(
        self, history: Sequence[Step], by_step: dict[int, Instruction], weight: int, sure: int, based: bool
    ) -> None:
        """``based``: the stage has a base image, so the first layer is no instruction's alone."""
        self.by_step = by_step
        self.weight = weight
        self.sure = sure
        self.first = min(by_step, default=len(history))
        self._based = based
        self._told = [step.base for step in history]
        self._layers: dict[str, tuple[int, bool]] = {}
        self._makers: dict[str, tuple[Instruction, ...]] = {}
        start = 0
        for index, step in enumerate(history):
            if step.layer:
                self._layers.setdefault(step.layer, (index, not self._layers))
                self._makers.setdefault(step.layer, self._made(range(start, index + 1)))
                start = index + 1

    def _made(self, steps: range) -> tuple[Instruction, ...]:
        """The instructions that made the layer of the last of the steps.

        A builder that makes one layer of many instructions (buildah, kaniko with one snapshot, any that squashes)
        records it with the last of them, which need not be one that makes files, and the others as if they made none.
        """
        found = [self.by_step[index] for index in steps if index in self.by_step]
        makers = tuple(each for each in found if each.keyword in ("RUN", "COPY", "ADD"))
        last = self.by_step.get(steps[-1])
        return makers or (() if last is None else (last,))

    def makers(self, layer: str) -> tuple[Instruction, ...]:
        """The instructions that made the layer, one or more of them; () where that is not known."""
        return () if self._is_joint(layer) else self._makers.get(layer, ())

    def made_by(self, layer: str) -> Instruction | None:
        """The instruction that made the layer; None where that is not known, or several made it together."""
        makers = self.makers(layer) if layer else ()
        return makers[0] if len(makers) == 1 else None

    def is_base(self, layer: str) -> bool | None:
        """Whether the layer belongs to the base image, as the instructions tell or else the report; None: not known."""
        known = self._layers.get(layer)
        if known is None:
            return None
        if not self.by_step:
            return self._told[known[0]]
        if known[0] < self.first:
            return True
        return False if self.makers(layer) else None

    def _is_joint(self, layer: str) -> bool:
        """Whether the base image and instructions are one layer: the first there is, though there is a base."""
        index, is_first = self._layers.get(layer, (-1, False))
        return self._based and is_first and index >= self.first


def align(history: Sequence[Step], stage: Stage) -> Alignment:
    """The history beside the instructions of ``stage`` and the stages of the file it is built on.

    Order is kept on both sides, the most weight wins, and of equals the later step.
    """
    wanted = [
        Wanted(instruction, each)
        for each in reversed(stage.lineage())
        for instruction in each.instructions
        if instruction.keyword in _KEYWORDS
    ][-MOST:]
    offset = max(len(history) - MOST, 0)
    steps = [told(step.created_by) for step in history[offset:]]
    # best[i][j]: the most weight of the steps from i on and the instructions from j on.
    best = [[0] * (len(wanted) + 1) for _ in range(len(steps) + 1)]
    weights: dict[tuple[int, int], int] = {}
    for i in range(len(steps) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(wanted) - 1, -1, -1):
            weight = wanted[j].weigh(*steps[i])
            if weight:
                weights[i, j] = weight
            row[j] = max(below[j], row[j + 1], below[j + 1] + weight if weight else 0)
    found: dict[int, Instruction] = {}
    sure = i = j = 0
    while i < len(steps) and j < len(wanted):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found[offset + i] = wanted[j].instruction
            sure += weights[i, j] > FAIR
            i, j = i + 1, j + 1
    return Alignment(history, found, best[0][0] if steps else 0, sure, stage.root.site is not None)
