"""DL3022: a copy from a stage that is not there. Images are copied from by name too, and that is left alone."""

from __future__ import annotations

from dockerpatch.image import reference
from dockerpatch.lint.copying import copyings
from dockerpatch.lint.readings import slips
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.stage import Stage

_DIGITS = 7
# So many unknown names are held against so many stages.
_NAMES, _STAGES = 50, 50
# The word for the build context itself; `scratch` is an image without files.
_CONTEXT = "context"


def check(ctx: Context) -> Iterator[Finding]:
    for copying in copyings(ctx, "COPY"):
        flag, stage = copying.flag("from"), copying.step.stage
        if flag is None or not flag.value or copying.step.is_trigger:
            continue
        message, near = "", ""
        if ctx.as_hadolint:
            index = stage.index if stage is not None else -1
            message = "" if _is_known_to_hadolint(ctx, index, flag.value) else "unknown"
        elif stage is not None:
            message, near = _fault(ctx, copying, stage, flag.value)
        if message:
            yield ctx.report(
                Span(flag.value_start, flag.end),
                message,
                severity="error" if message != "unknown" else "" if near or ctx.as_hadolint else "note",
                advice="near" if near else "",
                covers=copying.step.covers,
                origin=flag.value,
                near=near,
            )


def _is_known_to_hadolint(ctx: Context, index: int, name: str) -> bool:
    """A tag makes an image for hadolint; a stage is known by its very name, or by its number, up to ``index``."""
    names = ctx.once("stage names as written", lambda: _first_by_name(ctx))
    if ":" in name or names.get(name, index + 1) <= index:
        return True
    return name.isascii() and name.isdigit() and len(name) <= _DIGITS and int(name) <= index


def _first_by_name(ctx: Context) -> dict[str, int]:
    found: dict[str, int] = {}
    for stage in ctx.build.stages:
        words = stage.origin.words
        if stage.name:
            found.setdefault(words[2].text, stage.index)
    return found


def _fault(ctx: Context, copying: Copying, stage: Stage, name: str) -> tuple[str, str]:
    """What is wrong with the name of the stage (a message; "" when nothing is), and the name that may be meant."""
    if "$" in name:
        return "variable", ""
    lowest = ctx.once("stages by name", lambda: _by_name(ctx))
    if name.isascii() and name.isdigit():
        fits = len(name) <= _DIGITS and int(name) < stage.index
        own = len(name) <= _DIGITS and int(name) == stage.index
        return ("", "") if fits or own else ("number", "")
    index = lowest.get(name.lower())
    if index is not None:
        # A stage that copies from itself is DL3023's.
        return ("later", "") if index > stage.index else ("", "")
    if name.lower() == _CONTEXT or any(mark in name for mark in "/:@."):
        return "", ""
    if reference.parse(name) is not None and ctx.almanac.library.image(name) is not None:
        return "", ""
    near = ctx.once("stages like others", dict[tuple[str, int], str])
    key = (name.lower(), min(stage.index, _STAGES))
    if key not in near and len(near) < _NAMES:
        near[key] = _near(name, lowest, stage)
    return "unknown", near.get(key, "")


def _by_name(ctx: Context) -> dict[str, int]:
    """For each name of a stage, in lower case, the number of the first that has it."""
    found: dict[str, int] = {}
    for stage in ctx.build.stages:
        if stage.name:
            found.setdefault(stage.name, stage.index)
    return found


def _near(name: str, stages: dict[str, int], stage: Stage) -> str:
    """The earlier stage whose name is most like ``name``; "" when none is."""
    least, best = min(len(name) // 3, 2) + 1, ""
    for other in [other for other, index in list(stages.items())[:_STAGES] if index < stage.index]:
        apart = slips(name.lower()[:64], other[:64])
        if apart < least:
            least, best = apart, other
    return best
