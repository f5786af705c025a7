"""Heredocs of RUN, COPY and ADD: which ones a line announces, and where their bodies are. It never expands a body."""

from __future__ import annotations

import re

from dockerpatch.text.traced import Traced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_search: Callable[[str], object] | None = None
_marker: Callable[[str], re.Match[str] | None] | None = None


class Marker:
    """A heredoc as its line announces it: ``name``, file descriptor ``fd``, whether variables are expanded in its body
    (``expand``: no part of the name is quoted), whether leading tabs are taken off (``chomp``: ``<<-``)."""

    __slots__ = ("chomp", "expand", "fd", "name")

    def __init__(self, name: str, fd: int, expand: bool, chomp: bool) -> None:
        self.name = name
        self.fd = fd
        self.expand = expand
        self.chomp = chomp


def markers_of(line: str) -> list[Marker] | str:
    """The heredocs that a joined line announces, in order, or what is wrong with a name. A quote without an end in the
    line means none.

    The words are cut with a backslash as escape whatever the file's escape token is.
    """
    global _search, _marker
    if _search is None or _marker is None:
        # A word that is a marker starts a line or follows a blank, so most lines with a `<<` need no reading.
        _search = re.compile(r"(?:^|\s)[0-9]*+<<(?!<)").search
        _marker = re.compile(r"([0-9]*+)<<(-?)[ \t\n\f\r]*+([^<]*)\Z").match
    if _search(line) is None:
        return []
    from .expand import expand_words

    markers = []
    for word in expand_words(_valid(line), {}, keep_unset=True, raw=True) or ():
        found = _marker(word.text)
        if found is not None and found[3]:
            marker = _marker_named(found[3], _descriptor(found[1]), found[2] == "-")
            if isinstance(marker, str):
                return marker
            if marker is not None:
                markers.append(marker)
    return markers


def _marker_named(name: str, fd: int, chomp: bool) -> Marker | str | None:
    """The marker whose name is written ``name``; None when that is not one word, a message when it cannot be read."""
    from .expand import expand_words

    words = expand_words(name, {}, keep_unset=True)
    raw = expand_words(name, {}, keep_unset=True, raw_quotes=True)
    if words is None or raw is None or (len(words) == 1 and len(raw) != 1):
        return f"the heredoc name {name[:40]!a} is cut short"
    if len(words) != 1:
        return None
    return Marker(words[0].text, fd, _quotes(raw[0]) == _quotes(words[0]), chomp)


def _descriptor(digits: str) -> int:
    """The number, or the largest of 64 bits when it has no room there."""
    digits = digits.lstrip("0")
    return min(int(digits or 0), 2**64 - 1) if len(digits) <= 20 else 2**64 - 1


def _quotes(word: Traced) -> int:
    return word.text.count("'") + word.text.count('"')


def _valid(line: str) -> str:
    return line if line.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", line)


def body_of(text: str, at: int, limit: int, marker: Marker) -> tuple[int, int, int] | None:
    """Where the body that starts at line start ``at`` ends, and where its terminator starts and ends; None without one.

    The terminator is the name alone on a line (before it, tabs, for ``<<-``), whatever carriage returns follow it.
    """
    name, chomp = marker.name, marker.chomp
    if name.endswith("\r") or (chomp and name.startswith("\t")):
        return None
    while True:
        found = text.find(name, at, limit)
        if found < 0:
            return None
        line_start = text.rfind("\n", at, found) + 1 or at
        line_end = text.find("\n", found, limit)
        if line_end < 0:
            line_end = limit
        before = text[line_start:found]
        if (not before or (chomp and not before.strip("\t"))) and not text[found + len(name) : line_end].strip("\r"):
            return line_start, found, found + len(name)
        if line_end >= limit:
            return None
        at = line_end + 1
