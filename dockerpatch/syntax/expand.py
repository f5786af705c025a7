"""Variables and quotes in Dockerfile words, expanded as BuildKit does, every character traced. It never runs anything.

Modifiers: ``:-`` ``-`` ``:+`` ``+`` ``:?`` ``?`` ``#`` ``##`` ``%`` ``%%`` ``/`` ``//``. The text of a default, an
alternative or a replacement is traced to where it is written; a variable's value to wherever its `Traced` says.
"""

from __future__ import annotations

import re

from dockerpatch.text.traced import Traced

from .scanner import BOM, ESCAPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .lexer import Lexer, LexFault


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


_lexer: tuple[type[Lexer], type[LexFault]] | None = None


def _load() -> tuple[type[Lexer], type[LexFault]]:
    """The reading of words that are not plain: many a file has none, and in others there are hundreds."""
    global _lexer
    from .lexer import Lexer, LexFault

    _lexer = Lexer, LexFault
    return _lexer


_specials: dict[str, Callable[[str], object]] = {}


def is_plain(text: str, escape: str = ESCAPE) -> bool:
    """Whether the text has nothing in it that `expand` would replace or take off."""
    search = _specials.get(escape)
    if search is None:
        search = _specials[escape] = re.compile(rf"[$'\"{re.escape(escape)}{BOM}]").search
    return search(text) is None


def expand(
    word: Traced | str,
    env: Mapping[str, Traced],
    escape: str = ESCAPE,
    *,
    keep_unset: bool = False,
    quotes: bool = True,
) -> Expansion:
    """One word with its variables replaced and its quotes and escapes taken off.

    ``keep_unset`` leaves references to variables that are not set as they are written; with ``quotes`` off, quotes are
    characters like all others (heredoc bodies). A plain string is traced to nowhere.
    """
    traced = Traced.foreign(word) if isinstance(word, str) else word
    if is_plain(traced.text, escape):
        return Expansion(traced, (), (), None)
    Lexer, LexFault = _lexer or _load()
    lexer = Lexer(traced, env, escape, keep_unset=keep_unset, quotes=quotes)
    try:
        value = Traced(lexer.word())
        fault = None
    except LexFault as wrong:
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
    """The words that ``word`` makes with its variables replaced, cut at blanks outside quotes; None when it is faulty.

    ``raw`` leaves quotes and escapes in the words, ``raw_quotes`` only quotes. As in BuildKit, a modifier inside a word
    loses what stands before it in that word: ``a${V:-b}`` makes ``b``.
    """
    Lexer, LexFault = _lexer or _load()
    traced = Traced.foreign(word) if isinstance(word, str) else word
    lexer = Lexer(traced, env, escape, keep_unset=keep_unset, raw_quotes=raw or raw_quotes, raw_escapes=raw)
    try:
        return [Traced(pieces) for pieces in lexer.words()]
    except LexFault:
        return None


def names(word: Traced | str, escape: str = "\\") -> tuple[str, ...]:
    """Every variable ``word`` refers to, also in branches that an expansion would not take, each once, in order."""
    traced = Traced.foreign(word) if isinstance(word, str) else word
    if "$" not in traced.text:
        return ()
    Lexer, LexFault = _lexer or _load()
    lexer = Lexer(traced, _Everything(), escape)
    try:
        lexer.word()
    except LexFault:
        pass  # what was met before the fault counts
    return tuple(lexer.used)


class _Everything(dict[str, Traced]):
    """An environment in which every variable is set."""

    def get(self, key: str, default: object = None) -> Traced:
        return Traced.foreign("x")
