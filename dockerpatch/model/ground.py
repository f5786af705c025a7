"""Where the characters of a script stand in the file. Never reads what they say."""

from __future__ import annotations

from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction


class Ground:
    """Maps offsets in a script to offsets in the file.

    A script stands in the joined line of an instruction (``instruction`` given, from ``base`` of the line on), or
    character for character in the file (from ``base`` on), or nowhere (``base`` -1): then every answer is None.
    """

    __slots__ = ("base", "instruction")

    def __init__(self, base: int, instruction: Instruction | None = None) -> None:
        self.base = base
        self.instruction = instruction

    def moved(self, by: int) -> Ground:
        """The ground of the part of the script that starts ``by`` characters further on."""
        return Ground(self.base + by, self.instruction) if self.base >= 0 else self

    def at(self, offset: int) -> int | None:
        """Where the character at ``offset`` stands."""
        if self.base < 0:
            return None
        if self.instruction is not None:
            return self.instruction.physical(self.base + offset)
        return self.base + offset

    def behind(self, offset: int) -> int | None:
        """The offset right behind the last character before ``offset``; ``offset`` is at least 1."""
        before = self.at(offset - 1)
        return None if before is None else before + 1

    def span(self, start: int, end: int) -> Span | None:
        """The one unbroken place of the characters ``start`` to ``end``; None when something stands between them."""
        first = self.at(start) if end > start else None
        last = self.behind(end) if end > start else None
        if first is None or last is None or last - first != end - start:
            return None
        return Span(first, last)


NOWHERE = Ground(-1)
