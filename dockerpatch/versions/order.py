"""What an order of versions is, and how numbers of any length are compared. It knows no ecosystem.

A key is a tuple: of two versions, the one with the greater key is the newer, and equal keys are one version under two
spellings. A key is made in time linear in the text, so keys can be kept and sorted.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, TypeAlias

    Key: TypeAlias = tuple[object, ...]

    class Order(Protocol):
        """The versions of one package ecosystem. Its module has this function."""

        def key(self, version: str) -> Key | None:
            """The sort key, comparable with all keys of this order; None for what is no version. Never raises."""


LONGEST = 4096
"""The longest text, in characters, that is taken for a version."""

Number = tuple[int, str]


def number(digits: str) -> Number:
    """What digits are worth, in a form that compares as the number does: turning a long text into an int is slow."""
    bare = digits.lstrip("0")
    return (len(bare), bare)
