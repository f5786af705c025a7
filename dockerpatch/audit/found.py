"""What is found in the files of a run, as it comes: programs, executables that say nothing, problems. No judgement."""

from __future__ import annotations

from typing import TypeAlias

from dockerpatch.text.record import Record

from .faults import Problem
from .place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .buildinfo import BuildInfo


class Program(Record):
    """A Go program: where it is, its format, what it says of its build.

    ``machine`` and ``systems`` are what its format tells of GOARCH ("" for nothing) and GOOS (the values it can have).
    ``slice`` names the architecture where a universal file holds several. ``outside``: the build information does not
    stand where a linker puts it, so it may be that of a program inside this one.
    """

    __slots__ = ("format", "info", "machine", "outside", "place", "slice", "systems")

    def __init__(
        self,
        place: Place,
        format: str,
        info: BuildInfo,
        machine: str = "",
        systems: frozenset[str] = frozenset(),
        slice: str = "",
        outside: bool = False,
    ) -> None:
        self.place = place
        self.format = format
        self.info = info
        self.machine = machine
        self.systems = systems
        self.slice = slice
        self.outside = outside

    @property
    def goos(self) -> str:
        """GOOS as the build settings have it, or as the format tells; "" where it does not."""
        named = self.info.setting("GOOS")
        return named or (next(iter(self.systems)) if len(self.systems) == 1 else "")

    @property
    def goarch(self) -> str:
        return self.info.setting("GOARCH") or self.machine


class Unknown(Record):
    """An executable without build information, and what that may mean."""

    __slots__ = ("format", "place", "why")

    def __init__(self, place: Place, format: str, why: str) -> None:
        self.place = place
        self.format = format
        self.why = why


class Fixture(Record):
    """An executable or archive that was passed over: test data of a module or of Go itself."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        self.place = place


Event: TypeAlias = "Program | Unknown | Fixture | Problem"


def moved(event: Event, old: Place, new: Place) -> Event:
    """The event as it is when the file that it is in, at ``old``, is at ``new``."""
    below = event.place.inside[len(old.inside) :]
    place = Place(new.file, (*new.inside, *below), new.layer, new.image)
    values = {name: getattr(event, name) for name in event.__slots__}
    return type(event)(**{**values, "place": place})
