"""Finds the config of a folder, reads it and checks every word of it.

It never falls back to a default for what it does not understand.
"""

from __future__ import annotations

import os
import re

from dockerpatch.lint.names import canonical
from dockerpatch.system.files import FileError, is_absent, read_bytes, shown
from dockerpatch.text.suggest import did_you_mean

from . import schema
from .schema import KEYS, Key
from .settings import Config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .schema import Rule

NAME, SHARED = ".dockerpatch.toml", "pyproject.toml"
HADOLINT = (".hadolint.yaml", ".hadolint.yml")
"""What a config of hadolint's is called where hadolint is run."""
LIMIT = 1 << 20
"""The longest config file that is read, in bytes."""


class ConfigError(Exception):
    """A config that cannot be used. ``str()`` is one line: path, line where there is one, and what is wrong."""


def find(folder: str, known: dict[str, str] | None = None) -> str:
    """The config file nearest to ``folder``, in it or above it up to the root of the git checkout; empty for none.

    In one folder ``.dockerpatch.toml`` goes before a pyproject.toml, which counts only with a ``[tool.dockerpatch]``.
    ``known`` remembers the answer for each folder on the way, for the next call.
    """
    known = known if known is not None else {}
    here = os.path.abspath(folder)
    trail = []
    while here not in known:
        trail.append(here)
        up = os.path.dirname(here)
        path = _in(here)
        if path or up == here or (not is_absent(here, ".git") and os.path.exists(os.path.join(here, ".git"))):
            known[here] = path
            break
        here = up
    for each in trail:
        known[each] = known[here]
    return known[here]


def _in(folder: str) -> str:
    """The config file in ``folder`` itself; empty for none."""
    path = os.path.join(folder, NAME)
    if not is_absent(folder, NAME) and os.path.lexists(path):
        return path
    if is_absent(folder, SHARED):
        return ""
    path = os.path.join(folder, SHARED)
    return path if os.path.isfile(path) and _has_table(path) else ""


def hadolint_config(folder: str) -> str:
    """The config of hadolint's in ``folder`` or above it, up to the root of the git checkout, relative to here.

    Empty for none.
    """
    here = os.path.abspath(folder)
    while True:
        for name in HADOLINT:
            path = os.path.join(here, name)
            if os.path.exists(path):
                return os.path.relpath(path)
        up = os.path.dirname(here)
        if up == here or os.path.exists(os.path.join(here, ".git")):
            return ""
        here = up


def load(path: str, rules: Sequence[Rule]) -> Config:
    """The config in the file ``path``, checked against the rules there are. Raises ConfigError.

    A file called ``pyproject.toml`` must have a table ``[tool.dockerpatch]``; any other file holds settings only.
    """
    text, whole = _read(path)
    above: tuple[str, ...] = ()
    table = whole
    if os.path.basename(path) == SHARED:
        above = ("tool", "dockerpatch")
        table = whole.get("tool", {}).get("dockerpatch")
        if not isinstance(table, dict):
            raise ConfigError(f"{shown(path)}: has no table [tool.dockerpatch]")
    try:
        values = Reader(rules).read(table)
    except Wrong as wrong:
        from .places import line_of

        line = line_of(text, (*above, *wrong.keys), wrong.entry)
        raise ConfigError(f"{shown(path)}:{line}: {wrong.message}") from None
    root = os.path.dirname(os.path.abspath(path))
    if values.get("almanac"):
        values["almanac"] = os.path.join(root, os.path.expanduser(str(values["almanac"])))
    if values.get("policy"):
        from .policy_table import placed

        values["policy"] = placed(values["policy"], text, above, root)  # type: ignore[arg-type]
    return Config(path, root, **values)


def allows_python(path: str) -> bool:
    """Whether the config file ``path`` ("": none) lets Python rules run. Nothing else of it is checked here."""
    if not path:
        return False
    whole = _read(path)[1]
    table = whole.get("tool", {}).get("dockerpatch", {}) if os.path.basename(path) == SHARED else whole
    return isinstance(table, dict) and table.get("python-rules") is True


class Configs:
    """The config of each file: the one that was named, or the nearest to it. Each is read once."""

    __slots__ = ("_by_folder", "_by_path", "_change", "_found", "_named", "_rules")

    def __init__(
        self, rules: Sequence[Rule], named: str = "", change: Callable[[Config], Config] | None = None
    ) -> None:
        """``named`` is a config file that holds for all; ``change`` puts the command line's word over a config."""
        self._rules = rules
        self._named = named
        self._change = change
        self._by_folder: dict[str, Config] = {}
        self._by_path: dict[str, Config] = {}
        self._found: dict[str, str] = {}

    def of(self, file: str) -> Config:
        """The config for ``file`` (``-`` counts as a file where the run was started). Raises ConfigError."""
        return self.of_folder(os.path.dirname(file) or ".")

    def of_folder(self, folder: str) -> Config:
        """The config for files in ``folder``. Raises ConfigError."""
        config = self._by_folder.get(folder)
        if config is None:
            path = self._named or find(folder, self._found)
            config = self._by_path.get(path)
            if config is None:
                config = load(path, self._rules) if path else Config()
                if self._change is not None:
                    config = self._change(config)
                self._by_path[path] = config
            self._by_folder[folder] = config
        return config


def _has_table(path: str) -> bool:
    try:
        # Most pyproject files never heard of us, or only depend on us: they are not read, nor need they be valid.
        data = read_bytes(path, limit=LIMIT)
        if b"dockerpatch" not in data or not re.search(rb"dockerpatch[\"']?\s*(?:[.\]]|=(?!=))", data):
            return False
    except FileError:
        return False
    found = _read(path)[1].get("tool", {})
    return isinstance(found, dict) and "dockerpatch" in found


def _read(path: str) -> tuple[str, dict[str, Any]]:
    import tomllib

    try:
        text = read_bytes(path, limit=LIMIT).decode("utf-8").removeprefix("\ufeff")
        return text, tomllib.loads(text)
    except FileError as error:
        raise ConfigError(str(error)) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown(path)}: not UTF-8") from None
    except RecursionError:
        raise ConfigError(f"{shown(path)}: nested too deep") from None
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+), column (\d+)", place)
        where = f"{line[1]}:{line[2]}" if line else str(text.count("\n") + 1)
        raise ConfigError(f"{shown(path)}:{where}: not TOML: {shown(what[:1].lower() + what[1:])}") from None


class Wrong(Exception):
    """A setting that cannot be used: where it is, by its keys, and why.

    ``entry`` counts (from 0) the tables of an array; -1: it is in none.
    """

    def __init__(self, keys: tuple[str, ...], message: str, entry: int = -1) -> None:
        super().__init__(message)
        self.keys = keys
        self.message = message
        self.entry = entry


class Reader:
    """Checks the tables of a config against the table of settings and the rules."""

    __slots__ = ("_rules",)

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def read(self, table: dict[str, Any]) -> dict[str, object]:
        """The values by attribute of Config. Raises Wrong at the first that is not right."""
        values: dict[str, object] = {}
        sections = {key.section for key in KEYS if key.section}
        for name, value in table.items():
            if name in sections:
                must_be(dict, value, (name,))
                for inner, one in value.items():
                    self._take(name, inner, one, values)
            else:
                self._take("", name, value, values)
        if values.get("upgrade_strategy") == "upgrade-scoped" and not values.get("upgrade_packages"):
            raise Wrong(("upgrades", "strategy"), "upgrade-scoped needs the packages to upgrade: packages = [...]")
        return values

    def _take(self, section: str, name: str, value: object, values: dict[str, object]) -> None:
        keys = (section, name) if section else (name,)
        for key in KEYS:
            if key.section == section and key.name == name:
                values[key.attribute] = self._value(key, value, keys)
                return
        known = [key.name for key in KEYS if key.section == section]
        if not section:
            known += [key.section for key in KEYS if key.section]
        raise Wrong(keys, f"unknown key {'.'.join(keys)!r}{did_you_mean(name, known)}")

    def _value(self, key: Key, value: object, keys: tuple[str, ...]) -> object:
        if key.type == schema.SEVERITY_OF:
            return self._severities(value, keys)
        if key.type == schema.PATTERNS:
            table = must_be(dict, value, keys)
            return {pattern: self._selectors(one, (*keys, pattern), True) for pattern, one in table.items()}
        if key.type == schema.POLICY:
            from .policy_table import read

            return read(value, keys, self)
        if key.type == schema.OPTIONS:
            return self._options(value, keys)
        if key.type == schema.CHOICES:
            table = must_be(dict, value, keys)
            return {name: plain(schema.TEXT, one, (*keys, name), key.choices) for name, one in table.items()}
        if key.attribute in ("select", "extend_select", "ignore"):
            return self._selectors(value, keys, key.attribute == "ignore")
        return plain(key.type, value, keys, key.choices)

    def _severities(self, value: object, keys: tuple[str, ...]) -> dict[str, str]:
        found = {}
        for name, one in must_be(dict, value, keys).items():
            severity = str(plain(schema.TEXT, one, (*keys, name), schema.SEVERITIES))
            if re.fullmatch(r"(?ai)SC[0-9]{4}", name):
                found[name.upper()] = severity
                continue
            for rule in self.named(name, (*keys, name)):
                found[rule.code] = severity
        return found

    def _selectors(self, value: object, keys: tuple[str, ...], foreign: bool) -> tuple[str, ...]:
        from .select import unmatched

        selectors = plain(schema.TEXTS, value, keys)
        assert isinstance(selectors, tuple)
        for selector, near in unmatched(selectors, self._rules, foreign):
            raise Wrong(keys, f"no rule is called {selector!r}{near}")
        return selectors

    def _options(self, value: object, keys: tuple[str, ...]) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for name, table in must_be(dict, value, keys).items():
            here = (*keys, name)
            for rule in self.named(name, here):
                for option, one in must_be(dict, table, here).items():
                    declared = rule.options.get(option)
                    if declared is None:
                        near = did_you_mean(option, rule.options) if rule.options else "; the rule has none"
                        raise Wrong((*here, option), f"unknown option {option!r} of {rule.name}{near}")
                    checked = plain(declared["type"], one, (*here, option), tuple(declared.get("choices", ())))
                    found.setdefault(rule.code, {})[option] = checked
        return found

    def named(self, name: str, keys: tuple[str, ...]) -> list[Rule]:
        """The rules that are called ``name``, by their code or, when none is, by any other name. Raises Wrong."""
        wanted = canonical(name)
        found = [rule for rule in self._rules if wanted == rule.code.upper()] or [
            rule for rule in self._rules if wanted in (rule.name.upper(), *map(str.upper, rule.same_as))
        ]
        if not found:
            known = [known for rule in self._rules for known in (rule.code, rule.name)]
            raise Wrong(keys, f"no rule is called {name!r}{did_you_mean(name, known)}")
        return found


_WORDS = {
    dict: "a table",
    list: "a list of texts",
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    float: "a number with a point",
}


def plain(type: str, value: object, keys: tuple[str, ...], choices: tuple[str, ...] = ()) -> object:
    """``value``, checked to be of ``type`` (see schema) and one of ``choices``. Raises Wrong.

    Lists become tuples, days become texts.
    """
    if type == schema.DAY:
        return _day(value, keys)
    if type == schema.NUMBER:
        number: int = must_be(int, value, keys)
        if not 0 <= number <= 36500:
            raise Wrong(keys, f"{keys[-1]} must be from 0 to 36500, is {number}")
        return number
    if type == schema.FLAG:
        return must_be(bool, value, keys)
    texts: list[Any] = must_be(list, value, keys) if type == schema.TEXTS else [value]
    for text in texts:
        must_be(str, text, keys)
        if choices and text not in choices:
            near = did_you_mean(text, choices)
            raise Wrong(keys, f"{keys[-1]} must be one of {', '.join(choices)}, is {text!r}{near}")
        if not text.strip():
            raise Wrong(keys, f"{keys[-1]} must not be empty")
    return tuple(texts) if type == schema.TEXTS else texts[0]


def _day(value: object, keys: tuple[str, ...]) -> str:
    from datetime import date, datetime

    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Wrong(keys, f"{keys[-1]} must be a day, written YYYY-MM-DD") from None


def must_be(wanted: type, value: object, keys: tuple[str, ...]) -> Any:
    """``value``, when it is of the type ``wanted``. Raises Wrong."""
    if type(value) is not wanted:
        found = _WORDS.get(type(value), "a date or time")
        raise Wrong(keys, f"{keys[-1]} must be {_WORDS[wanted]}, is {found}")
    return value
