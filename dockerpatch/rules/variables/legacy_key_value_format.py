"""LegacyKeyValueFormat: a name and a value with a blank between them. What stands in an ONBUILD is left alone."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.key_values import modern
from dockerpatch.lint.steps import steps
from dockerpatch.syntax.flags import MAYBE_FLAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.syntax.dockerfile import Instruction


def check(ctx: Context) -> Iterator[Finding]:
    for step in steps(ctx, "ENV", "LABEL"):
        if _is_modern(step.instruction):
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


def _is_modern(one: Instruction) -> bool:
    """Whether it is plain, without reading the pairs, that an equals sign is in the first word behind the keyword."""
    words = one.logical.split(maxsplit=2)
    return len(words) > 1 and "=" in words[1] and not words[1].startswith(MAYBE_FLAG)
