"""DL3048: label names that Docker's rules for them do not allow. A name with a variable in it is left alone."""

from __future__ import annotations

import re

from dockerpatch.lint.labels import labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_RESERVED = ("com.docker.", "io.docker.", "org.dockerproject.")
# Docker's words leave out the underscore and the slash, which many conventions use, and hadolint takes.
_NAME = r"[a-z](?:[a-z0-9._/-]*+(?<=[a-z0-9]))?"


def check(ctx: Context) -> Iterator[Finding]:
    for label in labels(ctx):
        name = label.name
        if name is None:
            continue
        message = "reserved" if name.startswith(_RESERVED) else "" if _is_right(name) else "invalid"
        if message:
            yield ctx.report(label.pair.name_span, message, covers=label.step.covers, name=name[:60])


def _is_right(name: str) -> bool:
    return re.fullmatch(_NAME, name) is not None and ".." not in name and "--" not in name
