"""DP471: an image for which no line says who runs it. Who the base image runs as is not known here."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.steps import steps
from dockerpatch.lint.users import created, final_user, other_users, switch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.stage import Stage

_NOT_ROOT = ("nonroot", "non-root", "rootless", "unprivileged")


def check(ctx: Context) -> Iterator[Finding]:
    stage = ctx.build.final
    if stage is None or final_user(ctx) is not None or stage.is_windows:
        return
    base = stage.base
    if base is not None and any(word in base.name.text.lower() for word in _NOT_ROOT):
        return
    origin = next(step for step in reversed(steps(ctx, "FROM")) if step.stage is stage and not step.is_trigger)
    names = created(ctx, stage)
    user = next(iter(names)) if names is not None and len(names) == 1 else ""
    keyword = "user" if origin.keyword_span.text(ctx.source.text).islower() else "USER"
    # An image that starts nothing is made for others to build on.
    starts = any(each.keyword in ("CMD", "ENTRYPOINT") for one in stage.lineage() for each in one.instructions)
    edit = switch(ctx, stage, user, keyword) if user and starts else None
    yield ctx.report(
        origin.keyword_span,
        "created" if user else "missing",
        covers=origin.covers,
        fix=Fix(UNSAFE, f"run as {user}", [edit]) if edit is not None else None,
        same_as=_names(ctx, stage),
        user=user,
    )


def _names(ctx: Context, stage: Stage) -> list[str]:
    """What other tools call it: they are content with a USER anywhere in the file."""
    found = ["kics/missing_user_instruction"]
    if not other_users(ctx):
        found += ["DS-0002", "CKV_DOCKER_3"]
        keywords = {each.keyword for one in ctx.build.stages for each in one.instructions}
        if keywords & {"CMD", "ENTRYPOINT"}:
            found.append("missing-user")
        if "ENTRYPOINT" in keywords:
            found.append("missing-user-entrypoint")
    return found
