"""The images that Python code names, traced to the literals they are written in. It never runs or guesses a value."""

from __future__ import annotations

from bisect import bisect_right

import libcst as cst

from dockerpatch.image.site import ImageSite
from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced

from .python_calls import slot_of
from .python_names import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from dockerpatch.text.layout import Place

    from .python_reader import Tree

_DEFAULTED = frozenset(("os.environ.get", "os.getenv", "os.environ.setdefault"))


def images(tree: Tree, nodes: Sequence[cst.CSTNode], statements: Sequence[Place]) -> list[ImageSite]:
    """A site for each image that a known call is given, in the order of the text; the same literals only once."""
    names = Names(nodes)
    calls = [(call, argument) for call in nodes if isinstance(call, cst.Call) and (argument := _argument(call, names))]
    if not calls:
        return []
    reader = _Values(tree, names)
    found = [(call, argument, reader.value(argument, whole=True)) for call, argument in calls]
    shared = reader.shared()
    if shared:
        # A piece that other code uses as well is no longer ours to change: the name is read once more without it.
        reader = _Values(tree, names, shared)
        found = [(call, argument, reader.value(argument, whole=True)) for call, argument in calls]
    sites, seen = [], set()
    for call, argument, name in found:
        if name is None or not name or (any(start >= 0 for _, start in name.pieces) and name.pieces in seen):
            continue
        seen.add(name.pieces)
        site = ImageSite(name, name.span() or tree.span(argument), _statement(tree, call, statements))
        if site.reference is not None:
            sites.append(site)
    return sorted(sites, key=lambda site: (site.word.start, site.covers.start))


def _argument(call: cst.Call, names: Names) -> cst.BaseExpression | None:
    """The expression that gives the call its image; None when it takes none, or not a whole name."""
    name = names.resolved(call.func)
    slot = slot_of(name, names.packages) if name else None
    if slot is None:
        return None
    placed = []
    keyed = {}
    for argument in call.args:
        if argument.keyword is not None:
            keyed[argument.keyword.value] = argument.value
        elif argument.star:
            break  # what stands where after it is not known
        else:
            placed.append(argument.value)
    if len(placed) > slot.most or keyed.keys() & set(slot.unless):
        return None
    if slot.keyword in keyed:
        return keyed[slot.keyword]
    return placed[slot.index] if 0 <= slot.index < len(placed) else None


def _statement(tree: Tree, call: cst.Call, statements: Sequence[Place]) -> Span:
    span = tree.span(call)
    at = bisect_right(statements, span.start, key=lambda place: place.start) - 1
    if at >= 0 and span.start < statements[at].end:
        return Span(statements[at].start, statements[at].end)
    return span


class _Values:
    """Strings that expressions are known to hold. Constants in ``foreign`` count as written nowhere when a part."""

    def __init__(self, tree: Tree, names: Names, foreign: AbstractSet[str] = frozenset()) -> None:
        self._tree = tree
        self._names = names
        self._foreign = foreign
        self._parts: dict[str, set[int]] = {}
        self._open: set[str] = set()

    def shared(self) -> set[str]:
        """Constants that are part of an image's name here and are used elsewhere as well."""
        return {name for name, uses in self._parts.items() if self._names.uses(name) > len(uses)}

    def value(self, node: cst.BaseExpression, whole: bool = False) -> Traced | None:
        """The string; None when it is not known. ``whole``: all of an image's name, not a part of it."""
        if isinstance(node, cst.SimpleString):
            return self._literal(node)
        if isinstance(node, cst.FormattedString):
            return _joined([self._piece(part) for part in node.parts])
        if isinstance(node, cst.ConcatenatedString):
            return _joined([self.value(node.left), self.value(node.right)])
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return _joined([self.value(node.left), self.value(node.right)])
        if isinstance(node, cst.Name):
            return self._constant(node, whole)
        if isinstance(node, cst.Call) and self._names.resolved(node.func) in _DEFAULTED and len(node.args) == 2:
            default = node.args[1]
            return self.value(default.value, whole) if not default.star else None
        return None

    def _literal(self, node: cst.SimpleString) -> Traced | None:
        prefix = node.prefix.lower()
        if "b" in prefix:
            return None
        written = node.raw_value
        if "\\" in written and "r" not in prefix:
            text = _unescaped(node)
            return Traced.foreign(text) if text is not None else None
        start = self._tree.span(node).start + len(prefix) + len(node.quote)
        # The place is what an edit will be made at, so it is looked at and not believed.
        return Traced.written(written, start) if self._tree.text.startswith(written, start) else None

    def _piece(self, part: cst.BaseFormattedStringContent) -> Traced | None:
        if isinstance(part, cst.FormattedStringText):
            span = self._tree.span(part)
            if not part.value.isprintable() or set(part.value) & set("\\{}"):
                return None
            return Traced.written(part.value, span.start) if span.text(self._tree.text) == part.value else None
        if not isinstance(part, cst.FormattedStringExpression):
            return None
        if part.conversion is not None or part.format_spec is not None or part.equal is not None:
            return None
        return self.value(part.expression)

    def _constant(self, node: cst.Name, whole: bool) -> Traced | None:
        name = node.value
        held = self._names.constants.get(name)
        if held is None or name in self._open:
            return None
        if not whole:
            self._parts.setdefault(name, set()).add(id(node))
        self._open.add(name)
        value = self.value(held, whole)
        self._open.discard(name)
        if value is not None and not whole and name in self._foreign:
            return Traced.foreign(value.text)
        return value


def _joined(parts: Sequence[Traced | None]) -> Traced | None:
    known = [part for part in parts if part is not None]
    return Traced.join(known) if len(known) == len(parts) else None


def _unescaped(node: cst.SimpleString) -> str | None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an escape that Python does not know is the code's affair
        try:
            value = node.evaluated_value
        except (SyntaxError, ValueError):
            return None
    return value if isinstance(value, str) else None
