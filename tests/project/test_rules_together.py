"""A rule is four files: its words, its logic, its tests and its page. None goes without the others."""

from __future__ import annotations

import ast
import functools
import inspect
import pathlib
import re

import pytest

from dockerpatch.rules.catalog import RuleInfo, by_key, load
from dockerpatch.rules.compile import rule_files

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULES = load()


def place(rule: RuleInfo) -> str:
    return "/".join(rule.module.split(".")[2:])


def modules() -> set[str]:
    """Every module in a family of rules that defines a function ``check``."""
    found = set()
    for path in (ROOT / "dockerpatch" / "rules").glob("*/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "check" for node in tree.body):
            found.add(f"{path.parent.name}/{path.stem}")
    return found


@functools.cache
def texts() -> frozenset[str]:
    """Every text constant in the code: a message may be chosen in a room below the rule."""
    found: set[str] = set()
    for path in (ROOT / "dockerpatch").rglob("*.py"):
        if path.name not in ("_compiled.py", "_docs.py"):
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(found)


def test_words_and_logic_go_together() -> None:
    words = {name.removesuffix(".yaml") for name in rule_files(str(ROOT / "rules"))}
    assert words == {place(rule) for rule in RULES}
    assert words == modules()


def test_there_are_rules() -> None:
    assert RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_tests_and_a_page(rule: RuleInfo) -> None:
    family, name = place(rule).split("/")
    tests = ROOT / "tests" / "rules" / family / f"test_{name}.py"
    assert tests.is_file(), f"{rule.code} has no tests"
    assert re.search(r"^def test_", tests.read_text(encoding="utf-8"), re.MULTILINE), f"{tests.name} tests nothing"
    assert (ROOT / "docs" / "rules" / f"{rule.code}.md").is_file(), f"{rule.code} has no page: run python -m tools.docs"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_logic_uses_the_words_of_the_rule(rule: RuleInfo) -> None:
    assert list(inspect.signature(rule.check).parameters) == ["ctx"]
    unused = [name for name in (*rule.messages, *rule.options) if name not in texts()]
    assert unused == [], f"nothing in the logic names {', '.join(unused)}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_shown_finding_and_silent(rule: RuleInfo) -> None:
    examples = rule.docs["examples"]
    assert any(example["findings"] for example in examples), "no example has a finding"
    assert any(not example["findings"] for example in examples), "no example is silent"
    if rule.safety == "safe":
        assert any("output" in example for example in examples), "no example shows the fix"


def test_a_code_and_a_name_call_one_rule() -> None:
    for rule in RULES:
        assert by_key(rule.code) == (rule,)
        assert by_key(rule.name) == (rule,)
