"""The command ``rules test``: rules of the user's own, tried on the examples beside them. It writes nothing."""

from __future__ import annotations

import os

from dockerpatch.engine.report import CLEAN, FINDINGS, NO_INPUT
from dockerpatch.engine.trial import trials
from dockerpatch.rules import catalog, own
from dockerpatch.system.files import shown

from .page import Page
from .problems import UsageError


def rules_test(paths: tuple[str, ...]) -> int:
    """Try each rule in the files and folders ``paths``; 1 when one does not do what its examples say, or has none."""
    files = []
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{shown(path)}: no such file or folder")
        files += own.rule_files(path, python=True)
    page = Page()
    if not files:
        page.row(f"no rule found in {', '.join(map(shown, paths))}")
        page.print()
        return NO_INPUT
    rules = own.read_rules(files)
    every = (*catalog.load(), *rules)
    bad = count = 0
    for rule in rules:
        results = list(trials(rule, every))
        count += len(results)
        wrong = [(title, fault) for title, fault in results if fault]
        bad += bool(wrong) or not results
        said = "no examples: nothing says that it works" if not results else _tried(len(results), len(wrong))
        page.row(f"{rule.code} {rule.name}: {page.paint('bold', said) if wrong or not results else said}")
        for title, fault in wrong:
            page.row(f"  {title}: {fault}")
    page.row(f"{_count(len(rules), 'rule')}, {_count(count, 'example')}, {bad} with faults")
    page.print()
    return FINDINGS if bad else CLEAN


def _tried(count: int, wrong: int) -> str:
    examples = _count(count, "example")
    return f"{examples}, {wrong} wrong" if wrong else f"{examples}, all well"


def _count(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
