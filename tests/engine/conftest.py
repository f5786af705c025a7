from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dockerpatch.engine.analyze import ActiveRule, Analysis, View, analyze
from dockerpatch.engine.fixpoint import Fixed, fix
from dockerpatch.engine.session import Session
from dockerpatch.lint.finding import SAFE, Finding, Fix
from dockerpatch.text.edit import Edit
from dockerpatch.text.source import Source
from dockerpatch.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Check = Callable[[Any], Iterator[Finding]]


class Info:
    """A rule that a test plants."""

    def __init__(self, code: str, check: Check, severity: str) -> None:
        self.code = code
        self.name = f"planted-{code.lower()}"
        self.family = "planted"
        self.on = ()
        self.severity = severity
        self.check = check
        self.family = "planted"
        self.on: tuple[str, ...] = ()
        self.needs: tuple[str, ...] = ()


class Day:
    as_of = "2026-08-22"


def replace(code: str, old: str, *edits: tuple[str, str], severity: str = "warning", safety: str = SAFE) -> ActiveRule:
    """A rule that finds each ``old`` in the text and would make the ``edits``: the first place of a text, another text.

    Without edits its findings have no fix.
    """

    def check(ctx: Any) -> Iterator[Finding]:
        text = ctx.source.text
        at = text.find(old)
        while at >= 0:
            made = []
            for before, after in edits:
                start = at if before == old else text.index(before)
                made.append(Edit(start, start + len(before), after))
            span = Span(at, at + len(old))
            fix_ = Fix(safety, "mend", made) if edits else None
            yield Finding(
                code=code,
                name=f"planted-{code.lower()}",
                severity=severity,
                message=f"{old!r} is here",
                path=ctx.source.path,
                span=span,
                covers=(covering(ctx, at),),
                fix=fix_,
                key=old,
            )
            at = text.find(old, at + 1)

    return active(code, check, severity)


def covering(ctx: Any, at: int) -> Span:
    for each in ctx.build.dockerfile.instructions:
        if each.start <= at < each.end:
            return Span(each.start, each.end)
    return Span(at, at + 1)


def active(code: str, check: Check, severity: str = "warning") -> ActiveRule:
    return ActiveRule(Info(code, check, severity), {}, "")  # type: ignore[arg-type]


class Bench:
    """The engine with planted rules in place of the real ones."""

    def __init__(self, *rules: ActiveRule) -> None:
        self.rules = rules
        self.texts: list[str] = []

    def analyze(self, source: Source) -> Analysis:
        self.texts.append(source.text)
        return analyze(source, View(self.rules, Day()))  # type: ignore[arg-type]

    def fix(self, text: str, unsafe: bool = False) -> Fixed:
        return fix(self.analyze(Source.of("Dockerfile", text)), self.analyze, unsafe)

    def fixed(self, text: str, unsafe: bool = False) -> str:
        return self.fix(text, unsafe).analysis.source.text

    def reasons(self, text: str, unsafe: bool = False) -> list[tuple[str, str]]:
        return [(one.finding.code, one.reason) for one in self.fix(text, unsafe).left]


@pytest.fixture
def bench() -> Callable[..., Bench]:
    return Bench


@pytest.fixture(scope="session")
def session() -> Session:
    return Session(change=lambda config: config.replace(as_of="2026-08-22"))


@pytest.fixture
def rule() -> Callable[..., ActiveRule]:
    return replace


@pytest.fixture
def plant() -> Callable[..., ActiveRule]:
    return active
