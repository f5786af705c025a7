"""What the SARIF reports of all scanners have in common. It knows no scanner.

SARIF has no fields for packages: scanners write them as text, in the message of a result or the help of a rule. The
help can be long, so it is cut down to its lines of "Name: value" and its table of fixed versions as soon as it is read.
"""

from __future__ import annotations

import re

from .fault import ReportError
from .fields import items, mapping, mappings, text, texts
from .reader import Made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from .reader import Shape

_line = re.compile(r"[ \t]*([A-Za-z][A-Za-z ]{0,30}?)[ \t]*:(?:[ \t]+([^\n]*))?$", re.MULTILINE).finditer
_MOST_LINES = 16
_FIXED_TABLE = "### Fixed Versions"


def lines(words: str) -> dict[str, str]:
    """The lines of "Name: value" in a text, the first of each name; names in lower case. Only those near its start."""
    found: dict[str, str] = {}
    for count, match in enumerate(_line(words, 0, 8192)):
        if count == _MOST_LINES:
            break
        found.setdefault(match[1].lower(), (match[2] or "").strip())
    return found


class Rule:
    """What a rule says: ``help`` are the lines of its help text, ``fixes`` the rows of its table of fixed versions."""

    __slots__ = ("fixes", "help", "id", "name", "other_ids", "properties")

    def __init__(self, rule: Any) -> None:
        self.id = text(rule, "id")
        self.name = text(rule, "name")
        self.properties = mapping(rule, "properties")
        self.other_ids = texts(rule, "deprecatedIds")
        self.help = lines(text(rule, "help", "text"))
        table = text(rule, "help", "markdown").partition(_FIXED_TABLE)[2][:65536]
        rows = [
            [cell.strip() for cell in row.strip(" |").split("|")] for row in table.split("\n") if row.startswith("|")
        ]
        self.fixes = [row for row in rows[2:] if len(row) == 3]


class Result:
    """One result: its rule, the text of its message, and where it was found."""

    __slots__ = ("logical", "message", "place", "qualified", "rule", "rule_id", "uri", "wanted")

    def __init__(self, result: Any) -> None:
        self.rule_id = text(result, "ruleId") or text(result, "rule", "id")
        index = result.get("ruleIndex") if isinstance(result, dict) else None
        self.wanted = index if isinstance(index, int) else -1
        self.message = text(result, "message", "text")
        place = next(mappings(result, "locations"), {})
        self.uri = text(place, "physicalLocation", "artifactLocation", "uri")
        self.place = text(place, "message", "text")
        logical = next(mappings(place, "logicalLocations"), {})
        self.logical = text(logical, "name")
        self.qualified = text(logical, "fullyQualifiedName")
        self.rule: Rule = _NO_RULE

    @property
    def path(self) -> str:
        """The file's path as the location's URI has it, without scheme and escapes."""
        from urllib.parse import unquote

        return unquote(self.uri.removeprefix("file://")).lstrip("/")


_NO_RULE = Rule({})

SHAPES: tuple[Shape, ...] = (
    {
        "version": None,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": None,
                        "fullName": None,
                        "version": None,
                        "rules": [
                            Made(
                                {
                                    "id": None,
                                    "name": None,
                                    "deprecatedIds": [None],
                                    "help": {"text": None, "markdown": None},
                                    "properties": {
                                        "security-severity": None,
                                        "purls": [None],
                                        "tags": [None],
                                        "fixed_version": None,
                                        "cvssV3_severity": None,
                                    },
                                },
                                Rule,
                            )
                        ],
                    }
                },
                "results": [
                    Made(
                        {
                            "ruleId": None,
                            "rule": {"id": None},
                            "ruleIndex": None,
                            "message": {"text": None},
                            "locations": [
                                {
                                    "physicalLocation": {"artifactLocation": {"uri": None}},
                                    "logicalLocations": [{"name": None, "fullyQualifiedName": None}],
                                    "message": {"text": None},
                                }
                            ],
                        },
                        Result,
                    )
                ],
                "properties": {
                    "imageName": None,
                    "imageID": None,
                    "repoTags": [None],
                    "repoDigests": [None],
                },
            }
        ],
    },
)


class Runs:
    """The runs of one tool in a report. ``others`` counts the results of the other tools in it."""

    __slots__ = ("others", "properties", "results", "version")

    def __init__(self, version: str, properties: Sequence[Any], results: Sequence[Result], others: int) -> None:
        self.version = version
        self.properties = tuple(properties)
        self.results = tuple(results)
        self.others = others


def tools(document: Any) -> list[str]:
    """The names of the tools in a SARIF document, in lower case, in order, none twice."""
    names = (text(run, "tool", "driver", "name").lower() for run in mappings(document, "runs"))
    return list(dict.fromkeys(name for name in names if name))


def first_of(document: Any, scanners: Sequence[str]) -> str:
    """The first tool in the document that is one of ``scanners``; "" when none is."""
    return next((name for name in tools(document) if name in scanners), "")


SCANNERS = ("trivy", "grype", "osv-scanner", "docker scout", "docker-scout")
"""The names of the tools whose SARIF is read. A report with runs of several is the first one's."""


def runs(document: Any, names: Sequence[str], path: str) -> Runs:
    """The runs of the tool with one of these names, each result with its rule. Raises ReportError for broken runs."""
    version, others = "", 0
    properties: list[Any] = []
    results: list[Result] = []
    for run in mappings(document, "runs"):
        found = [each for each in items(run, "results") if isinstance(each, Result)]
        if text(run, "tool", "driver", "name").lower() not in names:
            others += len(found)
            continue
        if run.get("results") is not None and not isinstance(run["results"], list):
            raise ReportError(path, "broken SARIF: results is no list")
        version = version or text(run, "tool", "driver", "version")
        properties.append(mapping(run, "properties"))
        rules = [each for each in items(run, "tool", "driver", "rules") if isinstance(each, Rule)]
        results += _joined(found, rules)
    return Runs(version, properties, results, others)


def _joined(results: Sequence[Result], rules: Sequence[Rule]) -> Iterator[Result]:
    by_id = {rule.id: rule for rule in reversed(rules)}
    for result in results:
        here = rules[result.wanted] if 0 <= result.wanted < len(rules) else _NO_RULE
        # The index tells rules of one id apart; but where it says something else than the id, the id is right.
        if result.rule_id and here.id != result.rule_id:
            here = by_id.get(result.rule_id, _NO_RULE)
        result.rule = here
        result.rule_id = result.rule_id or here.id
        yield result


def counts(**kinds: int) -> dict[str, int]:
    """What was passed over, without what is nothing; underscores in the names are blanks."""
    return {kind.replace("_", " "): count for kind, count in kinds.items() if count}
