"""The ways to tell a run. It never imports one that nobody asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .reporter import Reporter, World, Write

TEXT, JSON = "text", "json"
FORMATS = (TEXT, JSON)


def reporter(name: str, mode: str, world: World, out: Write, err: Write, colour: tuple[bool, bool]) -> Reporter:
    """The reporter called ``name`` (one of FORMATS) for a run in ``mode`` (see reporter.py).

    ``out`` takes the report and ``err`` what must not mix with it; ``colour`` is for each whether it shows colours.
    """
    if name == JSON:
        from .json import Json

        return Json(mode, world, out)
    from .text import Text

    return Text(mode, world, out, err, colour)
