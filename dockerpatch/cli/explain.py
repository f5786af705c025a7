"""The command ``explain``: a rule's page in the terminal. It never adds a word that the rule's YAML does not say."""

from __future__ import annotations

from dockerpatch.config.select import is_shellcheck
from dockerpatch.engine.report import CLEAN
from dockerpatch.engine.rulebook import rulebook
from dockerpatch.rules import catalog
from dockerpatch.text.diff import unified
from dockerpatch.text.suggest import did_you_mean

from .page import Page
from .problems import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dockerpatch.rules.catalog import RuleInfo

FIXES = {
    "safe": "safe: `dockerpatch fix` makes it",
    "unsafe": "up to unsafe: `dockerpatch fix --unsafe` makes what `dockerpatch fix` does not",
    "display": "a suggestion: a person must finish it",
    "none": "none",
}


def explain(word: str) -> int:
    """Print the page of each rule that answers to ``word``. Raises UsageError when none does."""
    page = Page()
    for count, rule in enumerate(answering(word)):
        if count:
            page.row()
            page.row()
        _explain(page, rule)
    page.print()
    return CLEAN


def answering(word: str) -> tuple[RuleInfo, ...]:
    """The rules that are called ``word``, by us or by another tool, case aside. UsageError when there is none."""
    wanted = word.strip().upper()
    rules = rulebook()
    found = catalog.by_key(wanted, rules)
    if not found and is_shellcheck(wanted):
        raise UsageError(f"{word} is found by ShellCheck, which explains it: https://www.shellcheck.net/wiki/{wanted}")
    if not found:
        near = did_you_mean(word, (key for rule in rules for key in rule.keys), quoted=False)
        raise UsageError(f"no rule is called {word}{near} (`dockerpatch rules` lists all)")
    return found


def runs(rule: RuleInfo) -> str:
    """When the rule runs, in words."""
    if rule.preview:
        return "when selected by its full name (preview)"
    if not rule.default:
        return "when selected"
    return f"by default, once `{rule.setting}` is set" if rule.setting else "by default"


def _explain(page: Page, rule: RuleInfo) -> None:
    docs = rule.docs
    page.row(page.paint("bold", f"{rule.code} {rule.name}"))
    page.row()
    page.words(f"{rule.summary}.", "")
    page.row()
    page.facts(
        [
            ("severity", rule.severity),
            ("confidence", rule.confidence),
            ("runs", runs(rule)),
            ("fix", FIXES[rule.safety]),
            ("same as", ", ".join(rule.same_as)),
            ("since", rule.since),
        ]
    )
    for title, text in (("Why", docs["why"]), ("Fix", docs["fix"])):
        if text:
            page.heading(title)
            page.words(text)
    for example in docs["examples"]:
        _example(page, example)
    if rule.options:
        page.heading(f"Settings, in [rules.{rule.name}] of the config")
        page.facts([(name, _option(option)) for name, option in sorted(rule.options.items())])
    if docs["differs-from"]:
        page.heading("How it differs")
        page.facts([(name, text.strip()) for name, text in docs["differs-from"].items()])
    page.heading("Silence it")
    page.code(f"# dockerpatch: ignore[{rule.code}] reason=...", "  ")
    if docs["sources"]:
        page.heading("Sources")
        for source in docs["sources"]:
            page.words(f"- {source}")


def _option(option: Mapping[str, Any]) -> str:
    choices = f" (one of {', '.join(map(str, option['choices']))})" if option.get("choices") else ""
    default = option["default"]
    shown = ", ".join(map(str, default)) if isinstance(default, list | tuple) else default
    return f"{option['what']}{choices} Default: {str(shown).lower() if isinstance(shown, bool) else shown or 'none'}."


def _example(page: Page, example: Mapping[str, Any]) -> None:
    said = [f"as of {example['as-of']}"] if example.get("as-of") else []
    config = example.get("config")
    page.heading(f"Example: {example['title']}" + (f" ({', '.join(said)})" if said else ""))
    for name, value in (config or {}).items():
        page.row(f"  {name} = {_setting(value)}")
    if "dockerignore" in example:
        page.row(f"  .dockerignore: {', '.join(example['dockerignore'].split())}")
    text = example["input"]
    for key, label in (("output", ""), ("unsafe-output", "With --unsafe:")):
        output = example.get(key)
        if output is not None and output != text:
            if label:
                page.row(f"  {label}")
            page.diff(unified(text, output, "Dockerfile", 1000))
            return
    page.code(text)
    if not example["findings"]:
        page.row("  Nothing is reported.")


def _setting(value: object) -> str:
    """A value of a config, as TOML writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_setting(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_setting(one) for one in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
