"""What was found at each path of an image, of which whole folders can be dropped. It knows no files."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .found import Event

_VALUE = ""
"""The key of a node's own value; no part of a path is empty."""


class Tree:
    """Lists of events at paths whose parts are joined by "/". Each method takes time for what it touches only."""

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def put(self, path: str, events: list[Event]) -> None:
        node = self._root
        for part in _parts(path):
            node = node.setdefault(part, {})
        node[_VALUE] = events

    def get(self, path: str) -> list[Event] | None:
        node = self._node(path)
        found: list[Event] | None = None if node is None else node.get(_VALUE)
        return found

    def drop(self, path: str) -> None:
        """Take away what is at ``path`` and below it."""
        parts = _parts(path)
        node = self._node("/".join(parts[:-1])) if parts else None
        if node is not None:
            node.pop(parts[-1], None)

    def drop_leaf(self, path: str) -> None:
        """Take away what is at ``path`` itself."""
        node = self._node(path)
        if node is not None:
            node.pop(_VALUE, None)

    def drop_below(self, path: str) -> None:
        """Take away what is below ``path``; all there is when that is ""."""
        node = self._node(path)
        if node is not None:
            own = node.get(_VALUE)
            node.clear()
            if own is not None:
                node[_VALUE] = own

    def items(self) -> Iterator[tuple[str, list[Event]]]:
        """Paths and what is at them, in the order they were put first."""
        stack: list[tuple[str, dict[str, Any]]] = [("", self._root)]
        while stack:
            path, node = stack.pop()
            if _VALUE in node:
                yield path, node[_VALUE]
            below = [(f"{path}/{part}" if path else part, each) for part, each in node.items() if part != _VALUE]
            stack.extend(reversed(below))

    def _node(self, path: str) -> dict[str, Any] | None:
        node: dict[str, Any] | None = self._root
        for part in _parts(path):
            node = node.get(part) if node is not None else None
            if node is None:
                return None
        return node


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
