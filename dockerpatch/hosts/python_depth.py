"""How deep Python code nests, told from its tokens, so that no parser is given more than it can bear.

It never says whether the code is right.
"""

from __future__ import annotations

import re

DEPTH = 50
"""The most brackets (replacement fields of f-strings included) that may stand open at once."""
WEIGHT = 200
"""The most operators, calls, strings and brackets that one expression may hang on each other without a comma."""
ARMS = 150
"""The most ``elif`` of one ``if``."""
COST = 4_000_000
"""The sum of squared depths over all brackets: the parser's time grows with it (measured: some 0.5 us each)."""

_OPS = frozenset(("and", "or", "not", "if", "else", "lambda", "await", "in", "is", "yield", "for"))
_CODE = re.compile(r"""#[^\n]*+|\w++|\"{3}|'{3}|["'\[({\])},;\n]|\\\r?\n|[-+*/%@&|^~<>=!.:]""")
_STRING = {
    '"': re.compile(r'(?:[^\\"\n]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"(?:[^\\'\n]|\\.)*+'", re.DOTALL),
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*+"""', re.DOTALL),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*+'''", re.DOTALL),
}
_TEXT = {
    '"': re.compile(r'(?:[^\\"{}\n]|\\[^{}]|\\(?=[{}])|\{\{|\}\})*+("|\{|\}|\n|\Z)', re.DOTALL),
    "'": re.compile(r"(?:[^\\'{}\n]|\\[^{}]|\\(?=[{}])|\{\{|\}\})*+('|\{|\}|\n|\Z)", re.DOTALL),
    '"""': re.compile(r'(?:[^\\"{}]|\\[^{}]|\\(?=[{}])|"(?!"")|\{\{|\}\})*+("""|\{|\}|\Z)', re.DOTALL),
    "'''": re.compile(r"(?:[^\\'{}]|\\[^{}]|\\(?=[{}])|'(?!'')|\{\{|\}\})*+('''|\{|\}|\Z)", re.DOTALL),
}
_SPEC = re.compile(r"[^{}]*+([{}]|\Z)")
_BASE, _BRACKET, _FIELD, _FTEXT, _SPECIFIER = range(5)


class _Level:
    """One thing that stands open: its kind, the weight hung on it since the last comma, the quotes of an f-string."""

    __slots__ = ("kind", "quotes", "weight")

    def __init__(self, kind: int, quotes: str = "") -> None:
        self.kind = kind
        self.quotes = quotes
        self.weight = 1


class _Walk:
    __slots__ = ("arms", "at", "cost", "depth", "levels", "line", "text", "weight")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 0
        self.levels = [_Level(_BASE)]
        self.weight = 1
        self.depth = 0
        self.cost = 0
        self.arms: dict[str, int] = {}

    def hang(self) -> None:
        self.levels[-1].weight += 1
        self.weight += 1

    def cut(self) -> None:
        top = self.levels[-1]
        self.weight -= top.weight - 1
        top.weight = 1

    def open(self, kind: int, quotes: str = "") -> None:
        if kind in (_BRACKET, _FIELD):
            self.hang()
            self.depth += 1
            self.cost += self.depth * self.depth
        self.levels.append(_Level(kind, quotes))
        self.weight += 1

    def close(self) -> None:
        if len(self.levels) > 1:
            gone = self.levels.pop()
            self.weight -= gone.weight
            self.depth -= gone.kind in (_BRACKET, _FIELD)

    def overdone(self) -> bool:
        return self.depth > DEPTH or self.weight > WEIGHT or self.cost > COST


def too_deep(text: str) -> int | None:
    """The offset at which ``text`` nests deeper than can be parsed; None: nowhere."""
    walk = _Walk(text)
    while walk.at < len(text):
        kind = walk.levels[-1].kind
        if kind == _FTEXT:
            _formatted(walk)
        elif kind == _SPECIFIER:
            _specifier(walk)
        elif not _code(walk):
            return walk.at
        if walk.overdone():
            return walk.at
    return None


def _code(walk: _Walk) -> bool:
    """Take the next token of code; False when an ``if`` has too many arms."""
    found = _CODE.search(walk.text, walk.at)
    if found is None:
        walk.at = len(walk.text)
        return True
    token = found.group()
    start, walk.at = found.span()
    first = token[0]
    if token in _STRING:
        _string(walk, token, walk.text[max(0, start - 3) : start])
    elif first in "([{":
        walk.open(_BRACKET)
    elif first in ")]}":
        walk.close()
    elif first in ",;":
        walk.cut()
    elif first == "\n":
        walk.line = walk.at
        if len(walk.levels) == 1:
            walk.cut()
    elif first == "\\":
        walk.line = walk.at
    elif first == ":":
        if walk.levels[-1].kind == _FIELD:
            walk.open(_SPECIFIER)
    elif not first.isalnum() and first not in "_#":
        walk.hang()
    elif token in _OPS or token == "elif":
        walk.hang()
        return token not in ("if", "elif") or _arm(walk, token, start)
    return True


def _arm(walk: _Walk, token: str, start: int) -> bool:
    indent = walk.text[walk.line : start]
    if indent.strip():
        return True
    walk.arms[indent] = 0 if token == "if" else walk.arms.get(indent, 0) + 1
    return walk.arms[indent] <= ARMS


def _string(walk: _Walk, quotes: str, before: str) -> None:
    walk.hang()
    prefix = re.search(r"[A-Za-z]*\Z", before)
    assert prefix is not None
    if set(prefix.group().lower()) & {"f", "t"}:
        walk.open(_FTEXT, quotes)
        return
    end = _STRING[quotes].match(walk.text, walk.at)
    if end is not None:
        walk.at = end.end()
    # Without an end the text cannot be parsed; what follows is then counted as if it were code.


def _formatted(walk: _Walk) -> None:
    level = walk.levels[-1]
    end = _TEXT[level.quotes].match(walk.text, walk.at)
    if end is None:
        walk.close()
        return
    walk.at = max(end.end(), walk.at)
    if end[1] == "{":
        walk.open(_FIELD)
    elif end[1] != "}":
        walk.close()


def _specifier(walk: _Walk) -> None:
    end = _SPEC.match(walk.text, walk.at)
    assert end is not None
    walk.at = end.end()
    if end[1] == "{":
        walk.open(_FIELD)
    else:
        walk.close()
        walk.close()
