"""One instruction of a Dockerfile: its place, its joined line, its parts. It never says what an instruction means.

Physical offsets are 0-based characters of the file's text, logical ones of the joined line. Ends are exclusive.
"""

from __future__ import annotations

from bisect import bisect_right

from dockerpatch.text.memo import lately
from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced

from .arguments import NAMES, PAIRS, SHAPES, Parsed, RawWord, keyword_end, list_words, pairs_of, quoted_words, upper
from .scanner import BLANKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .flags import RawFlag
    from .page import Page

_LONG = 1024
"""The length in characters of a joined line above which what it says is not remembered."""


class Flag:
    """A ``--name=value`` before the arguments.

    ``text`` is BuildKit's reading of it (quotes and escapes taken off); ``value`` is None without ``=``. It is written
    from ``start`` to ``end``, its value from ``value_start`` on (physical; ``end`` without a value).
    """

    __slots__ = ("end", "name", "start", "text", "value", "value_start")

    def __init__(self, text: str, start: int, end: int, value_start: int) -> None:
        name, equals, value = text[2:].partition("=")
        self.text = text
        self.name = name
        self.value = value if equals else None
        self.start = start
        self.end = end
        self.value_start = value_start

    def __repr__(self) -> str:
        return f"Flag({self.text!r}, {self.start}, {self.end})"


class Word:
    """A word of the arguments, as in the joined line, where it starts at ``at``; written from ``start`` to ``end``.

    Of a JSON array, ``text`` is the string that is meant, and the place is that of its literal, quotes included.
    """

    __slots__ = ("at", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int, at: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.at = at

    def __repr__(self) -> str:
        return f"Word({self.text!r}, {self.start}, {self.end})"


class Pair:
    """A name and its value as written, quotes and variables kept; None stands for no ``=`` (ARG). Spans are physical.

    ``legacy`` is the old ``ENV NAME value``; ``value_at`` is where the value starts in the joined line (-1 if none).
    """

    __slots__ = ("legacy", "name", "name_span", "value", "value_at", "value_span")

    def __init__(
        self, name: str, value: str | None, name_span: Span, value_span: Span | None, value_at: int, legacy: bool
    ) -> None:
        self.name = name
        self.value = value
        self.name_span = name_span
        self.value_span = value_span
        self.value_at = value_at
        self.legacy = legacy

    def __repr__(self) -> str:
        return f"Pair({self.name!r}, {self.value!r})"


class Heredoc:
    """A heredoc: what its marker says (see `dockerpatch.syntax.heredoc.Marker`), its body and its terminator's place.

    The body is ``content``, leading tabs kept, and stands from ``start`` to ``end`` (physical).
    """

    __slots__ = ("chomp", "content", "end", "expand", "fd", "name", "start", "terminator")

    def __init__(
        self, name: str, fd: int, expand: bool, chomp: bool, content: str, start: int, end: int, terminator: Span
    ) -> None:
        self.name = name
        self.fd = fd
        self.expand = expand
        self.chomp = chomp
        self.content = content
        self.start = start
        self.end = end
        self.terminator = terminator

    def __repr__(self) -> str:
        return f"Heredoc({self.name!r}, {self.content!r})"


class Instruction:
    """An instruction as written from ``start`` to ``end``: a command to ``body_end``, and the bodies of its heredocs.

    ``start`` is the first character of its line that is no blank; ``body_end`` and ``end`` leave out the line ending.
    ``keyword`` is in upper case, maybe one that nobody knows. What is no slot is worked out when it is asked for.
    """

    __slots__ = (
        "_flags",
        "_gap",
        "_line",
        "_page",
        "_pairs",
        "_parsed",
        "_pieces",
        "_trigger",
        "_words",
        "body_end",
        "end",
        "heredocs",
        "keyword",
        "keyword_end",
        "start",
    )

    def __init__(self, page: Page, keyword: str, start: int, keyword_end: int, body_end: int, gap: int) -> None:
        """``gap`` is where the blank and comment lines above start."""
        self.start = start
        self.body_end = body_end
        self.end = body_end
        self.keyword = keyword
        self.keyword_end = keyword_end
        self.heredocs: tuple[Heredoc, ...] = ()
        self._page = page
        self._gap = gap
        self._line: str | None = None
        self._pieces: tuple[list[int], list[int]] | None = None
        self._parsed: Parsed | None = None
        self._flags: tuple[Flag, ...] | None = None
        self._words: tuple[Word, ...] | None = None
        self._pairs: tuple[Pair, ...] | None = None
        self._trigger: Instruction | None = None

    def __repr__(self) -> str:
        return f"<{self.keyword or '?'} {self.start}-{self.end}>"

    @property
    def start_line(self) -> int:
        """The line (from 1) that BuildKit reports as its first."""
        return bisect_right(self._page.lines, self.start)

    @property
    def end_line(self) -> int:
        """Its last line: that of the last terminator, and comment or blank lines behind a last continuation count."""
        return bisect_right(self._page.lines, self.end)

    @property
    def logical(self) -> str:
        """The command on one line, without continuations, blanks at either side, and heredoc bodies."""
        line = self._line
        if line is None:
            page = self._page
            line = page.text[self.start : self.body_end]
            if page.is_joined(line):
                line = page.patterns.seam.sub("", line).lstrip(BLANKS)
            else:
                self._pieces = ([0], [self.start])
            line = self._line = line.rstrip(BLANKS)
        return line

    @property
    def pieces(self) -> tuple[list[int], list[int]]:
        """Where the pieces of the joined line start: in it, and in the file."""
        if self._pieces is None:
            self._pieces = self._page.pieces(self.start, self.body_end)
        return self._pieces

    def physical(self, index: int) -> int:
        """Where the character ``index`` of `logical` is written; its length gives the place just past the last one."""
        if index and index == len(self.logical):
            return self.physical(index - 1) + 1
        at, places = self.pieces
        piece = bisect_right(at, index) - 1
        return places[piece] + index - at[piece]

    def span_of(self, start: int, end: int) -> Span:
        """The place of a logical range; continuations inside it are part of it, those at its ends are not."""
        at, places = self.pieces
        if len(at) == 1:
            return Span(places[0] + start, places[0] + end)
        first = self.physical(start)
        return Span(first, self.physical(end - 1) + 1 if end > start else first)

    def contiguous(self, start: int, end: int) -> bool:
        """Whether no continuation cuts the logical range, so that its place holds the very same text."""
        return end <= start or self.physical(end - 1) - self.physical(start) == end - 1 - start

    def traced(self, start: int, end: int) -> Traced:
        """The logical range as text that knows where it is written."""
        line = self.logical
        at, places = self.pieces
        if len(at) == 1:
            return Traced.written(line[start:end], places[0] + start)
        index = max(bisect_right(at, start) - 1, 0)
        found = []
        while start < end:
            past = min(at[index + 1], end) if index + 1 < len(at) else end
            found.append((line[start:past], places[index] + start - at[index]))
            start = past
            index += 1
        return Traced(found)

    @property
    def parsed(self) -> Parsed:
        """Flags and arguments, in logical offsets."""
        found = self._parsed
        if found is None:
            line = self.logical
            said = (line, self.keyword, self._page.escape)
            found = self._parsed = _parsed_lately(said) if len(line) <= _LONG else _parse(said)
        return found

    @property
    def shape(self) -> int | None:
        """How its arguments are read (see `dockerpatch.syntax.arguments`); None for an instruction nobody knows."""
        return SHAPES.get(self.keyword)

    @property
    def flags(self) -> tuple[Flag, ...]:
        if self._flags is None:
            raws = self.parsed.flags
            self._flags = self._placed(raws) if raws else ()
        return self._flags

    def _placed(self, raws: Iterable[RawFlag]) -> tuple[Flag, ...]:
        found = []
        for raw in raws:
            span = self.span_of(raw.start, raw.end)
            value_start = span.end if raw.value_start == raw.end else self.physical(raw.value_start)
            found.append(Flag(raw.text, span.start, span.end, value_start))
        return tuple(found)

    @property
    def rest_start(self) -> int:
        """The logical offset of what follows the keyword and its flags."""
        return self.parsed.start

    @property
    def rest(self) -> str:
        """What follows the keyword and its flags."""
        return self.logical[self.parsed.start :]

    @property
    def args(self) -> tuple[str, ...]:
        """The arguments as BuildKit's parser splits them.

        Names and values one after the other for ENV and LABEL, one text for a shell form, those of the trigger for
        ONBUILD, one empty text for an instruction nobody knows.
        """
        trigger = self.trigger if self.keyword == "ONBUILD" else None
        if trigger is None:
            return self.parsed.args
        return trigger.parsed.args if trigger.keyword != "ONBUILD" else ("",) if trigger.rest else ()

    @property
    def is_json(self) -> bool:
        """Whether the arguments (of ONBUILD: the trigger's) are a JSON array."""
        trigger = self.trigger if self.keyword == "ONBUILD" else None
        return self.parsed.is_json if trigger is None else trigger.parsed.is_json

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the arguments: the strings of a JSON array, for ARG, ENV and LABEL what blanks outside quotes
        separate, for all others what blanks separate."""
        if self._words is None:
            self._words = self._split()
        return self._words

    def _split(self) -> tuple[Word, ...]:
        parsed = self.parsed
        at, places = self.pieces
        if parsed.is_json:
            strings = parsed.args[len(parsed.args) - len(parsed.strings) :]
            raw = [RawWord(text, *place) for text, place in zip(strings, parsed.strings, strict=True)]
        elif self.shape in (NAMES, PAIRS):
            raw = quoted_words(self.logical, parsed.start, parsed.end, self._page.escape)
        else:
            found = list_words(self.logical, parsed.start, parsed.end)
            if len(at) == 1:
                base = places[0]
                return tuple([Word(one[0], base + one.start(), base + one.end(), one.start()) for one in found])
            raw = [RawWord(one[0], *one.span()) for one in found]
        if len(at) == 1:
            base = places[0]
            return tuple([Word(one.text, base + one.start, base + one.end, one.start) for one in raw])
        physical = self.physical
        return tuple([Word(one.text, physical(one.start), physical(one.end - 1) + 1, one.start) for one in raw])

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The names and values of ARG, ENV and LABEL; none for others."""
        if self._pairs is None:
            shape, parsed, line, escape = self.shape, self.parsed, self.logical, self._page.escape
            found: list[Pair] = []
            if shape == PAIRS:
                for raw in [] if parsed.fault else pairs_of(line, parsed.start, parsed.end, escape):
                    found.append(self._pair(raw.name, raw.name_start, raw.value, raw.value_start, raw.legacy))
            elif shape == NAMES:
                for word in quoted_words(line, parsed.start, parsed.end, escape):
                    name, equals, value = word.text.partition("=")
                    at = word.start + len(name) + 1
                    found.append(self._pair(name, word.start, value if equals else None, at, False))
            self._pairs = tuple(found)
        return self._pairs

    def _pair(self, name: str, name_start: int, value: str | None, value_start: int, legacy: bool) -> Pair:
        name_span = self.span_of(name_start, name_start + len(name))
        if value is None:
            return Pair(name, None, name_span, None, -1, legacy)
        if value:
            span = self.span_of(value_start, value_start + len(value))
        else:
            # Where a value would be written: right behind the equals sign, before any continuation.
            past = self.physical(value_start - 1) + 1
            span = Span(past, past)
        return Pair(name, value, name_span, span, value_start, legacy)

    @property
    def trigger(self) -> Instruction | None:
        """The instruction inside an ONBUILD; None for others and for an empty one. It has the same end and heredocs."""
        if self._trigger is None and self.keyword == "ONBUILD":
            parsed = self.parsed
            if parsed.start < parsed.end:
                self._trigger = self._part(parsed.start)
        return self._trigger

    def _part(self, start: int) -> Instruction:
        line = self.logical
        stop, _ = keyword_end(line, start, len(line))
        span = self.span_of(start, stop)
        part = Instruction(self._page, upper(line[start:stop]), span.start, span.end, self.body_end, span.start)
        part.end = self.end
        part.heredocs = self.heredocs
        at, places = self.pieces
        first = bisect_right(at, start) - 1
        part._line = line[start:]
        part._pieces = (
            [0, *[index - start for index in at[first + 1 :]]],
            [places[first] + start - at[first], *places[first + 1 :]],
        )
        return part

    @property
    def comments_before(self) -> tuple[str, ...]:
        """The texts of the comments above, from the last empty one on, as BuildKit keeps them: one that does not stand
        at the line's start keeps its ``#``."""
        return self._page.comment_texts(self._gap, self.start)


def _parse(said: tuple[str, str, str]) -> Parsed:
    """What a joined line says that begins with a keyword, under an escape token."""
    line, keyword, escape = said
    rest = len(keyword) + 1
    # A line is trimmed, so a blank behind the keyword has something behind it.
    if not line.startswith(" ", rest - 1) or line[rest] in BLANKS:
        rest = keyword_end(line, 0, len(line))[1]
    return Parsed(line, rest, len(line), SHAPES.get(keyword), escape)


_parsed_lately = lately(_parse, 256)
