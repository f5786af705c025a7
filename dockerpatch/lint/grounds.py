"""The image that each stage stands on in the end, worked out once for all. It never looks into an image."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.image.site import ImageSite

    from .rule import Context


def grounds(ctx: Context) -> Sequence[ImageSite | None]:
    """By the number of the stage its image, through all stages it is built on; None: scratch."""
    return ctx.once("grounds", lambda: _grounds(ctx))


def _grounds(ctx: Context) -> list[ImageSite | None]:
    found: list[ImageSite | None] = []
    for stage in ctx.build.stages:
        found.append(found[stage.parent.index] if stage.parent is not None else stage.site)
    return found
