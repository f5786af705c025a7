"""What the image of a FROM is called once the defaults of the arguments are put in. It never guesses a value.

BuildKit asks two things of it: that each argument is declared, and that the defaults alone make the name of an image.
"""

from __future__ import annotations

import re

from dockerpatch.image import reference as references
from dockerpatch.model.platform import ARGUMENTS
from dockerpatch.syntax.expand import expand
from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.expand import Expansion

    from .origins import Origin
    from .rule import Context

UNDECLARED, NO_NAME = "UndefinedArgInFrom", "InvalidDefaultArgInFrom"
"""What BuildKit calls an argument that is not declared, and defaults that make no name."""


def undeclared(ctx: Context, origin: Origin) -> Iterator[tuple[str, Span, bool]]:
    """The variables of the FROM that no ARG above the first FROM declares, each once.

    With its place, and whether it is part of the image's name.
    """
    seen: set[str] = set()
    parts = [(origin.raw_platform, origin.platform_at, False)]
    if origin.image is not None:
        parts.append((origin.image.text, origin.image.at, True))
    for text, at, is_image in parts:
        if "$" not in text:
            continue
        places: dict[str, Span] | None = None
        for name in _expanded(ctx, text).undefined:
            if name not in ctx.build.globals.variables and name not in seen:
                seen.add(name)
                if places is None:
                    places = _places(origin, text, at)
                yield name, places.get(name, origin.step.keyword_span), is_image


def by_defaults(ctx: Context, origin: Origin) -> str | None:
    """The name that the defaults make, where it is not that of an image or a stage; else None."""
    stage, image = origin.stage, origin.image
    if image is None or _is_plain(stage, image.text):
        return None
    expansion = _expanded(ctx, image.text)
    text = expansion.value.text
    if expansion.fault or references.parse(text) is not None:
        return None
    parent = stage.parent
    # What a stage is called may be no name of an image (`build_`).
    return None if parent is not None and parent.name == text else text


def _is_plain(stage: Stage, written: str) -> bool:
    """Whether it is clear without another look that the FROM names an image, a stage or nothing at all."""
    if stage.site is not None:
        return stage.site.reference is not None
    return stage.parent is None or stage.parent.name == written


def is_never_valid(ctx: Context, origin: Origin) -> bool:
    """Whether no argument that could be given makes `by_defaults` a name: none that it is made of is declared."""
    expansion = _expanded(ctx, origin.written)
    return ctx.build.globals.variables.keys().isdisjoint((*expansion.used, *expansion.undefined))


def _expanded(ctx: Context, text: str) -> Expansion:
    return expand(text, _values(ctx), ctx.build.dockerfile.escape)


def _values(ctx: Context) -> Mapping[str, Traced]:
    """The defaults of the ARGs above the first FROM, and what the builder defines itself."""

    def made() -> Mapping[str, Traced]:
        own = {name: Traced.foreign(value) for name, value in ARGUMENTS.items()}
        return {**own, **ctx.build.globals.values}

    return ctx.once("values for FROM", made)


def _places(origin: Origin, text: str, at: int) -> dict[str, Span]:
    """Where each variable stands first in ``text``, which starts at ``at`` of the joined line."""
    found: dict[str, Span] = {}
    for one in re.finditer(r"\$(?:\{(\w+)\}?|(\w+))", text):
        name = one[1] or one[2]
        if name not in found:
            found[name] = origin.instruction.span_of(at + one.start(), at + one.end())
    return found
