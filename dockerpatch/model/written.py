"""What a word of a shell command says as far as it is written there. It never guesses what a variable holds.

Linters that know no shell take expansions for text. Which of them they keep was found out by asking hadolint's binary.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dockerpatch.syntax.shell import ShellWord

# Quotes are taken off, variables stay as written; backticks, arithmetic, braces and `<(..)` leave nothing.
_PIECES = (
    r"""[^"'`$\\<>{]+|'[^']*'|"|\\.|`(?:[^`\\]|\\.)*`|\$'(?:[^'\\]|\\.)*'|\$"(?:[^"\\]|\\.)*\""""
    r"""|\$\[[^][]*\]|\$\{[^{}]*\}|\$\(\((?:[^()]|\([^()]*\))*\)\)|[$<>]\((?:[^()]|\([^()]*\))*\)|\{[^{}\s]*\}|."""
)
# What makes the inside of `$(..)` more than one plain command.
_INVOLVED = re.compile(r"&&|[|<>`]").search


def literals(words: Iterable[ShellWord]) -> list[str]:
    """The `literal` of each word."""
    return [literal(word) for word in words]


def literal(word: ShellWord) -> str:
    """The word without its quotes, and without the expansions that leave nothing behind."""
    value = word.value
    if value is not None and ("{" not in value or "," not in value):
        return value
    raw = word.raw
    return "".join([_kept(piece) for piece in re.findall(_PIECES, raw, re.DOTALL)])


def _kept(piece: str) -> str:
    mark = piece[0]
    if mark == "'":
        return piece[1:-1]
    if mark == "\\":
        return piece[1:]
    if mark in '"`<>' and (len(piece) > 1 or mark != "<"):
        return ""
    if mark == "{":
        return "" if "," in piece else piece
    if mark == "$" and piece[1:2] in ("(", '"', "["):
        simple = piece[1] == "(" and piece[2:3] != "(" and _INVOLVED(piece) is None
        return piece if simple else ""
    return piece


def operands(words: list[str], valued: frozenset[str]) -> list[str]:
    """The ``words`` that are no options, and not the value of one of ``valued`` (names without dashes).

    Of short options in one word (``-qt``) any one that takes a value makes the next word one.
    """
    found = []
    skips = False
    for word in words:
        if skips:
            skips = False
            continue
        names = option_names(word)
        if not names:
            found.append(word)
        elif "=" not in word:
            skips = not valued.isdisjoint(names)
    return found


def option_names(word: str) -> tuple[str, ...]:
    """The names of the options that the word gives, without dashes: one long one, or short ones letter by letter."""
    if word[:1] != "-" or word in ("-", "--"):
        return ()
    return (word[2:].partition("=")[0],) if word[:2] == "--" else tuple(word[1:])
