"""What a scanner's report says, in one form for all formats. It never judges what it holds.

A fact that a format does not carry is "" or (); nothing is made up for it.
"""

from __future__ import annotations

from dockerpatch.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEVERITIES = ("critical", "high", "medium", "low", "negligible", "unknown")
"""Worst first, in the one spelling that all formats are read into."""

FIXED, NOT_FIXED, WILL_NOT_FIX, END_OF_LIFE = "fixed", "not-fixed", "will-not-fix", "end-of-life"
DEFERRED, INVESTIGATED, NOT_AFFECTED, UNKNOWN = "deferred", "under-investigation", "not-affected", "unknown"
STATES = (FIXED, NOT_FIXED, WILL_NOT_FIX, END_OF_LIFE, DEFERRED, INVESTIGATED, NOT_AFFECTED, UNKNOWN)
"""What the scanner says of a fix."""

APK, DEB, RPM, GO = "apk", "deb", "rpm", "go"
DISTRO_PACKAGES = (APK, DEB, RPM)
"""The ecosystems whose packages come from the image's distribution."""

STDLIB = "stdlib"
"""What every scanner calls Go's standard library when it names it as a package."""


class Row(Record):
    """One vulnerability of one package at one place, as the scanner tells it.

    ``id`` is the scanner's own id, ``aliases`` the other ids that the report gives for it. ``ecosystem`` is APK, DEB,
    RPM, GO, or a language's package kind in its package-URL spelling ("pypi", "npm", "maven", "gem", "cargo", ...);
    "" where the report does not tell. ``version`` is as written, but Go's standard library, which scanners spell in
    three ways, is always bare ("1.22.5"). ``origin`` is the source package where the report names one. ``fixed`` are
    the versions that have the fix, one for each release line, in the report's order. ``path`` is the file in the image
    (or repository), without a leading slash. ``layer`` is a diff id ("sha256:..."). ``source`` names whose data says
    so, as the scanner writes it ("alpine:distro:alpine:3.18"). ``of_distro`` is whether the package comes from the
    distribution; None where the report tells neither that nor the ecosystem.
    """

    __slots__ = (
        "aliases",
        "ecosystem",
        "fixed",
        "id",
        "layer",
        "of_distro",
        "origin",
        "package",
        "path",
        "purl",
        "severity",
        "source",
        "state",
        "version",
    )

    def __init__(
        self,
        id: str,
        package: str,
        version: str,
        *,
        ecosystem: str = "",
        severity: str = UNKNOWN,
        fixed: Sequence[str] = (),
        state: str = UNKNOWN,
        aliases: Sequence[str] = (),
        origin: str = "",
        purl: str = "",
        path: str = "",
        layer: str = "",
        source: str = "",
        of_distro: bool | None = None,
    ) -> None:
        self.id = id
        self.package = package
        self.version = version
        self.ecosystem = ecosystem
        self.severity = severity
        self.fixed = tuple(fixed)
        self.state = state
        self.aliases = tuple(aliases)
        self.origin = origin
        self.purl = purl
        self.path = path
        self.layer = layer
        self.source = source
        self.of_distro = ecosystem in DISTRO_PACKAGES if ecosystem else of_distro

    @property
    def key(self) -> tuple[str, str, str]:
        """What is equal when two formats tell the same finding: id, package, version."""
        return (self.id, self.package, self.version)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids of the vulnerability, the scanner's own first."""
        return (self.id, *self.aliases)

    @property
    def is_stdlib(self) -> bool:
        """Whether the package is Go's standard library, which comes with the toolchain."""
        return self.package == STDLIB and self.ecosystem in (GO, "")


class Distro(Record):
    """The image's distribution as the scanner saw it: family in lower case ("alpine"), full version ("3.18.8").

    ``ended`` is True only where the report says that it is past its end of life.
    """

    __slots__ = ("ended", "family", "version")

    def __init__(self, family: str, version: str, ended: bool = False) -> None:
        self.family = family
        self.version = version
        self.ended = ended


class Step(Record):
    """One entry of the image's history: the command as the builder recorded it, and the layer it made.

    ``layer`` is a diff id, "" where it made none or the report does not tell. ``base`` is how the report itself tells
    whether the step belongs to a base image (None: it does not).
    """

    __slots__ = ("base", "created_by", "layer")

    def __init__(self, created_by: str, layer: str = "", base: bool | None = None) -> None:
        self.created_by = created_by
        self.layer = layer
        self.base = base


class Report:
    """One scan. ``format`` is the name of the reader that read it, ``tool`` the scanner in lower case.

    ``names`` are the references of the image, most telling first (what was typed, then tags); ``digests`` its
    repository digests; ``image_id`` the id of its config; ``manifest`` the digest of its manifest as the scanner
    had it, which a registry need not know. All are empty for the scan of a folder. ``created`` is the time of the scan
    as written. ``labels`` are the image's, ``bases`` the base images that the report itself names.
    ``passed_over`` counts what stands in the report and is no row, by kind: "misconfigurations", "secrets",
    "licences", "suppressed" (by the scanner's own ignore rules), "results of other tools", and entries that name no
    vulnerability or no package.
    """

    __slots__ = (
        "bases",
        "created",
        "digests",
        "distro",
        "format",
        "history",
        "image_id",
        "labels",
        "manifest",
        "names",
        "passed_over",
        "path",
        "rows",
        "tool",
        "version",
    )

    def __init__(
        self,
        path: str,
        format: str,
        tool: str,
        rows: Sequence[Row],
        *,
        version: str = "",
        created: str = "",
        names: Sequence[str] = (),
        digests: Sequence[str] = (),
        image_id: str = "",
        manifest: str = "",
        distro: Distro | None = None,
        history: Sequence[Step] = (),
        labels: Mapping[str, str] | None = None,
        bases: Sequence[str] = (),
        passed_over: Mapping[str, int] | None = None,
    ) -> None:
        self.path = path
        self.format = format
        self.tool = tool
        self.rows = tuple(rows)
        self.version = version
        self.created = created
        self.names = tuple(names)
        self.digests = tuple(digests)
        self.image_id = image_id
        self.manifest = manifest
        self.distro = distro
        self.history = tuple(history)
        self.labels = dict(labels or {})
        self.bases = tuple(bases)
        self.passed_over = dict(passed_over or {})
