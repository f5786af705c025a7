"""What a report leaves open that the Dockerfile or the row itself tells: the distribution, and the kind of a package.

It never overrides what a report says.
"""

from __future__ import annotations

import re

from dockerpatch.reports.report import APK, DEB, RPM, Distro, Report, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.knowledge.almanac import Almanac

    from .candidates import Origin

_OF_FAMILY = {
    **dict.fromkeys(("alpine", "wolfi", "chainguard"), APK),
    **dict.fromkeys(("debian", "ubuntu"), DEB),
    **dict.fromkeys(
        "redhat rhel centos rocky almalinux alma fedora amazon amazonlinux amzn oracle oraclelinux photon".split(), RPM
    ),
}
"""How the packages of a family of distributions are kept."""

_PACKAGED = {
    APK: re.compile(r".-r[0-9]+$"),
    DEB: re.compile(r"^[0-9]+:|.-[0-9]|[+~]deb[0-9]|ubuntu"),
    RPM: re.compile(r"^[0-9]+:|\.(?:el|fc|amzn|ph)[0-9]"),
}
"""How versions look that packagers of a distribution give."""


def distro_of(report: Report, origin: Origin, almanac: Almanac) -> Distro | None:
    """The image's distribution: as the report says, else that of the base image as far as the almanac knows it.

    The release is empty where the tag does not name it: one that floats may have stood for another when it was built.
    """
    if report.distro is not None:
        return report.distro
    base = origin.stage.base
    reference = base.reference if base is not None else None
    if reference is None or reference.official is None:
        return None
    known = almanac.distro(reference.official, reference.tag or "latest")
    if known is None:
        return None
    if known.inferred:
        return Distro(known.family, "")
    origin.speak(0, f"the report names no distribution, and its base is {known.family} {known.version}")
    return Distro(known.family, known.version)


def told_apart(row: Row, distro: Distro | None) -> Row:
    """The row with its ecosystem where the report leaves it open and it is one of the distribution's packages."""
    if row.ecosystem or distro is None or row.of_distro is False:
        return row
    kind = _OF_FAMILY.get(distro.family)
    if kind is None:
        return row
    looks = _PACKAGED[kind].search(row.version) is not None and not row.path
    if not (row.of_distro or looks):
        return row
    facts = {name: getattr(row, name) for name in Row.__slots__ if name not in ("id", "package", "version")}
    return Row(row.id, row.package, row.version, **{**facts, "ecosystem": kind})
