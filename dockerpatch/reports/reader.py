"""What a reader of one report format is. A reader never opens a file and never asks what time it is.

Reports can be longer than memory, so the JSON is read in one pass and only what a reader has asked for is kept (the
`Shape`); the reader then sees a small document, whatever the size of the file. As the format is known only when its
marks have been seen, the shapes of all readers are asked for at once.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Protocol, TypeAlias

    from .report import Report

    # An object with the fields to keep ("*": all of them), a list of one shape, or None: the value if it is no
    # container. `Made` is a shape whose value is replaced as soon as it is complete.
    Shape: TypeAlias = "Mapping[str, Shape] | Sequence[Shape] | Made | None"

    class Reader(Protocol):
        """One report format. Its module has these."""

        @property
        def NAME(self) -> str:
            """What `Report.format` says."""

        @property
        def SHAPES(self) -> Sequence[Shape]:
            """What to keep, from the root of the document; one shape for an object, another for a list."""

        def claims(self, document: Any) -> bool:
            """Whether this document is of this format. At most one reader says so."""

        def read(self, document: Any, path: str) -> Report:
            """The report. Raises ReportError when the document has the format's marks but not its make-up."""


class Made:
    """A shape whose value becomes ``make(value)``: what is small need not be kept large until the end.

    ``make`` takes whatever stands there and never raises.
    """

    __slots__ = ("make", "shape")

    def __init__(self, shape: Shape, make: Callable[[Any], object]) -> None:
        self.shape = shape
        self.make = make


COUNTED = Made({}, lambda _: None)
"""The shape of what is only counted."""
