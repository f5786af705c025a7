"""The table of all rules: what each is called and where its logic is. It never imports a rule that nobody runs.

YAML is parsed only in a checkout whose rule files are newer than the table that was compiled from them.
"""

from __future__ import annotations

import os
import sys

from dockerpatch.lint.names import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import ModuleType
    from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))


class RuleInfo:
    """One rule's words and metadata, as its YAML says them. Two are the same rule when their codes are equal."""

    __slots__ = (
        "_check",
        "advice",
        "code",
        "confidence",
        "default",
        "family",
        "hadolint",
        "messages",
        "module",
        "name",
        "needs",
        "on",
        "options",
        "preview",
        "safety",
        "same_as",
        "setting",
        "severity",
        "since",
        "summary",
    )

    def __init__(
        self,
        code: str,
        name: str,
        family: str,
        module: str,
        since: str,
        severity: str,
        confidence: str,
        default: bool,
        preview: bool,
        same_as: tuple[str, ...],
        summary: str,
        safety: str,
        messages: Mapping[str, str],
        advice: Mapping[str, str],
        options: Mapping[str, Mapping[str, Any]],
        needs: tuple[str, ...] = (),
        on: tuple[str, ...] = (),
        hadolint: str = "",
        setting: str = "",
    ) -> None:
        self.code = code
        self.name = name
        self.family = family
        self.module = module
        self.since = since
        self.severity = severity
        self.confidence = confidence
        self.default = default
        self.preview = preview
        self.same_as = same_as
        self.summary = summary
        self.safety = safety
        """The boldest fix the rule makes: ``safe``, ``unsafe``, ``display`` or ``none``."""
        self.messages = messages
        self.advice = advice
        self.options = options
        """The rule's own settings by name, each with ``type``, ``default``, ``what`` and perhaps ``choices``."""
        self.needs = needs
        self.on = on
        self._check: Callable[[Any], Iterable[Any]] | None = None
        self.hadolint = hadolint
        """How hadolint rates the flaw: ``error warning info style ignore``; "" when it does not know it."""
        self.setting = setting
        """The setting of the config without which no profile runs the rule (``labels.schema``); "" for none."""

    @property
    def path(self) -> str:
        """The file of a rule of the user's own; "" for one of the tool's."""
        return ""

    @property
    def check(self) -> Callable[[Any], Iterable[Any]]:
        """The rule's logic. Imports its module, so ask only for a rule that is going to run."""
        found = self._check
        if found is None:
            module: Any = __import__(self.module, fromlist=("check",))
            found = self._check = module.check
        return found

    @property
    def docs(self) -> Mapping[str, Any]:
        """The long words: ``why``, ``fix`` (Markdown), ``differs-from``, ``sources``, ``examples`` as in the YAML."""
        load()
        found: Mapping[str, Any] = _module("_docs").DOCS[self.code]
        return found

    @property
    def keys(self) -> tuple[str, ...]:
        """Every name the rule answers to: its code, its name, and what other tools call it."""
        return (self.code, self.name, *self.same_as)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleInfo) and self.code == other.code

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"RuleInfo({self.code}, {self.name})"


_loaded: tuple[RuleInfo, ...] = ()


def load() -> tuple[RuleInfo, ...]:
    """All rules, ordered by code.

    Compiled anew first when a rule file of the checkout is newer; RuleFileError when it is broken.
    """
    global _loaded
    if not _loaded:
        folder = os.path.join(os.path.dirname(os.path.dirname(HERE)), "rules")
        if is_checkout(folder) and is_stale(folder, HERE):
            _recompile(folder)
        _loaded = tuple(RuleInfo(*row) for row in _module("_compiled").RULES)
    return _loaded


def by_key(key: str, rules: Sequence[RuleInfo] = ()) -> tuple[RuleInfo, ...]:
    """The ``rules`` (none: all of the tool's) that answer to ``key``, case aside.

    One for a code or name, any number for a foreign name.
    """
    wanted, rules = canonical(key), rules or load()
    own = tuple(rule for rule in rules if wanted in (rule.code.upper(), rule.name.upper()))
    return own or tuple(rule for rule in rules if any(name.upper() == wanted for name in rule.same_as))


def is_checkout(folder: str) -> bool:
    """Whether ``folder`` is the project's own, and not a neighbour of that name among installed packages."""
    return os.path.isfile(os.path.join(os.path.dirname(folder), "hatch_build.py")) and os.path.isdir(folder)


def is_stale(folder: str, target: str) -> bool:
    """Whether the module compiled into ``target`` is missing, or older than the rules in ``folder`` or their compiler.

    Folders count too: adding or removing a file touches the folder that holds it.
    """
    try:
        made = os.stat(os.path.join(target, "_compiled.py")).st_mtime_ns
        os.stat(os.path.join(target, "_docs.py"))
    except OSError:
        return True
    sources = [os.path.join(HERE, name) for name in ("compile.py", "rule.schema.json")]
    if any(os.stat(path).st_mtime_ns > made for path in (folder, *sources)):
        return True
    with os.scandir(folder) as families:
        for family in families:
            if family.is_dir():
                if family.stat().st_mtime_ns > made:
                    return True
                with os.scandir(family.path) as files:
                    if any(file.stat().st_mtime_ns > made for file in files):
                        return True
    return False


def _recompile(folder: str) -> None:
    from .compile import compile_rules, read_rules, render

    try:
        compile_rules(folder, HERE)
    except OSError:
        # A checkout that may only be read: the same modules, in memory.
        for name, text in zip(("_compiled", "_docs"), render(read_rules(folder)), strict=True):
            _remember(name, text)
        return
    for name in ("_compiled", "_docs"):
        with open(os.path.join(HERE, f"{name}.py"), encoding="utf-8") as file:
            _remember(name, file.read())


def _remember(name: str, text: str) -> None:
    """Make ``text`` the module ``name`` of this room, past the byte code cache, whose clock counts seconds."""
    full = f"dockerpatch.rules.{name}"
    module = type(sys)(full)
    exec(compile(text, f"{name}.py", "exec"), module.__dict__)
    sys.modules[full] = module


def _module(name: str) -> ModuleType:
    return __import__(f"dockerpatch.rules.{name}", fromlist=("RULES",))
