from __future__ import annotations

import io

import pytest

from dockerpatch.audit.found import Event
from dockerpatch.audit.limits import Budget
from dockerpatch.audit.place import Place
from dockerpatch.audit.walk import Walk
from dockerpatch.knowledge.almanac import Almanac
from dockerpatch.system.blobs import Blob

AS_OF = "2026-08-22"


def blob(data: bytes) -> Blob:
    return Blob(io.BytesIO(data), len(data), "made")


def walked(data: bytes, name: str = "made", fixtures: bool = False) -> list[Event]:
    """All that is found in a file with these bytes."""
    place = Place(name)
    return list(Walk(Budget(place, len(data)), fixtures).blob(blob(data), place))


def programs(data: bytes, name: str = "made", fixtures: bool = False) -> dict[str, str]:
    """The Go programs in a file with these bytes: their paths, and the versions that built them. Nothing else is."""
    return {event.place.path: event.info.version for event in walked(data, name, fixtures)}  # type: ignore[union-attr]


def problems(data: bytes, name: str = "made") -> list[tuple[str, str, str]]:
    return [
        (event.place.path, event.kind, event.message)
        for event in walked(data, name)
        if type(event).__name__ == "Problem"  # all others are left out
    ]


@pytest.fixture(scope="session")
def almanac() -> Almanac:
    return Almanac.open(as_of=AS_OF)
