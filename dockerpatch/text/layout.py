"""Where the comments of a file stand and the statements they speak of, whatever kind of file it is.

It never says what any of them means.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Comment(Protocol):
        """Characters ``start`` to ``end`` of the file: from the comment's mark to the end of its line."""

        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...

    class Statement(Protocol):
        """Characters ``start`` to ``end`` of the file; ``keyword`` is upper-case, "" where statements have none."""

        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...
        @property
        def keyword(self) -> str: ...

    class Directive(Protocol):
        """A first line that speaks to the tool that builds the file."""

        @property
        def name(self) -> str: ...
        @property
        def value(self) -> str: ...
        @property
        def start(self) -> int: ...

    class Layout(Protocol):
        """All of a file's, each in the order of the text; statements do not overlap. A Dockerfile is one."""

        @property
        def directives(self) -> Sequence[Directive]: ...
        @property
        def comments(self) -> Sequence[Comment]: ...
        @property
        def instructions(self) -> Sequence[Statement]: ...


class Place:
    """A comment or a statement: characters ``start`` to ``end``."""

    __slots__ = ("end", "keyword", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.keyword = ""


class Plain:
    """The layout of a file without directives."""

    __slots__ = ("comments", "directives", "instructions")

    def __init__(self, comments: Sequence[Place] = (), statements: Sequence[Place] = ()) -> None:
        self.directives: tuple[Directive, ...] = ()
        self.comments = comments
        self.instructions = statements
