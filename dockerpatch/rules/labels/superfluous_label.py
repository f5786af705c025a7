"""DL3050: labels that the label schema does not name, once the config says it is strict. It never removes one."""

from __future__ import annotations

from dockerpatch.lint.labels import STRICT, labels, schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    if not ctx.options[STRICT]:
        return
    wanted = schema(ctx)
    for label in labels(ctx):
        if label.name is not None and label.name not in wanted:
            yield ctx.report(label.pair.name_span, "superfluous", covers=label.step.covers, name=label.name[:60])
