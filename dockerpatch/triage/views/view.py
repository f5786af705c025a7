"""What a view of a triage is, and what it is told besides the answers. A view opens no file and asks no almanac."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from dockerpatch.reporters.reporter import World
    from dockerpatch.triage.answer import Answer, Item

    class View(Protocol):
        """One way to tell a triage. Its module has this function."""

        def render(self, answers: Sequence[Answer], telling: Telling) -> str:
            """All of it as one text, which ends with a line end."""


class Telling:
    """How the answers are to be told.

    ``colour``: with colours, for a terminal. ``rows``: every row is written out, not only counted by cause.
    ``written``: the patch stands in the file already. ``failing`` are the rows that fail the gate (called ``gate``, ""
    for none that was asked for), ``remarks`` what the policy has to say about itself, a line each.
    """

    __slots__ = ("colour", "failing", "gate", "remarks", "rows", "world", "written")

    def __init__(
        self,
        world: World,
        *,
        colour: bool = False,
        rows: bool = False,
        written: bool = False,
        gate: str = "",
        failing: Sequence[Item] = (),
        remarks: Sequence[str] = (),
    ) -> None:
        self.world = world
        self.colour = colour
        self.rows = rows
        self.written = written
        self.gate = gate
        self.failing = tuple(failing)
        self.remarks = tuple(remarks)
