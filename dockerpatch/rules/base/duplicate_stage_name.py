"""DL3024: a stage with the name of one above it. A name without a second bearer is never looked at."""

from __future__ import annotations

from dockerpatch.lint.origins import origins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.origins import Origin
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    named: dict[str, list[Origin]] = {}
    for origin in origins(ctx):
        if origin.name is None:
            continue
        name = origin.name.text if ctx.as_hadolint else origin.name.text.lower()
        above = named.setdefault(name, [])
        if above:
            yield ctx.report(
                origin.place(origin.name),
                "twice",
                covers=origin.step.covers,
                same_as=tuple(_names(origin, above)),
                name=origin.name.text,
                line=above[0].instruction.start_line,
            )
        # No name of another tool depends on more than the first few.
        if len(above) < _ENOUGH:
            above.append(origin)


_ENOUGH = 10


def _names(origin: Origin, above: list[Origin]) -> Iterator[str]:
    """What other tools call it: each of them compares the stages in its own way."""
    yield "DuplicateStageName"
    own, name, keyword = _text(origin), _name(origin), _as(origin)
    if any(_text(other).lower() != own.lower() for other in above):
        yield "DS-0012"
    if any(keyword == _as(other) == "as" and name == _name(other) for other in above):
        yield "CKV_DOCKER_11"
    if any(keyword == _as(other) and name == _name(other) for other in above):
        yield "alias-must-be-unique"


def _text(origin: Origin) -> str:
    return origin.instruction.rest


def _name(origin: Origin) -> str:
    return origin.name.text if origin.name is not None else ""


def _as(origin: Origin) -> str:
    return origin.as_word.text if origin.as_word is not None else ""
