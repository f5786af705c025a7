"""DP202: an upgrade of Alpine packages that does not reach the image, or cannot.

A final stage with no upgrade anywhere is DP201's.
"""

from __future__ import annotations

from dockerpatch.lint.alpine import (
    alpine_version,
    branch_ended,
    is_meant,
    is_upgraded,
    lineage_upgrades,
    overwriting,
    thrown_away,
    upgrade_fix,
)
from dockerpatch.lint.bases import distro_end_at
from dockerpatch.lint.finding import SAFE, Evidence, Fix
from dockerpatch.lint.upgrades import NO_INDEX, NO_ROOT, NOT_SURE, WORKS, removal
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.upgrades import Upgrade
    from dockerpatch.model.stage import Stage


def check(ctx: Context) -> Iterator[Finding]:
    final = ctx.build.final
    if final is None or alpine_version(ctx, final) is None:
        return
    found = [one for one in lineage_upgrades(ctx, final) if is_meant(ctx, one)]
    for upgrade in found:
        if upgrade.outcome in (NO_ROOT, NO_INDEX, NOT_SURE) and not is_upgraded(ctx, final):
            yield _broken(ctx, final, upgrade)
    working = [one for one in found if one.outcome == WORKS]
    for upgrade in working:
        if branch_ended(ctx, upgrade.stage):
            yield _past_its_end(ctx, upgrade)
        else:
            for copy, target, source in overwriting(ctx, final, upgrade):
                line = ctx.source.line_at(copy.start)
                yield _report(ctx, upgrade, "undone", line=line, target=target, stage=source)
    if not found:
        for upgrade in thrown_away(ctx, final):
            yield _report(ctx, upgrade, "thrown-away", fix=_in_final(ctx, final), stage=final.name or "the last one")


def _broken(ctx: Context, final: Stage, upgrade: Upgrade) -> Finding:
    fix = None
    if upgrade.outcome == NO_INDEX:
        fix = _with_index(upgrade)
    elif upgrade.outcome == NO_ROOT:
        fix = _moved(ctx, final, upgrade)
    return _report(ctx, upgrade, upgrade.outcome, fix=fix, user=upgrade.stage.user_at(upgrade.instruction) or "")


def _with_index(upgrade: Upgrade) -> Fix | None:
    """``apk upgrade`` with the option that makes it fetch the index, and leave none behind."""
    if any(flag.name == "network" and flag.value == "none" for flag in upgrade.instruction.flags):
        return None
    subcommand = upgrade.action.subcommand
    at = upgrade.command.insert_after(subcommand) if subcommand is not None else None
    text = " --no-cache" if upgrade.command.node is not None else ', "--no-cache"'
    return Fix(SAFE, "fetch the package index: --no-cache", [Edit(at, at, text)]) if at is not None else None


def _in_final(ctx: Context, final: Stage) -> Fix | None:
    return None if branch_ended(ctx, final) else upgrade_fix(ctx, final, "upgrade in the stage that is shipped")


def _moved(ctx: Context, final: Stage, upgrade: Upgrade) -> Fix | None:
    """The upgrade where root runs it, and not where it stands, when the RUN does nothing else."""
    inserted, removed = _in_final(ctx, final), removal(ctx, upgrade)
    if inserted is None or removed is None:
        return inserted
    return Fix(inserted.safety, "upgrade before the user changes", [*inserted.edits, removed])


def _past_its_end(ctx: Context, upgrade: Upgrade) -> Finding:
    end = distro_end_at(ctx, upgrade.stage.base)
    assert end is not None
    evidence = [Evidence(end.source, f"{end.product} {end.cycle} ended on {end.date}", ctx.almanac.as_of)]
    return _report(ctx, upgrade, "past-its-end", evidence=evidence, version=end.cycle, date=end.date)


def _report(
    ctx: Context,
    upgrade: Upgrade,
    message: str,
    *,
    fix: Fix | None = None,
    evidence: list[Evidence] | None = None,
    **data: Any,
) -> Finding:
    instruction = upgrade.instruction
    whole = Span(instruction.start, instruction.end)
    return ctx.report(
        upgrade.command.span or Span(instruction.start, instruction.body_end),
        message,
        covers=(whole,),
        fix=fix,
        evidence=evidence or (),
        **data,
    )
