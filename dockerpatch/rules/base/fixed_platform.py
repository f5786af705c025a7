"""DL3029: a FROM that is built for one platform whatever is asked for. Whether its name says so never matters."""

from __future__ import annotations

from dockerpatch.lint.origins import origins
from dockerpatch.lint.platforms import constant, is_untold, report_constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.origins import Origin
    from dockerpatch.lint.rule import Context

_LEFT_TO_BUILDER = ("BUILDPLATFORM", "TARGETPLATFORM")


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        if origin.platform is not None and _is_fixed(ctx, origin):
            # A name that tells the platform says that it is meant.
            yield report_constant(ctx, origin, fixed=is_untold(ctx, origin))


def _is_fixed(ctx: Context, origin: Origin) -> bool:
    if ctx.as_hadolint:
        return not any(name in origin.raw_platform for name in _LEFT_TO_BUILDER)
    return constant(ctx, origin) != ""
