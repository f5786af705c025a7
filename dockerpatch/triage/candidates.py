"""Which Dockerfile, and which stage of it, made the image of a report. It never guesses between two that fit alike."""

from __future__ import annotations

from dockerpatch.hosts.host import DOCKERFILE

from .history import align, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.hosts.host import Document
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.model.stage import Stage
    from dockerpatch.reports.report import Distro, Report

    from .history import Alignment

BASE_NAME = "org.opencontainers.image.base.name"
"""The label that names an image's base, by the OCI image specification."""

_HISTORY, _LABEL, _BASE, _DISTRO, _NAME = 10, 6, 8, 3, 1
"""What each kind of agreement weighs."""


class NoOrigin(Exception):
    """No Dockerfile can be told to be the image's. ``str()`` is one line; ``known`` says whether there were any."""

    def __init__(self, message: str, known: bool) -> None:
        super().__init__(message)
        self.known = known


class Origin:
    """A stage of a Dockerfile as what may have made an image, with what speaks for it (``reasons``).

    ``against`` says why it cannot be; "" when nothing does.
    """

    __slots__ = ("against", "alignment", "document", "path", "reasons", "stage", "weight")

    def __init__(self, path: str, document: Document, stage: Stage, alignment: Alignment) -> None:
        self.path = path
        self.document = document
        self.stage = stage
        self.alignment = alignment
        self.weight = 0
        self.reasons: list[str] = []
        self.against = ""

    @property
    def shown(self) -> str:
        """The path, with the stage where it is not the last of the file."""
        if self.stage is self.document.build.final:
            return self.path
        return f"{self.path} --target {self.stage.name or self.stage.index}"

    def speak(self, weight: int, reason: str) -> None:
        """Count something that speaks for it."""
        self.weight += weight
        self.reasons.append(reason)


def origin(
    report: Report, documents: Sequence[tuple[str, Document]], almanac: Almanac, target: str = "", named: bool = False
) -> Origin:
    """The stage that made the report's image. ``named``: the one document was named by the user, so it is believed.

    ``target`` is the name or number of the stage that was built. Raises NoOrigin.
    """
    found = [one for path, document in documents for one in _stages(report, path, document, almanac, target)]
    if not found:
        if target and documents:
            raise NoOrigin(f"no stage is called {target!r} in {', '.join(path for path, _ in documents[:3])}", True)
        raise NoOrigin("no Dockerfile with a stage was found", bool(documents))
    fitting = [one for one in found if not one.against]
    if named:
        fitting = fitting or found
    if not fitting:
        best = max(found, key=lambda one: one.weight)
        raise NoOrigin(f"no Dockerfile fits the image: {best.shown} {best.against}; name it with --dockerfile", True)
    fitting.sort(key=lambda one: -one.weight)
    best = fitting[0]
    rivals = [one for one in fitting[1:] if one.weight == best.weight]
    if rivals:
        # Of one file's stages with nothing to tell them apart, a build without --target makes the last.
        mates = [one for one in (best, *rivals) if one.stage is one.document.build.final]
        if len(mates) == 1:
            return mates[0]
        names = ", ".join(one.shown for one in [best, *rivals][:4])
        raise NoOrigin(f"several Dockerfiles fit the image alike: {names}; name one with --dockerfile", True)
    return best


def _stages(report: Report, path: str, document: Document, almanac: Almanac, target: str) -> list[Origin]:
    build = document.build
    if document.kind != DOCKERFILE or not build.stages:
        return []
    stages = build.stages if report.history else [build.stages[-1]]
    if target:
        named = build.stage_named(target, len(build.stages))
        if named is None and target.isascii() and target.isdigit() and int(target[:6]) < len(build.stages):
            named = build.stages[int(target[:6])]
        stages = [named] if named is not None else []
    found = [_judged(report, path, document, stage, almanac) for stage in stages]
    # What nobody asked for is a build of its last stage, unless the history says otherwise.
    return [one for one in found if target or one.alignment.sure or one.stage is build.stages[-1]]


def _judged(report: Report, path: str, document: Document, stage: Stage, almanac: Almanac) -> Origin:
    alignment = align(report.history, stage)
    one = Origin(path, document, stage, alignment)
    if alignment.sure:
        number = len(alignment.by_step)
        one.speak(
            alignment.weight * _HISTORY,
            f"{number} step{'s' if number != 1 else ''} of the image's history are its instructions",
        )
    elif _makes_layers(stage) and any(told(step.created_by)[0] for step in report.history):
        one.against = "has no instruction that stands in the image's history"
    _compare_base(one, report)
    _compare_distro(one, report.distro, almanac)
    _compare_labels(one, report)
    folder = path.replace("\\", "/").split("/")[-2:-1]
    names = {name.rpartition("/")[2].partition("@")[0].partition(":")[0] for name in report.names}
    if folder and folder[0] in names:
        one.speak(_NAME, "its folder is called as the image is")
    return one


def _makes_layers(stage: Stage) -> bool:
    return any(each.keyword in ("RUN", "COPY", "ADD") for one in stage.lineage() for each in one.instructions)


def _compare_base(one: Origin, report: Report) -> None:
    base = one.stage.base
    names = {_plain(name) for name in (*report.bases, report.labels.get(BASE_NAME, "")) if name}
    if base is None or not names:
        return
    written = _plain(base.name.text)
    if written in names:
        one.speak(_BASE, f"the report says that the image is built on {base.name.text}")
    elif written.partition(":")[0] in {name.partition(":")[0] for name in names}:
        one.speak(_DISTRO, f"the report names {written.partition(':')[0]} as the base")


def _plain(name: str) -> str:
    name = name.partition("@")[0]
    for prefix in ("docker.io/", "index.docker.io/", "library/"):
        name = name.removeprefix(prefix)
    return name


def _compare_distro(one: Origin, distro: Distro | None, almanac: Almanac) -> None:
    base = one.stage.base
    if one.against or distro is None or not distro.family:
        return
    reference = base.reference if base is not None else None
    if base is None:
        one.against = f"builds on scratch, and the image is {distro.family} {distro.version}"
        return
    if reference is None or reference.official is None:
        if distro.family in base.name.text.lower():
            one.speak(_NAME, f"its base is called after {distro.family}")
        return
    known = almanac.distro(reference.official, reference.tag or "latest")
    if known is None:
        return
    if known.family != distro.family:
        one.against = f"builds on {known.family}, and the image is {distro.family} {distro.version}"
    elif _within(distro.version, known.version):
        one.speak(_DISTRO, f"its base is {known.family} {known.version}, as the image is")


def _within(full: str, coarse: str) -> bool:
    """Whether a version as scanners write it ("3.20.6", "12.5") is of the release ("3.20", "12")."""
    return full == coarse or full.startswith(coarse + ".")


def _compare_labels(one: Origin, report: Report) -> None:
    if not report.labels:
        return
    mine = {
        pair.name.strip("\"'"): (pair.value or "").strip("\"'")
        for stage in one.stage.lineage()
        for instruction in stage.instructions
        if instruction.keyword == "LABEL"
        for pair in instruction.pairs
    }
    same = sorted(name for name, value in mine.items() if value and report.labels.get(name) == value)
    if same:
        one.speak(_LABEL, f"its label{'s' if len(same) != 1 else ''} {', '.join(same[:3])} stand in the image")
