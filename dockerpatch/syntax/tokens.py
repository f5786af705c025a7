"""Parsed Dockerfiles as a row of tokens that together are the file, and their comments. It never reads arguments."""

from __future__ import annotations

import re

from .scanner import BOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dockerfile import Dockerfile
    from .instruction import Instruction

    Token = tuple[str, int, int]


class Comment:
    """A comment from its ``#`` to the end of its line (line ending excluded), ``inside`` an instruction or not."""

    __slots__ = ("end", "inside", "start")

    def __init__(self, start: int, end: int, inside: bool) -> None:
        self.start = start
        self.end = end
        self.inside = inside

    def __repr__(self) -> str:
        return f"Comment({self.start}, {self.end})"


def comments_of(file: Dockerfile) -> tuple[Comment, ...]:
    text = file.text
    found = []
    for start, end in file.gaps():
        mark = text.find("#", start, end)
        while mark >= 0:
            line = text.find("\n", mark, end)
            stop = line if line >= 0 else end
            found.append(Comment(mark, mark + len(text[mark:stop].rstrip("\r")), False))
            mark = text.find("#", stop, end)
    for one in file.instructions:
        if text.find("#", one.start, one.body_end) >= 0 and text.find("\n", one.start, one.body_end) >= 0:
            found += [Comment(start, end, True) for kind, start, end in _command(file, one) if kind == "comment"]
    found.sort(key=lambda comment: comment.start)
    return tuple(found)


def tokens_of(file: Dockerfile) -> Iterator[Token]:
    text = file.text
    at = 0
    for directive in file.directives:
        yield from _gap(text, at, directive.start)
        yield "directive", directive.start, directive.end
        at = directive.end
    if text.startswith(BOM) and not file.directives:
        yield "bom", 0, 1
    for number, (start, end) in enumerate(file.gaps()):
        yield from _gap(text, start, end)
        if number < len(file.instructions):
            yield from _instruction(file, file.instructions[number])
        elif end < len(text):
            yield "unread", end, len(text)


def _gap(text: str, start: int, end: int) -> Iterator[Token]:
    """Lines of blanks and comments."""
    at = start
    while at < end:
        line = text.find("\n", at, end)
        stop = line if line >= 0 else end
        past = stop + 1 if line >= 0 else end
        mark = text.find("#", at, stop)
        if mark >= 0:
            yield from _between(text, at, mark)
            at = mark + len(text[mark:stop].rstrip("\r"))
            yield "comment", mark, at
        yield from _between(text, at, past)
        at = past


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    """Blanks, line endings and a byte order mark."""
    at = start
    match = re.compile(rf"({BOM})|(\r*+\n)|(?:(?!\r*+\n)[^\n{BOM}])++").match
    while at < end:
        found = match(text, at, end)
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
    for seam in file.page.patterns.seam.finditer(text[slice_start:end]):
        first, past = seam.start() + slice_start, seam.end() + slice_start
        if first > at:
            yield "text", at, first
        line = text.find("\n", first, past)
        yield "continuation", first, line + 1 if line >= 0 else past
        if line >= 0:
            yield from _gap(text, line + 1, past)
        at = past
    if end > at:
        yield "text", at, end
