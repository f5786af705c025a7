"""The registries that images come from, and whether a list of trusted ones has them. It never asks a registry."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

HUB = ("docker.io", "hub.docker.com")
"""What a list may call the registry of an image that names none."""


def is_trusted(registry: str, patterns: Sequence[str]) -> bool:
    """Whether one of ``patterns`` has the registry ("": none is named).

    ``*`` stands for all, ``*end`` and ``start*`` for all that end or start so; any other is the very name.
    """
    names = (registry,) if registry else HUB
    return any(_matches(name, pattern) for name in names for pattern in patterns)


def _matches(name: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    if pattern[:1] == "*":
        return name.endswith(pattern[1:])
    if pattern[-1:] == "*":
        return name.startswith(pattern[:-1])
    return name == pattern
