"""DL3058: labels that must be an e-mail address and are not. A value that a build argument fills in is left."""

from __future__ import annotations

from dockerpatch.lint.label_values import is_email
from dockerpatch.lint.labels import mistyped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    return mistyped(ctx, "email", is_email)
