"""Who the USERs of a file say runs the image, and which users it creates. It never judges a user."""

from __future__ import annotations

import re

from dockerpatch.syntax.expand import expand
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

from .steps import steps
from .values import scopes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.stage import Stage

    from .rule import Context
    from .steps import Step
    from .uses import Use

# Options of useradd, and of the adduser of Debian and of BusyBox, that take a value.
_SHORT = "bcdefgGhkKpPRsuZ"
_LONG = frozenset(
    "--base-dir --comment --conf --expiredate --firstgid --firstuid --gecos --gid --group-name --groups --home"
    " --home-dir --inactive --ingroup --key --lastgid --lastuid --password --prefix --root --selinux-range"
    " --selinux-user --shell --skel --uid".split()
)
# Programs that start as root and step down by themselves, or cannot do without root.
_NEEDS_ROOT = r"\b(?:gosu|su-exec|setpriv|setuidgid|s6-\w+|supervisord?|sshd|crond?|dockerd|systemd|runuser)\b"
# Scripts that may do the same.
_SCRIPT = r"(?i)entry-?point|\.sh\b|/init\b"
_PRIVILEGED = 1024
"""Ports below are root's alone, but for Docker itself."""
# What a stage ends with does nothing in the name of the user.
_METADATA = frozenset("ARG CMD ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL MAINTAINER ONBUILD SHELL STOPSIGNAL".split())


class User:
    """One USER of a stage: ``raw`` as written, ``name`` without the group, None where a variable decides."""

    __slots__ = ("name", "raw", "step")

    def __init__(self, step: Step, raw: str, name: str | None) -> None:
        self.step = step
        self.raw = raw
        self.name = name

    @property
    def is_root(self) -> bool | None:
        """Whether it is root, by name or number; None where a variable decides."""
        return None if self.name is None else self.name == "root" or (self.is_number and not self.name.strip("0"))

    @property
    def is_number(self) -> bool | None:
        return None if self.name is None else self.name.isascii() and self.name.isdigit()

    @property
    def place(self) -> Span:
        """Where user and group are written."""
        start = self.step.instruction.rest_start
        return self.step.instruction.span_of(start, start + len(self.raw))


def users(ctx: Context) -> Sequence[User]:
    """The USERs that stand in a stage and name anyone, in the order of the text; no trigger of an ONBUILD."""
    return ctx.once("users", lambda: _read(ctx))


def _read(ctx: Context) -> list[User]:
    found = []
    for step, scope in scopes(ctx, "USER"):
        raw = step.instruction.rest
        if raw:
            expansion = expand(raw, scope.values, ctx.build.dockerfile.escape)
            known = not expansion.undefined and expansion.fault is None
            found.append(User(step, raw, expansion.value.text.partition(":")[0] if known else None))
    return found


def users_of(ctx: Context, stage: Stage) -> list[User]:
    """The USERs of the stage and of those it is built on, in the order of the text."""
    by_stage = ctx.once("users by stage", lambda: _by_stage(users(ctx)))
    return [user for one in reversed(stage.lineage()) for user in by_stage.get(one.index, ())]


def _by_stage(found: Sequence[User]) -> dict[int, list[User]]:
    by_stage: dict[int, list[User]] = {}
    for user in found:
        if user.step.stage is not None:
            by_stage.setdefault(user.step.stage.index, []).append(user)
    return by_stage


def final_users(ctx: Context) -> list[User]:
    """The USER in force at the end of each stage that makes an image of its own, as far as the file sets one.

    A stage that others are built on or take files from is a step on the way, and makes none. In the order of the text.
    """
    used = {stage.parent.index for stage in ctx.build.stages if stage.parent is not None}
    used.update(other.index for stage in ctx.build.stages for other in stage.copies_from)
    found = {}
    for stage, user in zip(ctx.build.stages, _at_end(ctx), strict=True):
        if user is not None and stage.index not in used:
            found[user.step.instruction.start] = user
    return [found[start] for start in sorted(found)]


def final_user(ctx: Context) -> User | None:
    """The USER in force at the end of the last stage; None where no line of the file has set it."""
    found = _at_end(ctx)
    return found[-1] if found else None


def _at_end(ctx: Context) -> list[User | None]:
    """The USER in force at the end of each stage."""
    last = {user.step.stage.index: user for user in users(ctx) if user.step.stage is not None}
    found: list[User | None] = []
    for stage in ctx.build.stages:
        inherited = found[stage.parent.index] if stage.parent is not None else None
        found.append(last.get(stage.index, inherited))
    return found


def created(ctx: Context, stage: Stage) -> dict[str, str] | None:
    """The users that the stage, or one it is built on, creates, with their numbers ("" where none is given).

    None where one of them is not told, or users are changed or removed later on.
    """
    by_stage = ctx.once("user tools by stage", lambda: _tools_by_stage(ctx))
    found = {}
    for use in [use for one in stage.lineage() for use in by_stage.get(one.index, ())]:
        if use.program not in ("useradd", "adduser"):
            return None
        names, uid = _added(use)
        if len(names) == 2 and use.program == "adduser":
            continue  # a user who is there already gets a further group
        if len(names) != 1 or not re.fullmatch(r"[a-z_][a-z0-9_-]*", names[0]):
            return None
        found[names[0]] = uid if uid.isascii() and uid.isdigit() else ""
    return found


def _tools_by_stage(ctx: Context) -> dict[int, list[Use]]:
    by_stage: dict[int, list[Use]] = {}
    if "useradd" not in ctx.source.text and "adduser" not in ctx.source.text:
        return by_stage
    from .uses import uses  # reads scripts, which most checks of a USER need not

    for use in uses(ctx, "useradd", "adduser", "usermod", "userdel", "deluser"):
        if use.step.stage is not None and not use.step.is_trigger:
            by_stage.setdefault(use.step.stage.index, []).append(use)
    return by_stage


def _added(use: Use) -> tuple[list[str], str]:
    """The words that are no options, and the number asked for ("" if none is)."""
    names, uid = [], ""
    values = iter(use.values)
    for word in values:
        if word[:2] == "--":
            option, equals, value = word.partition("=")
            if not equals and option in _LONG:
                value = next(values, "")
            uid = value if option == "--uid" else uid
        elif word[:1] == "-":
            at = next((at for at, letter in enumerate(word) if at and letter in _SHORT), 0)
            if at:
                value = word[at + 1 :] or next(values, "")
                uid = value if word[at] == "u" else uid
        else:
            names.append(word)
    return names, uid


def switch(ctx: Context, stage: Stage, user: str, keyword: str) -> Edit | None:
    """The edit that runs the image of ``stage`` as ``user``: a USER behind the last line that needs the user before.

    ``keyword`` is how the file writes USER. None where something in the file may want root when it starts.
    """
    text = ctx.source.text
    if _wants_root(ctx, stage):
        return None
    behind = stage.origin
    for each in stage.instructions:
        if each.keyword not in _METADATA:
            behind = each
    end = behind.end
    if text[:end].endswith(stage.escape) or text[:end].endswith("\n"):
        return None
    return Edit(end, end, f"{ctx.source.newline}{keyword} {user}")


def _wants_root(ctx: Context, stage: Stage) -> bool:
    """Whether a program that steps down by itself, a script that is started, or a low port speaks for root."""
    if ctx.once("needs root", lambda: re.search(_NEEDS_ROOT, ctx.source.text) is not None):
        return True
    low = ctx.once("low ports", lambda: _with_low_ports(ctx))
    family = stage.lineage()
    if any(one.index in low for one in family):
        return True
    started = [each.rest for one in family for each in one.instructions if each.keyword in ("CMD", "ENTRYPOINT")]
    return any(re.search(_SCRIPT, text) is not None for text in started)


def _with_low_ports(ctx: Context) -> set[int]:
    """The stages that expose one."""
    from .ports import ports

    found = set()
    for port in ports(ctx):
        if port.step.stage is not None and port.numbers is not None and 0 < port.numbers[0] < _PRIVILEGED:
            found.add(port.step.stage.index)
    return found


def other_users(ctx: Context) -> Sequence[Step]:
    """All USERs as scanners without an eye for stages see them; no trigger of an ONBUILD."""
    return ctx.once(
        "every user",
        lambda: [step for step in steps(ctx, "USER") if not step.is_trigger and step.instruction.rest],
    )


def name_to_hadolint(ctx: Context, step: Step) -> str:
    """The user as hadolint takes it: to the letter, with variables and quotes, and a blank at the end of the line."""
    instruction, dockerfile = step.instruction, ctx.build.dockerfile
    written = dockerfile.page.patterns.seam.sub("", ctx.source.text[instruction.start : instruction.body_end])
    return f"{instruction.rest}{written[len(written.rstrip()) :]}".partition(":")[0]
