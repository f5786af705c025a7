"""Variables and quotes in Dockerfile words, as BuildKit's `shell.Lex` reads them, every character traced. It never runs anything.

Modifiers: ``:-`` ``-`` ``:+`` ``+`` ``:?`` ``?`` ``#`` ``##`` ``%`` ``%%`` ``/`` ``//``. The text of a default, an
alternative or a replacement is traced to where it is written; a variable's value to wherever its `Traced` says.
"""

from __future__ import annotations

import re

from dockerpatch.text.traced import Traced

from .scanner import BLANKS, BOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .glob import Glob

    Piece = tuple[str, int]

SPACES = BLANKS + "\n"

SPECIAL = "@*#?-$!0"
"""One-character parameters: ``$@``, ``$?`` and so on."""

DEPTH_LIMIT = 100
"""Nested ``${...}`` beyond which a word counts as faulty; BuildKit has no such limit, people have no such words."""


class Expansion:
    """What became of a word: its ``value`` (empty when ``fault`` says, in one line, why there is none).

    ``used`` are the variables that were set, ``undefined`` those that were asked for and not set, each once, in order.
    """

    __slots__ = ("fault", "undefined", "used", "value")

    def __init__(self, value: Traced, used: tuple[str, ...], undefined: tuple[str, ...], fault: str | None) -> None:
        self.value = value
        self.used = used
        self.undefined = undefined
        self.fault = fault

    def __repr__(self) -> str:
        return f"Expansion({self.value!r}, undefined={self.undefined!r}, fault={self.fault!r})"


class _Fault(Exception):
    """The word cannot be expanded; the message says why."""


_specials: dict[str, Callable[[str], object]] = {}


def expand(
    word: Traced | str,
    env: Mapping[str, Traced],
    escape: str = "\\",
    *,
    keep_unset: bool = False,
    quotes: bool = True,
) -> Expansion:
    """One word with its variables replaced and its quotes and escapes taken off.

    ``keep_unset`` leaves references to variables that are not set as they are written; with ``quotes`` off, quotes are
    characters like all others (heredoc bodies). A plain string is traced to nowhere.
    """
    traced = Traced.foreign(word) if isinstance(word, str) else word
    search = _specials.get(escape)
    if search is None:
        search = _specials[escape] = re.compile(rf"[$'\"{re.escape(escape)}{BOM}]").search
    if search(traced.text) is None:
        return Expansion(traced, (), (), None)
    lexer = Lexer(traced, env, escape, keep_unset=keep_unset, quotes=quotes)
    try:
        value = Traced(lexer.word())
        fault = None
    except _Fault as wrong:
        value, fault = Traced(), str(wrong)
    return Expansion(value, tuple(lexer.used), tuple(lexer.undefined), fault)


def expand_words(
    word: Traced | str,
    env: Mapping[str, Traced],
    escape: str = "\\",
    *,
    keep_unset: bool = False,
    raw: bool = False,
    raw_quotes: bool = False,
) -> list[Traced] | None:
    """The words that ``word`` makes once its variables are replaced, cut at blanks outside quotes; None when it is faulty.

    ``raw`` leaves quotes and escapes in the words, ``raw_quotes`` only quotes. As in BuildKit, a modifier inside a word
    loses what stands before it in that word: ``a${V:-b}`` makes ``b``.
    """
    traced = Traced.foreign(word) if isinstance(word, str) else word
    lexer = Lexer(traced, env, escape, keep_unset=keep_unset, raw_quotes=raw or raw_quotes, raw_escapes=raw)
    try:
        return [Traced(pieces) for pieces in lexer.words()]
    except _Fault:
        return None


def names(word: Traced | str, escape: str = "\\") -> tuple[str, ...]:
    """Every variable ``word`` refers to, also in branches that an expansion would not take, each once, in order."""
    traced = Traced.foreign(word) if isinstance(word, str) else word
    if "$" not in traced.text:
        return ()
    lexer = Lexer(traced, _Everything(), escape)
    try:
        lexer.word()
    except _Fault:
        pass
    return tuple(lexer.used)


class _Everything(dict[str, Traced]):
    """An environment in which every variable is set."""

    def get(self, key: str, default: object = None) -> Traced:  # type: ignore[override]
        return Traced.foreign("x")


class Lexer:
    """One reading of one word. ``used`` and ``undefined`` are keyed by name, in the order they were met."""

    __slots__ = (
        "_at",
        "_depth",
        "_env",
        "_escape",
        "_keep_unset",
        "_lost",
        "_quotes",
        "_raw_escapes",
        "_raw_quotes",
        "_run",
        "_starts",
        "_text",
        "_traced",
        "undefined",
        "used",
    )

    def __init__(
        self,
        traced: Traced,
        env: Mapping[str, Traced],
        escape: str,
        *,
        keep_unset: bool = False,
        quotes: bool = True,
        raw_quotes: bool = False,
        raw_escapes: bool = False,
    ) -> None:
        self._traced = traced
        self._text = traced.text
        self._starts: list[int] = []
        if len(traced.pieces) > 1:
            at = 0
            for text, _ in traced.pieces:
                self._starts.append(at)
                at += len(text)
        self._env = env
        self._escape = escape
        self._keep_unset = keep_unset
        self._quotes = quotes
        self._raw_quotes = raw_quotes
        self._raw_escapes = raw_escapes
        # Go's text scanner skips a byte order mark at the start of what it reads.
        self._at = 1 if self._text.startswith(BOM) else 0
        self._depth = 0
        self._lost = False
        self._run = re.compile(rf"[^$'\"<{re.escape(escape)}}}/]++").match
        self.used: dict[str, None] = {}
        self.undefined: dict[str, None] = {}

    def word(self) -> list[Piece]:
        return [piece for pieces, _ in self._until("", self._raw_escapes) for piece in pieces]

    def words(self) -> list[list[Piece]]:
        """The pieces of each word. A word that is empty, though quoted, is none."""
        found: list[list[Piece]] = []
        word: list[Piece] = []
        in_word = False
        for pieces, splits in self._until("", self._raw_escapes):
            if self._lost:
                word = []
                self._lost = False
            if not splits:
                word += [piece for piece in pieces if piece[0]]
                in_word = True
                continue
            for text, start in pieces:
                for part, offset, blank in _parts(text):
                    if not blank:
                        word.append((part, start + offset if start >= 0 else start))
                        in_word = True
                    elif in_word and word:
                        found.append(word)
                        word, in_word = [], False
        if word:
            found.append(word)
        return found

    def _cut(self, start: int, end: int) -> list[Piece]:
        """The characters from ``start`` to ``end`` of the word as written."""
        pieces = self._traced.pieces
        if not self._starts:
            origin = pieces[0][1]
            return [(self._text[start:end], origin + start if origin >= 0 else origin)]
        from bisect import bisect_right

        found = []
        index = bisect_right(self._starts, start) - 1
        while start < end:
            text, origin = pieces[index]
            at = self._starts[index]
            past = min(end, at + len(text))
            found.append((text[start - at : past - at], origin + start - at if origin >= 0 else origin))
            start = past
            index += 1
        return found

    def _until(self, stop: str, raw_escapes: bool) -> Iterator[tuple[list[Piece], bool]]:
        """Pieces up to and past ``stop`` ("" for the end of the text), each with whether blanks in it end words."""
        text = self._text
        size = len(text)
        outer, self._raw_escapes = self._raw_escapes, raw_escapes
        try:
            while self._at < size:
                at = self._at
                char = text[at]
                if char == stop:
                    self._at = at + 1
                    return
                if char == "$":
                    yield self._dollar(), True
                elif char == "<":
                    yield self._angle(), False
                elif char in "'\"" and self._quotes:
                    yield (self._single() if char == "'" else self._double()), False
                elif char == self._escape:
                    self._at = at + 2
                    if at + 1 < size or raw_escapes:
                        yield self._cut(at if raw_escapes else at + 1, min(at + 2, size)), False
                else:
                    run = self._run(text, at + 1)
                    self._at = run.end() if run else at + 1
                    yield self._cut(at, self._at), True
            if stop:
                raise _Fault(f"no {stop} where one must come")
        finally:
            self._raw_escapes = outer

    def _angle(self) -> list[Piece]:
        """``<``, or ``<<`` with the blanks behind it, which stay in one word with what follows (a heredoc's name)."""
        at = self._at
        self._at += 1
        if self._text.startswith("<", self._at):
            self._at += 1
            while self._text[self._at : self._at + 1] in (" ", "\t", "\r"):
                self._at += 1
        return self._cut(at, self._at)

    def _single(self) -> list[Piece]:
        at = self._at
        end = self._text.find("'", at + 1)
        if end < 0:
            raise _Fault("a single quote has no end")
        self._at = end + 1
        return self._cut(at, end + 1) if self._raw_quotes else self._cut(at + 1, end)

    def _double(self) -> list[Piece]:
        text = self._text
        size = len(text)
        found: list[Piece] = self._cut(self._at, self._at + 1) if self._raw_quotes else []
        self._at += 1
        while self._at < size:
            at = self._at
            char = text[at]
            if char == '"':
                self._at += 1
                return found + self._cut(at, at + 1) if self._raw_quotes else found
            if char == "$":
                found += self._dollar()
            elif char == self._escape:
                found += self._escaped_in_quotes(at)
            else:
                run = self._run(text, at + 1)
                self._at = run.end() if run else at + 1
                found += self._cut(at, self._at)
        raise _Fault("a double quote has no end")

    def _escaped_in_quotes(self, at: int) -> list[Piece]:
        """An escape takes only a quote, a dollar or itself; BuildKit's raw reading doubles it before anything else."""
        self._at = at + 1
        found: list[Piece] = self._cut(at, at + 1) if self._raw_escapes else []
        following = self._text[at + 1 : at + 2]
        if not following:
            return found
        if following in ('"', "$", self._escape):
            self._at = at + 2
            return found + self._cut(at + 1, at + 2)
        return found + self._cut(at, at + 1)

    def _name(self) -> str:
        """A variable's name at this place: digits, or one special character, or letters, digits and underscores; may be empty."""
        text, at = self._text, self._at
        first = text[at : at + 1]
        end = at
        if first.isdecimal():
            while text[end : end + 1].isdecimal():
                end += 1
        elif first and first in SPECIAL:
            end += 1
        else:
            while (char := text[end : end + 1]) == "_" or char.isalpha() or char.isdecimal():
                end += 1
        self._at = end
        return text[at:end]

    def _get(self, name: str) -> Traced | None:
        value = self._env.get(name)
        (self.undefined if value is None else self.used)[name] = None
        return value

    def _dollar(self) -> list[Piece]:
        at = self._at
        self._at += 1
        if not self._text.startswith("{", self._at):
            name = self._name()
            if not name:
                return self._cut(at, at + 1)
            value = self._get(name)
            if value is None:
                return self._cut(at, self._at) if self._keep_unset else []
            return list(value.pieces)
        self._at += 1
        if self._depth >= DEPTH_LIMIT:
            raise _Fault("variables are nested too deep")
        self._depth += 1
        found = self._braces(at)
        self._depth -= 1
        return found

    def _braces(self, at: int) -> list[Piece]:
        """``${...}`` whose dollar stands at ``at``; the reading stands behind its brace."""
        text = self._text
        if self._at >= len(text):
            raise _Fault("${ has no }")
        if text[self._at] in "{}:":
            raise _Fault("bad substitution")
        name = self._name()
        mark = text[self._at : self._at + 1]
        self._at += 1
        if mark == "}":
            value = self._get(name)
            if value is None:
                return self._cut(at, self._at) if self._keep_unset else []
            return list(value.pieces)
        if mark == "/":
            return self._replaced(at, name)
        null_is_unset = mark == ":"
        if null_is_unset:
            mark = text[self._at : self._at + 1]
            self._at += 1
        elif mark not in ("+", "-", "?", "#", "%"):
            raise _Fault(f"unsupported modifier {mark!a}" if mark else "${ has no }")
        head = self._cut(at, min(self._at, len(text)))
        word = self._inner("}", raw_escapes=mark in ("#", "%"))
        value = self._get(name)
        if value is None and self._keep_unset:
            return head + word + self._cut(self._at - 1, self._at)
        return self._modified(mark, null_is_unset, name, value, word)

    def _inner(self, stop: str, *, raw_escapes: bool) -> list[Piece]:
        found = [piece for pieces, _ in self._until(stop, raw_escapes) for piece in pieces]
        self._lost = True
        return found

    def _modified(
        self, mark: str, null_is_unset: bool, name: str, value: Traced | None, word: list[Piece]
    ) -> list[Piece]:
        missing = value is None or (null_is_unset and not value)
        kept = [] if value is None else list(value.pieces)
        if mark == "-":
            return word if missing else kept
        if mark == "+":
            return [] if missing else word
        if mark == "?":
            if missing:
                why = "".join([text for text, _ in word]) or ("it is not set" if value is None else "it is empty")
                raise _Fault(f"{name}: {ascii(why)[1:-1]}")
            return kept
        if mark not in ("#", "%"):
            raise _Fault(f"unsupported modifier {':' + mark!a}")
        return _stripped(mark, Traced() if value is None else value, "".join([text for text, _ in word]))

    def _replaced(self, at: int, name: str) -> list[Piece]:
        """``${V/pattern/text}``, the reading behind the first slash."""
        head = self._cut(at, self._at)
        every = self._text.startswith("/", self._at)
        self._at += every
        pattern = self._inner("/", raw_escapes=True)
        slash = self._cut(self._at - 1, self._at)
        replacement = self._inner("}", raw_escapes=True)
        value = self._get(name)
        if value is None:
            if self._keep_unset:
                return head + pattern + slash + replacement + self._cut(self._at - 1, self._at)
            value = Traced()
        glob = _glob("".join([text for text, _ in pattern]))
        found: list[Piece] = []
        last = 0
        for start, end in glob.matches(value.text, every):
            found += value[last:start].pieces
            found += _template(Traced(replacement), value[start:end]) if every else replacement
            last = end
        found += value[last:].pieces
        return found


def _glob(pattern: str) -> Glob:
    from .glob import Glob

    glob = Glob.compile(pattern)
    if glob is None:
        raise _Fault(f"invalid pattern {pattern!a}")
    return glob


def _stripped(mark: str, value: Traced, pattern: str) -> list[Piece]:
    """``value`` without what ``pattern`` takes at its start (``#``) or end (``%``); as much as can be when the mark stands twice."""
    longest = pattern.startswith(mark)
    glob = _glob(pattern[1:] if longest else pattern)
    if mark == "#":
        return list(value[max(glob.end(value.text, 0, longest), 0) :].pieces)
    taken = glob.reversed().end(value.text[::-1], 0, longest)
    return list(value[: len(value) - max(taken, 0)].pieces)


def _template(text: Traced, matched: Traced) -> list[Piece]:
    """A replacement where all matches are replaced: Go's templates, with ``$0`` for the match, nothing for other groups, ``$$`` for a dollar."""
    if "$" not in text.text:
        return list(text.pieces)
    found: list[Piece] = []
    last = 0
    for reference in re.finditer(r"\$(?:(\$)|(\w++)|\{(\w++)\})", text.text):
        found += text[last : reference.start()].pieces
        if reference[1]:
            found += text[reference.start(1) : reference.end(1)].pieces
        elif (reference[2] or reference[3]) == "0":
            found += matched.pieces
        last = reference.end()
    found += text[last:].pieces
    return found


def _parts(text: str) -> Iterator[tuple[str, int, bool]]:
    """``text`` cut into blanks and the rest: each part, its offset, and whether it is blanks."""
    at = 0
    size = len(text)
    while at < size:
        blank = text[at] in SPACES
        end = at + 1
        while end < size and (text[end] in SPACES) == blank:
            end += 1
        yield text[at:end], at, blank
        at = end
