"""Dockerfiles as BuildKit's parser reads them, every character kept and placed. It never raises on bad input and never writes.

`parse` cuts a text into instructions and comments. What is inside an instruction is worked out when asked for, but for
what decides where the next one starts (heredocs) and what BuildKit's parser refuses (`Fault`).
"""

from __future__ import annotations

from bisect import bisect_right

from dockerpatch.text.span import Span

from .arguments import HEALTH, JSON_SHAPES, PAIRS, SHAPES, TRIGGER, Parsed, keyword_end, shape_of, upper
from .instruction import Flag, Heredoc, Instruction, Joined, Pair, Word
from .scanner import BLANKS, BOM, LINE_LIMIT, Directive, Patterns, directive_at, limit_of, patterns_for
from .tokens import Comment, comments_of, tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Comment", "Directive", "Dockerfile", "Fault", "Flag", "Heredoc", "Instruction", "Pair", "Word", "parse"]

KNOWN = {keyword.upper(): shape for keyword, shape in SHAPES.items()}

HEREDOC_KEYWORDS = ("RUN", "COPY", "ADD")

UNLIKE_A_WORD = frozenset(BLANKS + "-\\`\udc85\udca0")
"""First characters of arguments that may yet turn out to be flags, blanks or a continuation."""


class Fault:
    """Why BuildKit's parser refuses a file: one line of ``message``, and the place, ``offset`` in characters and ``line`` from 1.

    ``kind`` is ``directive``, ``json``, ``pair``, ``heredoc``, ``line`` (too long) or ``empty``.
    """

    __slots__ = ("kind", "line", "message", "offset")

    def __init__(self, kind: str, message: str, offset: int, line: int) -> None:
        self.kind = kind
        self.message = message
        self.offset = offset
        self.line = line

    def __repr__(self) -> str:
        return f"Fault({self.kind!r}, {self.message!r}, line={self.line})"


class Dockerfile:
    """A parsed file. After a ``fault`` nothing more is read; the instructions before it are there."""

    __slots__ = (
        "_comments",
        "_lines",
        "_patterns",
        "above",
        "directives",
        "escape",
        "fault",
        "instructions",
        "limit",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.escape = "\\"
        self.directives: tuple[Directive, ...] = ()
        self.instructions: tuple[Instruction, ...] = ()
        self.fault: Fault | None = None
        # Top-level comments, each from its "#" to its line end, and where the reading stopped for good.
        self.above: list[tuple[int, int]] = []
        self.limit = len(text)
        self._lines: list[int] | None = None
        self._comments: tuple[Comment, ...] | None = None
        self._patterns: Patterns | None = None

    @property
    def patterns(self) -> Patterns:
        if self._patterns is None:
            self._patterns = patterns_for(self.text, self.escape)
        return self._patterns

    @property
    def lines(self) -> list[int]:
        """The offset at which each line starts; only a line feed ends a line."""
        if self._lines is None:
            lines = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                lines.append(at + 1)
                at = find("\n", at + 1)
            self._lines = lines
        return self._lines

    def line_at(self, offset: int) -> int:
        """The line (from 1) that holds the character at ``offset``."""
        return bisect_right(self.lines, offset)

    @property
    def unknown(self) -> tuple[Instruction, ...]:
        """Instructions that BuildKit does not know: its parser lets them pass, its next stage refuses them."""
        return tuple([one for one in self.instructions if one.shape is None])

    @property
    def comments(self) -> tuple[Comment, ...]:
        """All comments in order, parser directives left out."""
        if self._comments is None:
            self._comments = comments_of(self)
        return self._comments

    def tokens(self) -> Iterator[tuple[str, int, int]]:
        """``(kind, start, end)`` of parts that follow one another from the text's first character to its last.

        Kinds: ``bom blank newline directive comment keyword text continuation heredoc terminator unread``.
        """
        return tokens_of(self)

    def join(self, start: int, end: int) -> Joined:
        """The line that BuildKit makes of the physical ones from ``start`` to ``end``, trimmed."""
        text = self.text[start:end]
        at, places = [0], [start]
        if "\n" in text or text.endswith((self.escape, self.escape + " ", self.escape + "\t")):
            text, at, places = self._joined(text, start)
        trimmed = text.lstrip(BLANKS)
        lead = len(text) - len(trimmed)
        if lead:
            first = bisect_right(at, lead) - 1 if trimmed else len(at) - 1
            places = [places[first] + lead - at[first], *places[first + 1 :]]
            at = [0, *[index - lead for index in at[first + 1 :]]]
        return Joined(trimmed.rstrip(BLANKS), at, places)

    def _joined(self, text: str, start: int) -> tuple[str, list[int], list[int]]:
        parts: list[str] = []
        at: list[int] = []
        places: list[int] = []
        last = size = 0
        for seam in self.patterns.seam.finditer(text):
            first, past = seam.span()
            if first > last:
                at.append(size)
                places.append(start + last)
                parts.append(text[last:first])
                size += first - last
            last = past
        if last < len(text) or not at:
            at.append(size)
            places.append(start + last)
            parts.append(text[last:])
        return "".join(parts), at, places

    def comment_texts(self, first: int, last: int) -> tuple[str, ...]:
        """The texts of the top-level comments ``first`` to ``last`` (exclusive) from the last empty one on."""
        texts: list[str] = []
        for start, end in self.above[first:last]:
            line_start = self.lines[self.line_at(start) - 1]
            if line_start == 0 and self.text.startswith(BOM):
                line_start = 1
            text = self.text[line_start + 1 : end]
            if not self.text[line_start].isascii():
                # The first byte is cut off, not the first character.
                text = (
                    self.text[line_start].encode("utf-8", "surrogateescape")[1:].decode("utf-8", "surrogateescape")
                    + text
                )
            text = text.strip(BLANKS)
            if text:
                texts.append(text)
            else:
                texts.clear()
        return tuple(texts)


def parse(text: str) -> Dockerfile:
    """Read a Dockerfile's text (see `dockerpatch.text.source.Source.text`; a byte order mark and lone bytes are welcome)."""
    file = Dockerfile(text)
    if len(text) >= LINE_LIMIT // 4:
        file.limit = limit_of(text)
    at = 1 if text.startswith(BOM) else 0
    if text[at : at + 1] in "# \t" or text[at] in BLANKS:
        at = _read_directives(file, at)
    if file.fault is None:
        _read_instructions(file, at)
    if file.fault is None and file.limit < len(text):
        _refuse(file, "line", f"a line of {LINE_LIMIT} bytes or more", file.limit)
    if file.fault is None and not file.instructions:
        _refuse(file, "empty", "there is no instruction in the file", 0)
    return file


def _refuse(file: Dockerfile, kind: str, message: str, offset: int) -> None:
    file.fault = Fault(kind, message, offset, file.line_at(offset))


def _read_directives(file: Dockerfile, at: int) -> int:
    """Read the directives that open the file; where the first line starts that is none."""
    found: list[Directive] = []
    while at < file.limit:
        directive = directive_at(file.text, at, file.limit)
        if directive is None:
            break
        if any(directive.name == other.name for other in found):
            _refuse(file, "directive", f"the {directive.name} directive stands twice", at)
            break
        if directive.name == "escape":
            if directive.value not in ("\\", "`"):
                _refuse(file, "directive", f"the escape token must be \\ or `, not {ascii(directive.value[:20])}", at)
                break
            file.escape = directive.value
        found.append(directive)
        line_end = file.text.find("\n", directive.end, file.limit)
        at = line_end + 1 if line_end >= 0 else file.limit
    file.directives = tuple(found)
    return at


def _read_instructions(file: Dockerfile, at: int) -> None:
    text, limit, above = file.text, file.limit, file.above
    match = file.patterns.top.match
    heredocs = "<<" in text
    instructions: list[Instruction] = []
    seen = 0
    while True:
        found = match(text, at, limit)
        assert found is not None  # every part of the pattern may be empty
        (_, at), comment, (start, stop), (_, end) = found.regs
        if start < 0:
            if comment[0] < 0:
                break
            above.append(comment)
            continue
        if text[end - 1] in "\r\n":
            end = _without_newline(text, end)
        one = Instruction(file, text[start:stop].upper(), start, stop, end, (seen, len(above)))
        if stop == start:
            _name(one)
        seen = len(above)
        shape = KNOWN.get(one.keyword)
        if shape is None:
            pass
        elif shape == PAIRS or shape == TRIGGER or (shape in JSON_SHAPES and _may_be_json(one, shape, text)):
            if _is_refused(file, one, shape):
                break
        if heredocs and text.find("<<", start, end) >= 0:
            after = _read_heredocs(file, one, at)
            if after < 0:
                break
            at = after
        instructions.append(one)
    file.instructions = tuple(instructions)


def _without_newline(text: str, end: int) -> int:
    """``end`` before the line ending it stands behind: one line feed at most, and all carriage returns."""
    if text[end - 1] == "\n":
        end -= 1
    while end and text[end - 1] == "\r":
        end -= 1
    return end


def _name(one: Instruction) -> None:
    """Find the keyword of an instruction where it is not plain letters with a blank behind them."""
    line = one.logical
    stop, _ = keyword_end(line, 0, len(line))
    one.keyword = upper(line[:stop])
    one.keyword_end = one.span_of(0, stop).end


def _may_be_json(one: Instruction, shape: int, text: str) -> bool:
    """Whether the arguments may be a JSON array; False is certain."""
    bracket = text.find("[", one.keyword_end, one.body_end)
    if bracket < 0:
        return False
    lead = text[one.keyword_end : bracket].lstrip(" \t")
    return not lead or shape == HEALTH or lead[0] in UNLIKE_A_WORD


def _is_refused(file: Dockerfile, one: Instruction, shape: int) -> bool:
    """Read the arguments; whether there is a fault in them, which is then the file's."""
    parsed = one.parsed
    line = one.logical
    # Triggers of triggers are refused only by BuildKit's next stage, so faults may stand at any depth.
    while shape == TRIGGER and parsed.start < parsed.end:
        stop, rest = keyword_end(line, parsed.start, parsed.end)
        inner = shape_of(line[parsed.start : stop])
        parsed = Parsed(line, rest, parsed.end, inner, file.escape)
        if inner is None:
            break
        shape = inner
    if parsed.fault is None:
        return False
    _refuse(file, "pair" if shape == PAIRS else "json", parsed.fault, one.start)
    return True


def _read_heredocs(file: Dockerfile, one: Instruction, at: int) -> int:
    """Read the bodies of the heredocs that ``one`` announces, its last line ending at ``at``; where the last terminator's
    line ends (``at`` without heredocs, -1 when there is no terminator, which is the file's fault)."""
    command = one.trigger if one.keyword == "ONBUILD" else one
    if command is None or command.keyword not in HEREDOC_KEYWORDS or command.parsed.is_json:
        return at
    from .heredoc import body_of, markers_of

    text, limit = file.text, file.limit
    # Blanks at the end count here: an escaped one belongs to a name.
    markers = markers_of(file.patterns.seam.sub("", text[one.start : one.body_end]))
    found = []
    for marker in markers:
        start = min(at + 1, limit)
        body = body_of(text, start, limit, marker)
        if body is None:
            _refuse(file, "heredoc", f"the heredoc {ascii(marker.name[:40])} has no end", one.start)
            return -1
        end, name_start, name_end = body
        span = Span(name_start, name_end)
        found.append(Heredoc(marker.name, marker.fd, marker.expand, marker.chomp, text[start:end], start, end, span))
        at = text.find("\n", name_end, limit)
        if at < 0:
            at = limit
    if found:
        one.heredocs = tuple(found)
        one.end = found[-1].terminator.end
        if command is not one:
            command.heredocs, command.end = one.heredocs, one.end
    return at
