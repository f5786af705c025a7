"""The audit of release files: each Go program in them, with what hits its Go and whether that Go is the pinned one.

It never runs a program, and leaves no file behind.
"""

from __future__ import annotations

from dockerpatch.engine.report import BROKEN, CLEAN, FINDINGS, NO_INPUT
from dockerpatch.system.blobs import open_blob
from dockerpatch.system.files import FileError
from dockerpatch.text.record import Record

from . import inputs
from .faults import UNREADABLE, Fault, Problem
from .found import Fixture, Program, Unknown
from .images import Bag, image_events
from .limits import Budget
from .pins import DIFFERS
from .place import Place
from .verdict import HIT, UNJUDGED, Judge
from .walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.system.blobs import Blob

    from .found import Event
    from .pins import Pins, PinVerdict
    from .verdict import Verdict

MOST_PROBLEMS = 50
"""So many problems of one file are told: one that is damaged all through has thousands."""

ON_HIT, ON_DIFFERS, ON_UNKNOWN, NEVER = "hit", "differs", "unknown", "never"
GATES = (ON_HIT, ON_DIFFERS, ON_UNKNOWN, NEVER)
"""What makes a run fail.

Programs that advisories hit; those, and programs that another Go built than the one that is pinned; those, and programs
whose Go cannot be judged; nothing.
"""


class Audited(Record):
    """A Go program and what is said of it."""

    __slots__ = ("pins", "program", "verdict")

    def __init__(self, program: Program, verdict: Verdict, pins: PinVerdict) -> None:
        self.program = program
        self.verdict = verdict
        self.pins = pins


class Audit:
    """A run. ``fixtures``: test data of module caches is looked at as well."""

    __slots__ = ("_fixtures", "_judge", "_pins")

    def __init__(self, almanac: Almanac, pins: Pins, fixtures: bool = False) -> None:
        self._judge = Judge(almanac)
        self._pins = pins
        self._fixtures = fixtures

    def run(
        self, paths: Sequence[str], stdin: Callable[[], Blob], tally: Tally
    ) -> Iterator[Audited | Unknown | Fixture | Problem]:
        """All that ``paths`` hold, as it is found; ``tally`` counts along. ``stdin`` gives what "-" stands for."""
        for one in inputs.inputs(paths):
            if one.kind == inputs.MISSING:
                tally.missing += 1
                yield Problem(Place(one.path), UNREADABLE, one.reason)
                continue
            tally.files += 1
            problems = 0
            for event in self._events(one, stdin):
                if isinstance(event, Problem):
                    problems += 1
                    if problems > MOST_PROBLEMS:
                        tally.add(event)
                        continue
                said = self._said(event)
                tally.add(said)
                yield said
            if problems > MOST_PROBLEMS:
                more = problems - MOST_PROBLEMS
                yield Problem(
                    Place(one.path), UNREADABLE, f"has {more:,} problems more, which are not told", fails=False
                )

    def _said(self, event: Event) -> Audited | Unknown | Fixture | Problem:
        if isinstance(event, Program):
            return Audited(event, self._judge.judge(event), self._pins.judge(event))
        return event

    def _events(self, one: inputs.Input, stdin: Callable[[], Blob]) -> Iterator[Event]:
        place = Place(one.path)
        try:
            if one.kind == inputs.IMAGE:
                walk = Walk(Budget(place, _size(one.path)), self._fixtures)
                yield from walk.guarded(place, image_events(walk, Bag(folder=one.path), place, 0))
                return
            with stdin() if one.path == inputs.STDIN else open_blob(one.path) as blob:
                yield from Walk(Budget(place, blob.size), self._fixtures, one.named).blob(blob, place)
        except FileError as error:
            yield Problem(place, UNREADABLE, error.reason)
        except Fault as fault:
            yield Problem(fault.place or place, fault.kind, fault.message)


def _size(folder: str) -> int:
    """The length of all files of an image's folder."""
    import os

    return sum(os.lstat(os.path.join(above, name)).st_size for above, _, names in os.walk(folder) for name in names)


class Tally:
    """Counts over a run."""

    __slots__ = (
        "clear",
        "differs",
        "failing",
        "files",
        "fixtures",
        "hit",
        "missing",
        "problems",
        "unjudged",
        "unknown",
    )

    def __init__(self) -> None:
        self.files = self.missing = 0
        self.hit = self.clear = self.unjudged = self.differs = 0
        self.unknown = self.fixtures = 0
        self.problems = self.failing = 0

    @property
    def programs(self) -> int:
        return self.hit + self.clear + self.unjudged

    def add(self, said: Audited | Unknown | Fixture | Problem) -> None:
        if isinstance(said, Audited):
            self.hit += said.verdict.status == HIT
            self.unjudged += said.verdict.status == UNJUDGED
            self.clear += said.verdict.status not in (HIT, UNJUDGED)
            self.differs += said.pins.status == DIFFERS
        elif isinstance(said, Unknown):
            self.unknown += 1
        elif isinstance(said, Fixture):
            self.fixtures += 1
        else:
            self.problems += 1
            self.failing += said.fails

    def exit_code(self, fail_on: str) -> int:
        """The run's exit code; ``fail_on`` is one of GATES."""
        if self.failing or (self.missing and self.files):
            return BROKEN
        if not self.programs:
            return NO_INPUT
        if fail_on == NEVER:
            return CLEAN
        failed = self.hit
        if fail_on in (ON_DIFFERS, ON_UNKNOWN):
            failed += self.differs
        if fail_on == ON_UNKNOWN:
            failed += self.unjudged
        return FINDINGS if failed else CLEAN
