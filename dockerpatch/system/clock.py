"""The door to the clock. Nothing else in the product asks what day it is, and a rule never does."""

from __future__ import annotations


def today() -> str:
    """The day it is in UTC, ``YYYY-MM-DD``: the same day for everyone who runs the same thing at the same moment."""
    import time

    return time.strftime("%Y-%m-%d", time.gmtime())
