"""What a ``--platform`` of a FROM says: always the same, or what is built for. It never asks whether that is right."""

from __future__ import annotations

from dockerpatch.model.platform import ARGUMENTS, parse
from dockerpatch.syntax.expand import expand
from dockerpatch.text.traced import Traced

from .edits import drop_flag
from .finding import SAFE, UNSAFE, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .finding import Finding
    from .origins import Origin
    from .rule import Context

FIXED, UNTOLD = "DL3029", "FromPlatformFlagConstDisallowed"
"""A platform that is always the same, as hadolint sees it; BuildKit minds it where the stage's name does not tell."""

SEMGREP = "avoid-platform-with-from"
"""What semgrep calls any ``--platform`` of a FROM."""


def constant(ctx: Context, origin: Origin) -> str:
    """The platform that the FROM always has; "" when it has none, or takes it from a variable."""
    raw = origin.raw_platform
    expansion = expand(raw, {}, ctx.build.dockerfile.escape)
    return "" if expansion.used or expansion.undefined or expansion.fault else expansion.value.text


def by_default(ctx: Context, origin: Origin) -> str:
    """The platform of the FROM when no argument is given; "" when it depends on the build."""
    expansion = expand(origin.raw_platform, ctx.build.globals.values, ctx.build.dockerfile.escape)
    return "" if expansion.undefined or expansion.fault else expansion.value.text


def is_untold(ctx: Context, origin: Origin) -> bool:
    """Whether BuildKit minds the platform: it is always the same, and the stage's name has no word of it."""
    platform = parse(constant(ctx, origin))
    if platform is None:
        return False
    name = origin.stage.name
    return platform.os not in name and platform.architecture not in name


def is_target(ctx: Context, origin: Origin) -> bool:
    """Whether the platform is ``TARGETPLATFORM``, the very one that a FROM has without the flag."""
    globals_ = ctx.build.globals.values
    if "TARGETPLATFORM" in globals_:
        return False
    values = {name: Traced.foreign(value) for name, value in ARGUMENTS.items()}
    expansion = expand(origin.raw_platform, {**values, **globals_}, ctx.build.dockerfile.escape)
    target = ARGUMENTS["TARGETPLATFORM"]
    return expansion.used == ("TARGETPLATFORM",) and not expansion.undefined and expansion.value.text == target


def report_constant(ctx: Context, origin: Origin, *, fixed: bool) -> Finding:
    """The finding for a platform that is always the same; with ``fixed``, the flag can go for those who want that."""
    others = [SEMGREP]
    if ctx.rule.code != FIXED:
        others.append(FIXED)
    elif is_untold(ctx, origin):
        others.append(UNTOLD)
    edit = drop_flag(ctx, origin.instruction, origin.platform) if fixed and origin.platform is not None else None
    # The platform of a stage that is built on is the platform.
    ignored = origin.stage.parent is not None
    return ctx.report(
        origin.platform_span,
        "ignored" if ignored else "constant",
        covers=origin.step.covers,
        fix=Fix(SAFE if ignored else UNSAFE, "drop --platform", [edit]) if edit is not None else None,
        same_as=others,
        platform=origin.raw_platform,
    )
