"""Parsed Dockerfiles as a row of tokens that together are the file, and their comments. It never reads arguments."""

from __future__ import annotations

import re

from .scanner import BLANKS, BOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dockerfile import Dockerfile
    from .instruction import Instruction

    Token = tuple[str, int, int]


class Comment:
    """A comment from its ``#`` to the end of its line (line ending excluded); ``inside`` a continued instruction or not."""

    __slots__ = ("end", "inside", "start")

    def __init__(self, start: int, end: int, inside: bool) -> None:
        self.start = start
        self.end = end
        self.inside = inside

    def __repr__(self) -> str:
        return f"Comment({self.start}, {self.end})"


def comments_of(file: Dockerfile) -> tuple[Comment, ...]:
    text = file.text
    found = [(start, start + len(text[start:end].rstrip("\r")), False) for start, end in file.above]
    for one in file.instructions:
        if text.find("#", one.start, one.body_end) >= 0 and text.find("\n", one.start, one.body_end) >= 0:
            found += [(start, end, True) for kind, start, end in _command(file, one) if kind == "comment"]
    return tuple([Comment(*one) for one in sorted(found)])


def tokens_of(file: Dockerfile) -> Iterator[Token]:
    text = file.text
    parts: list[tuple[int, int, Instruction | str]] = [(one.start, one.end, "directive") for one in file.directives]
    parts += [(start, end, "comment") for start, end in file.above]
    parts += [(one.start, one.end, one) for one in file.instructions]
    parts.sort(key=lambda part: part[0])
    at = 0
    for start, end, what in parts:
        if isinstance(what, str):
            end = start + len(text[start:end].rstrip("\r"))
        yield from _between(text, at, start)
        if isinstance(what, str):
            yield what, start, end
        else:
            yield from _instruction(file, what)
        at = end
    # Behind a fault anything may stand; without one, blank lines.
    rest = re.compile(rf"[{re.escape(BLANKS + BOM)}\n]*+").match(text, at)
    stop = rest.end() if rest else at
    yield from _between(text, at, stop)
    if stop < len(text):
        yield "unread", stop, len(text)


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    """Blanks, line endings and a byte order mark."""
    at = start
    while at < end:
        found = re.compile(rf"({BOM})|(\r*+\n)|(?:(?!\r*+\n)[^\n{BOM}])++").match(text, at, end)
        assert found is not None  # the three take any character
        yield ("bom" if found[1] else "newline" if found[2] else "blank"), at, found.end()
        at = found.end()


def _instruction(file: Dockerfile, one: Instruction) -> Iterator[Token]:
    yield from _command(file, one)
    at = one.body_end
    for heredoc in one.heredocs:
        yield from _between(file.text, at, heredoc.start)
        if heredoc.end > heredoc.start:
            yield "heredoc", heredoc.start, heredoc.end
        yield from _between(file.text, heredoc.end, heredoc.terminator.start)
        yield "terminator", heredoc.terminator.start, heredoc.terminator.end
        at = heredoc.terminator.end


def _command(file: Dockerfile, one: Instruction) -> Iterator[Token]:
    text, at, end = file.text, one.start, one.body_end
    keyword = one.keyword_end if one.physical(0) == at and one.contiguous(0, len(one.keyword)) else at
    if keyword > at:
        yield "keyword", at, keyword
        at = keyword
    slice_start = one.start
    for seam in file.patterns.seam.finditer(text[slice_start:end]):
        first, past = seam.start() + slice_start, seam.end() + slice_start
        if first > at:
            yield "text", at, first
        line = text.find("\n", first, past)
        yield "continuation", first, line + 1 if line >= 0 else past
        if line >= 0:
            yield from _skipped(text, line + 1, past)
        at = past
    if end > at:
        yield "text", at, end


def _skipped(text: str, start: int, end: int) -> Iterator[Token]:
    """The comment and blank lines of a continuation."""
    at = start
    while at < end:
        line = text.find("\n", at, end)
        stop = line if line >= 0 else end
        mark = text.find("#", at, stop)
        if mark < 0:
            yield from _between(text, at, stop + 1 if line >= 0 else end)
        else:
            yield from _between(text, at, mark)
            past = mark + len(text[mark:stop].rstrip("\r"))
            yield "comment", mark, past
            yield from _between(text, past, stop + 1 if line >= 0 else end)
        at = stop + 1
