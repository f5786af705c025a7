"""Every example of every rule: what it finds, what its fixes make of it, and that fixing twice is fixing once."""

from __future__ import annotations

from typing import Any

import pytest

from dockerpatch.config.load import Reader
from dockerpatch.config.settings import Config
from dockerpatch.engine.session import Session
from dockerpatch.engine.surroundings import Surroundings
from dockerpatch.rules.catalog import RuleInfo, load

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code} {example['title']}")
    for rule in load()
    for example in rule.docs["examples"]
]


def session_of(rule: RuleInfo, example: dict[str, Any]) -> Session:
    """A session with the example's config and day; only this rule runs, unless the config selects."""
    values: dict[str, Any] = Reader(load()).read(example.get("config", {}))
    values.setdefault("select", (rule.code,))
    if "as-of" in example:
        values["as_of"] = example["as-of"]
    return Session(change=lambda _: Config(**values))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_findings(rule: RuleInfo, example: dict[str, Any]) -> None:
    around = Surroundings.of_text(example.get("dockerignore"))
    report = session_of(rule, example).check_text(example["input"], around=around)
    assert report.source is not None
    assert [error.message for error in report.errors] == []
    found = [(finding.code, report.source.position(finding.span.start), finding.message) for finding in report.findings]
    wanted = [(finding.get("code", rule.code), finding["line"]) for finding in example["findings"]]
    assert [(code, place.line) for code, place, _ in found] == wanted
    for (_, place, message), finding in zip(found, example["findings"], strict=True):
        assert place.column == finding.get("column", place.column)
        assert finding.get("text", "") in message


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_fixes(rule: RuleInfo, example: dict[str, Any]) -> None:
    session = session_of(rule, example)
    around = Surroundings.of_text(example.get("dockerignore"))
    safe = example.get("output", example["input"])
    for unsafe, wanted in ((False, safe), (True, example.get("unsafe-output", safe))):
        report = session.fix_text(example["input"], unsafe=unsafe, around=around)
        fixed = example["input"] if report.fixed_source is None else report.fixed_source.text
        assert fixed == wanted
        again = session.fix_text(fixed, unsafe=unsafe, around=around)
        assert again.fixed_source is None, "fixing twice is not fixing once"
