"""Tries a rule on the examples that stand with it. It never looks at another rule's findings."""

from __future__ import annotations

from dockerpatch.config.load import Reader, Wrong
from dockerpatch.config.settings import Config

from .session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from dockerpatch.rules.catalog import RuleInfo

    from .report import FileReport


def trials(rule: RuleInfo, rules: Sequence[RuleInfo]) -> Iterator[tuple[str, str]]:
    """Each example's title, and what is wrong with it ("": it holds). ``rules`` are all there are."""
    for example in rule.docs["examples"]:
        yield example["title"], "; ".join(_faults(rule, example, rules))


def session_of(rule: RuleInfo, example: Mapping[str, Any], rules: Sequence[RuleInfo]) -> Session:
    """A session with the example's config and day; only this rule runs, unless the config selects. Raises Wrong."""
    values: dict[str, Any] = Reader(rules).read(example.get("config", {}))
    values.setdefault("select", (rule.code,))
    if "as-of" in example:
        values["as_of"] = example["as-of"]
    return Session(change=lambda _: Config(**values), rules=rules)


def _faults(rule: RuleInfo, example: Mapping[str, Any], rules: Sequence[RuleInfo]) -> Iterator[str]:
    try:
        session = session_of(rule, example, rules)
    except Wrong as wrong:
        yield f"config: {wrong.message}"
        return
    text = example["input"]
    report = session.check_text(text)
    yield from (f"error: {error.message}" for error in report.errors)
    yield from _findings(rule, example, report)
    safe = example.get("output", text)
    for unsafe, wanted in ((False, safe), (True, example.get("unsafe-output", safe))):
        fixed = _fixed(session, text, unsafe)
        words = "all fixes" if unsafe else "the safe fixes"
        if fixed != wanted:
            yield f"{words} give\n{_quoted(fixed)}\n  and not\n{_quoted(wanted)}"
        elif _fixed(session, fixed, unsafe) != fixed:
            yield f"{words} change what they made when they are made again"


def _findings(rule: RuleInfo, example: Mapping[str, Any], report: FileReport) -> Iterator[str]:
    assert report.source is not None
    found = [(one.code, report.source.position(one.span.start), one.message) for one in report.findings]
    wanted = example["findings"]
    lines = [(one.get("code", rule.code), one["line"]) for one in wanted]
    if [(code, place.line) for code, place, _ in found] != lines:
        places = ", ".join(f"line {place.line}" for _, place, _ in found) or "nothing"
        yield f"finds {places}, should find {', '.join(f'line {line}' for _, line in lines) or 'nothing'}"
        return
    for (_, place, message), one in zip(found, wanted, strict=True):
        if place.column != one.get("column", place.column):
            yield f"finds line {place.line}, column {place.column}, should find column {one['column']}"
        if one.get("text", "") not in message:
            yield f"says {message!r}, should say {one['text']!r}"


def _fixed(session: Session, text: str, unsafe: bool) -> str:
    report = session.fix_text(text, unsafe=unsafe)
    return text if report.fixed_source is None else report.fixed_source.text


def _quoted(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
