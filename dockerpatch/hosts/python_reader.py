"""Python code as libcst reads it: its images, statements and comments, each at its exact place.

It never generates code: places are all that is taken from the tree.
"""

from __future__ import annotations

import re

import libcst as cst

from dockerpatch.text.edit import moved
from dockerpatch.text.layout import Place, Plain
from dockerpatch.text.span import Span

from .host import Fault
from .python_depth import too_deep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dockerpatch.image.site import ImageSite
    from dockerpatch.text.edit import Edit
    from dockerpatch.text.source import Source

LIMIT = 512 * 1024
"""The longest file that is parsed, in characters: the parser takes some 2 us for each."""

_TOO_DEEP = "the Python code nests too deep to be read"
_BOM = "\ufeff"
_COOKIE = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_UTF_8 = frozenset(("utf-8", "utf8", "utf-8-sig", "utf8-sig", "u8", "ascii", "us-ascii"))
_LATIN = re.compile(r"(?:latin|iso-?8859|cp125|windows-125)[-\w]*")
_AT = re.compile(r"error at (\d+):(\d+)")
_LITERALS = (cst.SimpleString, cst.FormattedStringText)


class Tree:
    """A module and where each of its nodes stands, in characters of the file."""

    __slots__ = ("_bytes", "_spans", "module", "text")

    def __init__(self, source: Source, module: cst.Module) -> None:
        from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

        self.module = module
        self.text = source.text
        self._spans: Mapping[cst.CSTNode, object] = MetadataWrapper(module, unsafe_skip_copy=True).resolve(
            ByteSpanPositionProvider
        )
        shift = source.text.startswith(_BOM)
        self._bytes: range | list[int]
        if source.text.isascii():
            self._bytes = range(len(source.text) + 1)
        else:
            # The parser is given the text without its byte order mark; ours keeps it as one character.
            self._bytes = [0] * shift
            at = 0
            for mark in source.text[shift:]:
                self._bytes.append(at)
                at += len(mark.encode())
            self._bytes.append(at)

    def nodes(self) -> list[cst.CSTNode]:
        return list(self._spans)

    def span(self, node: cst.CSTNode) -> Span:
        found = self._spans[node]
        start: int = found.start  # type: ignore[attr-defined]
        end: int = start + found.length  # type: ignore[attr-defined]
        return Span(self._offset(start), self._offset(end))

    def _offset(self, at: int) -> int:
        if isinstance(self._bytes, range):
            return at
        from bisect import bisect_left

        found = bisect_left(self._bytes, at)
        # A byte order mark shares offset 0 with the first character after it.
        return found + (found == 0 and self.text.startswith(_BOM))


class Code(Plain):
    """What a Python file holds: image sites and faults, and the layout that suppressions need."""

    __slots__ = ("faults", "sites", "tree")

    def __init__(self, tree: Tree | None, faults: Sequence[Fault] = ()) -> None:
        super().__init__()
        self.tree = tree
        self.faults = faults
        self.sites: Sequence[ImageSite] = ()


def read_code(source: Source) -> Code:
    """The code of ``source``; a file that cannot be read has one fault and nothing else."""
    fault = _unreadable(source)
    if fault is not None:
        return Code(None, [fault])
    try:
        module = cst.parse_module(source.text.removeprefix(_BOM))
    except cst.ParserSyntaxError as error:
        return Code(None, [Fault("not Python that can be parsed", _place(source, error))])
    except RecursionError:
        return Code(None, [Fault(_TOO_DEEP)])
    try:
        return _read(Tree(source, module))
    except (RecursionError, KeyError):
        # libcst may lose a RecursionError while it works places out, and then miss the place of a node.
        return Code(None, [Fault(_TOO_DEEP)])


def _read(tree: Tree) -> Code:
    from .python_images import images

    code = Code(tree)
    nodes = tree.nodes()
    comments, statements = [], []
    for node in nodes:
        if isinstance(node, cst.Comment):
            span = tree.span(node)
            comments.append(Place(span.start, span.end))
        elif isinstance(node, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
            statements.append(_statement(tree, node))
    code.comments = sorted(comments, key=_start)
    code.instructions = sorted(statements, key=_start)
    code.sites = images(tree, nodes, code.instructions)
    return code


def _start(place: Place) -> int:
    return place.start


def _statement(tree: Tree, node: cst.CSTNode) -> Place:
    """From the statement's first character (that of its first decorator) to the end of its last line.

    Of a compound statement only the head: what stands in its body are statements of their own.
    """
    span = tree.span(node)
    start, end = span.start, span.end
    decorators = getattr(node, "decorators", ())
    if decorators:
        start = min(start, tree.span(decorators[0].decorator).start - 1)
    body = getattr(node, "body", None)
    if isinstance(body, cst.IndentedBlock):
        end = tree.span(body.header).start
    elif isinstance(body, cst.SimpleStatementSuite):
        end = tree.span(body).start
    elif isinstance(node, cst.Match):
        end = tree.span(node.subject).end
    stop = tree.text.find("\n", end)
    return Place(start, stop if stop >= 0 else len(tree.text))


def _unreadable(source: Source) -> Fault | None:
    text = source.text
    for line in text.removeprefix(_BOM).split("\n", 2)[:2]:
        cookie = _COOKIE.match(line)
        if cookie is not None:
            name = cookie[1].lower().replace("_", "-")
            if name not in _UTF_8 and not (text.isascii() and _LATIN.fullmatch(name)):
                return Fault(f"declares the encoding {cookie[1]}; only UTF-8 is read")
            break
        if line.strip() and not line.lstrip().startswith("#"):
            break
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            return Fault("not UTF-8, and declares no other encoding", error.start)
    if len(text) > LIMIT:
        return Fault(f"Python code of more than {LIMIT // 1024} KiB is not read")
    deep = too_deep(text)
    if deep is not None:
        return Fault(_TOO_DEEP, deep)
    return None


def _place(source: Source, error: cst.ParserSyntaxError) -> int:
    """Where the parser gave up, or -1.

    libcst tells the end of the token after the wrong one, and no place at all for what is no token; the running
    Python's own parser is more exact, and is believed where it does not stumble over grammar newer than itself.
    """
    found = _AT.search(str(error))
    told = int(found[1]) if found else 0
    line, column = _own_place(source.text)
    if not line or (told <= source.line_count and told and abs(line - told) > 1):
        line, column = told, 1
    if not 1 <= line <= source.line_count:
        return -1
    return min(source.line_start(line) + max(column - 1, 0), source.line_end(line))


def _own_place(text: str) -> tuple[int, int]:
    """Line and column (from 1) of the syntax error that the running Python sees; (0, 0): none, or it cannot tell."""
    import ast
    import warnings

    if "\0" in text:
        at = text.index("\0")
        return (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.removeprefix(_BOM))
        except SyntaxError as error:
            return (error.lineno or 0, error.offset or 0)
        except (ValueError, RecursionError, MemoryError):
            pass
    return (0, 0)


def differences(old: Code, new: Code, edits: Sequence[Edit]) -> list[str]:
    """What the edits (ordered) change other than the contents of the string literals they stand in; [] if nothing."""
    assert old.tree is not None
    if new.tree is None:
        return ["the patched file would not be Python that can be parsed"]
    before: dict[int, cst.CSTNode] = {}
    for edit in edits:
        literal = _literal_at(old.tree, edit)
        if literal is None:
            return ["the patch would change more than the contents of string literals"]
        before[moved(old.tree.span(literal).start, edits)] = literal
    after = [node for node in new.tree.nodes() if isinstance(node, _LITERALS) and new.tree.span(node).start in before]
    kept = old.tree.module.visit(_Blank(before.values()))
    if kept.deep_equals(new.tree.module.visit(_Blank(after))):
        return []
    return ["the patch would change the code around a string literal"]


def _literal_at(tree: Tree, edit: Edit) -> cst.CSTNode | None:
    """The literal whose contents, quotes left out, hold all of the edit."""
    for node in tree.nodes():
        left = right = 0
        if isinstance(node, cst.SimpleString):
            left, right = len(node.prefix) + len(node.quote), len(node.quote)
        elif not isinstance(node, cst.FormattedStringText):
            continue
        span = tree.span(node)
        if span.start + left <= edit.start and edit.end <= span.end - right:
            return node
    return None


class _Blank(cst.CSTTransformer):
    """Takes the contents out of some literals, and leaves their prefixes and quotes."""

    def __init__(self, literals: Iterable[cst.CSTNode]) -> None:
        super().__init__()
        self._literals = frozenset(literals)

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.SimpleString:
        if original_node not in self._literals:
            return updated_node
        return updated_node.with_changes(value=f"{updated_node.prefix}{updated_node.quote}{updated_node.quote}")

    def leave_FormattedStringText(
        self, original_node: cst.FormattedStringText, updated_node: cst.FormattedStringText
    ) -> cst.FormattedStringText:
        return updated_node.with_changes(value="") if original_node in self._literals else updated_node
