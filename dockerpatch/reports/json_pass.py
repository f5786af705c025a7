"""The door of ijson: one pass over a JSON text that keeps what a shape asks for. It never holds the whole text.

Depth, the length of a text, the number of kept values and their length together are bounded; a text that goes past a
bound is refused, not cut.
"""

from __future__ import annotations

import re

from .fault import ReportError
from .reader import Made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .reader import Shape

DEEPEST = 100
LONGEST_TEXT = 8 << 20
"""How many bytes may go by without a value ending: the parser holds as many."""
MOST_VALUES = 4_000_000
"""How many values may be kept at once; what is `Made` of many counts as one."""
MOST_TEXT = 256 << 20

_MOST_SHARED = 200_000
_LONGEST_SHARED = 250
_ROOT_NAMES = 64


class _Node:
    """What is kept at one place: in an object by name, in a list of every item. ``make`` is called with the value."""

    __slots__ = ("fields", "item", "make", "rest")

    def __init__(self) -> None:
        self.fields: dict[str, _Node] = {}
        self.rest: _Node | None = None
        self.item: _Node | None = None
        self.make: Any = None

    def add(self, shape: Shape) -> _Node:
        """Take in one more shape at this place."""
        if isinstance(shape, Made):
            self.make = shape.make
            shape = shape.shape
        if shape is None:
            return self
        if isinstance(shape, (list, tuple)):
            for each in shape:
                self.item = (self.item or _Node()).add(each)
            return self
        for name, each in shape.items():  # type: ignore[union-attr]
            if name == "*":
                self.rest = (self.rest or _Node()).add(each)
            else:
                self.fields[name] = self.fields.get(name, _Node()).add(each)
        return self


class Document:
    """What was kept, and the names (at most 64) of all fields at the root, kept or not."""

    __slots__ = ("names", "root")

    def __init__(self, root: Any, names: list[str]) -> None:
        self.root = root
        self.names = names


def document(pieces: Iterable[tuple[bytes, int, int]], shapes: Iterable[Shape], path: str) -> Document:
    """What ``shapes`` ask for. Raises ReportError where the text is no JSON, ends too early or is too much."""
    import ijson

    root = _Node()
    for shape in shapes:
        root.add(shape)
    keeper = _Keeper(root, path)
    events: Any = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, use_float=True)
    silent, piece, line, byte, first = 0, b"", 1, 0, -1
    try:
        for piece, line, byte in pieces:
            first = byte if first < 0 else first
            parser.send(piece)
            if events:
                silent = 0
                keeper.take(events)
                del events[:]
            else:
                silent += len(piece)
                if silent > LONGEST_TEXT:
                    raise ReportError(path, f"a text longer than {LONGEST_TEXT >> 20} MiB", line, byte)
        parser.close()
        keeper.take(events)
    # The parser's backends raise what they like for numbers that are none.
    except (ijson.JSONError, ValueError, ArithmeticError) as error:
        if isinstance(error, ReportError):
            raise
        fault, offset = _located(str(error), path, piece, line, byte, first)
        if fault.reason is not _MORE or not _is_log(piece, offset):
            raise fault from None
        keeper.take(events)
    finally:
        # A parser that is left in the middle complains when it goes away.
        try:
            parser.close()
        except (ijson.JSONError, ValueError):
            pass
    return Document(keeper.value, keeper.names)


class _Keeper:
    """Builds the kept values from the parser's events."""

    __slots__ = ("_current", "_node", "_shared", "_skipped", "_stack", "_texts", "_values", "names", "path", "value")

    def __init__(self, root: _Node, path: str) -> None:
        self.path = path
        self.value: Any = None
        self.names: list[str] = []
        self._node: _Node | None = root  # for the next value
        self._current: Any = None  # the container that values go into
        # Of each open container: the one around it, its node, its name, and how many values there were before it.
        self._stack: list[tuple[Any, _Node, str, int]] = []
        self._skipped = 0
        self._values = 0
        self._texts = 0
        self._shared: dict[str, str] = {}

    def take(self, events: Iterable[tuple[str, Any]]) -> None:
        """Take in events; what is not asked for passes by quickly."""
        skipped, stack, current, node = self._skipped, self._stack, self._current, self._node
        name = ""
        if stack and isinstance(current, tuple):
            current, name = current
        for event, value in events:
            if skipped:
                if event == "start_map" or event == "start_array":
                    skipped += 1
                    if skipped + len(stack) > DEEPEST:
                        raise ReportError(self.path, f"nested deeper than {DEEPEST} levels")
                elif event == "end_map" or event == "end_array":
                    skipped -= 1
                continue
            if event == "map_key":
                name = value if value.isascii() else _writable(value)
                around = stack[-1][1]
                node = around.fields.get(value) or around.rest
                if len(stack) == 1 and len(self.names) < _ROOT_NAMES:
                    self.names.append(value[:64])
                continue
            if event == "start_map" or event == "start_array":
                if node is None:
                    skipped = 1
                    continue
                if len(stack) >= DEEPEST:
                    raise ReportError(self.path, f"nested deeper than {DEEPEST} levels")
                stack.append((current, node, name, self._values))
                if event == "start_map":
                    current = {}
                else:
                    current, node = [], node.item
                self._count()
                continue
            if event == "end_map" or event == "end_array":
                made = current
                current, around, name, before = stack.pop()
                if around.make is None:
                    value = made
                else:
                    value = around.make(made)
                    self._values = before + 1
            elif node is None:
                continue
            else:
                if value.__class__ is str:
                    value = self._text(value)
                self._count()
                if node.make is not None:
                    value = node.make(value)
            if current.__class__ is list:
                current.append(value)
                node = stack[-1][1].item
            elif current is not None:
                current[name] = value
            else:
                self.value = value
        self._skipped, self._node = skipped, node
        # A piece may end between a name and its value.
        self._current = (current, name) if stack else current

    def _count(self) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            raise ReportError(self.path, f"more than {MOST_VALUES} values that matter")

    def _text(self, value: str) -> str:
        """The text itself, one for all equal ones that are short, as long as there are not too many."""
        self._texts += len(value)
        if self._texts > MOST_TEXT:
            raise ReportError(self.path, f"more than {MOST_TEXT >> 20} MiB of texts that matter")
        if not value.isascii():
            value = _writable(value)
        if len(value) > _LONGEST_SHARED:
            return value
        if len(self._shared) >= _MOST_SHARED:
            self._shared.clear()
        return self._shared.setdefault(value, value)


def _writable(text: str) -> str:
    """Half a surrogate pair can be written in JSON, but nowhere else."""
    return text.encode("utf-8", "replace").decode()


def _is_log(piece: bytes, offset: int) -> bool:
    """Whether what follows the document are lines of a log: its own line, which opens as no JSON goes on."""
    end = piece[:offset].rstrip()
    return (
        end[-1:] in (b"}", b"]") and b"\n" in piece[len(end) : offset] and piece[offset : offset + 1] not in b'{}[],:"'
    )


def _located(words: str, path: str, piece: bytes, line: int, byte: int, first: int) -> tuple[ReportError, int]:
    """The parser's complaint as one line, with the place it means, and that place in the piece.

    ``line`` and ``byte`` are where the piece begins, ``first`` is the byte where the document does.
    """
    lines = words.replace("\\n", "\n").split("\n")
    reason = _reason(lines[0])
    if reason is _CUT_OFF:
        offset = len(piece)
    elif reason is _NOT_UTF8:
        offset = _first_wrong(piece)
    else:
        offset = _offset(lines, piece, first - byte)
    return ReportError(path, reason, line + piece.count(b"\n", 0, offset), byte + offset), offset


_CUT_OFF = "the JSON ends too early: the report is cut off"
_MORE = "something follows the JSON document"
_CONTROL = "broken JSON: a line end or other control character inside a text"
_NOT_UTF8 = "not UTF-8 text"
_REASONS = (
    ("premature EOF", _CUT_OFF),
    ("Incomplete JSON", _CUT_OFF),
    ("Incomplete string", _CUT_OFF),
    ("UTF8", _NOT_UTF8),
    ("utf-8", _NOT_UTF8),
    ("trailing garbage", _MORE),
    ("Additional data", _MORE),
    ("overflow", "broken JSON: a number that is out of all bounds"),
    ("inside string", _CONTROL),
    ("control character", _CONTROL),
)


def _reason(words: str) -> str:
    for mark, reason in _REASONS:
        if mark in words:
            return reason
    return "broken JSON"


def _first_wrong(piece: bytes) -> int:
    """The offset of the first byte that is not UTF-8."""
    # The piece may begin in the middle of a letter.
    start = next((at for at in range(min(4, len(piece))) if not 0x80 <= piece[at] < 0xC0), 0)
    try:
        piece[start:].decode()
    except UnicodeDecodeError as error:
        return start + error.start
    return len(piece)


_counted = re.compile(r" at ([0-9]{1,12})$").search


def _offset(lines: list[str], piece: bytes, start: int) -> int:
    """Where in the piece the parser stopped: it quotes what stands around that place, with an arrow below.

    The one that is written in Python counts from the document's ``start`` instead, in characters.
    """
    counted = _counted(lines[0])
    if counted:
        return min(max(start + int(counted[1]), 0), len(piece))
    if len(lines) < 3 or "^" not in lines[2]:
        return 0
    before = lines[1][: lines[2].index("^")].lstrip().encode("utf-8", "replace")
    flat = piece.translate(bytes.maketrans(b"\n\r", b"  "))
    found = flat.find(before) if before else -1
    return found + len(before) - 1 if found >= 0 else 0
