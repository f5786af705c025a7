"""What is waived until which day, and what is to be said of the waivers themselves.

It never asks what day it is: that is passed in. A waiver past its day waives nothing, and is told.
"""

from __future__ import annotations

import os

from dockerpatch.lint.names import canonical, names_of

from . import policy
from .load import ConfigError
from .policy_table import WAIVERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from dockerpatch.lint.finding import Finding
    from dockerpatch.reports.report import Report, Row

    from .settings import Config

    # Whether a run saw all that a waiver could be about.
    Covers = Callable[["Waiver"], bool]

YEARS = 10
"""A waiver that is to hold longer than that is a slip of the pen, or one for ever."""

EXPIRED, UNUSED = "expired", "unused"
"""What may be wrong with a waiver: its day is over and it is still needed, or nothing is left for it to waive."""


class Waiver:
    """One waiver of ``[[policy.waivers]]``: of a vulnerability (``id``) or of a rule (``rule``), as it is written.

    ``package``, ``image`` and ``path`` narrow it, "" where they do not. It holds to the end of the day ``expires``.
    ``status`` and ``justification`` are what its owner claims in OpenVEX, "" for nothing. ``line`` is where it stands
    in the config. ``used`` counts what it decided in this run, whether its day is over or not, and ``needed`` tells
    whether anything was found that it is for; see `Waivers.count`.
    """

    __slots__ = (
        "expires",
        "id",
        "image",
        "justification",
        "line",
        "needed",
        "owner",
        "package",
        "path",
        "reason",
        "rule",
        "status",
        "used",
    )

    def __init__(self, table: dict[str, Any]) -> None:
        self.id: str = table.get("id", "")
        self.rule: str = table.get("rule", "")
        self.package: str = table.get("package", "")
        self.image: str = table.get("image", "")
        self.path: str = table.get("path", "")
        self.reason: str = table["reason"]
        self.owner: str = table["owner"]
        self.expires: str = table["expires"]
        self.status: str = table.get("status", "")
        self.justification: str = table.get("justification", "")
        self.line: int = table.get("line", 0)
        self.used = 0
        self.needed = False

    @property
    def name(self) -> str:
        """What it waives, and where: "CVE-2026-1 in package openssl of ghcr.io/acme/app"."""
        parts = [self.id or self.rule]
        if self.package:
            parts.append(f"in package {self.package}")
        if self.image:
            parts.append(f"of {self.image}")
        if self.path:
            parts.append(f"in {self.path}")
        return " ".join(parts)

    def __repr__(self) -> str:
        return f"Waiver({self.name!r}, {self.expires})"


class Remark:
    """What is to be said of a waiver: ``state`` is EXPIRED or UNUSED, ``message`` one line for the user."""

    __slots__ = ("message", "state", "waiver")

    def __init__(self, state: str, waiver: Waiver, message: str) -> None:
        self.state = state
        self.waiver = waiver
        self.message = message

    def __repr__(self) -> str:
        return f"Remark({self.state}, {self.message!r})"


class Waivers:
    """The waivers of ``config`` as they stand on the day ``today`` (``YYYY-MM-DD``).

    Raises ConfigError for one that is to hold for more than ten years.
    """

    __slots__ = ("_config", "_ids", "_rules", "all", "today")

    def __init__(self, config: Config, today: str) -> None:
        self._config = config
        self.today = today
        self.all = tuple(Waiver(table) for table in config.policy.get(WAIVERS, ()))
        self._ids: dict[str, list[Waiver]] = {}
        self._rules: dict[str, list[Waiver]] = {}
        last = f"{int(today[:4]) + YEARS:04}{today[4:]}"
        for waiver in self.all:
            if waiver.expires > last:
                raise ConfigError(
                    f"{self.place(waiver)}: expires must be at most {YEARS} years away, is {waiver.expires}:"
                    " name a day on which somebody looks again"
                )
            if waiver.id:
                self._ids.setdefault(waiver.id.upper(), []).append(waiver)
            else:
                self._rules.setdefault(canonical(waiver.rule), []).append(waiver)

    def place(self, waiver: Waiver) -> str:
        """Where it stands: the config, seen from the current folder where that is above it, and the line."""
        from dockerpatch.system.files import shown

        path = os.path.relpath(self._config.path)
        return f"{shown(self._config.path if path[:3] == '../' else path)}:{waiver.line}"

    def is_expired(self, waiver: Waiver) -> bool:
        return self.today > waiver.expires

    def of_finding(self, finding: Finding) -> list[Waiver]:
        """The waivers of the finding, whether their day is over or not; see `decisive`."""
        if not self._rules:
            return []
        found = [one for name in names_of(finding) for one in self._rules.get(name, ())]
        if not found:
            return []
        here = policy.inside(self._config, finding.path)
        return [one for one in found if not one.path or (here and policy.matches(one.path, here))]

    def of_row(self, row: Row, report: Report | None = None, file: str = "") -> list[Waiver]:
        """The waivers of a vulnerability in a scanner's report, as `of_finding`.

        ``report`` tells the image; ``file`` is the file of the repository that answers for the row, when that is known.
        A path may be the file's, or the one in the image that the scanner names.
        """
        if not self._ids:
            return []
        found = (one for name in row.ids for one in self._ids.get(name.upper(), ()))
        return [one for one in found if self._is_about(one, row, report, file)]

    def count(self, waivers: Sequence[Waiver]) -> None:
        """Take note that something was found that ``waivers`` are for; the decisive one counts it.

        One whose day is over and whose place another one takes is not needed.
        """
        decisive_one = decisive(waivers)
        for one in waivers:
            if one is decisive_one or not self.is_expired(one):
                one.needed = True
        if decisive_one is not None:
            decisive_one.used += 1

    def _is_about(self, waiver: Waiver, row: Row, report: Report | None, file: str) -> bool:
        if waiver.package and not any(fits(waiver.package, name) for name in (row.package, row.origin) if name):
            return False
        if waiver.image and (report is None or not is_of(waiver.image, report)):
            return False
        if not waiver.path:
            return True
        here = policy.inside(self._config, file) if file else ""
        return any(policy.matches(waiver.path, path) for path in (here, row.path) if path)

    def holding(self, finding: Finding) -> Waiver | None:
        """The waiver by which the finding counts for nothing today; None: it counts. Nothing is noted."""
        waiver = decisive(self.of_finding(finding))
        return waiver if waiver is not None and not self.is_expired(waiver) else None

    def split(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[Waived]]:
        """The findings that no waiver holds for, and the others, each with its waiver. Nothing is noted."""
        kept, waived = [], []
        for finding in findings:
            waiver = self.holding(finding)
            if waiver is None:
                kept.append(finding)
            else:
                waived.append(Waived(finding, waiver))
        return kept, waived

    def expired(self) -> list[Remark]:
        """What is to be said of the waivers that something still needs, and whose day is over."""
        return [
            Remark(EXPIRED, one, f"{self.place(one)}: the waiver of {one.name} {self._since(one)}: {_back(one)}")
            for one in self.all
            if one.used and self.is_expired(one)
        ]

    def _since(self, waiver: Waiver) -> str:
        from datetime import date

        days = (date.fromisoformat(self.today) - date.fromisoformat(waiver.expires)).days
        return f"expired on {waiver.expires}, {days} day{'s' if days != 1 else ''} ago (owner: {waiver.owner})"

    def unused(self, covers: Covers) -> list[Remark]:
        """What is to be said of waivers that nothing needs, as far as the run ``covers`` what they are about."""
        return [
            Remark(UNUSED, one, f"{self.place(one)}: the waiver of {one.name} is no longer needed: {_gone(one)}")
            for one in self.all
            if not one.needed and covers(one)
        ]


class Waived:
    """A finding that counts for nothing until a day, and the waiver that says so."""

    __slots__ = ("finding", "waiver")

    def __init__(self, finding: Finding, waiver: Waiver) -> None:
        self.finding = finding
        self.waiver = waiver


def decisive(waivers: Iterable[Waiver]) -> Waiver | None:
    """Of all waivers of one thing the one that holds longest, of two that end together the first; None: of none."""
    return max(waivers, key=lambda one: one.expires, default=None)


def _back(waiver: Waiver) -> str:
    what = "finding" if waiver.rule else "vulnerability"
    if waiver.used == 1:
        return f"1 {what} is back"
    return f"{waiver.used} {'findings' if waiver.rule else 'vulnerabilities'} are back"


def _gone(waiver: Waiver) -> str:
    if waiver.rule:
        return "nothing of the kind is found"
    return f"{waiver.id} is not reported" + (" there" if waiver.image or waiver.package or waiver.path else "")


def fits(pattern: str, text: str) -> bool:
    """Whether ``text`` is ``pattern``, in which `*` stands for any characters; case does not matter."""
    first, *rest = pattern.casefold().split("*")
    text = text.casefold()
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return text.endswith(last)


def is_of(image: str, report: Report) -> bool:
    """Whether the scan ``report`` is of ``image``: one of its names, with or without its tag or digest."""
    from dockerpatch.reports.images import forms, full

    wanted = full(image)
    return any(fits(wanted, form) for name in (*report.names, *report.digests) for form in forms(name))
