"""The ports that a file exposes, as BuildKit reads them. It never says what is wrong with one."""

from __future__ import annotations

import re

from dockerpatch.syntax.expand import expand_words
from dockerpatch.text.span import Span

from .values import scopes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.syntax.dockerfile import Word
    from dockerpatch.text.traced import Traced

    from .rule import Context
    from .steps import Step

HIGHEST = 65535
PROTOCOLS = ("tcp", "udp", "sctp")

_SPECIAL = frozenset("$'\"\\`")
"""What a word is read for by BuildKit; one without says what is written."""


class Port:
    """What one word of an EXPOSE says (a variable may hold several): ``[ip:][host:]container[/protocol]``.

    ``word`` is the word as written, ``text`` what it says with its variables filled in, and "" for one that is not set.
    ``container`` and ``protocol`` know where they are written. ``is_only``: the EXPOSE has no other word.
    """

    __slots__ = ("container", "host", "ip", "is_only", "protocol", "step", "text", "word")

    def __init__(self, step: Step, word: Word, text: Traced, is_only: bool) -> None:
        self.step = step
        self.is_only = is_only
        self.word = word
        self.text = text.text
        ahead, colon, last = self.text.rpartition(":")
        self.ip, _, self.host = ahead.rpartition(":")
        start = len(ahead) + len(colon)
        container, slash, _ = last.partition("/")
        self.container = text[start : start + len(container)]
        self.protocol = text[start + len(container) + len(slash) :]

    @property
    def place(self) -> Span:
        """The word as written."""
        return Span(self.word.start, self.word.end)

    @property
    def is_readable(self) -> bool:
        """Whether BuildKit gets past the protocol: it refuses an unknown one, and one without a port."""
        return bool(self.container) and self.protocol.text.lower() in ("", *PROTOCOLS)

    @property
    def numbers(self) -> tuple[int, int] | None:
        """The first and the last port of the container; None when it is no port. No number is more than HIGHEST + 1."""
        return range_of(self.container.text)


def ports(ctx: Context) -> Sequence[Port]:
    """The ports of all EXPOSEs in stages, in the order of the text; no triggers of ONBUILDs."""
    return ctx.once("ports", lambda: _read(ctx))


def _read(ctx: Context) -> list[Port]:
    found = []
    for step, scope in scopes(ctx, "EXPOSE"):
        instruction = step.instruction
        escape = ctx.build.dockerfile.escape
        words = instruction.words
        for word in words:
            raw = instruction.traced(word.at, word.at + len(word.text))
            plain = _SPECIAL.isdisjoint(word.text)
            for text in [raw] if plain else expand_words(raw, scope.values, escape) or ():
                if text.text:
                    found.append(Port(step, word, text, len(words) == 1))
    return found


def range_of(text: str) -> tuple[int, int] | None:
    """The ports that ``8000`` or ``8000-8010`` names; None when it is neither. All above HIGHEST are HIGHEST + 1."""
    read = re.fullmatch(r"0*([0-9]+)(?:-0*([0-9]+))?", text, re.ASCII)
    if read is None:
        return None
    first, last = [int(one) if len(one) <= 5 else HIGHEST + 1 for one in (read[1], read[2] or read[1])]
    return (min(first, HIGHEST + 1), min(last, HIGHEST + 1))
