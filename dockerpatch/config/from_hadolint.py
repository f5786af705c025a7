"""Turns a config of hadolint's into one of ours, and says of each setting that has no counterpart that it has none.

It never writes a file, and never takes a setting for another than hadolint does: what its binary reads was asked of it.
"""

from __future__ import annotations

import os
import re

from dockerpatch.system.files import FileError, read_bytes, shown

from .load import LIMIT, ConfigError, Reader, Wrong
from .schema import LABEL_TYPES
from .select import HADOLINT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .schema import Rule

_LEVELS = ("error", "warning", "info", "style")
_THRESHOLDS = (*_LEVELS, "ignore", "none")
_CODE = r"(?:DL|SC)[0-9]+"
_REGISTRIES = "DL3026"

_SAID_ELSEWHERE = {
    "format": "the form of the report is said on the command line: --format",
    "no-color": "colours are switched off by the variable NO_COLOR",
}


class Converted:
    """The ``text`` of our config, and ``remarks``: a line for each setting that is not in it as it was."""

    __slots__ = ("remarks", "text")

    def __init__(self, text: str, remarks: Sequence[str]) -> None:
        self.text = text
        self.remarks = tuple(remarks)


def convert(path: str, rules: Sequence[Rule]) -> Converted:
    """The config of hadolint's in the file ``path`` as one of ours. Raises ConfigError."""
    return _Conversion(path, rules).made(_read(path))


def _read(path: str) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = read_bytes(path, limit=LIMIT).decode("utf-8").removeprefix("\ufeff")
        found = YAML(typ="safe", pure=True).load(text)
    except FileError as error:
        raise ConfigError(str(error)) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown(path)}: not UTF-8") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark is not None else ""
        what = " ".join(str(error.problem or error.context or "cannot be read").split())
        raise ConfigError(f"{shown(path)}{line}: not YAML: {shown(what)}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise ConfigError(f"{shown(path)}: not YAML: {shown(' '.join(str(error).split())[:100])}") from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ConfigError(f"{shown(path)}: must be a mapping of settings")
    return found


class _Conversion:
    """One config on its way; the parts of ours are gathered by section."""

    __slots__ = ("_path", "_remarks", "_rules", "_sections")

    def __init__(self, path: str, rules: Sequence[Rule]) -> None:
        self._path = path
        self._rules = rules
        self._remarks: list[str] = []
        self._sections: dict[str, dict[str, object]] = {"": {"profile": "hadolint"}}

    def made(self, given: dict[str, Any]) -> Converted:
        takers = {
            "ignored": self._ignored,
            "override": self._override,
            "failure-threshold": self._threshold,
            "no-fail": self._no_fail,
            "label-schema": self._labels,
            "strict-labels": self._strict,
            "trustedRegistries": self._registries,
            "disable-ignore-pragma": self._pragmas,
        }
        for name in given:
            if name not in takers and name not in _SAID_ELSEWHERE:
                self._remark(str(name), "not a setting of hadolint's, which passes over it as well")
        for name, taker in takers.items():
            value = given.get(name)
            if value is not None:
                taker(name, value)
        for name, words in _SAID_ELSEWHERE.items():
            value = given.get(name)
            if value is not None and value is not False and value != "tty":
                self._remark(name, words)
        return Converted(self._text(), self._remarks)

    # One method for each setting.

    def _ignored(self, name: str, value: object) -> None:
        codes = self._codes(name, value)
        if codes:
            self._sections[""]["ignore"] = codes

    def _override(self, name: str, value: object) -> None:
        table = self._table(name, value)
        for level in table:
            if level not in _LEVELS:
                self._remark(f"{name}.{level}", "not a level of hadolint's, which passes over it as well")
        severities: dict[str, object] = {}
        asked: list[str] = []
        known = {rule.code: rule for rule in self._rules}
        for level in _LEVELS:
            if table.get(level) is None:
                continue
            for code in self._codes(f"{name}.{level}", table[level]):
                rule = known.get(code)
                if rule is None:
                    what = "the findings of ShellCheck keep their severities" if code[:2] == "SC" else "not checked"
                    self._remark(f"{name}.{level}", f"{code}: {what}")
                elif code not in severities:
                    # A code in two lists has the worse level.
                    severities[code] = HADOLINT[level]
                    if rule.hadolint == "ignore":
                        asked.append(code)
        if severities:
            self._sections["severity"] = severities
        if asked:
            self._sections[""]["extend-select"] = sorted(asked)

    def _threshold(self, name: str, value: object) -> None:
        if value not in _THRESHOLDS:
            raise self._wrong(name, f"must be one of {', '.join(_THRESHOLDS)}")
        found = "note" if value == "none" else HADOLINT[str(value)]
        self._sections[""].setdefault("fail-on", found)
        if value == "info":
            self._remark(name, "findings of the level style fail the run too: both levels are notes here")

    def _no_fail(self, name: str, value: object) -> None:
        if self._flag(name, value):
            self._sections[""]["fail-on"] = "never"

    def _labels(self, name: str, value: object) -> None:
        schema: dict[str, object] = {}
        for label, type in self._table(name, value).items():
            wanted = "text" if type in ("", None) else type
            if not isinstance(label, str) or wanted not in LABEL_TYPES:
                raise self._wrong(f"{name}.{label}", f"must be one of {', '.join(LABEL_TYPES)}")
            schema[label] = wanted
        if schema:
            self._sections["labels.schema"] = schema

    def _strict(self, name: str, value: object) -> None:
        if self._flag(name, value):
            self._sections["labels"] = {"strict": True}

    def _pragmas(self, name: str, value: object) -> None:
        if self._flag(name, value):
            self._sections["suppressions"] = {"comments": False}

    def _registries(self, name: str, value: object) -> None:
        registries = self._texts(name, [value] if isinstance(value, str) else value)
        rule = next((rule for rule in self._rules if rule.code == _REGISTRIES), None)
        options = rule.options if rule is not None else {}
        option = next((option for option, one in options.items() if one["type"] == "strings"), None)
        if rule is None or option is None:
            self._remark(name, "which registries images come from is not checked")
        elif registries:
            self._sections[f"rules.{rule.name}"] = {option: registries}

    # What a value must be.

    def _codes(self, name: str, value: object) -> list[str]:
        """The codes of a list, each once; hadolint passes over a text that is none."""
        found = []
        for code in self._texts(name, value):
            if re.fullmatch(_CODE, code) is None:
                self._remark(name, f"{code}: not a code of hadolint's, which passes over it as well")
            elif code not in found:
                found.append(code)
        return found

    def _texts(self, name: str, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(name, "must be a list of texts")
        return value

    def _table(self, name: str, value: object) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise self._wrong(name, "must be a mapping")
        return value

    def _flag(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(name, "must be true or false")
        return value

    def _wrong(self, name: str, words: str) -> ConfigError:
        return ConfigError(f"{shown(self._path)}: {shown(name)} {words}")

    def _remark(self, name: str, words: str) -> None:
        self._remarks.append(f"{shown(name)}: {shown(words)}")

    def _text(self) -> str:
        """Our config; it is held against the rules before anybody has it."""
        head = (
            f"# Made from {shown(os.path.basename(self._path))} by `dockerpatch init --from-hadolint`.\n"
            "# `dockerpatch init` in another folder writes a config with all settings and what they are for.\n\n"
            "# Hadolint brings ShellCheck along. Here it has to be installed: pip install 'dockerpatch[shellcheck]'.\n"
            "# shellcheck = true\n"
        )
        order = ("", "severity", "labels", "labels.schema", "suppressions")
        names = [*(name for name in order if name in self._sections), *(set(self._sections) - set(order))]
        text = head + "\n".join(_section(name, self._sections[name]) for name in names)
        import tomllib

        try:
            Reader(self._rules).read(tomllib.loads(text))
        except Wrong as wrong:
            raise ConfigError(
                f"{shown(self._path)}: {'.'.join(map(shown, wrong.keys))}: {shown(wrong.message)}"
            ) from None
        return text


def _section(name: str, values: dict[str, object]) -> str:
    head = f"[{name}]\n" if name else ""
    return head + "".join(f"{_key(key)} = {_toml(value)}\n" for key, value in values.items())


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    import json

    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
