"""The base score of a CVSS 3 vector (FIRST's specification, section 7): osv-scanner writes vectors without scores.

It never scores other versions: those of CVSS 4 need a table of their own, and CVSS 2 has other bands.
"""

from __future__ import annotations

_WEIGHTS = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
# The rights that are needed weigh less when the scope changes.
_RIGHTS = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}


def base_score(vector: str) -> str:
    """The score, such as "7.5"; "" when ``vector`` is no whole vector of CVSS 3.0 or 3.1."""
    head, *parts = vector[:200].split("/")
    if head not in ("CVSS:3.0", "CVSS:3.1"):
        return ""
    told = dict(part.split(":", 1) for part in parts if ":" in part)
    try:
        scope = told["S"]
        weight = {name: values[told[name]] for name, values in _WEIGHTS.items()}
        weight["PR"] = _RIGHTS[scope][told["PR"]]
    except KeyError:
        return ""
    loss = 1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"])
    impact = 6.42 * loss if scope == "U" else 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15
    if impact <= 0:
        return "0.0"
    ease = 8.22 * weight["AV"] * weight["AC"] * weight["PR"] * weight["UI"]
    return _rounded_up(min((impact + ease) * (1 if scope == "U" else 1.08), 10))


def _rounded_up(score: float) -> str:
    """To one decimal, upwards; in whole numbers, so that the 15th decimal of a float does not count."""
    whole = round(score * 100_000)
    tenths = whole // 10_000 + (whole % 10_000 > 0)
    return f"{tenths // 10}.{tenths % 10}"
