"""DP102: a base that is another one tomorrow. Go builders are left to DP301, which asks for more."""

from __future__ import annotations

from dockerpatch.image import tag as tags
from dockerpatch.lint.bases import LATEST, base_at
from dockerpatch.lint.lifelines import dead_image, is_floating, is_go_builder
from dockerpatch.lint.remedies import report_same_build
from dockerpatch.lint.untagged import names_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.image.site import ImageSite
    from dockerpatch.lint.bases import Base
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_PRECISIONS = {"none": "", "line": "line", "patch": "full"}
"""What the config calls a precision, and what the almanac does."""


def check(ctx: Context) -> Iterator[Finding]:
    wanted = _PRECISIONS[str(ctx.options["freshness.precision"])]
    for site in ctx.sites:
        base = base_at(ctx, site)
        if base is None:
            yield from _foreign(ctx, site)
        elif base.digest or is_go_builder(base) or dead_image(ctx, base):
            continue
        elif base.status.listed or base.status.gone:
            if is_floating(ctx, base):
                message = "floating" if base.tagged else "untagged"
                yield report_same_build(ctx, base, message, "line", same_as=names_at(ctx, site))
            elif wanted and base.status.listed and _is_coarser(ctx, base, wanted):
                yield report_same_build(ctx, base, "coarse", wanted, same_as=())


def _foreign(ctx: Context, site: ImageSite) -> Iterator[Finding]:
    """An image outside the library: what its tags mean is not known, but ``latest`` is no version anywhere."""
    reference = site.reference
    if reference is None or reference.digest or reference.tag not in ("", LATEST):
        return
    yield ctx.report(
        site.place(*site.tag_place) if reference.tag else site.word,
        "floating" if reference.tag else "untagged",
        advice="foreign",
        covers=(site.covers,),
        same_as=names_at(ctx, site),
        base=reference.text,
        target="",
    )


def _is_coarser(ctx: Context, base: Base, wanted: str) -> bool:
    pinned = ctx.almanac.pin(base.image, base.tag, wanted)
    if pinned is None or pinned == base.tag:
        return False
    asked, there = tags.parse(pinned).version, tags.parse(base.tag).version
    return asked is not None and there is not None and len(there.release) < len(asked.release)
