"""Holds a YAML document against a JSON Schema and says where it differs. It never runs what it reads.

Only what rule.schema.json needs of JSON Schema is understood; any other keyword is refused, so that none is void.
"""

from __future__ import annotations

import re

from dockerpatch.text.suggest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ruamel.yaml.nodes import Node

DEEPEST = 32
"""How many mappings and lists may stand inside one another."""

_KNOWN = frozenset(
    "$schema title description type enum pattern format minLength minimum minItems minProperties items required"
    " properties additionalProperties propertyNames".split()
)
_TAG = "tag:yaml.org,2002:"
_KINDS = {
    "map": "object",
    "seq": "array",
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "null": "null",
    "timestamp": "timestamp",
}
_ARTICLE = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number with a point",
    "boolean": "true or false",
    "null": "empty",
    "timestamp": "a date",
}


class RuleFileError(ValueError):
    """A rule file that does not keep to its schema: one line, with path, line and column (both from 1)."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message


class Fault(Exception):
    """One place in a document and what is wrong there."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = message


def read(path: str, text: str) -> Node:
    """The root node of the YAML 1.2 document ``text``; ``path`` is only for the message. Raises RuleFileError."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node: Node | None = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RuleFileError(path, line, column, f"not YAML: {error.problem or error.context}") from None
    except (YAMLError, RecursionError) as error:
        raise RuleFileError(path, 1, 1, f"not YAML: {str(error).splitlines()[0]}") from None
    if node is None:
        raise RuleFileError(path, 1, 1, "the file is empty")
    return node


def kind(node: Node) -> str:
    """What ``node`` is, in the words of JSON Schema, or ``timestamp``; an explicit foreign tag is given as it is."""
    tag = str(node.tag)
    return _KINDS.get(tag.removeprefix(_TAG), tag)


def check(node: Node, schema: Mapping[str, Any], depth: int = 0) -> Iterator[Fault]:
    """Every place where ``node`` does not keep to ``schema``, in document order."""
    strange = schema.keys() - _KNOWN
    if strange:
        raise NotImplementedError(f"schema keywords that nobody checks: {', '.join(sorted(strange))}")
    if depth > DEEPEST:
        yield Fault(node, f"nested deeper than {DEEPEST}")
        return
    found = kind(node)
    wanted = schema.get("type", "string" if "enum" in schema else None)
    if schema.get("format") == "date":
        yield from _check_date(node, found)
    elif wanted is not None and found != wanted:
        hint = "; put it in quotes" if wanted == "string" and found in ("number", "integer", "timestamp") else ""
        yield Fault(node, f"must be {_ARTICLE[wanted]}, is {_ARTICLE.get(found, found)}{hint}")
    elif found == "object":
        yield from _check_mapping(node, schema, depth)
    elif found == "array":
        yield from _check_list(node, schema, depth)
    else:
        yield from _check_scalar(node, schema)


def _check_date(node: Node, found: str) -> Iterator[Fault]:
    from datetime import date

    try:
        if found not in ("timestamp", "string") or not re.fullmatch(r"\d{4}-\d\d-\d\d", node.value):
            raise ValueError
        date.fromisoformat(node.value)
    except ValueError:
        yield Fault(node, "must be a day, written YYYY-MM-DD")


def _check_scalar(node: Node, schema: Mapping[str, Any]) -> Iterator[Fault]:
    value = node.value
    choices = schema.get("enum")
    if choices is not None and value not in choices:
        yield Fault(node, f"must be one of {', '.join(choices)}{did_you_mean(value, choices)}")
    elif len(value) < schema.get("minLength", 0):
        yield Fault(node, "must not be empty")
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield Fault(node, f"{value[:60]!r} does not have the form {schema['pattern']}")
    elif "minimum" in schema and int(value) < schema["minimum"]:
        yield Fault(node, f"must be {schema['minimum']} or more")


def _check_list(node: Node, schema: Mapping[str, Any], depth: int) -> Iterator[Fault]:
    if len(node.value) < schema.get("minItems", 0):
        yield Fault(node, f"must have at least {schema['minItems']} entries, has {len(node.value)}")
    for item in node.value:
        yield from check(item, schema.get("items", {}), depth + 1)


def _check_mapping(node: Node, schema: Mapping[str, Any], depth: int) -> Iterator[Fault]:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    names = schema.get("propertyNames", {})
    seen = set()
    for key, value in node.value:
        name = key.value
        if kind(key) != "string":
            yield Fault(key, "a key must be a text")
        elif name in seen:
            yield Fault(key, f"{name!r} is given twice")
        elif name not in properties and others is False:
            yield Fault(key, f"unknown key {name!r}{did_you_mean(name, properties)}")
        else:
            seen.add(name)
            if name not in properties:
                yield from _check_scalar(key, names)
            yield from check(value, properties.get(name, others if isinstance(others, dict) else {}), depth + 1)
    for name in schema.get("required", ()):
        if name not in seen:
            yield Fault(node, f"{name!r} is missing")
    if len(seen) < schema.get("minProperties", 0):
        yield Fault(node, "must not be empty")


def plain(node: Node) -> Any:
    """The value of a checked node: dict, list, str, int, float, bool or None. A date stays the text it is written."""
    found = kind(node)
    if found == "object":
        return {key.value: plain(value) for key, value in node.value}
    if found == "array":
        return [plain(item) for item in node.value]
    text = str(node.value)
    if found == "boolean":
        return text.lower() == "true"
    if found == "integer":
        return int(text.replace("_", ""), 0)
    if found == "number":
        return float(text)
    return None if found == "null" else text
