"""The place in a file where an image is named, the same for every kind of file.

It never says whether the image is a good one.
"""

from __future__ import annotations

from dockerpatch.text.edit import Edit

from . import reference as references

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.text.span import Span
    from dockerpatch.text.traced import Traced

    from .reference import Reference

BASE, COPY, MOUNT = "base", "copy", "mount"
"""What the image is for: a stage is built on it, files are copied out of it, a RUN mounts it."""


class ImageSite:
    """One image name in one file.

    ``name`` is the full name with every variable put in, each character traced to where it is written; ``word`` is
    the place it is used at and ``covers`` the whole instruction there. ``stage`` is the index (from 0) of the stage
    that uses it. ``reference`` is None when the name cannot be read: a variable in it has no value in this file, or
    it is no image name at all.
    """

    __slots__ = ("covers", "name", "platform", "reference", "role", "stage", "undefined", "word")

    def __init__(
        self,
        name: Traced,
        word: Span,
        covers: Span,
        role: str = BASE,
        stage: int = 0,
        platform: str = "",
        undefined: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.word = word
        self.covers = covers
        self.role = role
        self.stage = stage
        self.platform = platform
        self.undefined = tuple(undefined)
        self.reference: Reference | None = None if self.undefined else references.parse(name.text)

    @property
    def tag_place(self) -> tuple[int, int]:
        """Where the tag stands in ``name.text``, end exclusive.

        Without a tag, the empty place where one would stand.
        """
        reference = self.reference
        if reference is None:
            return (len(self.name.text), len(self.name.text))
        if reference.tag_span is not None:
            return reference.tag_span
        end = reference.repository_span[1]
        return (end, end)

    def place(self, start: int, end: int) -> Span:
        """Where the characters of the name from ``start`` to ``end`` are written.

        The word itself when not in one place.
        """
        return self.name.span_of(start, end) or self.word

    def renamed(self, edits: Sequence[Edit]) -> str | None:
        """The full name after ``edits`` of the file; None when an edit cuts through the end of a piece of it."""
        parts = []
        for text, start in self.name.pieces:
            if start < 0:
                parts.append(text)
                continue
            end = start + len(text)
            piece, at = [], start
            for edit in edits:
                if edit.start == edit.end:
                    if not start < edit.start <= end:
                        continue
                elif edit.end <= start or edit.start >= end:
                    continue
                if edit.start < at or edit.end > end:
                    return None
                piece.append(text[at - start : edit.start - start])
                piece.append(edit.text)
                at = edit.end
            piece.append(text[at - start :])
            parts.append("".join(piece))
        return "".join(parts)
