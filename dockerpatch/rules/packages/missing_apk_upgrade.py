"""DP201: a final stage on Alpine that ships the packages as they were when its base was built.

An upgrade that is there but does not work is DP202's.
"""

from __future__ import annotations

from dockerpatch.lint.alpine import (
    alpine_version,
    branch_ended,
    is_meant,
    is_upgraded,
    lineage_upgrades,
    thrown_away,
    upgrade_command,
    upgrade_fix,
)
from dockerpatch.lint.bases import LIBRARY, base_at
from dockerpatch.lint.finding import SAFE, Evidence, Fix
from dockerpatch.lint.upgrades import WORKS, actions
from dockerpatch.model.stage import is_root
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.stage import Stage


def check(ctx: Context) -> Iterator[Finding]:
    stage = ctx.build.final
    if stage is None:
        return
    version = alpine_version(ctx, stage)
    if version is None or is_upgraded(ctx, stage) or _by_digest(ctx, stage):
        return
    tried = [one for one in lineage_upgrades(ctx, stage) if is_meant(ctx, one)]
    if any(one.outcome != WORKS for one in tried) or (not tried and thrown_away(ctx, stage)):
        return
    origin = stage.origin
    site = stage.base
    base = base_at(ctx, site)
    ended = branch_ended(ctx, stage)
    fix = None if ended else _fix(ctx, stage)
    evidence = []
    rebuilt = ctx.almanac.last_rebuilt(base.image, base.tag) if base is not None else None
    if base is not None and rebuilt is not None:
        evidence.append(Evidence(LIBRARY, f"{base.shown} was last rebuilt on {rebuilt}", ctx.almanac.as_of))
    yield ctx.report(
        Span(origin.start, origin.body_end),
        "missing",
        advice="ended" if ended else "add" if fix is not None else "not-root",
        confidence="" if base is not None else "medium",
        covers=(Span(origin.start, origin.end),),
        evidence=evidence,
        fix=fix,
        base=site.name.text if site is not None else "",
        version=version,
        command=upgrade_command(ctx),
    )


def _by_digest(ctx: Context, stage: Stage) -> bool:
    """Whether the project moves this base by its digest, which is then the upgrade."""
    site = stage.base
    return (
        ctx.options["upgrades.strategy"] == "digest-forward"
        and site is not None
        and site.reference is not None
        and bool(site.reference.digest)
    )


def _fix(ctx: Context, stage: Stage) -> Fix | None:
    command = upgrade_command(ctx)
    title = f"upgrade the packages of the base: {command}"
    if ctx.options["upgrades.placement"] == "first-add":
        joined = _joined(ctx, stage, command)
        if joined is not None:
            return Fix(SAFE, title, [joined])
    return upgrade_fix(ctx, stage, title)


def _joined(ctx: Context, stage: Stage, command: str) -> Edit | None:
    """The upgrade in front of the stage's first ``apk add``, in the same RUN.

    None where that is not a plain chain of root's.
    """
    for instruction, run, one, action in actions(ctx, stage):
        if action.manager != "apk" or action.verb != "install":
            continue
        plain = run.form == "shell" and one.outer is None and one.program_index == 0 and run.always(one)
        at = one.ground.at(one.node.start) if one.node is not None else None
        piped = {"|", "|&", "||"} & {one.before, one.after}
        if not plain or at is None or piped or is_root(stage.user_at(instruction)) is False:
            return None
        # Under `set -e` only the last command of a chain of && ends the script when it fails.
        joint = ";" if one.after in (";", "\n") else " &&"
        return Edit(at, at, f"{command}{joint} ")
    return None
