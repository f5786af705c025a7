"""Names of licences, as the SPDX list that `packaging` carries has them. It never says whether one is free."""

from __future__ import annotations

import re

LONGEST = 1000
"""An expression with more characters is not read."""

# Deprecated names for which the list has better ones, but for those that end in "-only" and "-or-later" today.
_RETIRED = frozenset(
    "bzip2-1.0.5 eCos-2.0 Nunit StandardML-NJ wxWindows BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD".split()
)


def is_expression(text: str) -> bool:
    """Whether ``text`` is a licence expression of SPDX: names of the list in their spelling, LicenseRefs, operators."""
    if text != text.strip() or len(text) > LONGEST:
        return False
    # A licence of another document is known by its own name here.
    text = re.sub(r"DocumentRef-[A-Za-z0-9.-]++:(?=LicenseRef-)", "", text)
    found = _canonical(text)
    return found is not None and found.replace(" ", "") == "".join(text.split())


def is_name(text: str) -> bool:
    """Whether ``text`` is one name of the list in its spelling, and not a deprecated one."""
    if re.fullmatch(r"[A-Za-z0-9.-]+", text) is None or _canonical(text) != text or text[:11] == "LicenseRef-":
        return False
    return text not in _RETIRED and "-with-" not in text and _canonical(f"{text}-only") is None


def _canonical(text: str) -> str | None:
    """The expression in the spelling of the list; None for one that is none."""
    # The library has Python read what it makes of the text, which is not for texts without end.
    if len(text) > LONGEST or text.count("(") > 50:
        return None
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return None
