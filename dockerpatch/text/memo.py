"""What was worked out of texts that were met lately: the files of a project repeat each other.

It never grows with the number of files, and is only for what depends on the text alone and is never changed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import TypeVar

    K = TypeVar("K", bound=Hashable)
    T = TypeVar("T")


def lately(make: Callable[[K], T], count: int) -> Callable[[K], T]:
    """``make``, asked once for what comes back soon: its last ``count`` answers are remembered, and at most twice that.

    ``make`` never gives None. Whoever asks keeps what is long away from it.
    """
    young: dict[K, T] = {}
    old: dict[K, T] = {}

    def made(key: K) -> T:
        nonlocal young, old
        found = young.get(key)
        if found is not None:
            return found
        found = old.get(key)
        if found is None:
            found = make(key)
        if len(young) == count:
            young, old = {}, young
        young[key] = found
        return found

    return made
