"""What a stage stands on, as far as its image's tag or the package tools of its RUNs tell: which sh, which wget.

It never looks into an image: what is not known is "".
"""

from __future__ import annotations

from .bases import distro_at
from .upgrades import actions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.stage import Stage

    from .rule import Context

ALPINE, DEBIAN, RPM = "apk", "apt", "rpm"
"""Kinds of systems, called after what installs their packages; SUSE's is one of the last kind."""

BUSYBOX, GNU = "busybox", "gnu"

_BY_DISTRO = {"alpine": ALPINE, "debian": DEBIAN, "ubuntu": DEBIAN, "windows": ""}
_BY_TOOL = {"apk": ALPINE, "apt": DEBIAN, "rpm": RPM, "zypper": RPM}
_SH = {ALPINE: "ash", DEBIAN: "dash", RPM: "bash"}


def system(ctx: Context, stage: Stage) -> str:
    """The kind of system of the stage; "" when nothing tells, or two things tell otherwise."""
    return ctx.once("system", lambda: _system(ctx, stage), stage.index)


def sh(ctx: Context, stage: Stage) -> str:
    """The program that ``/bin/sh`` is there: ash (BusyBox's), dash or bash; "" when that is not known."""
    return _SH.get(system(ctx, stage), "")


def wget(ctx: Context, stage: Stage) -> str:
    """Whose ``wget`` is there: BusyBox's, or GNU's or the wget2 that takes the same words; "" when not known."""
    return ctx.once("wget", lambda: _wget(ctx, stage), stage.index)


def _wget(ctx: Context, stage: Stage) -> str:
    found = system(ctx, stage)
    if found != ALPINE:
        return GNU if found else ""
    for each in stage.lineage():
        for *_, action in actions(ctx, each):
            if action.verb == "install" and action.dynamic:
                return ""
            if any(package.name == "wget" for package in action.packages):
                return GNU
    return BUSYBOX


def _system(ctx: Context, stage: Stage) -> str:
    distro = distro_at(ctx, stage.base)
    if distro is not None:
        return _BY_DISTRO.get(distro.family, RPM)
    told = {
        _BY_TOOL[action.family]
        for each in stage.lineage()
        for *_, action in actions(ctx, each)
        if action.verb in ("install", "update", "upgrade")
    }
    return told.pop() if len(told) == 1 else ""
