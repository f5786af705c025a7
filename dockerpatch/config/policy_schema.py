"""The JSON Schema of `[policy]`, from the table of its keys. It never reads a config."""

from __future__ import annotations

from dockerpatch.reports.openvex import NOT_AFFECTED

from .policy_table import (
    GATE_WORDS,
    PATHS,
    PATHS_WORDS,
    REQUIRED,
    THRESHOLDS,
    VEX,
    VEX_WORDS,
    WAIVER,
    WAIVERS,
    WAIVERS_WORDS,
)
from .schema import GATES, described

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def json_schema(what: str) -> dict[str, Any]:
    """The schema of the whole table; ``what`` tells what it is for."""
    gates = {name: _thresholds(GATE_WORDS.format(name)) for name in GATES}
    found = _thresholds(what)
    found["properties"] |= {
        VEX: {
            "description": VEX_WORDS,
            "type": "array",
            "items": {"type": "string", "minLength": 1},
        },
        **gates,
        WAIVERS: {"description": WAIVERS_WORDS, "type": "array", "items": _waiver()},
    }
    return found


def _table(what: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "type": "object", "additionalProperties": False, "properties": properties}


def _thresholds(what: str) -> dict[str, Any]:
    own = {key.name: described(key) for key in THRESHOLDS}
    paths = {"description": PATHS_WORDS, "type": "object", "additionalProperties": _table("Thresholds.", own)}
    return _table(what, {**own, PATHS: paths})


def _waiver() -> dict[str, Any]:
    rule_only = dict.fromkeys(("package", "image", "status", "justification"), False)
    return {
        **_table("One waiver.", {key.name: {**described(key), **_length(key.type)} for key in WAIVER}),
        "required": list(REQUIRED),
        "oneOf": [
            {"required": ["id"], "properties": {"rule": False}},
            {"required": ["rule"], "properties": {"id": False, **rule_only}},
        ],
        "dependentRequired": {"justification": ["status"]},
        "if": {"required": ["justification"]},
        "then": {"properties": {"status": {"const": NOT_AFFECTED}}},
    }


def _length(type: str) -> dict[str, Any]:
    return {"minLength": 1} if type == "string" else {}
