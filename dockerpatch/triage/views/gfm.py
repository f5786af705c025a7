"""Text put into the Markdown of GitHub and GitLab so that it is only ever read.

It never lets a text mention anyone, link, close an issue, break a table, or be markup or HTML.
"""

from __future__ import annotations

import re

from dockerpatch.reporters.legible import legible
from dockerpatch.triage.views.outline import bare

LONGEST = 300
"""How many characters of one text are shown."""

_PLAIN = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_HEX = re.compile(r"[A-Fa-f]{7,}")
_RUNS = re.compile("`+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,6}")


def code(text: str) -> str:
    """``text`` as a code span that holds in a table's cell too; a blank where it is empty.

    In a code span nothing is a mention, a link, a reference, an emoji, or HTML.
    """
    shown = legible(text[:LONGEST]) + ("…" if len(text) > LONGEST else "")
    # A table's cell ends at a bar unless a backslash stands before it; readers differ on a backslash before that one.
    shown = shown.replace("\\|", "\\\\x7c").replace("|", "\\|")
    if not shown.strip():
        return " "
    fence = "`" * (1 + max(map(len, _RUNS.findall(shown)), default=0))
    # A backquote at an end would be taken for the fence's, and blanks at both ends would be taken away.
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """``text`` as words: those that are plain words, numbers or days stay, each other one is a code span."""
    found = []
    for word in text[: LONGEST * 4].split():
        core = word.strip("`").rstrip(".,;:)`").lstrip("(`")
        at = word.find(core) if core else 0
        before, after = word[:at].replace("`", ""), word[at + len(core) :].replace("`", "")
        if not core:
            if word.strip(".,;:()`"):
                found.append(code(word))
            continue
        plain = (_PLAIN.fullmatch(core) and not _HEX.fullmatch(core)) or _DAY.fullmatch(core)
        found.append(f"{before}{core if plain else code(core)}{after}")
    if len(text) > LONGEST * 4:
        found.append("…")
    return " ".join(found)


def diff(text: str) -> tuple[str, bool]:
    """A unified diff as a fenced block, and whether anything in it had to be written as an escape.

    The fence is longer than any run of backquotes in the text. Tabs stay, and carriage returns at line ends go.
    """
    lines = []
    escaped = False
    for line in text.split("\n"):
        plain = bare(line)
        shown = "\t".join(legible(part) for part in plain.split("\t"))
        escaped = escaped or shown != plain
        lines.append(shown)
    body = "\n".join(lines).rstrip("\n")
    fence = "`" * max(3, 1 + max(map(len, _RUNS.findall(body)), default=0))
    return f"{fence}diff\n{body}\n{fence}\n", escaped


def row(cells: list[str]) -> str:
    """One row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |\n"


def table(heads: list[str]) -> str:
    """The head of a table."""
    return row(heads) + row(["---"] * len(heads))
