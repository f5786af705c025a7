"""When the memory of files that are done with is given back. It never frees any itself: that is the collector's job."""

from __future__ import annotations

SPAN = 10_000
"""So many objects pile up before they are looked through: those of some twenty files, about a megabyte.

What a file leaves behind is tied to itself and dies as a whole when its report is out. Looking more often finds little
more than the file that is being read, which lives; that was measured to take a tenth of a long run.
"""


def collect_seldom() -> None:
    """From now on clear away what files leave behind, and do not look through what is there by now: it is to stay."""
    import gc

    gc.freeze()
    gc.set_threshold(SPAN, 10, 10)
    gc.enable()
