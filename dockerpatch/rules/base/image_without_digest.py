"""DP401: an image that no digest pins. It never asks a registry which digest that would be."""

from __future__ import annotations

from dockerpatch.image.site import BASE
from dockerpatch.lint.origins import origins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    in_dockerfile = bool(origins(ctx))
    for site in ctx.sites:
        reference = site.reference
        if reference is None or reference.digest:
            continue
        yield ctx.report(
            site.place(*site.tag_place) if reference.tag else site.word,
            "unpinned",
            covers=(site.covers,),
            same_as=None if in_dockerfile and site.role == BASE else (),
            image=reference.text,
        )
