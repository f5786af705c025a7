"""DL3023: a stage that copies from itself. The number of the stage is its name as well."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_BY_NAME = ("DS-0006", "copy-from-own-alias")


def check(ctx: Context) -> Iterator[Finding]:
    for copying in copyings(ctx, "COPY"):
        flag, stage = copying.flag("from"), copying.step.stage
        if flag is None or not flag.value or stage is None or copying.step.is_trigger:
            continue
        if ctx.as_hadolint:
            # For hadolint letter case counts, a number is no name, and quotes belong to one.
            words = stage.origin.words
            written = ctx.source.text[flag.value_start : flag.end]
            own = bool(stage.name) and words[2].text == flag.value == written
        else:
            own = flag.value.lower() == stage.name or flag.value == str(stage.index)
        if own:
            yield ctx.report(
                Span(flag.value_start, flag.end),
                "own",
                covers=copying.step.covers,
                same_as=_BY_NAME if flag.value.lower() == stage.name else (),
                origin=flag.value,
            )
