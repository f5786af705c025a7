"""DP204: a final stage on Debian, Ubuntu or a RHEL kin that ships the packages as they were when its base was built.

Alpine is DP201's.
"""

from __future__ import annotations

from dockerpatch.lint.bases import distro_at, distro_end_at
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.remedies import is_maintained
from dockerpatch.lint.upgrades import WORKS, insertion, upgrades
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.stage import Stage

_APT = "apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*"
_DNF = "dnf upgrade -y && dnf clean all"
_MICRODNF = "microdnf upgrade -y && microdnf clean all"
_YUM = "yum update -y && yum clean all"
_MANAGERS = ("apt-get", "apt", "aptitude", "dnf", "dnf5", "microdnf", "yum", "tdnf")
_OLD = frozenset((("centos", "7"), ("centos", "6"), ("amazonlinux", "1"), ("amazonlinux", "2"), ("oraclelinux", "7")))
"""Releases that have yum and no dnf."""
_RPM = frozenset(("almalinux", "amazonlinux", "centos", "fedora", "oraclelinux", "rockylinux", "rhel"))


def check(ctx: Context) -> Iterator[Finding]:
    stage = ctx.build.final
    distro = distro_at(ctx, stage.base) if stage is not None else None
    if stage is None or distro is None:
        return
    if distro.family in ("debian", "ubuntu"):
        message, command = "apt", _APT
    elif distro.family in _RPM:
        old = (distro.family, distro.version.split(".")[0]) in _OLD
        message, command = "dnf", _YUM if old else _MICRODNF if _is_small(stage) else _DNF
    else:
        return
    done = [one for each in stage.lineage() for one in upgrades(ctx, each, _MANAGERS)]
    if any(one.outcome == WORKS and one.whole for one in done):
        return
    over = _has_ended(ctx, stage)
    inserted = None if over else insertion(ctx, stage, command)
    origin = stage.origin
    yield ctx.report(
        Span(origin.start, origin.body_end),
        message,
        advice="ended" if over else "",
        covers=(Span(origin.start, origin.end),),
        fix=Fix(UNSAFE, "upgrade the packages of the base", [inserted[0]]) if inserted is not None else None,
        base=stage.base.name.text if stage.base is not None else "",
        command=command,
    )


def _has_ended(ctx: Context, stage: Stage) -> bool:
    """Whether the release that the stage stands on gets no fixes any more."""
    end = distro_end_at(ctx, stage.base)
    return end is not None and end.reached and not is_maintained(ctx, end)


def _is_small(stage: Stage) -> bool:
    """Whether the image is a small one, which has microdnf and no dnf."""
    reference = stage.base.reference if stage.base is not None else None
    return reference is not None and not {"slim", "minimal"}.isdisjoint(reference.tag.split("-"))
