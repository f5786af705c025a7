"""The difference of two texts as `patch` and `git apply` read it. It never decides what to change."""

from __future__ import annotations

NO_NEWLINE = "\\ No newline at end of file\n"


def lines_of(text: str) -> list[str]:
    """The lines with their line feeds; nothing but a line feed ends a line (carriage returns stay in it)."""
    parts = text.split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    if parts[-1]:
        lines.append(parts[-1])
    return lines


def unified(old: str, new: str, path: str, context: int = 3) -> str:
    """A unified diff from ``old`` to ``new`` with ``context`` unchanged lines around each change.

    "" when they are equal.
    """
    if old == new:
        return ""
    from difflib import unified_diff

    shown = path.lstrip("/")
    rows = unified_diff(lines_of(old), lines_of(new), f"a/{shown}", f"b/{shown}", n=context)
    return "".join(row if row.endswith("\n") else f"{row}\n{NO_NEWLINE}" for row in rows)
