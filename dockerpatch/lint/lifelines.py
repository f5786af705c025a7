"""Which of the rules on base images a base is for, so that one flaw is told once. It never reports anything."""

from __future__ import annotations

from dockerpatch.image import tag as tags
from dockerpatch.image import version as versions
from dockerpatch.knowledge.answers import DELISTED, IMAGE_REMOVED, NEVER_LISTED
from dockerpatch.knowledge.series import order

from .bases import LATEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .bases import Base
    from .rule import Context

GO_IMAGE = "golang"


def dead_image(ctx: Context, base: Base) -> bool:
    """Whether the image left the library, or, while it is still there, lists nothing that could follow this tag."""
    if base.status.kind == IMAGE_REMOVED or base.status.removed is not None:
        return True
    if base.status.kind != DELISTED or ctx.almanac.successor(base.image) is None:
        return False
    almanac, image, tag = ctx.almanac, base.image, base.tag
    return not (
        almanac.newest_in_line(image, tag)
        or almanac.same_line_newer_distro(image, tag)
        or almanac.next_lines(image, tag)
    )


def final_of(ctx: Context, base: Base) -> str | None:
    """The final release that followed a prerelease tag.

    A listed tag of the same line and flavour; None when there is none yet.
    """
    if not base.tagged or not tags.parse(base.tag).is_prerelease:
        return None
    almanac, image, tag = ctx.almanac, base.image, base.tag
    for other in (almanac.newest_in_line(image, tag), almanac.same_line_newer_distro(image, tag)):
        if other is not None and other != tag and not tags.parse(other).is_prerelease:
            return other
    return None


def is_floating(ctx: Context, base: Base) -> bool:
    """Whether the tag names no release: no tag, ``latest``, or flavour words alone; a codename is a release's name."""
    if not base.tagged or base.tag == LATEST:
        return True
    if tags.parse(base.tag).version is not None or tags.parse(base.tag).stamps:
        return False
    return ctx.almanac.has_lines(base.image) and ctx.almanac.line(base.image, base.tag) is None


def is_go_builder(base: Base) -> bool:
    return base.image == GO_IMAGE


def may_be_younger(ctx: Context, base: Base) -> bool:
    """Whether the tag may have come after the almanac's day.

    Its version, or that of an Alpine in it, is above all that are known.
    """
    parsed = tags.parse(base.tag)
    for word in parsed.words:
        if word.name == "alpine" and word.version and _is_above_all(ctx, "alpine", word.version):
            return True
    return parsed.version is not None and _is_above_all(ctx, base.image, base.tag)


def _is_above_all(ctx: Context, image: str, tag: str) -> bool:
    """Whether no listed tag of its line is newer than this one, which was never listed itself.

    Of a new line: none of any line.
    """
    library = ctx.almanac.library
    own = tags.parse(tag).version
    if own is None or ctx.almanac.status(image, tag).kind != NEVER_LISTED:
        return False
    line = library.series(image, tag).line
    known = [entry for entry in library.listed_all(image) if entry.line and not entry.prerelease]
    mates = [version for entry in known if entry.line == line and (version := tags.parse(entry.name).version)]
    if mates:
        return all(versions.compare(own.text, other.text) > 0 for other in mates)
    return all(order(line) > order(entry.line) for entry in known)
