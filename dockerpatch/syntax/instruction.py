"""One instruction of a Dockerfile: its place, its joined line, its parts, each traceable to the file. It never says what an instruction means.

Offsets called physical are 0-based characters of the file's text; logical ones count in the joined line. Ends are exclusive.
"""

from __future__ import annotations

from bisect import bisect_right

from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced

from .arguments import (
    NAMES,
    PAIRS,
    Parsed,
    keyword_end,
    list_words,
    pairs_of,
    quoted_words,
    shape_of,
    upper,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .dockerfile import Dockerfile


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
    """A word of the arguments: ``text`` as in the joined line, written from ``start`` to ``end`` (physical), from ``at`` on in the joined line.

    Of a JSON array, ``text`` is the string meant and the place that of its literal, quotes included.
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
    """A name, and its value as written (quotes and variables kept; None where an ARG has no ``=``), with their physical spans.

    ``legacy`` is the old ``ENV NAME value``. ``value_at`` is where the value starts in the joined line (-1 without one).
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
    """A heredoc: its marker's ``name``, ``fd``, ``expand`` and ``chomp``, its body (physical ``start`` to ``end``; ``content``, tabs kept), its terminator."""

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


class Joined:
    """A line joined from physical ones: ``text``, and the pieces it is made of, ``places[i]`` in the file for ``at[i]`` in the text."""

    __slots__ = ("at", "places", "text")

    def __init__(self, text: str, at: list[int], places: list[int]) -> None:
        self.text = text
        self.at = at
        self.places = places

    def physical(self, index: int) -> int:
        piece = bisect_right(self.at, index) - 1
        return self.places[piece] + index - self.at[piece]


class Instruction:
    """An instruction as written from ``start`` to ``end``, its command to ``body_end``, what follows being heredoc bodies.

    ``start`` is the line's first character that is no blank, ``body_end`` and ``end`` leave out the line ending.
    ``keyword`` is in upper case and may be unknown; ``heredocs`` are in order. All else is worked out when asked for.
    """

    __slots__ = (
        "_before",
        "_file",
        "_joined",
        "_pairs",
        "_parsed",
        "_trigger",
        "body_end",
        "end",
        "heredocs",
        "keyword",
        "keyword_end",
        "start",
    )

    def __init__(
        self, file: Dockerfile, keyword: str, start: int, keyword_end: int, body_end: int, before: tuple[int, int]
    ) -> None:
        """``before`` numbers the file's comments above this instruction, end exclusive. An empty ``keyword`` is read from the joined line."""
        self._file = file
        self._before = before
        self._joined: Joined | None = None
        self._pairs: tuple[Pair, ...] | None = None
        self._parsed: Parsed | None = None
        self._trigger: Instruction | None = None
        self.start = start
        self.body_end = body_end
        self.end = body_end
        self.heredocs: tuple[Heredoc, ...] = ()
        self.keyword = keyword
        self.keyword_end = keyword_end

    def __repr__(self) -> str:
        return f"<{self.keyword or '?'} {self.start}-{self.end}>"

    @property
    def start_line(self) -> int:
        """The line (from 1) that BuildKit reports as its first."""
        return self._file.line_at(self.start)

    @property
    def end_line(self) -> int:
        """The last line that was read for it: comments and blank lines behind a last continuation count, heredocs too."""
        return self._file.line_at(self.end)

    @property
    def joined(self) -> Joined:
        if self._joined is None:
            self._joined = self._file.join(self.start, self.body_end)
        return self._joined

    @property
    def logical(self) -> str:
        """The command on one line, the continuations and the blanks at either side taken out; heredoc bodies are no part of it."""
        return self.joined.text

    def physical(self, index: int) -> int:
        """Where the character ``index`` of `logical` is written; its length asks for the place just past the last one."""
        joined = self.joined
        if index and index >= len(joined.text):
            return joined.physical(len(joined.text) - 1) + index - len(joined.text) + 1
        return joined.physical(index)

    def span_of(self, start: int, end: int) -> Span:
        """The place of a logical range; continuations inside it are part of it, those at its ends are not."""
        first = self.physical(start)
        return Span(first, self.physical(end - 1) + 1 if end > start else first)

    def contiguous(self, start: int, end: int) -> bool:
        """Whether no continuation cuts the logical range, so that its place holds the very same text."""
        return end <= start or self.physical(end - 1) - self.physical(start) == end - 1 - start

    def traced(self, start: int, end: int) -> Traced:
        """The logical range as text that knows where it is written."""
        joined = self.joined
        pieces = []
        index = max(bisect_right(joined.at, start) - 1, 0)
        while start < end:
            past = joined.at[index + 1] if index + 1 < len(joined.at) else end
            past = min(past, end)
            pieces.append((joined.text[start:past], joined.places[index] + start - joined.at[index]))
            start = past
            index += 1
        return Traced(pieces)

    @property
    def parsed(self) -> Parsed:
        """Flags and arguments, in logical offsets."""
        if self._parsed is None:
            line = self.logical
            _, rest = keyword_end(line, 0, len(line))
            self._parsed = Parsed(line, rest, len(line), self.shape, self._file.escape)
        return self._parsed

    @property
    def shape(self) -> int | None:
        return shape_of(self.keyword)

    @property
    def flags(self) -> tuple[Flag, ...]:
        result = []
        for raw in self.parsed.flags:
            span = self.span_of(raw.start, raw.end)
            value_start = span.end if raw.value_start >= raw.end else self.physical(raw.value_start)
            result.append(Flag(raw.text, span.start, span.end, value_start))
        return tuple(result)

    @property
    def rest_start(self) -> int:
        """The logical offset of what follows the keyword and its flags."""
        return self.parsed.start

    @property
    def rest(self) -> str:
        """What follows the keyword and its flags."""
        return self.logical[self.parsed.start : self.parsed.end]

    @property
    def args(self) -> tuple[str, ...]:
        """The arguments as BuildKit's parser splits them: names and values one after the other for ENV and LABEL, one
        text for a shell form, ``("",)`` for an unknown instruction, those of the trigger for ONBUILD."""
        trigger = self.trigger
        if trigger is None:
            return self.parsed.args
        return trigger.parsed.args if trigger.keyword != "ONBUILD" else ("",) if trigger.rest else ()

    @property
    def is_json(self) -> bool:
        """Whether the arguments (ONBUILD: the trigger's) are a JSON array."""
        trigger = self.trigger
        return self.parsed.is_json if trigger is None else trigger.parsed.is_json

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the arguments: the strings of a JSON array; for ARG, ENV and LABEL the words outside quotes; else what blanks separate."""
        parsed, line = self.parsed, self.logical
        if parsed.strings:
            strings = parsed.args[-len(parsed.strings) :]
            return tuple(
                [
                    Word(text, self.physical(a), self.physical(b - 1) + 1, a)
                    for text, (a, b) in zip(strings, parsed.strings, strict=True)
                ]
            )
        if self.shape in (NAMES, PAIRS):
            raw = quoted_words(line, parsed.start, parsed.end, self._file.escape)
        elif parsed.is_json:
            raw = []
        else:
            raw = list_words(line, parsed.start, parsed.end)
        return tuple(
            [Word(one.text, self.physical(one.start), self.physical(one.end - 1) + 1, one.start) for one in raw]
        )

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The names and values of ARG, ENV and LABEL; none for others."""
        if self._pairs is None:
            shape = self.shape
            self._pairs = self._read_pairs(shape) if shape in (NAMES, PAIRS) else ()
        return self._pairs

    def _read_pairs(self, shape: int | None) -> tuple[Pair, ...]:
        parsed, line = self.parsed, self.logical
        result = []
        if shape == PAIRS:
            for raw in pairs_of(line, parsed.start, parsed.end, self._file.escape)[0]:
                result.append(self._pair(raw.name, raw.name_start, raw.value, raw.value_start, raw.legacy))
        else:
            for word in quoted_words(line, parsed.start, parsed.end, self._file.escape):
                name, equals, value = word.text.partition("=")
                at = word.start + len(name) + 1 if equals else -1
                result.append(self._pair(name, word.start, value if equals else None, at, False))
        return tuple(result)

    def _pair(self, name: str, name_start: int, value: str | None, value_start: int, legacy: bool) -> Pair:
        name_span = self.span_of(name_start, name_start + len(name))
        if value is None:
            return Pair(name, None, name_span, None, -1, legacy)
        if value:
            span = self.span_of(value_start, value_start + len(value))
        else:
            past = self.physical(value_start - 1) + 1
            span = Span(past, past)
        return Pair(name, value, name_span, span, value_start, legacy)

    @property
    def trigger(self) -> Instruction | None:
        """The instruction that an ONBUILD holds, None for others and for an empty one. It shares the file, the lines and the heredocs."""
        if self._trigger is None and self.keyword == "ONBUILD":
            parsed, line = self.parsed, self.logical
            if parsed.start < parsed.end:
                self._trigger = self._part(line, parsed.start, parsed.end)
        return self._trigger

    def _part(self, line: str, start: int, end: int) -> Instruction:
        keyword_stop, _ = keyword_end(line, start, end)
        span = self.span_of(start, keyword_stop)
        part = Instruction(self._file, upper(line[start:keyword_stop]), span.start, span.end, self.body_end, (0, 0))
        part.end = self.end
        part.heredocs = self.heredocs
        joined = self.joined
        first = bisect_right(joined.at, start) - 1
        at = [max(index - start, 0) for index in joined.at[first:]]
        places = [joined.places[first] + start - joined.at[first], *joined.places[first + 1 :]]
        part._joined = Joined(line[start:end], at, places)
        return part

    @property
    def comments_before(self) -> tuple[str, ...]:
        """The text of the comments above, from the last empty one on, as BuildKit keeps them: a comment that is not at
        the line's start keeps its ``#``."""
        return self._file.comment_texts(*self._before)
