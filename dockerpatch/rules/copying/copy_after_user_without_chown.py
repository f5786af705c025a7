"""DP463: files that are copied in for root after a USER. Whether that user needs to write them is not known."""

from __future__ import annotations

import re

from dockerpatch.lint.copying import copyings
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.grounds import grounds
from dockerpatch.lint.steps import steps
from dockerpatch.model.stage import is_root
from dockerpatch.syntax.expand import expand
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    setters = iter(steps(ctx, "USER"))
    setter = next(setters, None)
    # Who copies in each stage; as the copies come in the order of the text, so are the USERs taken in.
    users: dict[int, str] = {}
    entered = -1
    for copying in copyings(ctx, "COPY", "ADD"):
        step = copying.step
        if step.stage is None or step.is_trigger:
            continue
        while setter is not None and setter.instruction.start < step.instruction.start:
            entered = _enter(ctx, users, entered, setter.stage.index if setter.stage is not None else -1)
            args = setter.instruction.args
            if setter.stage is not None and not setter.is_trigger and args:
                written = args[0]
                named = written if "$" in written else expand(written, {}, ctx.build.dockerfile.escape).value.text
                users[setter.stage.index] = named
            setter = next(setters, None)
        entered = _enter(ctx, users, entered, step.stage.index)
        user = users.get(step.stage.index, "")
        if is_root(user or None) is not False or copying.flag("chown") is not None:
            continue
        if not _is_windows(ctx, user, step.stage.index):
            yield ctx.report(
                step.keyword_span,
                "root",
                covers=step.covers,
                fix=_fix(ctx, copying, user, step.stage.index),
                keyword=step.instruction.keyword,
                user=user,
            )


def _enter(ctx: Context, users: dict[int, str], entered: int, index: int) -> int:
    """Start the stages up to ``index`` with the user of the stage each is built on; the last one that was started."""
    for stage in ctx.build.stages[entered + 1 : index + 1]:
        if stage.parent is not None and stage.parent.index in users:
            users[stage.index] = users[stage.parent.index]
    return max(entered, index)


def _is_windows(ctx: Context, user: str, index: int) -> bool:
    """Whether the image is one of Windows, which knows no owners of this kind."""
    site = grounds(ctx)[index]
    image = site.name.text.lower() if site is not None else ""
    named = any(word in image for word in ("windows", "nanoserver", "servercore"))
    return named or user.lower() in ("containeradministrator", "containeruser")


def _fix(ctx: Context, copying: Copying, user: str, index: int) -> Fix | None:
    if not re.fullmatch(r"[A-Za-z0-9_][\w.-]*(?::[A-Za-z0-9_][\w.-]*)?", user):
        return None
    if grounds(ctx)[index] is None and not user.replace(":", "").isdigit():
        return None  # an empty image knows nobody by name
    end = copying.step.keyword_span.end
    return Fix(UNSAFE, f"copy for {user}", [Edit(end, end, f" --chown={user}")])
