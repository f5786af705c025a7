"""What would make a new tag change more than its author can see. It never hides an obstacle: it names the line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.image.site import ImageSite
    from dockerpatch.model.stage import Stage
    from dockerpatch.text.edit import Edit

    from .bases import Base
    from .rule import Context


def stages_on(ctx: Context, site: ImageSite) -> list[Stage]:
    """The stages that stand on the image at ``site``, directly or through another stage."""
    return [stage for stage in ctx.build.stages if stage.base is site]


def distro_obstacle(ctx: Context, base: Base) -> str:
    """Why a newer release of the distro may break what is built on ``base``.

    A pinned package of the distro, or a release of it that is named by hand: one phrase with its line ("line 7 pins
    sqlite=3.45.1-r0"); "" when nothing stands in the way.
    """
    from .upgrades import actions

    distro = ctx.almanac.distro(base.image, base.tag)
    words = _release_words(ctx, distro.family, distro.version, distro.codename) if distro is not None else ()
    for stage in stages_on(ctx, base.site):
        for instruction, _, _, action in actions(ctx, stage):
            for package in action.packages if action.verb == "install" else ():
                if package.operator and package.version:
                    line = ctx.source.line_at(package.span.start if package.span is not None else instruction.start)
                    return f"line {line} pins {package.name}{package.operator}{package.version}"
        for instruction in stage.instructions:
            text = ctx.source.text[instruction.start : instruction.end]
            if any(word in text for word in words):
                from dockerpatch.model.packages import names_release

                for word, place in names_release(text, words):
                    return f"line {ctx.source.line_at(instruction.start + place.start)} names the release {word}"
    return ""


def _release_words(ctx: Context, family: str, version: str, codename: str | None) -> tuple[str, ...]:
    """How a script may name the release: the codename, Alpine's branch as it stands in addresses, an Ubuntu version."""
    words = [codename] if codename else []
    if family == "alpine":
        branch = ".".join(version.split(".")[:2])
        words += [f"v{branch}", f"alpine{branch}", f"alpine-{branch}"]
    elif version.count(".") == 1:
        words.append(version)
    return tuple(words)


def shared_obstacle(ctx: Context, site: ImageSite, edits: Sequence[Edit]) -> str:
    """Why ``edits`` made for ``site`` would harm another place: an image that shares an edited ARG.

    One phrase; "" when every other image they change is still one that is rebuilt, or is not an official one.
    """
    from dockerpatch.image import reference as references

    for other in ctx.sites:
        if other is site or other.reference is None:
            continue
        renamed = other.renamed(edits)
        if renamed == other.name.text:
            continue
        line = ctx.source.line_at(other.word.start)
        new = references.parse(renamed or "")
        if new is None or new.official is None or new.digest:
            return f"line {line} takes part of its image name from the same place"
        if not ctx.almanac.status(new.official, new.tag or "latest").listed:
            return f"{renamed}, which line {line} would name then, is not listed"
    return ""
