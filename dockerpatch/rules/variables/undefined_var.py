"""UndefinedVar: a variable that nothing before it sets. A RUN's own variables are the shell's, and left to it."""

from __future__ import annotations

import re

from dockerpatch.lint.grounds import grounds
from dockerpatch.lint.image_env import sets
from dockerpatch.lint.readings import readings
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.readings import Reading
    from dockerpatch.lint.rule import Context

# Arguments of the builder that are never variables of a stage, and yet no slip.
_SILENT = frozenset(("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"))


def check(ctx: Context) -> Iterator[Finding]:
    images = grounds(ctx)
    seen: set[tuple[int, str]] = set()
    for reading in readings(ctx):
        stage = reading.step.stage
        base = images[stage.index] if stage is not None else None
        for name in reading.undefined:
            key = (reading.step.instruction.start, name)
            if key in seen or name in _SILENT:
                continue
            known = sets(base, name)
            if known:
                continue
            seen.add(key)
            near = reading.near.get(name, "")
            sure = known is False or bool(near)
            yield ctx.report(
                place(reading, name),
                "undefined" if known is False else "maybe",
                severity="" if sure else "note",
                confidence="high" if sure else "low",
                advice="near" if near else "",
                covers=reading.step.covers,
                same_as=("DL3044",) if _sets_itself(reading, name) else (),
                name=name,
                near=near,
            )


def place(reading: Reading, name: str) -> Span:
    """Where the text refers to the variable; all of the text where that cannot be told."""
    found = re.search(rf"\$\{{?{re.escape(name)}(?![A-Za-z0-9_])}}?", reading.written.text)
    span = reading.written.span_of(*found.span()) if found is not None else None
    if span is None:
        places = reading.written.spans()
        span = places[0] if places else reading.step.keyword_span
    return span


def _sets_itself(reading: Reading, name: str) -> bool:
    """Whether the instruction is an ENV that sets the very variable, which is DL3044's flaw."""
    instruction = reading.step.instruction
    return instruction.keyword == "ENV" and any(pair.name == name for pair in instruction.pairs)
