"""The page of one rule, from its YAML alone. It never adds a word that the YAML does not say."""

from __future__ import annotations

import json

from dockerpatch.text.diff import unified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dockerpatch.rules.catalog import RuleInfo

FIXES = {
    "safe": "safe: made by `dockerpatch fix`",
    "unsafe": "up to unsafe: `dockerpatch fix` makes those that are safe, `--unsafe` the others",
    "display": "shown, for a person to finish",
    "none": "none",
}

HADOLINT = {
    "error": "error",
    "warning": "warning",
    "info": "note (hadolint says info)",
    "style": "note (hadolint says style)",
    "ignore": "off until it is asked for, as in hadolint",
}


def page(rule: RuleInfo) -> str:
    """The Markdown page of ``rule``."""
    docs = rule.docs
    parts = [
        f"# {rule.code} {rule.name}",
        f"{rule.summary}.",
        _facts(rule),
        "## Why",
        docs["why"].strip(),
        "## Fix",
        docs["fix"].strip(),
    ]
    if rule.options:
        parts += ["## Options", f"In the table `[rules.{rule.name}]` of the config.", _options(rule)]
    parts.append("## Examples")
    for example in docs["examples"]:
        parts += _example(rule, example)
    if docs["differs-from"]:
        parts.append("## How it differs")
        parts += [f"**{name}**: {text.strip()}" for name, text in docs["differs-from"].items()]
    if docs["sources"]:
        parts += ["## Sources", "\n".join(f"- {source}" for source in docs["sources"])]
    return "\n\n".join(parts) + "\n"


def runs(rule: RuleInfo) -> str:
    """When the rule runs, in words."""
    if rule.preview:
        return "when named (preview)"
    if not rule.default:
        return "when selected"
    return f"by default, once `{rule.setting}` is set" if rule.setting else "by default"


def _facts(rule: RuleInfo) -> str:
    same = ", ".join(f"`{name}`" for name in rule.same_as) or "-"
    rows = [
        ("severity", rule.severity),
        ("confidence", rule.confidence),
        ("runs", runs(rule)),
        ("fix", FIXES[rule.safety]),
        ("same as", same),
        ("in the profile `hadolint`", HADOLINT.get(rule.hadolint, "")),
        ("since", rule.since),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows if value)])


def _options(rule: RuleInfo) -> str:
    rows = []
    for name, option in sorted(rule.options.items()):
        choices = ": " + ", ".join(f"`{choice}`" for choice in option["choices"]) if "choices" in option else ""
        rows.append(
            f"| `{name}` | {option['type']}{choices} | `{toml(option['default'])}` | {option['what'].strip()} |"
        )
    return "\n".join(["| option | type | default | what |", "|---|---|---|---|", *rows])


def _example(rule: RuleInfo, example: Mapping[str, Any]) -> list[str]:
    parts = [f"### {example['title']}"]
    if "as-of" in example:
        parts.append(f"As of {example['as-of']}.")
    if example.get("config"):
        parts += ["With the config", fenced("toml", "\n".join(_toml_lines(example["config"])))]
    if "dockerignore" in example:
        parts += ["With the `.dockerignore`", fenced("text", example["dockerignore"])]
    parts.append(fenced("dockerfile", example["input"]))
    if example["findings"]:
        parts.append("\n".join(_finding(rule, finding) for finding in example["findings"]))
    else:
        parts.append("Nothing is found.")
    for key, words in (("output", "Fixed:"), ("unsafe-output", "Fixed with `--unsafe`:")):
        if key in example:
            diff = unified(example["input"], example[key], "Dockerfile")
            parts += [words, fenced("diff", diff)]
    return parts


def _finding(rule: RuleInfo, finding: Mapping[str, Any]) -> str:
    place = f"line {finding['line']}" + (f", column {finding['column']}" if "column" in finding else "")
    words = f": {finding['text']}" if "text" in finding else ""
    return f"- {finding.get('code', rule.code)}, {place}{words}"


def fenced(language: str, text: str) -> str:
    """``text`` as a code block that no backticks in it can end."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}"


def toml(value: object) -> str:
    """A plain value as TOML writes it on one line."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _toml_lines(table: Mapping[str, Any], above: str = "") -> list[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = [f"{_key(key)} = {toml(value)}" for key, value in plain.items()]
    for key, value in table.items():
        if isinstance(value, dict):
            name = f"{above}{_key(key)}"
            # A table that holds tables only needs no line of its own.
            head = ["", f"[{name}]"] if any(not isinstance(one, dict) for one in value.values()) else []
            lines += [*head, *_toml_lines(value, f"{name}.")]
    return lines if above else lines[lines[:1] == [""] :]


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else json.dumps(key)
