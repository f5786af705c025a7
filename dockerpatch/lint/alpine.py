"""The Alpine stages of a build and how their packages are upgraded. It never looks at another distribution."""

from __future__ import annotations

from .bases import base_at, distro_at, distro_end_at
from .finding import SAFE, UNSAFE, Fix
from .upgrades import WORKS, Upgrade, insertion, upgrades

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

    from .rule import Context

ALPINE = "alpine"
UPGRADE = "apk upgrade --no-cache"
_INSTALLED = ("/", "/lib", "/usr", "/usr/lib", "/lib/apk")
"""Folders that hold what ``apk`` installed: a copy onto one of them puts older files back."""


def alpine_version(ctx: Context, stage: Stage) -> str | None:
    """The Alpine release ("3.20") that the stage stands on.

    "" when it is Alpine of a release that is not known; None: not Alpine.
    """
    site = stage.base
    if site is None or site.reference is None:
        return None
    distro = distro_at(ctx, site)
    if distro is not None:
        return distro.version if distro.family == ALPINE else None
    return "" if ALPINE in f"{site.reference.repository}:{site.reference.tag}".lower() else None


def is_meant(ctx: Context, upgrade: Upgrade) -> bool:
    """Whether the command, when it works, does something of what the project's strategy asks for."""
    return upgrade.whole or not scoped(ctx).isdisjoint(upgrade.packages)


def branch_ended(ctx: Context, stage: Stage) -> bool:
    """Whether the Alpine branch that the stage stands on gets no fixes any more."""
    end = distro_end_at(ctx, stage.base)
    return end is not None and end.reached


def lineage_upgrades(ctx: Context, stage: Stage) -> list[Upgrade]:
    """Every ``apk`` upgrade in the stage and in the stages it is built on, the oldest first."""
    return [one for each in reversed(stage.lineage()) for one in upgrades(ctx, each)]


def is_upgraded(ctx: Context, stage: Stage) -> bool:
    """Whether the stage's packages are upgraded as the project's strategy asks, by a command that works."""
    working = [one for one in lineage_upgrades(ctx, stage) if one.outcome == WORKS]
    if any(one.whole for one in working):
        return True
    wanted = scoped(ctx)
    if not wanted:
        return False
    named = {name for one in working for name in one.packages}
    return wanted <= named


def scoped(ctx: Context) -> frozenset[str]:
    """The packages that the project upgrades by name; none when it upgrades all."""
    if ctx.options["upgrades.strategy"] != "upgrade-scoped":
        return frozenset()
    packages = ctx.options["upgrades.packages"]
    assert isinstance(packages, tuple)
    return frozenset(packages)


def upgrade_command(ctx: Context) -> str:
    """The command that upgrades what the project's strategy asks for."""
    return " ".join((UPGRADE, *sorted(scoped(ctx))))


def upgrade_fix(ctx: Context, stage: Stage, title: str) -> Fix | None:
    """The upgrade in a RUN of its own: safe where an official base is known to run it as root; None where none can."""
    inserted = insertion(ctx, stage, upgrade_command(ctx))
    if inserted is None:
        return None
    edit, known = inserted
    official = base_at(ctx, stage.base) is not None
    return Fix(SAFE if known and official else UNSAFE, title, [edit])


def thrown_away(ctx: Context, final: Stage) -> list[Upgrade]:
    """Upgrades that work, of all packages, in Alpine stages that the final one is not built on."""
    kept = {stage.index for stage in final.lineage()}
    return [
        one
        for stage in ctx.build.stages
        if stage.index not in kept and alpine_version(ctx, stage) is not None
        for one in upgrades(ctx, stage)
        if one.outcome == WORKS and one.whole
    ]


def overwriting(ctx: Context, final: Stage, upgrade: Upgrade) -> list[tuple[Instruction, str, str]]:
    """Later copies onto the folders that the upgrade wrote to, out of Alpine stages that are not upgraded.

    Each with the folder and the name of the stage it comes from.
    """
    found = []
    kept = {stage.index for stage in final.lineage()}
    for stage in final.lineage():
        for each in stage.instructions:
            if each.keyword != "COPY" or each.start < upgrade.instruction.start or len(each.args) < 2:
                continue
            source = next((flag.value or "" for flag in each.flags if flag.name == "from"), "")
            other = ctx.build.stage_named(source, stage.index) if source else None
            if other is None or other.index in kept or alpine_version(ctx, other) is None or is_upgraded(ctx, other):
                continue
            target = each.args[-1].rstrip("/") or "/"
            if target in _INSTALLED and each.args[0].rstrip("/") == target.rstrip("/"):
                found.append((each, target, source))
    return found
