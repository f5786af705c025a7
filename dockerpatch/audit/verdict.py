"""What the almanac says of the Go that built a program: the advisories that hit it, and the release that closes them.

It never says that the program is vulnerable: whether it calls what is flawed is not judged here.
"""

from __future__ import annotations

from dockerpatch.knowledge.lifecycle import ENDOFLIFE
from dockerpatch.lint.finding import Evidence
from dockerpatch.lint.golang import VULNDB
from dockerpatch.text.record import Record

from . import goversion
from .goversion import RELEASE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.knowledge.answers import Advisory

    from .found import Program
    from .goversion import GoVersion

HIT, CLEAR, UNJUDGED = "hit", "clear", "unjudged"
RELEASES = "go.dev/dl"


class WayOut(Record):
    """A release that closes advisories: how many it ``closes``, and how many known ones hit it (``leaves``)."""

    __slots__ = ("closes", "leaves", "version")

    def __init__(self, version: str, closes: int, leaves: int) -> None:
        self.version = version
        self.closes = closes
        self.leaves = leaves


class Verdict(Record):
    """What is known of a program's Go.

    ``status`` is HIT, CLEAR (no advisory known that day) or UNJUDGED. ``in_line``: the lowest release of its own line
    that closes all that any release of it closes; ``in_all``: the lowest one of the nearest line that is still kept
    up, in which no advisory is known; ``newest``: the newest release of that line. Each is None where there is none.
    ``line_ended``: the day on which the line's support ended, "" for one that has not (or when it is not known).
    ``remarks`` are what a reader has to know, ``evidence`` what all of it rests on.
    """

    __slots__ = (
        "advisories",
        "evidence",
        "in_all",
        "in_line",
        "line_ended",
        "newest",
        "remarks",
        "status",
        "version",
    )

    def __init__(
        self,
        version: GoVersion,
        status: str,
        advisories: Sequence[Advisory] = (),
        in_line: WayOut | None = None,
        in_all: WayOut | None = None,
        newest: str | None = None,
        line_ended: str = "",
        remarks: Sequence[str] = (),
        evidence: Sequence[Evidence] = (),
    ) -> None:
        self.version = version
        self.status = status
        self.advisories = tuple(advisories)
        self.in_line = in_line
        self.in_all = in_all
        self.newest = newest
        self.line_ended = line_ended
        self.remarks = tuple(remarks)
        self.evidence = tuple(evidence)


class Judge:
    """Asks the almanac, once for each version and system."""

    __slots__ = ("_almanac", "_known")

    def __init__(self, almanac: Almanac) -> None:
        self._almanac = almanac
        self._known: dict[tuple[str, frozenset[str]], Verdict] = {}

    def judge(self, program: Program) -> Verdict:
        version = goversion.parse(program.info.version)
        systems = frozenset({program.goos}) if program.goos else program.systems
        key = (program.info.version, systems)
        if key not in self._known:
            if len(self._known) > 1000:
                self._known.clear()
            self._known[key] = self._judge(version, systems)
        return self._known[key]

    def _judge(self, version: GoVersion, systems: frozenset[str]) -> Verdict:
        remarks = [version.remark] if version.remark else []
        ended = self._ended(version.line)
        evidence = self._evidence_of_end(version.line)
        if not version.version:
            return Verdict(version, UNJUDGED, line_ended=ended, remarks=remarks, evidence=evidence)
        almanac = self._almanac
        advisories = self._hits(version.version, systems)
        newest = almanac.go_latest(version.line) or almanac.go_latest()
        if newest is not None and goversion.number(version.version) > goversion.number(newest):
            remarks.append(
                f"Go {version.version} is newer than any release of its line that the almanac knows (of all, the newest"
                f" is {almanac.go_latest()}): advisories that came with it or after it are not known"
            )
        elif version.kind == RELEASE and self._is_unheard_of(version.version):
            remarks.append(f"the almanac knows no release Go {version.version}")
        count = "no advisory" if not advisories else f"{len(advisories)} of the advisories"
        fact = f"{count} known for the standard library of Go {version.version}"
        evidence = [Evidence(VULNDB, fact, almanac.as_of), *evidence]
        if not advisories:
            return Verdict(version, CLEAR, line_ended=ended, remarks=remarks, evidence=evidence)
        in_line, in_all = self._in_line(version, advisories, systems), self._in_all(version, advisories, systems)
        newest = almanac.go_latest(".".join(in_all.version.split(".")[:2])) if in_all is not None else None
        for way in (in_line, in_all):
            if way is not None:
                out = next((one.released for one in almanac.go_releases() if one.version == way.version), "")
                evidence.append(Evidence(RELEASES, f"Go {way.version} came out on {out}", out))
        return Verdict(version, HIT, advisories, in_line, in_all, newest, ended, remarks, evidence)

    def _evidence_of_end(self, line: str) -> list[Evidence]:
        ended = self._ended(line)
        return [Evidence(ENDOFLIFE, f"the support of Go {line} ended on {ended}", self._almanac.as_of)] if ended else []

    def _is_unheard_of(self, version: str) -> bool:
        final = goversion.number(version)[3:4] == (2,)
        known = {goversion.number(release.version) for release in self._almanac.go_releases()}
        return final and goversion.number(version) not in known

    def _hits(self, version: str, systems: frozenset[str]) -> list[Advisory]:
        """The advisories for that version, without those for systems that the program cannot be for."""
        found = self._almanac.go_advisories(version, "stdlib")
        return [one for one in found if not one.goos or not systems or not systems.isdisjoint(one.goos)]

    def _in_line(self, version: GoVersion, advisories: Sequence[Advisory], systems: frozenset[str]) -> WayOut | None:
        """The lowest release of the own line with the fewest advisories; None when none has fewer than this one."""
        best: WayOut | None = None
        ids = {one.id for one in advisories}
        for release in self._releases(version.line, version.version):
            left = {one.id for one in self._hits(release, systems)}
            closes = len(ids - left)
            if closes and (best is None or closes > best.closes):
                best = WayOut(release, closes, len(left))
        return best

    def _in_all(self, version: GoVersion, advisories: Sequence[Advisory], systems: frozenset[str]) -> WayOut | None:
        lines = {release.line for release in self._almanac.go_releases()}
        own = goversion.number(version.line)
        for line in sorted((line for line in lines if goversion.number(line) >= own), key=goversion.number):
            if self._is_over(line):
                continue
            for release in self._releases(line, version.version):
                if not self._hits(release, systems):
                    return WayOut(release, len(advisories), 0)
        return None

    def _releases(self, line: str, above: str) -> list[str]:
        """The final releases of a line above a version, lowest first."""
        floor = goversion.number(above)
        return [
            release.version
            for release in self._almanac.go_releases()
            if release.line == line and goversion.number(release.version) > floor
        ]

    def _is_over(self, line: str) -> bool:
        end = self._almanac.line_eol("golang", line)
        return end is not None and end.reached

    def _ended(self, line: str) -> str:
        end = self._almanac.line_eol("golang", line) if line else None
        return (end.date or "a day that is not known") if end is not None and end.reached else ""
