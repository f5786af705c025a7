"""One spelling for the names that tools give a flaw. It never knows which flaws there are."""

from __future__ import annotations

import re

_TRIVY = r"(?:AVD-)?DS-?(\d{1,4})"


def canonical(name: str) -> str:
    """``name`` in upper case, as names are compared: Trivy's ``DS002`` and ``AVD-DS-0002`` are its ``DS-0002``."""
    upper = name.strip().upper()
    if upper[:2] in ("DS", "AV"):
        found = re.fullmatch(_TRIVY, upper)
        if found is not None:
            return f"DS-{int(found[1]):04}"
    return upper
