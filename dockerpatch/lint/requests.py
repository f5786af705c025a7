"""The checks that a file asks for by itself, in its `# check=experimental=...`. It never turns one off."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.text.layout import Layout

_KEYS = frozenset(("skip", "error", "experimental"))
EVERY = "all"
"""Asks for every experimental check."""


def requested(layout: Layout) -> frozenset[str]:
    """BuildKit's names, by the letter, of the experimental checks that the file asks for; or `EVERY`.

    As in BuildKit a value ends at its first blank, and one with an option nobody knows asks for nothing.
    """
    names: set[str] = set()
    for directive in layout.directives:
        if directive.name != "check":
            continue
        options = [part.partition("=") for part in directive.value.partition(" ")[0].split(";")]
        if all(equals and key in _KEYS for key, equals, _ in options):
            names.update(name for key, _, value in options if key == "experimental" for name in value.split(","))
    return frozenset(names)
