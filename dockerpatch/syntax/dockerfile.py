"""Dockerfiles as BuildKit's parser reads them, every character kept and placed. It never raises on bad input.

`parse` cuts a text into instructions and comments. What is inside an instruction is worked out when asked for, but for
what decides where the next one starts (heredocs) and what BuildKit's parser refuses (`Fault`).
"""

from __future__ import annotations

from dockerpatch.text.span import Span

from .arguments import HEALTH, JSON_SHAPES, PAIRS, SHAPES, TRIGGER, Parsed, keyword_end, past_triggers, upper
from .instruction import Flag, Heredoc, Instruction, Pair, Word
from .page import Page
from .scanner import BLANKS, BOM, LINE_LIMIT, Directive, directive_at, limit_of
from .tokens import Comment, comments_of, tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Comment", "Directive", "Dockerfile", "Fault", "Flag", "Heredoc", "Instruction", "Pair", "Word", "parse"]

REFUSABLE = {keyword: shape for keyword, shape in SHAPES.items() if shape in (*JSON_SHAPES, PAIRS, TRIGGER)}
"""The instructions whose arguments BuildKit's parser may refuse."""

HEREDOC_KEYWORDS = ("RUN", "COPY", "ADD")

UNLIKE_A_WORD = frozenset(BLANKS + "-\\`\udc85\udca0")
"""First characters of arguments that may yet turn out to be flags, blanks or a continuation."""


class Fault:
    """Why BuildKit's parser refuses a file: a ``message`` of one line, the place in characters and the line from 1.

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
        "directives",
        "fault",
        "instructions",
        "limit",
        "page",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.page = Page(text)
        self.directives: tuple[Directive, ...] = ()
        self.instructions: tuple[Instruction, ...] = ()
        self.fault: Fault | None = None
        # Where the reading ends at the latest: a line that is too long, or the end of the text.
        self.limit = len(text)
        self._comments: tuple[Comment, ...] | None = None

    @property
    def escape(self) -> str:
        """The escape token: a backslash, or what a directive says."""
        return self.page.escape

    @property
    def unknown(self) -> tuple[Instruction, ...]:
        """Instructions that BuildKit does not know: its parser lets them pass, its next stage refuses them."""
        return tuple([one for one in self.instructions if one.keyword not in SHAPES])

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

    def gaps(self) -> Iterator[tuple[int, int]]:
        """What stands before, between and behind the instructions that were read: blanks, line ends and comments."""
        at = 1 if self.text.startswith(BOM) else 0
        if self.directives:
            at = self.directives[-1].end
        for one in self.instructions:
            yield at, one.start
            at = one.end
        fault = self.fault
        yield at, len(self.text) if fault is None or fault.kind == "empty" else fault.offset


def parse(text: str) -> Dockerfile:
    """Read a Dockerfile's text, as `dockerpatch.text.source.Source` decodes it: with its byte order mark, if any."""
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
    file.fault = Fault(kind, message, offset, file.page.line_at(offset))


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
                _refuse(file, "directive", f"the escape token must be \\ or `, not {directive.value[:20]!a}", at)
                break
            file.page.escape = directive.value
        found.append(directive)
        line_end = file.text.find("\n", directive.end, file.limit)
        at = line_end + 1 if line_end >= 0 else file.limit
    file.directives = tuple(found)
    return at


def _read_instructions(file: Dockerfile, at: int) -> None:
    text, limit, page = file.text, file.limit, file.page
    match = page.patterns.top.match
    # The two marks of a heredoc may stand on two lines.
    parted = "<" + file.escape
    heredocs = "<<" in text or parted in text
    instructions: list[Instruction] = []
    while True:
        gap = at
        found = match(text, at, limit)
        assert found is not None  # every part of the pattern may be empty
        (_, at), (start, stop), (_, end) = found.regs
        if start < 0:
            break
        if text[end - 1] in "\r\n":
            end = _without_newline(text, end)
        one = Instruction(page, text[start:stop].upper(), start, stop, end, gap)
        if stop == start:
            _name(one)
        shape = REFUSABLE.get(one.keyword)
        if shape is not None and _may_be_refused(one, shape, file) and _is_refused(file, one, shape):
            break
        if heredocs and (text.find("<<", start, end) >= 0 or text.find(parted, start, end) >= 0):
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


def _may_be_refused(one: Instruction, shape: int, file: Dockerfile) -> bool:
    """Whether BuildKit may refuse the arguments; False is certain, and found out without reading them."""
    text, start, end = file.text, one.keyword_end, one.body_end
    if shape == PAIRS:
        sound = file.page.patterns.pairs(text, start, end)
        return sound is None or (sound.end() != end and not sound[1])
    bracket = text.find("[", start, end)
    if bracket < 0:
        return shape == TRIGGER
    lead = text[start:bracket].lstrip(" \t")
    if not lead:
        return file.page.patterns.strings(text, bracket, end) is None
    return shape in (HEALTH, TRIGGER) or lead[0] in UNLIKE_A_WORD


def _is_refused(file: Dockerfile, one: Instruction, shape: int) -> bool:
    """Read the arguments; whether there is a fault in them, which is then the file's."""
    parsed = one.parsed
    line = one.logical
    # Triggers of triggers are refused only by BuildKit's next stage, so faults may stand at any depth.
    while shape == TRIGGER and parsed.start < parsed.end:
        start = past_triggers(line, parsed.start, parsed.end)
        stop, rest = keyword_end(line, start, parsed.end)
        inner = SHAPES.get(upper(line[start:stop]))
        parsed = Parsed(line, rest, parsed.end, inner, file.escape)
        if inner is None:
            break
        shape = inner
    if parsed.fault is None:
        return False
    _refuse(file, "pair" if shape == PAIRS else "json", parsed.fault, one.start)
    return True


def _read_heredocs(file: Dockerfile, one: Instruction, at: int) -> int:
    """Read the bodies of the heredocs that ``one`` announces; ``at`` is where its last line ends.

    Where the last terminator's line ends (``at`` without heredocs); -1 when one is missing, which is the file's fault.
    """
    command = one.trigger if one.keyword == "ONBUILD" else one
    if command is None or command.keyword not in HEREDOC_KEYWORDS or command.parsed.is_json:
        return at
    from .heredoc import body_of, markers_of

    text, limit = file.text, file.limit
    # Blanks at the end count here: an escaped one belongs to a name.
    markers = markers_of(file.page.patterns.seam.sub("", text[one.start : one.body_end]))
    if isinstance(markers, str):
        _refuse(file, "heredoc", markers, one.start)
        return -1
    found = []
    for marker in markers:
        start = min(at + 1, limit)
        body = body_of(text, start, limit, marker)
        if body is None:
            shifts = "))" in marker.name or marker.name.isdigit()
            hint = "; in $((...)) too a << behind a blank begins one: write 1<<3" if shifts else ""
            _refuse(file, "heredoc", f"the heredoc {marker.name[:40]!a} has no end{hint}", one.start)
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
