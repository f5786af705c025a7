"""The one door of triage: from reports of an image to causes, edits and a verdict a row. It never prints."""

from __future__ import annotations

from dockerpatch.hosts.catalog import host_of
from dockerpatch.reports.report import DISTRO_PACKAGES

from .answer import BASE, CLOSED, COPIED, INSTALLED, LIKELY, TOOLCHAIN, Answer, Change
from .candidates import NoOrigin, origin
from .causes import blame
from .ground import Ground
from .kinds import distro_of, told_apart
from .verdicts import Judge
from .verify import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dockerpatch.engine.analyze import Analysis
    from dockerpatch.engine.report import FileReport
    from dockerpatch.engine.session import Session
    from dockerpatch.hosts.host import Document
    from dockerpatch.lint.finding import Finding
    from dockerpatch.reports.report import Distro, Report, Row

    from .answer import Cause, Item, Judgement
    from .candidates import Origin

    Decide = Callable[[Row, Report, str], "Judgement | None"]
    """What a policy has decided of a row for which the Dockerfile of that path answers, whatever the facts say."""

FRESHNESS = ("DP101", "DP102", "DP103", "DP104", "DP105", "DP106")
UPGRADES = ("DP201", "DP202", "DP204")
TOOLCHAINS = ("DP301", "DP302", "DP303")
"""The rules whose fixes close rows: of the base image's tag, of an upgrade, of a Go toolchain."""


def triage(
    reports: Sequence[Report],
    session: Session,
    paths: Sequence[str],
    *,
    dockerfile: str = "",
    target: str = "",
    unsafe: bool = False,
    write: bool = False,
    decide: Decide | None = None,
) -> Answer:
    """The triage of one image that ``reports`` (at least one) are scans of.

    The Dockerfile is looked for in ``paths``, or it is ``dockerfile``; ``target`` names its stage. With ``write`` the
    patch is written as `Session.fix` writes it. Raises NoOrigin, and what the session raises.
    """
    merged, rows = merge(reports)
    documents = _documents(session, [dockerfile] if dockerfile else list(paths))
    if dockerfile and not documents:
        raise NoOrigin(f"{dockerfile}: cannot be read as a Dockerfile", False)
    almanac = session.almanac()
    made_by = origin(merged, documents, almanac, target, bool(dockerfile))
    distro = distro_of(merged, made_by, almanac)
    causes = blame([(told_apart(row, distro), report) for row, report in rows], made_by)
    answer = Answer(reports, made_by, causes, almanac.as_of)
    wanted = _Wanted(causes, made_by)
    answer.patch = _patch(session, made_by.path, unsafe, write, wanted)
    if not unsafe and any(left.finding.fix is not None for left in answer.patch.left):
        bold = _patch(session, made_by.path, True, False, wanted)
        if bold.changed and bold.diff() != answer.patch.diff():
            answer.bold = bold
    _judge(answer, distro, session, decide)
    _count(answer, wanted.stages)
    return answer


def images(reports: Sequence[Report]) -> list[list[Report]]:
    """The reports, those of the same image together: they share a name, a digest or an id.

    One that names no image belongs to the only one there is, if there is but one.
    """
    found: list[tuple[set[str], list[Report]]] = []
    nameless = []
    for report in reports:
        names = {*report.names, *report.digests, report.image_id} - {""}
        if not names:
            nameless.append(report)
            continue
        mates = [group for group in found if not group[0].isdisjoint(names)]
        for group in mates:
            found.remove(group)
            names |= group[0]
        found.append((names, [one for group in mates for one in group[1]] + [report]))
    groups = [group for _, group in found]
    if len(groups) == 1:
        return [groups[0] + nameless]
    return groups + ([nameless] if nameless and not groups else [[one] for one in nameless])


def merge(reports: Sequence[Report]) -> tuple[Report, list[tuple[Row, Report]]]:
    """The report that knows most of the image, and the rows of all of them with their reports, each row once.

    Two scanners' rows are one when they name the same vulnerability of the same package in the same file; the one that
    tells more of fix and layer is kept.
    """
    best = max(reports, key=lambda one: (len(one.history), one.distro is not None, len(one.rows)))
    kept: dict[tuple[str, str, str], tuple[Row, Report]] = {}
    for report in reports:
        for row in report.rows:
            name, package, path = name_of(row)
            key = (name, package, path or row.version)
            other = kept.get(key)
            if other is None or _worth(row) > _worth(other[0]):
                kept[key] = (row, report)
    return best, list(kept.values())


def _worth(row: Row) -> tuple[bool, bool, bool]:
    return (bool(row.layer), bool(row.fixed), bool(row.ecosystem))


def _documents(session: Session, paths: Sequence[str]) -> list[tuple[str, Document]]:
    """The Dockerfiles that the paths name or hold and that can be parsed."""
    found = []
    for path, source in session.sources(paths):
        document = host_of(path).read(source)
        if not document.faults:
            found.append((path, document))
    return found


class _Wanted:
    """Tells whether a finding is about an instruction that is to blame, and its fix one that closes rows.

    ``stages`` remembers the stage of each that is, by its id.
    """

    __slots__ = ("_blamed", "_copies", "_shipped", "_upgraded", "stages")

    def __init__(self, causes: Sequence[Cause], made_by: Origin) -> None:
        self.stages: dict[int, int] = {}
        self._blamed = {cause.stage for cause in causes if cause.kind in (BASE, TOOLCHAIN)}
        if any(cause.kind == INSTALLED for cause in causes):
            self._blamed.add(made_by.stage.root.index)
        self._copies = {_ordinal(made_by.document, cause.start) for cause in causes if cause.kind == COPIED}
        self._shipped = {stage.index for stage in made_by.stage.lineage()}
        self._upgraded = any(
            cause.kind in (BASE, INSTALLED) and any(item.row.ecosystem in DISTRO_PACKAGES for item in cause.items)
            for cause in causes
        )

    def __call__(self, finding: Finding, analysis: Analysis) -> bool:
        stages = analysis.document.build.stages
        index = sum(stage.origin.start <= finding.anchor for stage in stages) - 1
        if finding.code in UPGRADES:
            wanted = self._upgraded and index in self._shipped
        elif finding.code in TOOLCHAINS:
            wanted = index in self._blamed
        elif finding.code in FRESHNESS:
            wanted = index in self._blamed and index >= 0 and stages[index].origin.start == finding.anchor
            wanted = wanted or (bool(self._copies) and _ordinal(analysis.document, finding.anchor) in self._copies)
        else:
            return False
        if wanted:
            self.stages[id(finding)] = index
        return wanted


def _ordinal(document: Document, start: int) -> int:
    """Which instruction of the file starts at the offset, by keyword COPY, so that edits above do not change it."""
    number = -1
    for instruction in document.build.dockerfile.instructions:
        if instruction.keyword == "COPY":
            number += 1
            if instruction.start == start:
                return number
    return -1


def _patch(session: Session, path: str, unsafe: bool, write: bool, wanted: _Wanted) -> FileReport:
    return next(iter(session.fix([path], _no_input, unsafe=unsafe, write=write, only=wanted)))


def _no_input() -> bytes:
    return b""


def _judge(answer: Answer, distro: Distro | None, session: Session, decide: Decide | None) -> None:
    almanac = session.almanac()
    stage = answer.origin.stage.index
    before = Ground(answer.origin.document, stage, almanac)
    judges = []
    for patch in (answer.patch, answer.bold):
        fixed = patch.fixed_source if patch is not None else None
        after = before if fixed is None else Ground(host_of(fixed.path).read(fixed), stage, almanac)
        judges.append(Judge(almanac, before, after, distro))
    for item in answer.items:
        decided = decide(item.row, item.report, answer.origin.path) if decide is not None else None
        if decided is not None:
            item.judgement = decided
            continue
        item.judgement = judges[0].judge(item)
        if answer.bold is not None:
            bold = judges[1].judge(item)
            if bold.verdict != item.verdict:
                item.bold = bold


def _count(answer: Answer, stages: Mapping[int, int]) -> None:
    """The edits of the patch, each with the rows that it closes; ``stages`` by the id of a finding."""
    by_title: dict[str, Change] = {}
    for finding in answer.patch.fixed if answer.patch is not None else ():
        # Several findings are mended by one and the same edit.
        title = finding.fix.title if finding.fix is not None else ""
        change = by_title.setdefault(title, Change(finding))
        change.stages.add(stages.get(id(finding), -1))
    answer.changes = list(by_title.values())
    for item in answer.items:
        if item.verdict in (CLOSED, LIKELY):
            for change in answer.changes:
                change.closes += _concerns(change, item)


def _concerns(change: Change, item: Item) -> bool:
    if change.finding.code in UPGRADES:
        return item.cause.kind in (BASE, INSTALLED) and item.row.ecosystem in DISTRO_PACKAGES
    if item.cause.kind == INSTALLED:
        return change.finding.code in FRESHNESS
    return item.cause.kind in (BASE, TOOLCHAIN, COPIED) and item.cause.stage in change.stages
