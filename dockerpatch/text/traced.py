"""Text that remembers where each piece of it was written.

It never changes a file: it only says which place would have to change.
"""

from __future__ import annotations

from .span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

FOREIGN = -1
"""The start of a piece that is written nowhere in the file.

A predefined build argument, the value of an environment.
"""


class Traced:
    """A text in pieces; a piece ``(text, start)`` stands, character for character, at offset ``start`` of the file.

    Pieces that follow each other in the text and in the file are one piece, so a text written in one go has one.
    """

    __slots__ = ("pieces", "text")

    def __init__(self, pieces: Iterable[tuple[str, int]] = ()) -> None:
        merged: list[tuple[str, int]] = []
        for text, start in pieces:
            if not text:
                continue
            if merged:
                last_text, last_start = merged[-1]
                follows = (
                    last_start + len(last_text) == start if start >= 0 and last_start >= 0 else start == last_start
                )
                if follows:
                    merged[-1] = (last_text + text, last_start)
                    continue
            merged.append((text, start))
        self.pieces = tuple(merged)
        self.text = "".join([text for text, _ in merged])

    @classmethod
    def written(cls, text: str, start: int) -> Traced:
        """``text`` as it stands at offset ``start`` of the file."""
        # One piece has no neighbour to be joined with.
        found = cls.__new__(cls)
        found.pieces = ((text, start),) if text else ()
        found.text = text
        return found

    @classmethod
    def foreign(cls, text: str) -> Traced:
        """``text`` that stands nowhere in the file."""
        return cls.written(text, FOREIGN)

    @classmethod
    def join(cls, parts: Iterable[Traced]) -> Traced:
        return cls(piece for part in parts for piece in part.pieces)

    def __add__(self, other: Traced) -> Traced:
        return Traced(self.pieces + other.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __len__(self) -> int:
        return len(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traced) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __repr__(self) -> str:
        return f"Traced({list(self.pieces)!r})"

    def __getitem__(self, part: slice) -> Traced:
        """The text from ``part.start`` to ``part.stop``, each character still traced; steps are not supported."""
        start, stop, _ = part.indices(len(self.text))
        cut = []
        at = 0
        for text, origin in self.pieces:
            end = at + len(text)
            if end > start and at < stop:
                left, right = max(start - at, 0), min(stop - at, len(text))
                cut.append((text[left:right], origin + left if origin >= 0 else FOREIGN))
            at = end
        return Traced(cut)

    def span(self) -> Span | None:
        """The one place in the file where all of this is written.

        None when it is empty, in several places, or foreign.
        """
        if len(self.pieces) != 1:
            return None
        text, start = self.pieces[0]
        return Span(start, start + len(text)) if start >= 0 else None

    def span_of(self, start: int, stop: int) -> Span | None:
        """`span` of the characters from ``start`` to ``stop``."""
        return self[start:stop].span()

    def spans(self) -> tuple[Span, ...]:
        """Each place in the file that a piece of this is written at, in the order of the text."""
        return tuple(Span(start, start + len(text)) for text, start in self.pieces if start >= 0)
