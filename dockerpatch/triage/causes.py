"""Blames each row of a report on an instruction. It never judges whether anything can be done about it."""

from __future__ import annotations

from dockerpatch.reports.report import DISTRO_PACKAGES, GO

from .answer import APPLICATION, BASE, COPIED, INSTALLED, TOOLCHAIN, UNPLACED, Cause, Item
from .installed import Installs
from .provenance import trace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.image.site import ImageSite
    from dockerpatch.model.stage import Stage
    from dockerpatch.reports.report import Report, Row
    from dockerpatch.syntax.dockerfile import Instruction

    from .candidates import Origin
    from .provenance import Provenance

_MANIFESTS = {
    "pypi": "requirements or lock file",
    "npm": "package-lock.json or its like",
    "gem": "Gemfile.lock",
    "cargo": "Cargo.lock",
    "composer": "composer.lock",
    "maven": "pom.xml or build file",
    "nuget": "project file",
    "go": "go.mod",
}
"""Where the version of an application's dependency is written, by ecosystem."""


def blame(rows: Sequence[tuple[Row, Report]], origin: Origin) -> list[Cause]:
    """The causes of the rows, those with most rows first; each row, of its report, is an item of exactly one."""
    blamer = _Blamer(origin)
    for row, report in rows:
        cause = blamer.cause(row)
        cause.items.append(Item(row, report, cause))
    return sorted(blamer.causes.values(), key=lambda cause: (-len(cause.items), cause.start, cause.title))


class _Blamer:
    """Finds the cause of one row after the other; rows of the same cause share it."""

    __slots__ = ("_build", "_installs", "_lines", "_origin", "_stage", "causes")

    def __init__(self, origin: Origin) -> None:
        self.causes: dict[tuple[str, int, str], Cause] = {}
        self._origin = origin
        self._build = origin.document.build
        self._stage = origin.stage
        self._lines = origin.document.source
        self._installs = Installs(origin.stage)

    def cause(self, row: Row) -> Cause:
        alignment = self._origin.alignment
        maker = alignment.made_by(row.layer)
        if alignment.is_base(row.layer):
            return self._base(self._stage)
        if row.ecosystem in DISTRO_PACKAGES:
            return self._of_distro(row, maker)
        if row.is_stdlib:
            return self._of_toolchain(row, maker)
        return self._of_application(row, maker)

    # -- packages of the distribution

    def _of_distro(self, row: Row, maker: Instruction | None) -> Cause:
        if maker is not None:
            if maker.keyword in ("COPY", "ADD"):
                return self._copied(self._trace(row, maker), maker)
            return self._installed(maker)
        named = self._installs.named(row.package, row.origin)
        if named is not None:
            return self._installed(named)
        together = self._origin.alignment.makers(row.layer)
        if together:
            installing = self._installs.among(together)
            return self._installed(installing[0]) if len(installing) == 1 else self._together(together)
        return self._base(self._stage)

    def _installed(self, run: Instruction) -> Cause:
        return self._at(INSTALLED, run, "installed by this RUN")

    # -- Go's standard library

    def _of_toolchain(self, row: Row, maker: Instruction | None) -> Cause:
        if not row.path and maker is None:
            # Without the binary's name it is the one Go of the file, where there is but one.
            builders = [stage for stage in self._build.stages if self._go_of(stage) is not None]
            if len({id(stage.root) for stage in builders}) == 1:
                return self._toolchain(builders[-1])
            return self._unplaced("the report does not say which binary holds it")
        found = self._trace(row, maker)
        if found.context:
            copy = found.copies[-1]
            return self._at(APPLICATION, copy, "a binary that was built outside of this Dockerfile and copied in")
        if found.image is not None:
            return self._image(found.image, found.copies[-1])
        if found.copies or maker is not None:
            return self._toolchain(found.stage)
        if self._go_of(found.stage) is not None and self._may_build(found.stage):
            return self._toolchain(found.stage)
        return self._base(self._stage)

    def _toolchain(self, stage: Stage) -> Cause:
        site = self._go_of(stage)
        if site is not None:
            name = f" in stage {stage.name}" if stage.name else ""
            return self._from(TOOLCHAIN, stage.root, f"the Go of {site.name.text}{name}")
        download = self._installs_go(stage)
        if download is not None:
            return self._at(TOOLCHAIN, download, "the Go that this RUN brings in", stage.root.index)
        base = stage.base
        title = f"whatever Go is in {base.name.text}" if base is not None else "a Go that the file does not name"
        return self._from(TOOLCHAIN, stage.root, title)

    @staticmethod
    def _go_of(stage: Stage) -> ImageSite | None:
        site = stage.base
        reference = site.reference if site is not None else None
        if site is None or reference is None:
            return None
        return site if reference.repository.rpartition("/")[2] in ("golang", "go") else None

    @staticmethod
    def _may_build(stage: Stage) -> bool:
        return any(
            each.keyword == "RUN" and "go" in each.logical for one in stage.lineage() for each in one.instructions
        )

    @staticmethod
    def _installs_go(stage: Stage) -> Instruction | None:
        for one in stage.lineage():
            for each in one.instructions:
                text = each.logical
                if each.keyword in ("RUN", "ADD") and ("go.dev/dl" in text or "golang.org" in text or "/go1." in text):
                    return each
        for one in stage.lineage():
            found = Installs(one).first(("go", "golang", "golang-go"))
            if found is not None:
                return found
        return None

    # -- all else

    def _of_application(self, row: Row, maker: Instruction | None) -> Cause:
        where = _MANIFESTS.get(row.ecosystem, "manifest")
        what = f"{row.ecosystem} packages" if row.ecosystem else "packages of no known kind"
        if row.ecosystem == GO:
            what = "Go modules"
        found = self._trace(row, maker) if row.path or maker is not None else None
        if found is not None and found.image is not None:
            return self._image(found.image, found.copies[-1])
        if found is not None and found.copies:
            return self._at(APPLICATION, found.copies[0], f"{what} of the application: raised in its {where}")
        if maker is not None:
            return self._at(APPLICATION, maker, f"{what} that this instruction installs: raised in its {where}")
        together = self._origin.alignment.makers(row.layer)
        if together:
            return self._together(together)
        if not row.ecosystem:
            return self._unplaced("the report does not say what kind of package it is, or which layer holds it")
        return self._unplaced(
            f"{what} of the application or of its base: the report does not say which layer holds them"
        )

    # -- the causes themselves

    def _trace(self, row: Row, maker: Instruction | None) -> Provenance:
        copy = maker if maker is not None and maker.keyword in ("COPY", "ADD") else None
        return trace(self._build, self._stage, row.path, copy)

    def _copied(self, found: Provenance, copy: Instruction) -> Cause:
        if found.image is not None:
            return self._image(found.image, copy)
        if found.context:
            return self._at(APPLICATION, copy, "copied in from the build context")
        return self._base(found.stage)

    def _base(self, stage: Stage) -> Cause:
        root = stage.root
        if root.site is None:
            return self._unplaced("built on scratch, and no instruction of the file brings it in")
        return self._from(BASE, root, f"the base image {root.site.name.text}")

    def _from(self, kind: str, root: Stage, title: str) -> Cause:
        return self._at(kind, root.origin, title, root.index)

    def _image(self, site: ImageSite, copy: Instruction) -> Cause:
        return self._at(COPIED, copy, f"files copied from {site.name.text}")

    def _unplaced(self, title: str) -> Cause:
        return self._keep(Cause(UNPLACED, title))

    def _together(self, makers: Sequence[Instruction]) -> Cause:
        lines = ", ".join(str(each.start_line) for each in makers)
        return self._unplaced(f"one of the instructions on lines {lines}: they made one layer together")

    def _at(self, kind: str, instruction: Instruction, title: str, stage: int = -1) -> Cause:
        line, last = instruction.start_line, self._lines.position(instruction.end).line
        return self._keep(Cause(kind, title, line, last, stage, instruction.start))

    def _keep(self, cause: Cause) -> Cause:
        return self.causes.setdefault((cause.kind, cause.start, cause.title), cause)
