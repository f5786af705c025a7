"""A Dockerfile as a build: its stages, how they hang together, and every image they name. It never judges any of it."""

from __future__ import annotations

from dockerpatch.image.site import BASE, COPY, MOUNT, ImageSite
from dockerpatch.syntax.expand import expand
from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced

from .scope import Scope
from .stage import SCRATCH, Stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Dockerfile, Instruction


_DIGITS = 7
"""No file that is read has room for more stages than a number this long can count."""


class Build:
    """The stages of one file in order, and its image sites in the order of the text."""

    __slots__ = ("_named", "dockerfile", "globals", "sites", "stages")

    def __init__(self, dockerfile: Dockerfile) -> None:
        self.dockerfile = dockerfile
        self.stages: list[Stage] = []
        self._named: dict[str, list[Stage]] = {}
        self.sites: list[ImageSite] = []
        self.globals = Scope()
        for instruction in dockerfile.instructions:
            self._take(instruction)
        if self._named and any(site.role != BASE for site in self.sites):
            # A copy may name a stage that comes only later in the file.
            self.sites = [site for site in self.sites if site.role == BASE or site.name.text.lower() not in self._named]

    @property
    def final(self) -> Stage | None:
        """The stage a build without ``--target`` gives: the last one."""
        return self.stages[-1] if self.stages else None

    def stage_named(self, name: str, before: int) -> Stage | None:
        """The last of the stages with an index below ``before`` that has the name; names do not heed case."""
        for stage in reversed(self._named.get(name.lower(), ())):
            if stage.index < before:
                return stage
        return None

    def _take(self, instruction: Instruction) -> None:
        keyword = instruction.keyword
        if keyword == "FROM":
            self._open(instruction)
        elif not self.stages:
            if keyword == "ARG":
                self.globals.declare(instruction, self.dockerfile.escape)
        else:
            stage = self.stages[-1]
            stage.instructions.append(instruction)
            if keyword in ("COPY", "ADD", "RUN") and self._may_name(instruction):
                self._sources(stage, instruction)

    def _open(self, instruction: Instruction) -> None:
        words = instruction.words
        name = words[2].text.lower() if len(words) >= 3 and words[1].text.lower() == "as" else ""
        escape = self.dockerfile.escape
        stage = Stage(len(self.stages), instruction, name, self.globals, escape)
        if words:
            word = words[0]
            written = instruction.traced(word.at, word.at + len(word.text))
            expansion = expand(written, self.globals.values, escape)
            text = expansion.value.text
            parent = self.stage_named(text, stage.index)
            if parent is not None:
                stage.build_on(parent)
            elif text != SCRATCH:
                platform = next((flag.value or "" for flag in instruction.flags if flag.name == "platform"), "")
                stage.site = ImageSite(
                    expansion.value,
                    Span(word.start, word.end),
                    Span(instruction.start, instruction.end),
                    BASE,
                    stage.index,
                    platform,
                    tuple(name for name in expansion.undefined if _stands_bare(name, written.text)),
                )
                self.sites.append(stage.site)
        self.stages.append(stage)
        if name:
            self._named.setdefault(name, []).append(stage)

    def _may_name(self, instruction: Instruction) -> bool:
        """Whether a flag of the instruction can hold an image; spares most instructions the reading of their flags."""
        return self.dockerfile.text.find("from=", instruction.keyword_end, instruction.body_end) >= 0

    def _sources(self, stage: Stage, instruction: Instruction) -> None:
        for flag in instruction.flags:
            if flag.value is None:
                continue
            if flag.name == "from" and instruction.keyword != "RUN":
                self._source(stage, instruction, flag.value, flag.value_start, COPY)
            elif flag.name == "mount" and instruction.keyword == "RUN":
                at = mount_source(flag.value)
                if at is not None:
                    start, end = at
                    self._source(stage, instruction, flag.value[start:end], flag.value_start + start, MOUNT)

    def _source(self, stage: Stage, instruction: Instruction, name: str, start: int, role: str) -> None:
        other = self.stage_named(name, stage.index)
        if other is None and name.isascii() and name.isdigit():
            index = name.lstrip("0") or "0"
            if len(index) > _DIGITS or int(index) >= stage.index:
                return  # the number of no stage; never an image
            other = self.stages[int(index)]
        if other is not None:
            stage.copies_from.append(other)
        elif name and name != SCRATCH and "$" not in name and self.dockerfile.text.startswith(name, start):
            site = ImageSite(
                Traced.written(name, start),
                Span(start, start + len(name)),
                Span(instruction.start, instruction.end),
                role,
                stage.index,
            )
            self.sites.append(site)


def _stands_bare(name: str, text: str) -> bool:
    """Whether the variable stands in ``text`` without the words (``${NAME:-3.24}``) that take its place when unset."""
    if f"${{{name}}}" in text:
        return True
    at = text.find(f"${name}")
    while at >= 0:
        behind = text[at + 1 + len(name) : at + 2 + len(name)]
        if not (behind.isalnum() or behind == "_"):
            return True
        at = text.find(f"${name}", at + 1)
    return False


def mount_source(value: str) -> tuple[int, int] | None:
    """Where in the value of a ``--mount`` flag its ``from=`` stands, end exclusive."""
    at = 0
    for field in value.split(","):
        if field[:5].lower() == "from=":
            return (at + 5, at + len(field))
        at += len(field) + 1
    return None
