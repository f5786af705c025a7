"""FromPlatformFlagConstDisallowed: a FROM for one platform whose name does not say so. One that does is left alone."""

from __future__ import annotations

from dockerpatch.lint.origins import origins
from dockerpatch.lint.platforms import is_untold, report_constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        if origin.platform is not None and is_untold(ctx, origin):
            yield report_constant(ctx, origin, fixed=True)
