"""UndefinedVar: a variable that nothing before it sets. A RUN's own variables are the shell's, and left to it."""

from __future__ import annotations

import re
from bisect import bisect_right

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
    seen: set[str] = set()
    own: frozenset[str] = frozenset()
    at = -1
    for reading in readings(ctx):
        if not reading.undefined:
            continue
        if reading.step.instruction.start != at:
            at, seen, own = reading.step.instruction.start, set(), _set_by_env(reading)
        stage = reading.step.stage
        places = _places(reading)
        base = images[stage.index] if stage is not None else None
        for name in reading.undefined:
            known = sets(base, name)
            if known or name in seen or name in _SILENT:
                continue
            seen.add(name)
            near = reading.near.get(name, "")
            sure = known is False or bool(near)
            yield ctx.report(
                places.get(name, reading.step.keyword_span),
                "undefined" if known is False else "maybe",
                severity="" if sure else "note",
                confidence="high" if sure else "low",
                advice="near" if near else "",
                covers=reading.step.covers,
                same_as=("DL3044",) if name in own else (),
                name=name,
                near=near,
            )


def _places(reading: Reading) -> dict[str, Span]:
    """Where the text first refers to each variable, as far as it is written there on one line."""
    starts: list[int] = []
    size = 0
    for text, _ in reading.written.pieces:
        starts.append(size)
        size += len(text)
    found: dict[str, Span] = {}
    for match in re.finditer(r"\$(?:\{(\w+)\}?|(\w+|[@*#?$!-]))", reading.written.text):
        name = match[1] or match[2]
        if name not in found:
            index = bisect_right(starts, match.start()) - 1
            text, origin = reading.written.pieces[index]
            past = min(match.end() - starts[index], len(text))
            found[name] = Span(origin + match.start() - starts[index], origin + past)
    return found


def _set_by_env(reading: Reading) -> frozenset[str]:
    """What the instruction sets when it is an ENV: to ask for one of these is DL3044's flaw."""
    instruction = reading.step.instruction
    return frozenset(pair.name for pair in instruction.pairs) if instruction.keyword == "ENV" else frozenset()
