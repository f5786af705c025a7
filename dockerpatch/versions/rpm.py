"""Versions of RPM packages, as rpm orders them (rpm-version(7)). It knows no package."""

from __future__ import annotations

import re

from .order import LONGEST, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .order import Key

_version = re.compile(r"(?:([0-9]{1,9}):)?([^\s:-]+)(?:-([^\s:-]+))?").fullmatch
# All other characters only part the pieces.
_pieces = re.compile(r"[~^]|[0-9]+|[A-Za-z]+").findall

_TILDE, _END, _CARET, _LETTERS, _DIGITS = range(5)


def key(version: str) -> Key | None:
    """The sort key of "epoch:version-release"; None for others.

    No epoch is 0. No release is older than any: rpm itself leaves the release out of account then, which is no order.
    """
    match = _version(version) if len(version) <= LONGEST else None
    if match is None:
        return None
    return (number(match[1] or ""), _text(match[2]), _text(match[3] or ""))


def _text(text: str) -> tuple[object, ...]:
    return (*(_rank(piece) for piece in _pieces(text)), (_END,))


def _rank(piece: str) -> tuple[object, ...]:
    if piece == "~":
        return (_TILDE,)
    if piece == "^":
        return (_CARET,)
    return (_DIGITS, number(piece)) if piece[0].isdigit() else (_LETTERS, piece)
