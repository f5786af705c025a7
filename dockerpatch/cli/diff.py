"""A unified diff for the eyes: coloured, and fit for a terminal. It never serves as a patch."""

from __future__ import annotations

from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.paint import Paint


def shown(diff: str, colour: bool) -> str:
    """The diff with each line escaped where it must be, and coloured when wanted."""
    paint = Paint(colour)
    rows = []
    for line in diff.split("\n")[:-1]:
        text = legible(line.removesuffix("\r"))
        if line.startswith(("---", "+++")):
            style = "bold"
        else:
            style = {"-": "minus", "+": "plus", "@": "frame"}.get(line[:1], "")
        rows.append(paint(style, text) if style else text)
    return "\n".join(rows) + "\n"
