"""The command ``rules``: the table of all rules. It never imports a rule's logic."""

from __future__ import annotations

from dockerpatch.engine.report import CLEAN
from dockerpatch.engine.rulebook import rulebook

from . import terminal
from .page import Page, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.rules.catalog import RuleInfo


def rules(form: str) -> int:
    """Print all rules, ordered by code, as a table or as JSON."""
    found = rulebook()
    if form == "json":
        import json

        terminal.out().write(json.dumps([_data(rule) for rule in found], indent=2) + "\n")
        return CLEAN
    page = Page()
    rows = [(rule.code, rule.name, rule.severity, _on(rule), _boldest(rule), rule.summary) for rule in found]
    head, *body = table(("code", "name", "severity", "runs", "fix", "what it finds"), rows)
    page.row(page.paint("bold", head))
    for row in body:
        page.row(row)
    page.print()
    return CLEAN


def _on(rule: RuleInfo) -> str:
    if rule.preview:
        return "preview"
    return "off" if not rule.default else "if set" if rule.setting else "on"


def _boldest(rule: RuleInfo) -> str:
    """What its fixes may cost at most; a rule with unsafe ones has safe ones as a rule."""
    return "up to unsafe" if rule.safety == "unsafe" else rule.safety


def _data(rule: RuleInfo) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "default": rule.default,
        "setting": rule.setting or None,
        "preview": rule.preview,
        "fix": rule.safety,
        "same_as": rule.same_as,
        "since": rule.since,
        "options": rule.options,
    }
