from __future__ import annotations

import pytest

from dockerpatch.rules.catalog import RuleInfo


def make_rule(code: str, name: str, same_as: tuple[str, ...] = (), **changes: object) -> RuleInfo:
    values: dict[str, object] = {
        "code": code,
        "name": name,
        "family": "freshness",
        "module": "none",
        "since": "0.1.0",
        "severity": "warning",
        "confidence": "high",
        "default": True,
        "preview": False,
        "same_as": same_as,
        "summary": name,
        "safety": "safe",
        "messages": {},
        "advice": {},
        "options": {},
    }
    return RuleInfo(**{**values, **changes})


@pytest.fixture(scope="session")
def rules() -> tuple[RuleInfo, ...]:
    options = {
        "packages": {"type": "strings", "default": ["zlib"], "what": "Which."},
        "depth": {"type": "integer", "default": 2, "what": "How deep."},
        "style": {"type": "string", "default": "a", "choices": ["a", "b"], "what": "Which way."},
        "strict": {"type": "boolean", "default": False, "what": "Whether."},
    }
    return (
        make_rule("DP101", "delisted-base-tag"),
        make_rule("DP102", "floating-base-tag", ("DL3006", "DL3007")),
        make_rule("DP103", "end-of-life-base", default=False),
        make_rule("DP201", "missing-apk-upgrade", options=options),
        make_rule("DP204", "missing-apt-upgrade", default=False),
        make_rule("DL3027", "apt-in-script", hadolint="warning"),
        make_rule("StageNameCasing", "stage-name-casing", ("tally/stage-casing",)),
        make_rule("DP900", "brand-new", preview=True),
    )
