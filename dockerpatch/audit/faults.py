"""What can be wrong with a file that is audited, as one line of words. It never decides what a run makes of it."""

from __future__ import annotations

from dockerpatch.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .place import Place

DAMAGED, LIMIT, UNSAFE, UNREAD, UNREADABLE = "damaged", "limit", "unsafe", "not-read", "unreadable"
"""The kinds of faults.

Bytes that are not what they say they are; more than is unpacked; a name that leads out of its archive; a kind of file
that is not read here; a file that the system does not give.
"""


class Fault(Exception):
    """Why a file, or the rest of it, cannot be audited: its kind and one line of words.

    ``place`` is the file that it is about; None: the innermost one that is being read.
    """

    def __init__(self, kind: str, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.place = place


def damaged(message: str, place: Place | None = None) -> Fault:
    return Fault(DAMAGED, message, place)


class Problem(Record):
    """A fault and where it is. ``fails``: whether the run is to say that it did not see all it was asked to."""

    __slots__ = ("fails", "kind", "message", "place")

    def __init__(self, place: Place, kind: str, message: str, fails: bool = True) -> None:
        self.place = place
        self.kind = kind
        self.message = message
        self.fails = fails
