"""The one table of all settings: the loader, the JSON Schema and the page on them follow it. It reads no file."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Protocol

    class Rule(Protocol):
        """What the config needs to know of a rule; ``dockerpatch.rules.catalog.RuleInfo`` is one."""

        @property
        def code(self) -> str: ...
        @property
        def name(self) -> str: ...
        @property
        def same_as(self) -> tuple[str, ...]: ...
        @property
        def default(self) -> bool: ...
        @property
        def preview(self) -> bool: ...
        @property
        def hadolint(self) -> str: ...
        @property
        def setting(self) -> str: ...
        @property
        def severity(self) -> str: ...
        @property
        def options(self) -> Mapping[str, Mapping[str, Any]]: ...


SEVERITIES = ("error", "warning", "note")

GATES = ("pr", "main", "release")
"""The stages of life of a change: each may have thresholds of its own."""

LABEL_TYPES = ("text", "rawtext", "url", "rfc3339", "spdx", "hash", "semver", "email")

# The types of a setting. The last five are tables; that of CHOICES has names of any kind, each with one of the choices,
# and that of POLICY is told in `policy_table`.
TEXT, TEXTS, NUMBER, FLAG, DAY, PATH = "string", "strings", "integer", "boolean", "date", "path"
SEVERITY_OF, PATTERNS, OPTIONS, CHOICES = "severity by rule", "rules by pattern", "options by rule", "choice by name"
POLICY = "policy"
TABLES = frozenset((SEVERITY_OF, PATTERNS, OPTIONS, CHOICES, POLICY))


class Key:
    """One setting: its place in the file (``section`` may be empty), the attribute of Config for it, and its type."""

    __slots__ = ("attribute", "choices", "default", "example", "name", "section", "type", "what")

    def __init__(
        self,
        dotted: str,
        attribute: str,
        type: str,
        default: object,
        example: str,
        what: str,
        choices: tuple[str, ...] = (),
    ) -> None:
        self.section, _, self.name = dotted.rpartition(".")
        self.attribute = attribute
        self.type = type
        self.default = default
        self.example = example
        """The right-hand side in TOML; for a table, whole lines."""
        self.what = what
        self.choices = choices

    @property
    def dotted(self) -> str:
        """``section.name``, or the name alone at the top."""
        return f"{self.section}.{self.name}" if self.section else self.name


KEYS = (
    Key(
        "select",
        "select",
        TEXTS,
        None,
        '["DP1", "missing-apk-upgrade"]',
        "The rules to run, instead of those of the profile: codes, names, other tools' names, or prefixes of them."
        " `ALL` is every rule. The longest prefix wins over any other, and `ignore` wins a tie.",
    ),
    Key("extend-select", "extend_select", TEXTS, (), '["DP204"]', "Rules to run besides those selected."),
    Key("ignore", "ignore", TEXTS, (), '["DP103", "DL3007"]', "Rules not to run."),
    Key(
        "profile",
        "profile",
        TEXT,
        "default",
        '"strict"',
        "Which rules run when `select` is not given: those that are on by default, all but the ones in preview"
        " (`strict`), or those of hadolint, rated and placed as it does and seeing what it sees (`hadolint`).",
        ("default", "strict", "hadolint"),
    ),
    Key(
        "fail-on",
        "fail_on",
        TEXT,
        "",
        '"error"',
        "The least severity that makes the exit code 1, or `never`. When it is not set: `warning`, and `note` with the"
        " profile `hadolint`, which fails as hadolint does.",
        (*SEVERITIES, "never"),
    ),
    Key(
        "exclude",
        "exclude",
        TEXTS,
        (),
        '["vendor/", "test/**/*.Dockerfile"]',
        "Files not to look at, as in a .gitignore that stands beside the config file. A file named on the command line"
        " is looked at all the same.",
    ),
    Key(
        "per-file-ignores",
        "per_file_ignores",
        PATTERNS,
        {},
        '"examples/" = ["DP2"]',
        "Rules not to run on some files: patterns as in a .gitignore, each with a list of rules.",
    ),
    Key("almanac", "almanac", PATH, "", '"almanac.sqlite"', "Another almanac than the one that is built in."),
    Key("as-of", "as_of", DAY, "", '"2026-08-22"', "The day whose world is asked, instead of the almanac's own."),
    Key(
        "shellcheck",
        "shellcheck",
        FLAG,
        False,
        "true",
        "Whether ShellCheck looks at the scripts of RUNs, too. Its findings go by its codes (`SC2086`), all of them by"
        " the name `shellcheck`. It has to be installed: `pip install 'dockerpatch[shellcheck]'`.",
    ),
    Key("severity", "severity", SEVERITY_OF, {}, 'DP103 = "error"', "Another severity for a rule."),
    Key(
        "python-rules",
        "python_rules",
        FLAG,
        False,
        "true",
        "Run the Python files in `rules.d`. They are code of the project that is linted, so they are not run unless its"
        " config says so.",
    ),
    Key(
        "upgrades.strategy",
        "upgrade_strategy",
        TEXT,
        "upgrade-all",
        '"upgrade-scoped"',
        "How packages are kept patched: all are upgraded, only those that are named (`upgrade-scoped`), or none in"
        " stages whose base is pinned by digest (`digest-forward`).",
        ("upgrade-all", "upgrade-scoped", "digest-forward"),
    ),
    Key(
        "upgrades.packages",
        "upgrade_packages",
        TEXTS,
        (),
        '["openssl", "zlib"]',
        "The packages that `upgrade-scoped` upgrades.",
    ),
    Key(
        "upgrades.placement",
        "upgrade_placement",
        TEXT,
        "own-run",
        '"first-add"',
        "Where a missing upgrade is put: in a RUN of its own, or before the first `apk add` when that is smaller.",
        ("own-run", "first-add"),
    ),
    Key(
        "freshness.precision",
        "precision",
        TEXT,
        "none",
        '"patch"',
        "How precise a tag has to be: any version will do (`none`), the release line, or the patch version.",
        ("none", "line", "patch"),
    ),
    Key(
        "freshness.eol-notice-days",
        "eol_notice_days",
        NUMBER,
        90,
        "180",
        "How many days before its end of life a base is mentioned.",
    ),
    Key(
        "labels.schema",
        "label_schema",
        CHOICES,
        {},
        '"org.opencontainers.image.source" = "url"',
        "The labels that an image must have, and what their values must be. `text` (or `rawtext`) is any text, `hash`"
        " the name of a git commit, `spdx` a licence, `rfc3339` a time.",
        LABEL_TYPES,
    ),
    Key(
        "labels.strict", "strict_labels", FLAG, False, "true", "Whether labels that `schema` does not name are a flaw."
    ),
    Key(
        "suppressions.comments",
        "suppression_comments",
        FLAG,
        True,
        "false",
        "Whether comments such as `# dockerpatch: ignore[DP101]` and those of other tools silence findings.",
    ),
    Key(
        "suppressions.require-reason",
        "require_reason",
        FLAG,
        False,
        "true",
        "Whether each comment that silences a finding has to say why.",
    ),
    Key(
        "policy",
        "policy",
        POLICY,
        {},
        'vulnerabilities = "high"\nfixable-only = true',
        "What fails the run at which stage of life, and what is waived until when: `docs/policy.md` tells all of it.",
    ),
    Key(
        "rules",
        "rules",
        OPTIONS,
        {},
        "",
        "Settings of one rule, in a table called after it; each rule's page lists its own.",
    ),
)

_TYPES: dict[str, dict[str, Any]] = {
    TEXT: {"type": "string"},
    TEXTS: {"type": "array", "items": {"type": "string", "minLength": 1}},
    NUMBER: {"type": "integer", "minimum": 0, "maximum": 36500},
    FLAG: {"type": "boolean"},
    DAY: {"type": "string", "format": "date"},
    PATH: {"type": "string", "minLength": 1},
    SEVERITY_OF: {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
    PATTERNS: {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "string", "minLength": 1}},
    },
    OPTIONS: {"type": "object", "additionalProperties": False},
    CHOICES: {"type": "object", "additionalProperties": {"type": "string"}},
}


def json_schema(rules: Iterable[Rule] = ()) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a config file, with the options that ``rules`` declare."""
    top: dict[str, Any] = {}
    for key in KEYS:
        place = top
        if key.section:
            section = top.setdefault(key.section, {"type": "object", "additionalProperties": False, "properties": {}})
            place = section["properties"]
        place[key.name] = _described(key)
    top["rules"]["properties"] = {
        rule.name: {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: option_schema(option) for name, option in sorted(rule.options.items())},
        }
        for rule in sorted(rules, key=lambda rule: rule.name)
        if rule.options
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dockerpatch config",
        "description": "The settings in .dockerpatch.toml, or in [tool.dockerpatch] of pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": top,
    }


def _described(key: Key) -> dict[str, Any]:
    if key.type == POLICY:
        from .policy_schema import json_schema as policy

        return policy(key.what)
    found = described(key)
    if key.type == CHOICES:
        found["additionalProperties"] = {"enum": list(key.choices)}
    return found


def described(key: Key) -> dict[str, Any]:
    """The JSON Schema of a setting that is no table."""
    found: dict[str, Any] = {"description": key.what, **_TYPES[key.type]}
    if key.choices and key.type not in TABLES:
        found = {"description": key.what, "enum": list(key.choices)}
    if key.default not in (None, "", (), {}):
        found["default"] = key.default
    return found


def option_schema(option: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of one option that a rule declares."""
    found: dict[str, Any] = {"description": option["what"], "default": option["default"], **_TYPES[option["type"]]}
    if "choices" in option:
        place = found["items"] if option["type"] == TEXTS else found
        place["enum"] = list(option["choices"])
    return found
