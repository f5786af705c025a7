"""Versions of Debian packages, as dpkg orders them (deb-version(7)). It knows no package."""

from __future__ import annotations

import re

from .order import LONGEST, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .order import Key

_version = re.compile(r"([0-9]{1,9}):([A-Za-z0-9.+~:-]+)|([A-Za-z0-9.+~-]+)").fullmatch
_runs = re.compile(r"([^0-9]*)([0-9]*)").findall

_END = 0
_END_OF_TEXT = ((_END,), number(""))


def key(version: str) -> Key | None:
    """The sort key of "epoch:upstream-revision"; None for others, but a letter may come first."""
    match = _version(version) if len(version) <= LONGEST else None
    if match is None:
        return None
    text = match[2] or match[3]
    upstream, _, revision = text.rpartition("-") if "-" in text else (text, "", "")
    return (number(match[1] or ""), _text(upstream), _text(revision))


def _text(text: str) -> tuple[object, ...]:
    """Runs of other characters and of digits by turns. No digits are worth 0, and so is no text at all."""
    runs = [(_weights(other), number(digits)) for other, digits in _runs(text) if other or digits]
    return (*(runs or [_END_OF_TEXT]), _END_OF_TEXT)


def _weights(text: str) -> tuple[int, ...]:
    """A tilde is older than the end, letters are older than all other characters."""
    return (*(-1 if mark == "~" else ord(mark) if mark.isalpha() else ord(mark) + 256 for mark in text), _END)
