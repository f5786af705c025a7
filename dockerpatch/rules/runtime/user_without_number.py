"""DL3066: an image whose user is a name. Whether the name exists in the image is not asked."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.steps import steps
from dockerpatch.lint.users import created, final_users, name_to_hadolint, users
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.lint.users import User


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        known = {user.step.instruction.start: user for user in users(ctx)}
        for step in _as_hadolint(ctx):
            user = known.get(step.instruction.start)
            # A blank behind the name stays, and hadolint would still see no number.
            plain = user is not None and name_to_hadolint(ctx, step) == user.name
            fix = _fix(ctx, user) if user is not None and plain else None
            yield ctx.report(step.keyword_span, "name", covers=step.covers, fix=fix, user=step.instruction.rest)
        return
    for user in final_users(ctx):
        stage = user.step.stage
        if user.is_number is False and not user.is_root and stage is not None and not stage.is_windows:
            yield ctx.report(user.place, "name", covers=user.step.covers, fix=_fix(ctx, user), user=user.raw)


def _fix(ctx: Context, user: User) -> Fix | None:
    stage = user.step.stage
    if stage is None or user.name is None or not user.raw.startswith(user.name):
        return None
    number = "0" if user.name == "root" else (created(ctx, stage) or {}).get(user.name, "")
    if not number or not user.step.instruction.contiguous(
        user.step.instruction.rest_start, user.step.instruction.rest_start + len(user.name)
    ):
        return None
    start = user.place.start
    return Fix(UNSAFE, f"write {number} for {user.name}", [Edit(start, start + len(user.name), number)])


def _as_hadolint(ctx: Context) -> Iterator[Step]:
    """The USERs that are no number to the letter, but for those that name an ARG of the file."""
    arguments: list[str] = []
    for step in steps(ctx, "ARG", "USER"):
        if step.is_trigger:
            continue
        instruction = step.instruction
        if instruction.keyword == "ARG":
            arguments += [pair.name for pair in instruction.pairs[:1]]
            continue
        raw = instruction.rest
        if re.fullmatch("[0-9]*", name_to_hadolint(ctx, step)):
            continue
        if "$" in raw and any(f"${one}" in raw or f"${{{one}}}" in raw for one in arguments):
            continue
        yield step
