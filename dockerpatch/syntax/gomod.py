"""go.mod and go.work, as far as they speak of Go itself: the module, the ``go`` and the ``toolchain`` line.

It never reads what is required or replaced.
"""

from __future__ import annotations

import re

from dockerpatch.text.span import Span

_LINE = re.compile(
    r"^[ \t]*(module|go|toolchain)[ \t]+(\"(?:[^\"\\\n]|\\.)*\"|`[^`\n]*`|[^\s\"`()]+)[ \t]*(?://[^\n]*)?\r?$",
    re.MULTILINE,
)


class GoMod:
    """``module`` is its path ("" in go.work), ``go`` and ``toolchain`` each a text and its place, None without one."""

    __slots__ = ("go", "module", "toolchain")

    def __init__(self, module: str, go: tuple[str, Span] | None, toolchain: tuple[str, Span] | None) -> None:
        self.module = module
        self.go = go
        self.toolchain = toolchain


def parse(text: str) -> GoMod:
    """The first line of each kind that stands outside of a block; never raises."""
    found: dict[str, tuple[str, Span]] = {}
    for match in _LINE.finditer(text):
        if match[1] not in found:
            start, end = match.span(2)
            if text[start] in '"`':
                start, end = start + 1, end - 1
            found[match[1]] = (text[start:end], Span(start, end))
    module = found.get("module")
    return GoMod(module[0] if module else "", found.get("go"), found.get("toolchain"))
