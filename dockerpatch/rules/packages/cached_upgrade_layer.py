"""DP203: an upgrade whose layer a build cache can keep for ever, because nothing before it ever changes.

It never edits: how a build is refreshed is its owner's choice.
"""

from __future__ import annotations

from dockerpatch.lint.alpine import branch_ended
from dockerpatch.lint.bases import base_at
from dockerpatch.lint.upgrades import WORKS, upgrades
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.upgrades import Upgrade

_PLATFORM = ("TARGET", "BUILD")
"""What BuildKit's own arguments begin with: their values are those of the platform, the same each day."""
_MANAGERS = ("apk", "apt-get", "apt", "dnf", "dnf5", "microdnf", "yum")


def check(ctx: Context) -> Iterator[Finding]:
    final = ctx.build.final
    if final is None:
        return
    why = _frozen(ctx, final.base)
    if not why or branch_ended(ctx, final):
        return
    for stage in reversed(final.lineage()):
        for upgrade in upgrades(ctx, stage, _MANAGERS):
            if upgrade.outcome == WORKS and upgrade.action.verb == "upgrade" and not _refreshed(upgrade):
                instruction = upgrade.instruction
                yield ctx.report(
                    upgrade.command.span or Span(instruction.start, instruction.body_end),
                    why,
                    advice="epoch",
                    covers=(Span(instruction.start, instruction.end),),
                    base=final.base.name.text if final.base is not None else "",
                )


def _frozen(ctx: Context, site: object) -> str:
    """Why the base never changes under its name; "" when it does, or when that is not known."""
    for each in ctx.sites:
        if each is site and each.reference is not None and each.reference.digest:
            return "digest"
        if each is site:
            base = base_at(ctx, each)
            return "delisted" if base is not None and base.status.gone else ""
    return ""


def _refreshed(upgrade: Upgrade) -> bool:
    """Whether something before the upgrade, or in it, changes from build to build.

    Copied files, or an argument: its value is part of the environment of each RUN below it, used or not.
    """
    for stage in upgrade.stage.lineage():
        for each in stage.instructions:
            if stage is upgrade.stage and each.start > upgrade.instruction.start:
                break
            if each.keyword in ("COPY", "ADD"):
                return True
            if each.keyword == "ARG" and not all(arg.startswith(_PLATFORM) for arg in each.args):
                return True
    return any(flag.name == "mount" and "type=cache" not in (flag.value or "") for flag in upgrade.instruction.flags)
