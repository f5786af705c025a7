"""DL3051: labels that must be there and say nothing. A value that a build argument fills in is left alone."""

from __future__ import annotations

from dockerpatch.lint.labels import labels, schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    wanted = schema(ctx)
    for label in labels(ctx) if wanted else ():
        value = label.value
        if label.name in wanted and value is not None and not (value if ctx.as_hadolint else value.strip()):
            yield ctx.report(label.place, "empty", covers=label.step.covers, name=label.name)
