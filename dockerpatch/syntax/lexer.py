"""One reading of one word with its quotes, escapes and variables, in pieces that know where they are written.

It follows BuildKit's `shell.Lex`, its slips included: each of them decides what some file means. It never cuts a word
short; what it cannot read is a `LexFault`.
"""

from __future__ import annotations

import re

from dockerpatch.text.traced import Traced

from .scanner import BLANKS, BOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Piece = tuple[str, int]

SPACES = BLANKS + "\n"

SPECIAL = "@*#?-$!0"
"""One-character parameters: ``$@``, ``$?`` and so on."""

DEPTH_LIMIT = 100
"""Nested ``${...}`` beyond which a word counts as faulty; BuildKit has no such limit, people have no such words."""

_runs: dict[str, Callable[[str, int], re.Match[str] | None]] = {}
"""What finds the characters that mean nothing but themselves, by the escape token."""


class LexFault(Exception):
    """The word cannot be expanded; the message says why, in one line."""


class Lexer:
    """The reading. ``used`` and ``undefined`` are keyed by the variables' names, in the order they were met.

    ``keep_unset`` leaves references to unset variables as written, ``quotes`` says whether quotes are special,
    ``raw_quotes`` and ``raw_escapes`` keep them in what comes out.
    """

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
        run = _runs.get(escape)
        if run is None:
            run = _runs[escape] = re.compile(rf"[^$'\"<{re.escape(escape)}}}/]++").match
        self._run = run
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
                raise LexFault(f"no {stop} where one must come")
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
            raise LexFault("a single quote has no end")
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
        raise LexFault("a double quote has no end")

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
        """The name that stands here: digits, a special character, letters, digits and underscores; or none."""
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
            raise LexFault("variables are nested too deep")
        self._depth += 1
        found = self._braces(at)
        self._depth -= 1
        return found

    def _braces(self, at: int) -> list[Piece]:
        """``${...}`` whose dollar stands at ``at``; the reading stands behind its brace."""
        text = self._text
        if self._at >= len(text):
            raise LexFault("${ has no }")
        if text[self._at] in "{}:":
            raise LexFault("bad substitution")
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
            raise LexFault(f"unsupported modifier {mark!a}" if mark else "${ has no }")
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
                why = _text(word) or ("it is not set" if value is None else "it is empty")
                raise LexFault(f"{name}: {ascii(why)[1:-1]}")
            return kept
        if mark not in ("#", "%"):
            raise LexFault(f"unsupported modifier {':' + mark!a}")
        from .modifiers import PatternFault, stripped

        try:
            return stripped(mark, Traced() if value is None else value, _text(word))
        except PatternFault as wrong:
            raise LexFault(f"invalid pattern {str(wrong)!a}") from None

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
        from .modifiers import PatternFault, replaced

        try:
            return replaced(value, _text(pattern), replacement, every)
        except PatternFault as wrong:
            raise LexFault(f"invalid pattern {str(wrong)!a}") from None


def _text(pieces: list[Piece]) -> str:
    return "".join([text for text, _ in pieces])


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
