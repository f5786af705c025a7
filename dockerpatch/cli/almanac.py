"""Opens the almanac for the commands that ask it directly. It never asks it anything."""

from __future__ import annotations

from dockerpatch.knowledge.almanac import Almanac

from .problems import UsageError


def opened(path: str, as_of: str = "") -> Almanac:
    """The almanac at ``path``, or the built-in one, as of a day, or its own. UsageError for an impossible day."""
    try:
        return Almanac.open(path or None, as_of or None)
    except ValueError as error:
        raise UsageError(str(error)) from None
