"""Which order the versions of an ecosystem have. It never guesses: what it cannot order it says None to.

Ecosystems are named as in package URLs, Go's "golang" also "go".
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .order import Key, Order


def order_of(ecosystem: str) -> Order:
    """The order of an ecosystem's versions, imported when it is first asked for."""
    if ecosystem == "apk":
        from . import apk

        return apk
    if ecosystem == "deb":
        from . import deb

        return deb
    if ecosystem == "rpm":
        from . import rpm

        return rpm
    if ecosystem in ("go", "golang"):
        from . import go

        return go
    from . import semver

    return semver


def key(ecosystem: str, version: str) -> Key | None:
    """The sort key of a version, to be compared with keys of the same ecosystem only; None when it is no version."""
    return order_of(ecosystem).key(version)


def compare(ecosystem: str, one: str, other: str) -> int | None:
    """-1, 0 or 1 as ``one`` is older than, the same as or newer than ``other``; None when they cannot be ordered."""
    order = order_of(ecosystem)
    left, right = order.key(one), order.key(other)
    if left is None or right is None:
        return None
    return (left > right) - (left < right)
