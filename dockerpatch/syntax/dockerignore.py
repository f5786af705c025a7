"""The patterns of a ``.dockerignore``, read and matched as Docker does. It never looks at a file.

Docker's language is not git's: a pattern stands at the context's root wherever it is written, ``*`` and ``?`` stop at a
``/``, ``**`` does not, and a pattern that matches a folder takes all that is in it. What matches is worked out letter
by letter, so no pattern takes long.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

BOM = "\ufeff"

# The parts of a pattern: a letter that stands for itself, a `_Set`, or one of these.
_ONE, _SOME, _ALL, _FOLDERS = "one", "some", "all", "folders"
"""Any letter but ``/``; any number of those; any number of any letters; nothing, or anything that ends with ``/``."""

_REPEATED = (_SOME, _ALL, _FOLDERS)
_WILD = "*[?"


_LONGEST, _MOST_REPEATED = 256, 16
"""What is longer, or has more parts of any length, is nobody's pattern, and takes long to match."""


class BadPattern(ValueError):
    """A pattern that Docker refuses, and with it the whole file."""


class _Set:
    """The letters of a ``[a-z]``, or with ``without`` all others."""

    __slots__ = ("ranges", "without")

    def __init__(self, ranges: tuple[tuple[str, str], ...], without: bool) -> None:
        self.ranges = ranges
        self.without = without

    def holds(self, letter: str) -> bool:
        return any(first <= letter <= last for first, last in self.ranges) != self.without


class Pattern:
    """One line: what it says is kept out of the context, or with ``keeps`` (a leading ``!``) let in again."""

    __slots__ = ("_parts", "_plain", "keeps", "text")

    def __init__(self, text: str, keeps: bool) -> None:
        """``text`` is a clean path. Raises BadPattern."""
        self.text = text
        self.keeps = keeps
        self._plain = not any(mark in text for mark in "*?[]\\")
        # None: what Docker makes of it hangs on the regular expression it happens to become.
        self._parts: list[str | _Set] | None = [] if self._plain else _cut(text)

    def matches(self, path: str) -> bool:
        """Whether the pattern fits the path itself or a folder it is in. Where that is not plain, nothing is left out.

        A wildcard in ``path`` is a letter that stands for more than one: only what does so too fits it.
        """
        if self._plain:
            return path == self.text or path.startswith(f"{self.text}/")
        if self._parts is None:
            return self.keeps
        end = len(self._parts)
        states = self._open({0})
        for letter in path:
            if letter == "/" and end in states:
                return True
            states = self._step(states, letter)
        return end in states

    def may_match_below(self, path: str) -> bool:
        """Whether the pattern may fit something inside the folder ``path``."""
        if self._plain:
            return self.text.startswith(f"{path}/")
        if self._parts is None:
            return True
        states = self._open({0})
        for letter in f"{path}/":
            states = self._step(states, letter)
        return bool(states)

    def _open(self, states: set[int]) -> set[int]:
        """The states with those that can be reached without a letter. A state counts the parts that are behind it."""
        parts = self._parts or ()
        todo = list(states)
        while todo:
            at = todo.pop()
            if at < len(parts) and parts[at] in _REPEATED and at + 1 not in states:
                states.add(at + 1)
                todo.append(at + 1)
        return states

    def _step(self, states: set[int], letter: str) -> set[int]:
        """The states behind one more letter. A negative one is inside of the folders that part stands for."""
        parts = self._parts or ()
        after: set[int] = set()
        inside: set[int] = set()
        for at in states:
            if at == len(parts):
                continue
            part = parts[at] if at >= 0 else _FOLDERS
            if part == _FOLDERS:
                past = -at if at < 0 else at + 1
                inside.add(-past)
                if letter == "/":
                    after.add(past)
            elif part == _ALL or (part == _SOME and letter != "/"):
                after.add(at)
            elif part == _ONE:
                if letter != "/" and letter not in _WILD:
                    after.add(at + 1)
            elif part == letter or (isinstance(part, _Set) and letter not in _WILD and part.holds(letter)):
                after.add(at + 1)
        return self._open(after) | inside

    @property
    def cost(self) -> int:
        """What matching it takes for each letter of a path, roughly."""
        return 0 if self._plain else len(self._parts or ())

    def __repr__(self) -> str:
        return f"Pattern({self.text!r}, keeps={self.keeps})"


class IgnoreFile:
    """The patterns of the file called ``name``, in order."""

    __slots__ = ("name", "patterns")

    def __init__(self, name: str, patterns: list[Pattern]) -> None:
        self.name = name
        self.patterns = patterns


def _cut(text: str) -> list[str | _Set] | None:
    """The parts of a pattern; None where they are not plain. Raises BadPattern."""
    parts: list[str | _Set] | None = []
    found: list[str | _Set] = []
    # `**name` is any path that ends with the name, unless there is more to it than letters.
    ends = text.startswith("**") and not any(mark in text[2:] for mark in "*?[]\\")
    at, size = 0, len(text)
    while at < size:
        char = text[at]
        at += 1
        if char == "*":
            if not text.startswith("*", at):
                found.append(_SOME)
                continue
            at += 1
            slash = text.startswith("/", at)
            at += slash
            found.append(_ALL if at == size or (ends and not slash) else _FOLDERS)
        elif char == "?":
            found.append(_ONE)
        elif char == "\\":
            if at == size:
                raise BadPattern("nothing stands behind \\")
            if text[at].isalnum():
                parts = None
            found.append(text[at])
            at += 1
        elif char == "[":
            end, letters = _set(text, at)
            at = end
            if letters is None:
                parts = None
            else:
                found.append(letters)
        else:
            found.append(char)
    if parts is None or size > _LONGEST or sum(part in _REPEATED for part in found) > _MOST_REPEATED:
        return None
    return found


def _set(text: str, at: int) -> tuple[int, _Set | None]:
    """Where the set that opened before ``at`` ends, and what it is; None where it is not plain. Raises BadPattern."""
    without = text.startswith("^", at)
    at += without
    letters: list[str] = []
    ranges: list[tuple[str, str]] = []
    plain = True
    while True:
        char = text[at : at + 1]
        if char == "\\":
            at += 1
            char = text[at : at + 1]
            plain = plain and not char.isalnum()
        elif char == "]":
            if not letters and not ranges:
                raise BadPattern("an empty set")
            break
        elif char in _WILD:
            plain = False
        if not char:
            raise BadPattern("a [ without its ]")
        at += 1
        if text.startswith("-", at) and text[at + 1 : at + 2] not in ("]", ""):
            last = text[at + 1]
            plain = plain and last not in "\\*?[" and char <= last
            ranges.append((char, last))
            at += 2
        else:
            letters.append(char)
    ranges += [(letter, letter) for letter in letters]
    return at + 1, _Set(tuple(ranges), without) if plain else None


def read(text: str) -> list[Pattern]:
    """The patterns of a file, in order. Raises BadPattern where Docker refuses the file."""
    found = []
    for line in text.removeprefix(BOM).split("\n"):
        if line.startswith("#"):
            continue
        line = line.strip()
        keeps = line.startswith("!")
        if keeps:
            line = line[1:].strip()
            if not line:
                raise BadPattern("nothing stands behind !")
        if not line:
            continue
        line = clean(line)
        if len(line) > 1 and line[0] == "/":
            line = line[1:]
        found.append(Pattern(line, keeps))
    return found


def clean(path: str) -> str:
    """The shortest path of the same meaning: without empty parts and ``.``, and ``..`` where something is before it."""
    rooted = path.startswith("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".." or not rooted:
            parts.append(part)
    return ("/" if rooted else "") + "/".join(parts) or "."


def left_out_by(patterns: Iterable[Pattern], path: str) -> Pattern | None:
    """The pattern that keeps all of ``path``, a clean path from the context's root, out of the context.

    A later pattern with ``!`` may let it in, or something in it; whether there is such a thing no pattern tells, so the
    answer is None then. ``.`` is the context as a whole.
    """
    # A name that only patterns for any name fit.
    probe = "\ue000\ue000" if path == "." else path
    found: Pattern | None = None
    for pattern in patterns:
        if pattern.keeps:
            if found is not None and (path == "." or pattern.matches(path) or pattern.may_match_below(path)):
                found = None
        elif found is None and pattern.matches(probe):
            found = pattern
    return found
