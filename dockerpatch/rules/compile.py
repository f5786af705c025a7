"""Compiles the rules' YAML to two Python modules: what every run needs, and what only explain and the docs need.

It never imports a rule's logic, and nothing imports it on the way of a check but a checkout whose YAML is newer.
"""

from __future__ import annotations

import os
import re

from .schema import Fault, RuleFileError, check, plain, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from typing import Any

    from ruamel.yaml.nodes import Node

COMPILED, DOCS = "_compiled.py", "_docs.py"
COLUMNS = (
    "code",
    "name",
    "family",
    "module",
    "since",
    "severity",
    "confidence",
    "default",
    "preview",
    "same_as",
    "summary",
    "safety",
    "messages",
    "advice",
    "options",
    "needs",
    "on",
    "hadolint",
    "setting",
)
"""What one row of the compiled table holds, in the order of the row."""

_HEAD = '"""Generated from rules/**/*.yaml, never edited."""\n\nfrom __future__ import annotations\n\n'


def rule_files(folder: str) -> list[str]:
    """The rule files below ``folder``, as ``family/rule.yaml``, sorted. A missing folder raises RuleFileError."""
    try:
        families = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and entry.name[:1] != ".")
    except OSError as error:
        raise RuleFileError(folder, 1, 1, error.strerror or "cannot be read") from None
    found = []
    for family in families:
        names = sorted(os.listdir(os.path.join(folder, family)))
        found += [f"{family}/{name}" for name in names if name.endswith((".yaml", ".yml")) and name[0] != "."]
    return found


def compile_rules(folder: str, target: str) -> None:
    """Write the modules for the rules below ``folder`` into the folder ``target``, each whole or not at all.

    Raises RuleFileError for the first file that is not right; nothing is written then.
    """
    rules = read_rules(folder)
    compiled, docs = render(rules)
    os.makedirs(target, exist_ok=True)
    for name, text in ((DOCS, docs), (COMPILED, compiled)):
        path = os.path.join(target, name)
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(temporary, path)


def read_rules(folder: str) -> list[dict[str, Any]]:
    """The checked rules below ``folder`` as their YAML says them, with ``family`` and ``module``, ordered by code."""
    schema = _schema()
    rules: list[dict[str, Any]] = []
    taken: dict[str, str] = {}
    for inside in rule_files(folder):
        path = os.path.join(folder, *inside.split("/"))
        rule = read_rule(path, inside, schema)
        for key in (rule["code"], rule["name"]):
            if key in taken:
                raise RuleFileError(path, 1, 1, f"{key!r} is already taken by {taken[key]}")
            taken[key] = path
        rules.append(rule)
    return sorted(rules, key=lambda rule: str(rule["code"]))


def _schema() -> dict[str, Any]:
    import json

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rule.schema.json")
    with open(path, encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)
    return schema


def read_rule(path: str, inside: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """One checked rule file. ``inside`` is its place below the folder of rules: ``family/rule.yaml``."""
    try:
        with open(path, encoding="utf-8", newline=None) as file:
            text = file.read()
    except UnicodeDecodeError:
        raise RuleFileError(path, 1, 1, "not UTF-8") from None
    except OSError as error:
        raise RuleFileError(path, 1, 1, error.strerror or "cannot be read") from None
    root = read(path, text)
    for fault in check(root, _schema() if schema is None else schema):
        raise _at(path, fault)
    for fault in _check_sense(root, inside):
        raise _at(path, fault)
    family, file_name = inside.split("/")
    stem = file_name.rpartition(".")[0]
    return {**plain(root), "family": family, "module": f"dockerpatch.rules.{family}.{stem}"}


def _at(path: str, fault: Fault) -> RuleFileError:
    mark = fault.node.start_mark
    return RuleFileError(path, mark.line + 1, mark.column + 1, fault.message)


def _check_sense(root: Node, inside: str) -> Iterator[Fault]:
    """What a schema cannot say."""
    nodes = {key.value: value for key, value in root.value}
    wanted = nodes["name"].value.replace("-", "_") + ".yaml"
    if inside.rpartition("/")[2] != wanted:
        yield Fault(nodes["name"], f"the file of this rule must be called {wanted}")
    for words in ("messages", "advice"):
        for _, text in nodes[words].value if words in nodes else ():
            yield from check_fields(text)
    for _, option in nodes["options"].value if "options" in nodes else ():
        yield from _check_default(option)
    for example in nodes["examples"].value:
        yield from check_example(example)


def check_fields(node: Node, known: Container[str] | None = None) -> Iterator[Fault]:
    """A message may hold plain ``{names}`` only (those ``known``): no index, attribute, conversion or format."""
    from string import Formatter

    try:
        for _, field, form, conversion in Formatter().parse(node.value):
            if field is not None and (form or conversion or not re.fullmatch(r"[a-z][a-z_0-9]*", field)):
                yield Fault(node, f"{{{field}}} must be a plain name in braces")
            elif field is not None and known is not None and field not in known:
                yield Fault(node, f"{{{field}}} is nothing that is known of a place")
    except ValueError as error:
        yield Fault(node, f"braces: {error}")


def _check_default(option: Node) -> Iterator[Fault]:
    nodes = {key.value: value for key, value in option.value}
    default, choices = plain(nodes["default"]), plain(nodes["choices"]) if "choices" in nodes else None
    types = {"string": str, "integer": int, "boolean": bool, "strings": list}
    if type(default) is not types[nodes["type"].value]:
        yield Fault(nodes["default"], f"the default must be of the type {nodes['type'].value}")
    elif choices and default not in choices:
        yield Fault(nodes["default"], f"the default must be one of {', '.join(choices)}")


def check_example(example: Node) -> Iterator[Fault]:
    """What an example says of itself: lines that are there, and no output that is the input."""
    nodes = {key.value: value for key, value in example.value}
    if "input" not in nodes or "findings" not in nodes:
        return
    lines = nodes["input"].value.count("\n") + 1
    for finding in nodes["findings"].value:
        for key, value in finding.value:
            if key.value == "line" and int(value.value) > lines:
                yield Fault(value, f"the input has {lines} lines")
    for name in ("output", "unsafe-output"):
        if name in nodes and nodes[name].value == nodes["input"].value:
            yield Fault(nodes[name], "equal to the input; leave it out when nothing is fixed")


def render(rules: list[dict[str, Any]]) -> tuple[str, str]:
    """The text of the two modules for checked ``rules``. The same rules give the same text."""
    rows = "".join(f"    {row(rule)!r},\n" for rule in rules)
    docs = "".join(f"    {rule['code']!r}: {_docs(rule)!r},\n" for rule in rules)
    return f"{_HEAD}RULES = (\n{rows})\n", f"{_HEAD}DOCS = {{\n{docs}}}\n"


def row(rule: dict[str, Any]) -> tuple[Any, ...]:
    """The values of `COLUMNS` for one rule."""
    found = {
        **rule,
        "preview": rule.get("preview", False),
        "same_as": tuple(rule.get("same-as", ())),
        "safety": rule["fix"]["safety"],
        "advice": {key: text.rstrip("\n") for key, text in rule.get("advice", {}).items()},
        "messages": {key: text.rstrip("\n") for key, text in rule["messages"].items()},
        "options": rule.get("options", {}),
        "needs": tuple(rule.get("needs", ())),
        "on": tuple(rule.get("on", ())),
        "hadolint": rule.get("hadolint", ""),
        "setting": rule.get("setting", ""),
    }
    return tuple(found[column] for column in COLUMNS)


def _docs(rule: dict[str, Any]) -> dict[str, Any]:
    return {
        "why": rule["why"],
        "fix": rule["fix"]["what"],
        "differs-from": rule.get("differs-from", {}),
        "sources": tuple(rule.get("sources", ())),
        "examples": tuple(rule["examples"]),
    }
