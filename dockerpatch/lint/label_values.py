"""What a label's value has to be to be of a type that the config names. It never looks at a licence: see the model.

Each type is here twice where hadolint is not to the letter of the standard it names, or the other way round.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 2000
"""A value with more characters is of no type but text."""

_ID = r"[0-9A-Za-z-]+"
_NUMBER = r"(?:0|[1-9][0-9]*+)"
_SEMVER = (
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-(?:{_NUMBER}|(?=[0-9]*+[A-Za-z-]){_ID})(?:\.(?:{_NUMBER}|(?=[0-9]*+[A-Za-z-]){_ID}))*+)?(?:\+{_ID}(?:\.{_ID})*+)?"
)
_SEMVER_LOOSE = rf"[0-9]++\.[0-9]++\.[0-9]++(?:-(?:{_ID}(?:\.{_ID})*+\.?)?)?(?:\+(?:{_ID}(?:\.{_ID})*+\.?)?)?"

_TIME = (
    r"([0-9]{4,})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]*+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})"
)
_LOOSE_ONLY = r"\.(?:[Zz+-])|[+-][0-9]{4}\Z"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# RFC 3986.
_PLAIN = r"A-Za-z0-9._~!$&'()*+,;="
_ESCAPED = r"%[0-9A-Fa-f]{2}"
_PATH = rf"(?:[{_PLAIN}:@/-]|{_ESCAPED})*+"
_QUERY = rf"(?:[{_PLAIN}:@/?-]|{_ESCAPED})*+"
_USER = rf"(?:(?:[{_PLAIN}:-]|{_ESCAPED})*+@)?"
_HOST = rf"(?:\[(?:(?=[^:\]]*+:)[0-9A-Fa-f:.]++|[vV][0-9A-Fa-f]++\.[{_PLAIN}:-]++)\]|(?:[{_PLAIN}-]|{_ESCAPED})*+)"
_URL = (
    rf"[A-Za-z][A-Za-z0-9+.-]*+:(?://{_USER}{_HOST}(?::[0-9]*+)?(?:/{_PATH})?+|(?!//){_PATH})"
    rf"(?:\?{_QUERY})?(?:\#{_QUERY})?"
)

# RFC 5322, with the comments and blanks that it lets stand between the parts.
_BETWEEN = r"(?:[ \t]++|\((?:[^()\\]|\\.)*+\))*+"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++"
_WORD = rf'{_BETWEEN}(?:{_ATOM}|"(?:[^"\\]|\\.)*+"){_BETWEEN}'
_LABEL = rf"{_BETWEEN}[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?{_BETWEEN}"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*+\.?|{_BETWEEN}\[[^][\\]*+\]{_BETWEEN})"
_MAIL = rf"({_WORD}(?:\.{_WORD})*+)@({_DOMAIN})"


def is_hash(value: str, loose: bool = False) -> bool:
    """Whether the value is the name of a git commit: all of it or an abbreviation, as ``git`` writes it.

    Hadolint (``loose``) takes abbreviations of seven digits only, and none of a SHA-256.
    """
    return re.fullmatch(r"[0-9a-f]{7}|[0-9a-f]{40}" if loose else r"[0-9a-f]{7,40}|[0-9a-f]{64}", value) is not None


def is_semver(value: str, loose: bool = False) -> bool:
    """Whether the value is a version of Semantic Versioning 2.0. Hadolint takes empty parts and leading zeros too."""
    return _matches(_SEMVER_LOOSE if loose else _SEMVER, value)


def is_rfc3339(value: str, loose: bool = False) -> bool:
    """Whether the value is a time of RFC 3339. Hadolint takes blanks around it, and zones of its own."""
    found = re.fullmatch(_TIME, value.strip() if loose else value)
    if found is None or (not loose and (len(found[1]) > 4 or re.search(_LOOSE_ONLY, value))):
        return False
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    if not (1 <= month <= 12 and hour < 24 and minute < 60 and second <= 60):
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= _DAYS[month - 1] or (month == 2 and day == 29 and not leap):
        return False
    zone = found[7]
    return loose or zone in "Zz" or (int(zone[1:3]) < 24 and int(zone[4:]) < 60)


def is_url(value: str, loose: bool = False) -> bool:
    """Whether the value is a URI with a scheme, as RFC 3986 has it, and names a host or at least something.

    Hadolint takes any scheme with nothing behind it.
    """
    if not _matches(_URL, value):
        return False
    return loose or value.partition(":")[2].strip("/") != ""


def is_email(value: str, loose: bool = False) -> bool:
    """Whether the value is an address of RFC 5322. Hadolint takes comments and blanks in it."""
    if len(value) > LONGEST or not value.isascii() or (not loose and re.search(r'[ \t()"]', value)):
        return False
    found = re.fullmatch(_MAIL, value)
    return found is not None and len(found[1].strip()) <= 64 and len(found[1]) + len(found[2]) < 255


CHECKS: dict[str, Callable[[str, bool], bool]] = {
    "hash": is_hash,
    "semver": is_semver,
    "rfc3339": is_rfc3339,
    "url": is_url,
    "email": is_email,
}
"""By type: whether a value is of it, to hadolint when the second argument is True."""


def _matches(pattern: str, value: str) -> bool:
    return len(value) <= LONGEST and re.fullmatch(pattern, value) is not None
