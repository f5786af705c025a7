"""A unified diff on its way out: as tools take it, or as eyes do. It never changes what the diff does."""

from __future__ import annotations

import os

from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.paint import Paint
from dockerpatch.text.source import encode


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


def applicable(diff: str, path: str) -> str:
    """The diff with the file's name written as `git apply` and `patch` read it, whatever stands in it.

    It is named from the current folder, where both are run; a file that is not below it keeps its path.
    """
    here, there = os.path.join(os.path.abspath(""), ""), os.path.abspath(path)
    name = (there[len(here) :] if there.startswith(here) else path).replace(os.sep, "/").lstrip("/")
    hunks = diff[diff.index("\n@@ ") :]
    return f"--- {_name(f'a/{name}')}\n+++ {_name(f'b/{name}')}{hunks}"


def _name(name: str) -> str:
    if not name.isprintable() or '"' in name or "\\" in name:
        marks = (chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03o}" for byte in encode(name))
        return f'"{"".join(marks)}"'
    # Without the tab, what follows a blank would be taken for a date.
    return f"{name}\t" if " " in name else name
