"""Colours for a terminal, or none. It never decides whether there is one."""

from __future__ import annotations

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bold": "1",
    "frame": "34",
    "label": "1;34",
    "minus": "31",
    "plus": "32",
    "dim": "2",
}


class Paint:
    """Puts a style, by its name in the table above, on a text. Without ``colour`` every text stays as it is."""

    __slots__ = ("colour",)

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and text else text
