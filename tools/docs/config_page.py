"""The page about the config, from the table of settings alone. It never knows a setting of its own."""

from __future__ import annotations

from dockerpatch.config.schema import CHOICES, DAY, FLAG, KEYS, NUMBER, OPTIONS, PATH, TABLES, TEXTS, Key

from .rule_page import fenced, toml

HEAD = """\
# Configuration

Settings stand in `.dockerpatch.toml`, or in `[tool.dockerpatch]` of `pyproject.toml`. For each file the nearest config
counts, in its folder or above it up to the root of the git checkout; nothing is merged. An unknown key, a wrong type or
the name of no rule is an error (exit code 2) that tells the line: no file that the config holds for is looked at, all
others are. The command line has the last word. Editors that know JSON Schema can use
`dockerpatch/config/config.schema.json`."""

_TYPES = {TEXTS: "list of texts", NUMBER: "whole number", FLAG: "true or false", DAY: "day, YYYY-MM-DD", PATH: "path"}


def page() -> str:
    """The Markdown page about all settings."""
    parts = [HEAD]
    for key in KEYS:
        parts += [f"## {key.dotted}", key.what, _facts(key)]
        if key.type != OPTIONS:
            parts.append(fenced("toml", _example(key)))
    return "\n\n".join(parts) + "\n"


def _facts(key: Key) -> str:
    if key.type == CHOICES:
        return f"Type: table, each value one of {', '.join(f'`{choice}`' for choice in key.choices)}."
    if key.choices:
        kind = "one of " + ", ".join(f"`{choice}`" for choice in key.choices)
    elif key.type in TABLES:
        return f"Type: table, {key.type}."
    else:
        kind = _TYPES.get(key.type, "text")
    unset = key.default in (None, "", ())
    default = "not set" if unset else f"`{toml(key.default)}`"
    return f"Type: {kind}. Default: {default}."


def _example(key: Key) -> str:
    if key.type in TABLES:
        return f"[{key.dotted}]\n{key.example}"
    line = f"{key.name} = {key.example}"
    return f"[{key.section}]\n{line}" if key.section else line
