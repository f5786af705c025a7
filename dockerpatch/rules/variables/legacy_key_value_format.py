"""LegacyKeyValueFormat: a name and a value with a blank between them. What stands in an ONBUILD is left alone."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.key_values import modern
from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


_MODERN = r"\w+[ \t]+\w[\w.-]*="
"""How nearly every line starts that is not legacy; for the others its pairs are read."""


def check(ctx: Context) -> Iterator[Finding]:
    is_modern = re.compile(_MODERN).match
    for step in steps(ctx, "ENV", "LABEL"):
        if is_modern(step.instruction.logical):
            continue
        pairs = step.instruction.pairs
        if step.is_trigger or step.stage is None or not pairs or not pairs[0].legacy:
            continue
        edits = modern(ctx, step.instruction, pairs[0])
        yield ctx.report(
            pairs[0].name_span,
            "legacy",
            covers=step.covers,
            fix=Fix(SAFE, "write it with =", edits) if edits else None,
            keyword=step.instruction.keyword,
            name=pairs[0].name,
        )
