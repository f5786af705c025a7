r"""The patterns of ``${V#pattern}`` and its kin. It never knows brackets, as BuildKit does not.

``*`` and ``?`` are special, ``\`` takes that from them.
A pattern is run as a set of states in one integer, one bit each, so that no pattern can make a match slow.
Neither ``*`` nor ``?`` takes a line feed.
"""

from __future__ import annotations

ANY = ""
"""A token that takes any one character but a line feed."""


class Glob:
    """A compiled pattern: ``tokens`` (`ANY` or a character), and a star before each token whose bit is in ``stars``."""

    __slots__ = ("masks", "size", "stars", "tokens")

    def __init__(self, tokens: list[str], stars: int) -> None:
        self.tokens = tokens
        self.stars = stars
        self.size = len(tokens)
        masks: dict[str, int] = {ANY: 0}
        for index, token in enumerate(tokens):
            masks[token] = masks.get(token, 0) | 1 << index
        self.masks = masks

    @classmethod
    def compile(cls, pattern: str) -> Glob | None:
        """None when a backslash stands before a character that needs none (or before nothing)."""
        tokens: list[str] = []
        stars = 0
        chars = iter(pattern)
        for char in chars:
            if char == "*":
                stars |= 1 << len(tokens)
            elif char == "?":
                tokens.append(ANY)
            elif char == "\\":
                escaped = next(chars, "")
                if not escaped or escaped not in "*?\\}/":
                    return None
                tokens.append(escaped)
            else:
                tokens.append(char)
        return cls(tokens, stars)

    def reversed(self) -> Glob:
        """The pattern that matches the same texts written backwards."""
        stars = sum(1 << self.size - index for index in range(self.size + 1) if self.stars >> index & 1)
        return Glob(self.tokens[::-1], stars)

    def _step(self, states: int, char: str) -> int:
        moved = states & (self.masks.get(char, 0) | (self.masks[ANY] if char != "\n" else 0))
        return moved << 1 | (states & self.stars if char != "\n" else 0)

    def end(self, text: str, start: int, longest: bool) -> int:
        """Where a match that starts at ``start`` ends, the nearest or the farthest place; -1 when there is none."""
        states, accept, found = 1, 1 << self.size, -1
        for at in range(start, len(text) + 1):
            if states & accept:
                found = at
                if not longest:
                    break
            if not states or at == len(text):
                break
            states = self._step(states, text[at])
        return found

    def starts(self, text: str) -> list[bool]:
        """For each offset (the end included) whether a match starts there."""
        back = self.reversed()
        accept = 1 << back.size
        states = 1
        found = [False] * (len(text) + 1)
        for at in range(len(text), -1, -1):
            found[at] = bool(states & accept)
            if at:
                states = back._step(states, text[at - 1]) | 1
        return found

    def matches(self, text: str, every: bool) -> list[tuple[int, int]]:
        """The matches from left to right, each as long as can be: the first one, or all that do not overlap.

        An empty match right behind another match does not count.
        """
        found: list[tuple[int, int]] = []
        last = -1
        for at, begins in enumerate(self.starts(text)):
            if not begins or at < last:
                continue
            end = self.end(text, at, longest=True)
            if end > last or at == 0:
                found.append((at, end))
                last = end
                if not every:
                    break
        return found
