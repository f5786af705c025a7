"""Text from files made fit for a terminal: no byte of it can move a cursor, change a colour or turn a line around.

It never changes what a file says, only how it is shown.
"""

from __future__ import annotations

TAB = "    "
"""A tab is shown as this many blanks wherever it stands, so that carets below need not know the column."""


def legible(text: str) -> str:
    r"""``text`` as one line that can only be read: each character that is no plain mark becomes an escape.

    Bytes that are not UTF-8 are written ``\x80``, tabs as blanks. Every character is shown by itself, so the shown
    forms of two texts joined are the shown form of the joined text.
    """
    if text.isprintable():
        return text
    return "".join([mark if mark.isprintable() else _escape(mark) for mark in text])


def _escape(mark: str) -> str:
    if mark == "\t":
        return TAB
    if "\udc80" <= mark <= "\udcff":
        return f"\\x{ord(mark) - 0xDC00:02x}"
    return mark.encode("unicode_escape").decode("ascii")


def width(shown: str) -> int:
    """How many columns of a terminal ``shown`` (as `legible` gives it) takes."""
    if shown.isascii():
        return len(shown)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(mark) else 2 if east_asian_width(mark) in "WF" else 1 for mark in shown)
