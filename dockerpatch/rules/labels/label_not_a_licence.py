"""DL3054: labels that must name a licence of SPDX and do not. A value that a build argument fills in is left alone."""

from __future__ import annotations

from dockerpatch.lint.labels import mistyped
from dockerpatch.model.licences import is_expression, is_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    return mistyped(ctx, "spdx", _fits)


def _fits(value: str, loose: bool) -> bool:
    # Hadolint takes one name, and blanks behind it.
    return is_name(value.rstrip()) if loose else is_expression(value)
