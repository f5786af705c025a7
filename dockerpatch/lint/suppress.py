"""Comments that tell the linter to be quiet: what each names, where it holds, and which findings it silences.

It never hides a finding past its date. What the comments of the various tools look like is in `dialects`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from .names import names_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.text.layout import Layout
    from dockerpatch.text.source import Source

    from .finding import Finding

OWN, HADOLINT, BUILDKIT, TALLY = "dockerpatch", "hadolint", "BuildKit", "tally"
TRIVY, CHECKOV, SEMGREP, KICS = "Trivy", "Checkov", "semgrep", "KICS"
"""Whose words a comment is in."""

EXPERIMENTAL = frozenset(("INVALIDDEFINITIONDESCRIPTION", "COPYIGNOREDFILE"))
"""The checks of BuildKit's that its comments can only switch on."""

_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"

Reach = tuple[int, int]
"""Offsets (end exclusive) between which a finding has to start."""


class Mention:
    """One name in a comment, written from ``start`` to ``end``.

    ``names`` are the spellings in which findings have it; ``*`` is every finding, ``*BuildKit`` each that has a name of
    BuildKit's, and so on. It holds to the end of the day ``until`` ("" for ever; a text that is no day: never).
    ``used``: it silences a finding; ``missed``: it would, were it not for its day. ``verdict`` is what is to be said of
    it: ``used``, ``unused``, ``expired``, ``no-day``, ``unknown`` (no rule is called so), or "" where that is open.
    """

    __slots__ = ("end", "missed", "names", "start", "text", "until", "used", "verdict")

    def __init__(self, text: str, start: int, names: Iterable[str], until: str = "", end: int = 0) -> None:
        self.text = text
        self.names = tuple(names)
        self.start = start
        self.end = end or start + len(text)
        self.until = until
        self.used = False
        self.missed = False
        self.verdict = ""

    def holds(self, today: str) -> bool:
        """Whether it still holds on ``today`` (``YYYY-MM-DD``)."""
        return not self.until or (re.fullmatch(_DAY, self.until) is not None and today <= self.until)

    @property
    def has_no_day(self) -> bool:
        """Whether the day until which it holds is none: a slip of the pen must not silence for ever."""
        return bool(self.until) and re.fullmatch(_DAY, self.until) is None

    def __repr__(self) -> str:
        return f"Mention({self.text!r}, {self.start})"


class Suppression:
    """One comment, from ``start`` to ``end``, in the words of the tool ``dialect``.

    ``reaches`` are where it holds, ``reason`` is why, as far as it says. Without ``mentions``, it was meant to silence
    something and does not, for its tool cannot read it.
    """

    __slots__ = ("dialect", "end", "mentions", "reaches", "reason", "start")

    def __init__(
        self,
        dialect: str,
        start: int,
        end: int,
        mentions: Iterable[Mention],
        reaches: Iterable[Reach],
        reason: str = "",
    ) -> None:
        self.dialect = dialect
        self.start = start
        self.end = end
        self.mentions = tuple(mentions)
        self.reaches = tuple(reaches)
        self.reason = reason

    def __repr__(self) -> str:
        return f"Suppression({self.dialect}, {self.mentions!r}, {self.reaches!r})"


def suppressions(source: Source, layout: Layout) -> list[Suppression]:
    """The comments of the file that are there to silence something, in the order of the text."""
    from .dialects import Reader

    return Reader(source, layout).read()


def apply(
    findings: Sequence[Finding], comments: Sequence[Suppression], today: str, in_groups: bool = True
) -> list[Finding]:
    """The findings that no comment silences; the mentions that silence one are marked ``used``.

    Without ``in_groups``, names that stand for many findings silence none.
    """
    if not comments:
        return list(findings)
    held, over = _Index(), _Index()
    for comment in comments:
        for mention in comment.mentions:
            index = held if mention.holds(today) else over
            for reach in comment.reaches:
                index.add(reach, mention)
    kept = []
    for finding in findings:
        names = names_of(finding)
        if in_groups:
            names += _groups(finding, names)
        places = {place.start for place in (finding.span, *finding.covers)}
        silent, mentions = held.take(names, places)
        for mention in mentions:
            mention.used = True
        for mention in over.take(names, places)[1]:
            mention.missed = True
        if not silent:
            kept.append(finding)
    return kept


def _groups(finding: Finding, names: Iterable[str]) -> list[str]:
    """The names that stand for every finding of a tool and are this one's too, which goes by ``names``."""
    from .nicknames import known_to_kics

    found = ["*"]
    if _is_buildkit(finding.code) or any(_is_buildkit(name) for name in finding.same_as):
        found.append(f"*{BUILDKIT}")
    if any(name[:3] == "DS-" for name in names):
        found.append(f"*{TRIVY}")
    if any(name.islower() and "/" not in name for name in finding.same_as):
        found.append(f"*{SEMGREP}")
    if not known_to_kics().isdisjoint(names):
        found.append(f"*{KICS}")
    return found


def _is_buildkit(key: str) -> bool:
    """Whether a name has the form of BuildKit's, and not that of a check which cannot be skipped."""
    return key.isalpha() and not key.isupper() and not key.islower() and key.upper() not in EXPERIMENTAL


class _Group:
    """The mentions whose reaches end at one place, by name, each from where its own starts."""

    __slots__ = ("_by_name", "around", "end", "start")

    def __init__(self, reach: Reach) -> None:
        self.start, self.end = reach
        self.around: _Group | None = None
        self._by_name: dict[str, tuple[int, list[tuple[int, int, Mention]]]] = {}

    def add(self, start: int, mention: Mention) -> None:
        self.start = min(self.start, start)
        for name in mention.names:
            first, waiting = self._by_name.get(name, (start, []))
            waiting.append((start, mention.start, mention))
            self._by_name[name] = (min(first, start), waiting)

    def arrange(self) -> None:
        """The last to start comes first, so that those that hold at a place can be taken from the end."""
        for _, waiting in self._by_name.values():
            waiting.sort(key=lambda one: one[:2], reverse=True)

    def take(self, names: Iterable[str], place: int) -> tuple[bool, list[Mention]]:
        """Whether one of ``names`` holds at ``place``, and the mentions of it that were not taken before."""
        silent = False
        taken: list[Mention] = []
        for name in names:
            found = self._by_name.get(name)
            if found is not None and found[0] <= place:
                silent = True
                while found[1] and found[1][-1][0] <= place:
                    taken.append(found[1].pop()[2])
        return silent, taken


class _Index:
    """Mentions by where they hold. What ends at one place is one group, so that few groups hold for any place."""

    __slots__ = ("_groups", "_order", "_starts")

    def __init__(self) -> None:
        self._groups: dict[int, _Group] = {}
        self._order: list[_Group] = []
        self._starts: list[int] = []

    def add(self, reach: Reach, mention: Mention) -> None:
        group = self._groups.get(reach[1])
        if group is None:
            group = self._groups[reach[1]] = _Group(reach)
        group.add(reach[0], mention)

    def take(self, names: Sequence[str], places: Iterable[int]) -> tuple[bool, list[Mention]]:
        """Whether one of ``names`` is mentioned for one of ``places``, and the mentions not taken before."""
        if len(self._order) != len(self._groups):
            self._nest()
        silent = False
        taken: list[Mention] = []
        for place in places if self._order else ():
            at = bisect_right(self._starts, place) - 1
            group = self._order[at] if at >= 0 else None
            while group is not None:
                if place < group.end:
                    hit, mentions = group.take(names, place)
                    silent = silent or hit
                    taken += mentions
                group = group.around
        return silent, taken

    def _nest(self) -> None:
        """Find for each group the nearest one that starts before it and is not over yet."""
        self._order = sorted(self._groups.values(), key=lambda group: (group.start, -group.end))
        self._starts = [group.start for group in self._order]
        open_ones: list[_Group] = []
        for group in self._order:
            group.arrange()
            while open_ones and open_ones[-1].end <= group.start:
                open_ones.pop()
            group.around = open_ones[-1] if open_ones else None
            open_ones.append(group)
