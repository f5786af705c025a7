"""Replacements of character ranges, and their application. An edit never touches a character outside its range."""

from __future__ import annotations

from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Edit:
    """Put ``text`` in place of the characters ``start`` to ``end`` (0-based, end exclusive) of one source's text."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edit) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Edit({self.start}, {self.end}, {self.text!r})"

    @property
    def key(self) -> tuple[int, int, str]:
        return (self.start, self.end, self.text)

    def conflicts(self, other: Edit) -> bool:
        """Whether the two cannot both be made: they share a character, or insert different text at one place."""
        if self.key == other.key:
            return False
        if self.start == self.end and other.start == other.end:
            return self.start == other.start
        if self.start == self.end:
            return other.start < self.start < other.end
        if other.start == other.end:
            return self.start < other.start < self.end
        return self.start < other.end and other.start < self.end


class OverlapError(ValueError):
    """Two edits of one `apply` want the same characters."""


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """The edits by place, identical ones once.

    Raises `OverlapError` when two of them conflict.
    """
    given = list(edits)
    if len(given) < 2:
        return given
    result: list[Edit] = []
    for edit in sorted(set(given), key=lambda edit: edit.key):
        if result and result[-1].conflicts(edit):
            raise OverlapError(f"{result[-1]!r} and {edit!r} overlap")
        result.append(edit)
    return result


class Taken:
    """Edits that do not conflict, gathered group by group; each group whole or not at all."""

    __slots__ = ("_edits", "_keys")

    def __init__(self) -> None:
        self._edits: list[Edit] = []
        self._keys: list[tuple[int, int, str]] = []

    def take(self, group: Sequence[Edit]) -> bool:
        """Take in the edits of ``group`` (which do not conflict with each other) unless one conflicts with any here."""
        if any(self._is_refused(edit) for edit in group):
            return False
        for edit in group:
            at = bisect_left(self._keys, edit.key)
            if self._keys[at : at + 1] != [edit.key]:
                self._keys.insert(at, edit.key)
                self._edits.insert(at, edit)
        return True

    def _is_refused(self, edit: Edit) -> bool:
        # Edits without conflicts stand in the order of their starts and of their ends, so only neighbours can conflict;
        # an insertion at the edge of a replacement is one more that may lie between.
        at = bisect_left(self._keys, edit.key)
        return any(edit.conflicts(other) for other in self._edits[max(at - 2, 0) : at + 2])


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with all edits made at once; offsets are those of ``text`` as given.

    Raises `OverlapError` when two edits conflict or one lies outside the text.
    """
    return made(text, ordered(edits))


def made(text: str, edits: Iterable[Edit], base: int = 0) -> str:
    """As `apply`, for edits that are `ordered` and count in a text of which ``text`` is the part from ``base`` on."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        start, end = edit.start - base, edit.end - base
        if not at <= start <= end <= len(text):
            raise OverlapError(f"{edit!r} is outside the text or overlaps the edit before it")
        parts += (text[at:start], edit.text)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def moved(offset: int, edits: Sequence[Edit]) -> int:
    """Where the character at ``offset`` of the old text stands after the (ordered) edits.

    Inside one: where its text ends.
    """
    shift = 0
    for edit in edits:
        if edit.start > offset or (edit.start == offset and edit.end > edit.start):
            break
        if edit.end > offset:
            return edit.start + shift + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)
    return offset + shift
