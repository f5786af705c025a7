"""One spelling for the names that tools give a flaw. It never knows which flaws there are."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .finding import Finding

_TRIVY = r"(?:AVD-)?DS-?(\d{1,4})"

# One of these is in every comment that silences something.
_MARKS = ("ignore", "skip", "nosem", "kics-scan")


def canonical(name: str) -> str:
    """``name`` in upper case, as names are compared: Trivy's ``DS002`` and ``AVD-DS-0002`` are its ``DS-0002``."""
    upper = name.strip().upper()
    if upper[:2] in ("DS", "AV"):
        found = re.fullmatch(_TRIVY, upper)
        if found is not None:
            return f"DS-{int(found[1]):04}"
    return upper


def names_of(finding: Finding) -> list[str]:
    """All names of the finding's flaw, in one spelling."""
    return [finding.code.upper(), finding.name.upper(), *map(canonical, finding.same_as)]


def may_silence(text: str) -> bool:
    """Whether a file may hold a comment that silences something; False is certain, and costs next to nothing."""
    if "#" not in text:
        return False
    lowered = text.lower()
    return any(mark in lowered for mark in _MARKS)
