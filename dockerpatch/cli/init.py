"""The command ``init``: a commented config and a pre-commit entry. It never overwrites a config unasked."""

from __future__ import annotations

import os

from dockerpatch.config.load import HADOLINT, NAME, find, hadolint_config
from dockerpatch.config.schema import KEYS, TABLES
from dockerpatch.engine.report import CLEAN
from dockerpatch.rules import catalog
from dockerpatch.system.files import FileError, read_bytes, shown, write_bytes

from . import terminal
from .hook import CONFIG, Refused, with_hook
from .problems import Unwritable, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from dockerpatch.config.schema import Key

HEAD = """\
# Settings of dockerpatch. All are at their defaults: take away the "#" in front of one to change it.
# A config holds for the files beside and below it; the nearest to a file wins.
"""


def init(force: bool, from_hadolint: str | None = None) -> int:
    """Write both files into the current folder (pre-commit's at the root of the git checkout) and say what was done.

    ``from_hadolint``: the config of hadolint's whose settings are taken over ("": the nearest; None: of none).
    """
    if from_hadolint is None:
        _write_config(force, config_text, "written: all settings with what they are for, each commented out")
    else:
        _take_over(force, from_hadolint)
    _write_hook()
    return CLEAN


def _write_config(force: bool, text: Callable[[], str], said: str) -> None:
    if os.path.lexists(NAME) and not force:
        _say(NAME, "is there already and was left as it is; --force writes it anew")
        return
    if find(".") == os.path.abspath("pyproject.toml") and not force:
        _say("pyproject.toml", f"holds the settings already; --force writes a {NAME}, which goes before it")
        return
    _write(NAME, text().encode("utf-8"))
    _say(NAME, said)


def _take_over(force: bool, path: str) -> None:
    """Write the settings of hadolint's config. Raises UsageError when there is none, ConfigError for a bad one."""
    from dockerpatch.config.from_hadolint import convert

    found = path or hadolint_config(".")
    if not found:
        raise UsageError(f"no {HADOLINT[0]} in this folder or above it; name the file: --from-hadolint FILE")
    converted = convert(found, catalog.load())
    for remark in converted.remarks:
        _say(found, remark)
    _write_config(force, lambda: converted.text, f"written, with the settings of {shown(found)}")


def _write_hook() -> None:
    path = os.path.relpath(os.path.join(_top(), CONFIG))
    try:
        old = read_bytes(path) if os.path.lexists(path) else b""
        new = with_hook(old.decode("utf-8"))
    except UnicodeDecodeError:
        _say(path, "is not UTF-8 and was left as it is")
        return
    except FileError as error:
        raise Unwritable(str(error)) from None
    except Refused as refused:
        _say(path, f"{refused}; it was left as it is")
        return
    _write(path, new.encode("utf-8"), old if old else None)
    _say(path, "the hook dockerpatch was added" if old else "written: runs `dockerpatch check` before each commit")


def _top() -> str:
    """The root of the git checkout, which is where pre-commit looks; the current folder outside of one."""
    here = os.path.abspath(".")
    while not os.path.exists(os.path.join(here, ".git")):
        up = os.path.dirname(here)
        if up == here:
            return os.path.abspath(".")
        here = up
    return here


def _write(path: str, data: bytes, was: bytes | None = None) -> None:
    try:
        write_bytes(path, data, os.path.dirname(os.path.abspath(path)), was)
    except FileError as error:
        raise Unwritable(str(error)) from None


def _say(path: str, what: str) -> None:
    terminal.out().write(f"{shown(path)}: {what}\n")


def config_text() -> str:
    """A config file that names every setting and sets none."""
    parts = [HEAD]
    for key in KEYS:
        if not key.section and key.type not in TABLES:
            parts.append(_setting(key))
    for section in dict.fromkeys(key.section for key in KEYS if key.section):
        inside = "\n".join(_setting(key) for key in KEYS if key.section == section and key.type not in TABLES)
        parts.append(f"[{section}]\n{inside}")
        parts += [_table(key) for key in KEYS if key.section == section and key.type in TABLES]
    parts += [_table(key) for key in KEYS if not key.section and key.type in TABLES and key.example]
    parts += [_options(rule.name, rule.options) for rule in catalog.load() if rule.options]
    return "\n".join(parts)


def _setting(key: Key) -> str:
    choices = f"\n# One of: {', '.join(key.choices)}." if key.choices else ""
    default = "" if key.default in (None, "", (), {}) else f"\n# Default: {_toml(key.default)}"
    return f"{_commented(key.what)}{choices}{default}\n# {key.name} = {key.example}\n"


def _table(key: Key) -> str:
    choices = f"\n# One of: {', '.join(key.choices)}." if key.choices else ""
    return f"{_commented(key.what)}{choices}\n[{key.dotted}]\n{_commented(key.example, fill=False)}\n"


def _options(name: str, options: Any) -> str:
    rows = [
        f"{_commented(one['what'])}\n# {option} = {_toml(one['default'])}\n" for option, one in sorted(options.items())
    ]
    return f"[rules.{name}]\n" + "\n".join(rows)


def _commented(text: str, fill: bool = True) -> str:
    from textwrap import wrap

    rows: Iterable[str] = wrap(text, 110) if fill else text.split("\n")
    return "\n".join(f"# {row}" for row in rows)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False)
    return str(value)
