"""What the names in Python code stand for: imports, and names that are bound once to a string.

It never follows an import into another file.
"""

from __future__ import annotations

import libcst as cst

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STRINGS = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString, cst.BinaryOperation, cst.Call)
_NAMED = (
    *(cst.FunctionDef, cst.ClassDef, cst.Param, cst.AsName, cst.NameItem, cst.MatchAs, cst.MatchStar),
    *(cst.TypeVar, cst.TypeVarTuple, cst.ParamSpec, cst.TypeAlias),
)


class Names:
    """The names of one module.

    ``packages`` are the top-level packages it imports; ``constants`` the names that are bound at its top level, nowhere
    else in the file, and to an expression that may be a string.
    """

    __slots__ = ("_count", "_imports", "constants", "packages")

    def __init__(self, nodes: Sequence[cst.CSTNode]) -> None:
        self._imports: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self.packages: set[str] = set()
        self.constants: dict[str, cst.BaseExpression] = {}
        bound: dict[str, int] = {}
        module = None
        for node in nodes:
            if isinstance(node, cst.Name):
                self._count[node.value] = self._count.get(node.value, 0) + 1
            elif isinstance(node, (cst.Import, cst.ImportFrom)):
                self._take(node)
            elif isinstance(node, cst.Module):
                module = node
            for name in _bound(node):
                bound[name] = bound.get(name, 0) + 1
        if module is not None:
            for name, value in _assigned(module):
                if bound.get(name) == 1:
                    self.constants[name] = value

    def uses(self, name: str) -> int:
        """How often the name stands in the file other than where it is bound; attributes of that name count too."""
        return self._count.get(name, 0) - 1

    def resolved(self, node: cst.BaseExpression) -> str:
        """The dotted name of what is called, its first word replaced by what it was imported from; "" for no name."""
        name = dotted(node)
        first, dot, rest = name.partition(".")
        return f"{self._imports.get(first, first)}{dot}{rest}"

    def _take(self, node: cst.Import | cst.ImportFrom) -> None:
        origin = ""
        if isinstance(node, cst.ImportFrom):
            module = dotted(node.module) if node.module is not None else ""
            # A relative import is of the project itself, whatever its modules are called.
            origin = "." * len(node.relative) + module
            self.packages.add(origin.partition(".")[0])
        if isinstance(node.names, cst.ImportStar):
            return
        for alias in node.names:
            name = dotted(alias.name)
            if not origin:
                self.packages.add(name.partition(".")[0])
            local = dotted(alias.asname.name) if alias.asname is not None and _is_name(alias.asname.name) else ""
            if origin:
                self._imports[local or name] = f"{origin}.{name}"
            elif local:
                self._imports[local] = name


def dotted(node: cst.CSTNode) -> str:
    """``a.b.c`` as text; a call in it is passed through (``a.b().c`` is ``a.b.c``); "" for anything else."""
    parts: list[str] = []
    while True:
        if isinstance(node, cst.Attribute):
            parts.append(node.attr.value)
            node = node.value
        elif isinstance(node, cst.Call):
            node = node.func
        elif isinstance(node, cst.Name):
            parts.append(node.value)
            return ".".join(reversed(parts))
        else:
            # What it is called on has no name, but the method has.
            return ".".join(["?", *reversed(parts)]) if parts else ""


def _is_name(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Name)


def _assigned(module: cst.Module) -> Iterable[tuple[str, cst.BaseExpression]]:
    """Names that statements at the top level bind to what may be a string."""
    for line in module.body:
        if not isinstance(line, cst.SimpleStatementLine):
            continue
        for statement in line.body:
            if isinstance(statement, cst.Assign) and isinstance(statement.value, _STRINGS):
                for target in statement.targets:
                    if isinstance(target.target, cst.Name):
                        yield target.target.value, statement.value
            elif isinstance(statement, cst.AnnAssign) and isinstance(statement.value, _STRINGS):
                for name in _names(statement.target):
                    yield name, statement.value


def _bound(node: cst.CSTNode) -> Iterable[str]:
    """The names that this very node binds or unbinds, in whatever scope."""
    target: cst.CSTNode | None = None
    if isinstance(node, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor, cst.NamedExpr, cst.Del)):
        target = node.target
    elif isinstance(node, _NAMED):
        target = node.name
    elif isinstance(node, cst.MatchMapping):
        target = node.rest
    elif isinstance(node, cst.ImportAlias) and node.asname is None:
        return (dotted(node.name).partition(".")[0],)
    return _names(target) if target is not None else ()


def _names(node: cst.CSTNode) -> list[str]:
    if isinstance(node, cst.Name):
        return [node.value]
    if isinstance(node, (cst.Tuple, cst.List)):
        return [name for element in node.elements for name in _names(element.value)]
    return []
