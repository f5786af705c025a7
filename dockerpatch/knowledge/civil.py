"""Days as integers, and their texts. It knows no time of day, no zone and no clock."""

from __future__ import annotations

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH = 735_174
"""Days from 0000-03-01 to 2013-01-01 in the proleptic Gregorian calendar."""


def day_number(text: str) -> int:
    """Days from 2013-01-01 to ``text`` ("YYYY-MM-DD"); negative before.

    Raises ValueError for anything but a real day.
    """
    digits = text[:4] + text[5:7] + text[8:]
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"not a date of the form YYYY-MM-DD: {text!r}")
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1] + (leap and month == 2):
        raise ValueError(f"no such day: {text!r}")
    # Years are counted from March, so that the leap day is the last one.
    if month < 3:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day - 1 - _EPOCH


def day_text(number: int) -> str:
    """The inverse of `day_number`."""
    days = number + _EPOCH
    era, rest = divmod(days, 146_097)
    year = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    rest -= 365 * year + year // 4 - year // 100
    month = (5 * rest + 2) // 153
    day = rest - (153 * month + 2) // 5 + 1
    year += 400 * era + (month >= 10)
    return f"{year:04d}-{month + 3 if month < 10 else month - 9:02d}-{day:02d}"
