"""DL3002: an image that runs as root because its last USER says so. Steps on the way to an image may run as root."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.users import created, final_users, name_to_hadolint, other_users, switch, users, users_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.users import User

_WORK = ("RUN", "COPY", "ADD", "WORKDIR")


def check(ctx: Context) -> Iterator[Finding]:
    found = _as_hadolint(ctx) if ctx.as_hadolint else [user for user in final_users(ctx) if user.is_root]
    for user in found:
        yield ctx.report(
            user.place,
            "root",
            covers=user.step.covers,
            fix=_fix(ctx, user),
            same_as=_names(ctx, user),
            user=user.raw,
        )


def _as_hadolint(ctx: Context) -> list[User]:
    """The last USER of each stage, where it is root to the letter."""
    last = {user.step.stage.index: user for user in users(ctx) if user.step.stage is not None}
    return [user for user in last.values() if name_to_hadolint(ctx, user.step) in ("root", "0")]


def _names(ctx: Context, user: User) -> list[str]:
    """What other tools call it: they look at the last USER of the file, in whatever stage."""
    every = other_users(ctx)
    found = ["kics/last_user_is_root"]
    if every[-1].instruction is user.step.instruction:
        if re.fullmatch("(?:root|0)(?::.+)?", user.raw):
            found.append("DS-0002")
        if user.raw == "root":
            found.append("CKV_DOCKER_8")
        if len(every) > 1:
            found.append("last-user-is-root")
    return found


def _fix(ctx: Context, user: User) -> Fix | None:
    """Go back to the user from before, when root was there for some work only."""
    instruction, stage = user.step.instruction, user.step.stage
    if stage is None or not any(one.keyword in _WORK and one.start > instruction.start for one in stage.instructions):
        return None
    before = ""
    for other in users_of(ctx, stage):
        if other is user:
            break
        before = other.raw if other.is_root is False and "$" not in other.raw else before
    if not before:
        names = created(ctx, stage)
        before = next(iter(names)) if names is not None and len(names) == 1 else ""
    edit = switch(ctx, stage, before, user.step.keyword_span.text(ctx.source.text)) if before else None
    return Fix(UNSAFE, f"go back to {before}", [edit]) if edit is not None else None
