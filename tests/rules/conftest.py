"""A rule by itself, or all of them, on a text: what is found, and what becomes of it."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from dockerpatch.engine.report import FileReport
from dockerpatch.engine.session import Session
from dockerpatch.lint.finding import Finding

SNAPSHOT = "2026-08-22"


class _Table(dict[str, object]):
    """A table of the config that a session can be remembered by."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self)))


@functools.cache
def _session(day: str, codes: tuple[str, ...], config: tuple[tuple[str, object], ...]) -> Session:
    return Session(change=lambda own: own.replace(as_of=day, select=codes, **dict(config)))


class Rules:
    """The rules named by ``codes`` (prefixes), on one day."""

    def __init__(self, *codes: str, day: str = SNAPSHOT, **config: object) -> None:
        settings = {name: _Table(value) if isinstance(value, dict) else value for name, value in config.items()}
        self.session = _session(day, codes, tuple(sorted(settings.items())))

    def report(self, text: str) -> FileReport:
        report = self.session.check_text(text)
        assert [error.message for error in report.errors] == []
        return report

    def findings(self, text: str) -> list[Finding]:
        return self.report(text).findings

    def only(self, text: str) -> Finding:
        """The one finding there is."""
        found = self.findings(text)
        assert len(found) == 1, found
        return found[0]

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Line, column and words of each finding."""
        report = self.report(text)
        assert report.source is not None
        return [
            (at.line, at.column, finding.span.text(text))
            for finding in report.findings
            for at in [report.source.position(finding.span.start)]
        ]

    def messages(self, text: str) -> list[str]:
        return [finding.message for finding in self.findings(text)]

    def fixed(self, text: str, *, unsafe: bool = False) -> str:
        """The text after all fixes; fixing once must be fixing for good."""
        report = self.session.fix_text(text, unsafe=unsafe)
        assert [left.reason for left in report.left if left.reason.startswith("not applied")] == []
        if report.fixed_source is None:
            return text
        again = self.session.fix_text(report.fixed_source.text, unsafe=unsafe)
        assert again.fixed_source is None, "fixing twice is not fixing once"
        return report.fixed_source.text


@pytest.fixture(scope="session")
def rules() -> Callable[..., Rules]:
    return Rules
