"""What may stand in `[policy]`: the check, the JSON Schema and the page follow this table. It never asks for the day.

The outcome of the check is plain: tables by their keys, days and paths as texts, lists as tuples.
"""

from __future__ import annotations

import os
import re

from dockerpatch.lint.finding import SEVERITIES
from dockerpatch.reports import report
from dockerpatch.reports.openvex import NOT_AFFECTED, STATUSES
from dockerpatch.text.suggest import did_you_mean

from .load import Wrong, must_be, plain
from .schema import DAY, FLAG, GATES, TEXT, TEXTS, Key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .load import Reader

NEVER = "never"
JUSTIFICATIONS = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)
"""Why a product is not affected, in the words of OpenVEX."""

THRESHOLDS = (
    Key(
        "fail-on",
        "fail_on",
        TEXT,
        "",
        '"error"',
        "The mildest severity of a finding of `check` that fails, or `never`. When it is not set: `fail-on` at the top"
        " of the config.",
        (*SEVERITIES, NEVER),
    ),
    Key(
        "vulnerabilities",
        "vulnerabilities",
        TEXT,
        "high",
        '"critical"',
        "The mildest severity of a vulnerability in a scanner's report that fails, or `never`. One whose severity the"
        " report does not tell fails with `unknown` only.",
        (*report.SEVERITIES, NEVER),
    ),
    Key(
        "fixable-only",
        "fixable_only",
        FLAG,
        False,
        "true",
        "Whether a vulnerability fails only when the report names a version that has the fix.",
    ),
)
"""What may stand in `[policy]`, in the table of a gate, and for each pattern in `paths`."""

WAIVER = (
    Key("id", "id", TEXT, "", '"CVE-2026-1234"', "The vulnerability that is waived, by any of its ids."),
    Key(
        "rule",
        "rule",
        TEXT,
        "",
        '"DP101"',
        "Instead of `id`: the rule whose findings are waived, by its code, its name or what another tool calls it.",
    ),
    Key("package", "package", TEXT, "", '"openssl"', "Only in this package; `*` stands for any characters."),
    Key(
        "image",
        "image",
        TEXT,
        "",
        '"ghcr.io/acme/app"',
        "Only in this image; without a tag in any of its versions, `*` stands for any characters.",
    ),
    Key(
        "path",
        "path",
        TEXT,
        "",
        '"services/api/"',
        "Only there: a pattern as in a .gitignore that stands beside the config.",
    ),
    Key("reason", "reason", TEXT, "", '"the parser is never fed from outside"', "Why; it must be given."),
    Key("owner", "owner", TEXT, "", '"team-api"', "Who answers for it; it must be given."),
    Key("expires", "expires", DAY, "", "2027-01-31", "The last day on which it holds; it must be given."),
    Key(
        "status",
        "status",
        TEXT,
        "",
        '"not_affected"',
        "With `id`: what you claim in OpenVEX. Without it the waiver is never written into a VEX document.",
        STATUSES,
    ),
    Key(
        "justification",
        "justification",
        TEXT,
        "",
        '"vulnerable_code_not_in_execute_path"',
        "With the status `not_affected`: why, in the words of OpenVEX. Without it the reason is given.",
        JUSTIFICATIONS,
    ),
)
REQUIRED = ("reason", "owner", "expires")
SCOPE = ("package", "image", "path")
PATHS, VEX, WAIVERS = "paths", "vex", "waivers"

VEX_WORDS = "OpenVEX documents whose statements hold, relative to the config."
PATHS_WORDS = (
    "Other thresholds for some files: patterns as in a .gitignore beside the config, each with some of the keys above."
    " Of several that match, the last one decides."
)
WAIVERS_WORDS = "What is let pass until a day, by whom and why."
GATE_WORDS = "What is different with `--gate {}`; what it does not say is as in `[policy]`."

_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-:.][A-Za-z0-9]+){1,8}").fullmatch
LONGEST_ID = 100


def read(table: object, keys: tuple[str, ...], reader: Reader) -> dict[str, Any]:
    """The table ``[policy]``, found under ``keys``, checked. Raises Wrong."""
    found: dict[str, Any] = {}
    for name, value in must_be(dict, table, keys).items():
        here = (*keys, name)
        if name in GATES:
            found[name] = {}
            for inner, one in must_be(dict, value, here).items():
                _take_threshold(found[name], inner, one, (*here, inner), (*_names(THRESHOLDS), PATHS))
        elif name == VEX:
            found[name] = plain(TEXTS, value, here)
        elif name == WAIVERS:
            found[name] = _waivers(value, here, reader)
        else:
            known = (*_names(THRESHOLDS), PATHS, VEX, WAIVERS, *GATES)
            _take_threshold(found, name, value, here, known)
    return found


def placed(policy: dict[str, Any], text: str, above: tuple[str, ...], root: str) -> dict[str, Any]:
    """``policy`` as it stands in the config ``text``, below the tables ``above``.

    Each waiver gets the ``line`` it begins on, and paths of VEX documents are made relative to the folder ``root``.
    """
    from .places import lines_of

    found = dict(policy)
    if VEX in policy:
        found[VEX] = tuple(os.path.join(root, os.path.expanduser(path)) for path in policy[VEX])
    if WAIVERS in policy:
        lines = lines_of(text, (*above, "policy", WAIVERS))
        found[WAIVERS] = tuple({**one, "line": line} for one, line in zip(policy[WAIVERS], lines, strict=True))
    return found


def _take_threshold(
    found: dict[str, Any], name: str, value: object, keys: tuple[str, ...], known: tuple[str, ...]
) -> None:
    if name == PATHS and PATHS in known:
        found[PATHS] = {}
        for pattern, table in must_be(dict, value, keys).items():
            here = (*keys, pattern)
            _check_pattern(pattern, here)
            inside: dict[str, Any] = {}
            found[PATHS][pattern] = inside
            for inner, one in must_be(dict, table, here).items():
                _take_threshold(inside, inner, one, (*here, inner), _names(THRESHOLDS))
        return
    for key in THRESHOLDS:
        if key.name == name:
            found[name] = plain(key.type, value, keys, key.choices)
            return
    raise Wrong(keys, f"unknown key {'.'.join(keys)!r}{did_you_mean(name, known)}")


def _waivers(value: object, keys: tuple[str, ...], reader: Reader) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list) or any(not isinstance(one, dict) for one in value):
        raise Wrong(keys, f"{keys[-1]} must be tables, each under [[{'.'.join(keys)}]]")
    found: list[dict[str, Any]] = []
    seen: set[tuple[str, ...]] = set()
    for number, table in enumerate(value):
        try:
            waiver = _waiver(table, keys, reader)
            what = tuple(str(waiver.get(name, "")).casefold() for name in ("id", "rule", *SCOPE))
            if what in seen:
                raise Wrong(keys, "there is a waiver for the same already; make one of the two")
        except Wrong as wrong:
            wrong.entry = number
            raise
        seen.add(what)
        found.append(waiver)
    return tuple(found)


def _waiver(table: dict[str, object], keys: tuple[str, ...], reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        here = (*keys, name)
        for key in WAIVER:
            if key.name == name:
                found[name] = plain(key.type, value, here, key.choices)
                break
        else:
            raise Wrong(here, f"unknown key {name!r} of a waiver{did_you_mean(name, _names(WAIVER))}")
    if ("id" in found) == ("rule" in found):
        both = "not both" if "id" in found else "this one has neither"
        raise Wrong(keys, f"a waiver needs the id of a vulnerability or a rule; {both}")
    for name in REQUIRED:
        if name not in found:
            raise Wrong(keys, f"a waiver needs {_listed(REQUIRED)}; this one has no {name}")
    if "path" in found:
        _check_pattern(found["path"], (*keys, "path"))
    if "rule" in found:
        _check_rule(found, keys, reader)
    else:
        _check_id(found, keys)
    return found


def _check_pattern(pattern: str, keys: tuple[str, ...]) -> None:
    from pathspec import GitIgnoreSpec

    try:
        if GitIgnoreSpec.from_lines([pattern]).patterns[0].include:
            return
    except (ValueError, IndexError):
        pass
    raise Wrong(keys, f"{pattern!r} is no pattern that files can match")


def _check_rule(found: dict[str, Any], keys: tuple[str, ...], reader: Reader) -> None:
    here = (*keys, "rule")
    if _ID(found["rule"]) and found["rule"].upper().startswith(("CVE-", "GHSA-")):
        raise Wrong(here, f"{found['rule']!r} is a vulnerability: write id = ...")
    if not re.fullmatch(r"(?ai)SC[0-9]{4}", found["rule"].strip()):
        reader.named(found["rule"], here)
    for name in ("package", "image", "status", "justification"):
        if name in found:
            raise Wrong((*keys, name), f"{name} is for a vulnerability: a waiver of a rule may have a path only")


def _check_id(found: dict[str, Any], keys: tuple[str, ...]) -> None:
    if len(found["id"]) > LONGEST_ID or not _ID(found["id"]):
        raise Wrong(
            (*keys, "id"),
            f"id must be that of one vulnerability, such as CVE-2026-1234, is {found['id'][:LONGEST_ID]!r};"
            " a rule is waived with rule = ...",
        )
    if "justification" in found and found.get("status") != NOT_AFFECTED:
        raise Wrong((*keys, "justification"), f'justification is for status = "{NOT_AFFECTED}"')


def _names(table: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(key.name for key in table)


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
