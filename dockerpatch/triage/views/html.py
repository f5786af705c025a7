"""A triage as one page for a browser, all in one file. The page asks for nothing from any network, and no clock.

Text from files and reports reaches it through one gate (`_shown`), which leaves nothing in it that is not plainly seen.
"""

from __future__ import annotations

import functools
import os

from dockerpatch.reporters.legible import legible
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.answer import (
    CLOSED,
    DISAGREE,
    LIKELY,
    REBUILD,
    SETTLED,
    STUCK,
    UNPROVEN,
    VERDICTS,
    WAIVED,
    WORDS,
    by_severity,
    remaining,
)

from . import outline
from .flow import WIDTH, flow
from .listing import diff, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from dockerpatch.lint.finding import Evidence
    from dockerpatch.triage.answer import Answer, Cause, Item

    from .flow import Flow
    from .view import Telling

HERE = os.path.dirname(os.path.abspath(__file__))

LONGEST = 3000
"""How many characters of one text are shown."""

MOST_FACTS, OFTEN = 500_000, 4
"""Where the facts of all rows are more characters than the first, one that so many rows rest on is told once, below."""

OPEN_ROWS = 60
"""Up to how many rows of a page's only image are laid open from the start."""

MEANINGS = {
    CLOSED: "The patch closes it, and a dated fact says so.",
    LIKELY: "The patch should close it, but no fact about the new image proves it: scan the image once it is built.",
    REBUILD: "Nothing need be edited: a build without its cache brings the fix.",
    UNPROVEN: "An edit is there, but no fact says that it closes the row. It counts as open.",
    STUCK: "No edit of the patch closes it, as far as is known. It counts as open.",
    DISAGREE: "The distribution's own data contradicts the scanner.",
    WAIVED: "The policy has decided that it asks nothing of anybody.",
}
"""What each verdict claims, and what it does not."""


def render(answers: Sequence[Answer], telling: Telling) -> str:
    """The page, with a section for each answer."""
    from hashlib import sha256

    style, script = _part("page.css"), _part("page.js")
    page = _template().render(
        style=_trusted(style),
        script=_trusted(script),
        style_hash=_digest(sha256(style.encode()).digest()),
        script_hash=_digest(sha256(script.encode()).digest()),
        sections=[Section(number, answer, telling, len(answers) == 1) for number, answer in enumerate(answers, 1)],
        telling=telling,
        severities=SEVERITIES,
        verdicts=VERDICTS,
        words=WORDS,
        meanings=MEANINGS,
        count=outline.count,
        span=outline.lines,
        facts=outline.facts,
        fact_key=fact_key,
        known_of=lambda facts, shared: [one for one in facts if fact_key(one) in shared],
        bysev=by_severity,
        proven=outline.PROVEN,
        ticked=_ticked,
        failing=frozenset(telling.failing),
        flow_width=WIDTH,
    )
    return page + "\n"


class Section:
    """One image's part of the page: what the template needs beside the answer itself."""

    __slots__ = (
        "answer",
        "bold",
        "bolder_changes",
        "changes",
        "flow",
        "groups",
        "id",
        "is_open",
        "number",
        "patch",
        "shared",
        "telling",
    )

    def __init__(self, number: int, answer: Answer, telling: Telling, alone: bool) -> None:
        self.number = number
        self.id = f"image-{number}"
        self.answer = answer
        self.telling = telling
        self.changes = outline.hunks(answer.patch)
        self.bolder_changes = outline.hunks(answer.bold)
        self.flow: Flow | None = flow(answer.causes, self.changes, f"{self.id}-cause-")
        self.groups = [Group(number, cause, self) for number, cause in enumerate(answer.causes, 1)]
        self.patch = diff(answer.patch, self.changes)
        self.bold = diff(answer.bold, self.bolder_changes)
        self.shared = shared(answer)
        self.is_open = alone and len(answer.items) <= OPEN_ROWS

    @property
    def name(self) -> str:
        return outline.name(self.answer)

    @property
    def scans(self) -> list[str]:
        return outline.scans(self.answer)

    @property
    def total(self) -> int:
        return len(self.answer.items)

    @property
    def left(self) -> int:
        return len(remaining(self.answer.items))

    @property
    def settled(self) -> int:
        return sum(item.verdict in SETTLED for item in self.answer.items)

    @property
    def likely(self) -> int:
        return sum(item.verdict == LIKELY for item in self.answer.items)

    @property
    def passed_over(self) -> list[str]:
        return sorted({f"{n:,} {kind}" for one in self.answer.reports for kind, n in one.passed_over.items() if n})

    @property
    def bolder(self) -> int:
        """How many rows unsafe fixes would close or likely close beyond the patch."""
        return sum(i.bold is not None and i.bold.verdict in (CLOSED, LIKELY) for i in self.answer.items)

    def bars(self) -> list[Bar]:
        """Counts before and after, severity by severity."""
        before = by_severity(self.answer.items)
        most = max(before.values(), default=1)
        return [
            Bar(severity, [item for item in self.answer.items if item.row.severity == severity], most)
            for severity in before
        ]


def shared(answer: Answer) -> dict[tuple[str, str, str], tuple[int, Evidence]]:
    """The facts that are told once and only named in the rows, each with its number from 1; mostly there are none."""
    found: dict[tuple[str, str, str], list[Evidence]] = {}
    for item in answer.items:
        bold = item.bold.evidence if item.bold is not None else ()
        for one in (*outline.facts(item.judgement.evidence), *outline.facts(bold)):
            found.setdefault(fact_key(one), []).append(one)
    if sum(len(key[0] + key[1]) * len(facts) for key, facts in found.items()) <= MOST_FACTS:
        return {}
    often = [(key, facts[0]) for key, facts in found.items() if len(facts) >= OFTEN]
    return {key: (number, one) for number, (key, one) in enumerate(often, 1)}


def fact_key(one: Evidence) -> tuple[str, str, str]:
    """What is equal of equal facts."""
    return (one.source, one.fact, one.date)


class Bar:
    """The rows of one severity: how many, how many remain, and the parts of a bar of 100 units at most."""

    __slots__ = ("after", "before", "parts", "severity")

    def __init__(self, severity: str, items: Sequence[Item], most: int) -> None:
        self.severity = severity
        self.before = len(items)
        self.after = len(remaining(items))
        unsure = sum(item.verdict in (LIKELY, REBUILD) for item in items)
        gone = self.before - self.after - unsure
        self.parts = []
        at = 0.0
        for style, number in (("stays", self.after), ("unsure", unsure), ("gone", gone)):
            wide = 100 * number / most
            if number:
                self.parts.append((style, round(at, 2), round(wide, 2)))
            at += wide


class Group:
    """One cause with its code, its edits, and its rows, the worst first."""

    __slots__ = ("bolder", "cause", "code", "edits", "items", "number", "others", "section")

    def __init__(self, number: int, cause: Cause, section: Section) -> None:
        self.number = number
        self.cause = cause
        self.section = section
        self.code = excerpt(section.answer.origin.document.source, cause)
        self.edits = outline.own(cause, section.changes)
        bolder = outline.own(cause, section.bolder_changes)
        self.bolder = bolder if [one.added for one in bolder] != [one.added for one in self.edits] else []
        self.others = [] if self.edits or not any(map(outline.is_closed, cause.items)) else section.changes
        self.items = sorted(
            cause.items,
            key=lambda item: (SEVERITIES.index(item.row.severity), item.row.package, item.row.id, item.row.version),
        )

    @property
    def id(self) -> str:
        return f"{self.section.id}-cause-{self.number}"

    @property
    def severities(self) -> dict[str, int]:
        return by_severity(self.cause.items)

    @property
    def verdicts(self) -> dict[str, int]:
        found = {verdict: sum(item.verdict == verdict for item in self.cause.items) for verdict in VERDICTS}
        return {verdict: number for verdict, number in found.items() if number}

    @property
    def is_settled(self) -> bool:
        return all(item.verdict in SETTLED for item in self.cause.items)


# -- the template


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("page.html.jinja")


def _shown(value: object) -> object:
    """What the template puts out for a value: of a text only what can be seen, and no more than `LONGEST` of it."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    text = value.replace("\t", "    ")
    if len(text) <= LONGEST:
        return legible(text)
    return f"{legible(text[:LONGEST])}… ({len(text) - LONGEST:,} more characters)"


def _ticked(text: str) -> list[str]:
    """The text cut at its backquotes: every second piece stood between two of them."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return parts


def _trusted(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)


def _part(name: str) -> str:
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def _digest(data: bytes) -> str:
    from base64 import b64encode

    return _trusted(b64encode(data).decode("ascii"))
