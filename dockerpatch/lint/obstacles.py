"""What would make a new tag change more than its author can see. It never hides an obstacle: it names the line."""

from __future__ import annotations

import re

from dockerpatch.text.edit import apply

from .bases import LATEST, bases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.image.site import ImageSite
    from dockerpatch.knowledge.answers import Distro
    from dockerpatch.model.commands import RunCommand
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction
    from dockerpatch.text.edit import Edit

    from .bases import Base
    from .rule import Context


_BOUND = (
    r"[a-z+][0-9]+\.(?!0(?![0-9]))[0-9]|^(?:lib)?(?:lua|php|python|ruby)[0-9]+\.[0-9]|-[0-9]{2,}(?:-|$)"
    r"|^(?:lib[a-z+-]{3,}|llvm|nodejs|openjdk|php|postgresql)[0-9]{2}"
)
"""Packages whose name carries a version (python3.9, postgresql-client-13, Alpine's php83): the next release has others.

A dotted ``.0`` is none: libglib2.0 and gtk+3.0 have had that name for ever.
"""


def stages_on(ctx: Context, site: ImageSite) -> list[Stage]:
    """The stages that stand on the image at ``site``, directly or through another stage."""
    return [stage for stage in ctx.build.stages if stage.base is site]


def distro_obstacle(ctx: Context, base: Base) -> str:
    """Why a newer release of the distro may break what is built on ``base``.

    A pinned package of the distro, or a release of it that is named by hand: one phrase with its line ("line 7 pins
    sqlite=3.45.1-r0"), or that a host of the old release cannot run the new one; "" when nothing stands in the way.
    """
    distro = ctx.almanac.distro(base.image, base.tag)
    if distro is not None and distro.family == "windows":
        return "a Windows image does not run on a host of an older release"
    for stage in stages_on(ctx, base.site):
        pinned = _pinned(ctx, stage)
        if pinned:
            return pinned
        for instruction in stage.instructions if distro is not None else ():
            named = _names_release(ctx, instruction, distro) if distro is not None else ""
            if named:
                return named
    return ""


def _pinned(ctx: Context, stage: Stage) -> str:
    """The first package of the distro that the stage, or an ONBUILD of it, asks for in a certain version.

    In its name too; and packages that are not named in the file at all.
    """
    from dockerpatch.model.packages import actions_of

    from .upgrades import actions

    found = [(instruction, command, action) for instruction, _, command, action in actions(ctx, stage)]
    for each in stage.instructions:
        if each.trigger is not None and each.trigger.keyword == "RUN":
            from dockerpatch.model.commands import run_commands

            run = run_commands(each.trigger, stage.shell_at(each))
            found += [(each, command, action) for command, action in actions_of(run)]
    for instruction, command, action in found:
        for package in action.packages if action.verb in ("install", "upgrade") else ():
            line = ctx.source.line_at(package.span.start if package.span is not None else instruction.start)
            if package.operator and package.version:
                return f"line {line} pins {package.name}{package.operator}{package.version}"
            if re.search(_BOUND, package.name):
                return f"line {line} installs {package.name}, a name that not every release has"
        if action.verb == "install" and action.dynamic and not _is_plain(stage, command):
            line = ctx.source.line_at(instruction.start)
            return f"what line {line} installs, and in which versions, is known at build time only"
    return ""


def _is_plain(stage: Stage, command: RunCommand) -> bool:
    """Whether the variables in a command are all set in the file, to names of packages without versions."""
    text = " ".join(word.raw for word in command.words)
    if command.fed or "$(" in text or "`" in text:
        return False
    values = stage.scope.values
    names = re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)", text)
    return all(name in values and re.search(r"[=<>~@]", values[name].text) is None for name in names)


def _names_release(ctx: Context, instruction: Instruction, distro: Distro) -> str:
    text = ctx.source.text[instruction.start : instruction.end]
    marks = _marks(distro)
    if not any(mark in text for mark in marks):
        return ""
    from dockerpatch.model.packages import names_release

    words = [*marks, *_release_words(distro.family, marks[0])]
    for word, place in names_release(text, words):
        if word == marks[0] and ("." not in word or (distro.family == "alpine" and "alpine" not in text.lower())):
            continue  # a bare 12, or 3.20, may be the version of anything
        at = instruction.start + place.start
        if not _in_comment(ctx, at):
            return f"line {ctx.source.line_at(at)} names the release {word}"
    return ""


def _marks(distro: Distro) -> list[str]:
    """What stands in any name of the release, its version first: one of them is in each of `_release_words`."""
    version = ".".join(distro.version.split(".")[:2])
    marks = [version]
    if distro.codename:
        marks.append(distro.codename)
    if distro.family != "alpine" and "." in version:
        marks.append(distro.family + version.replace(".", ""))
    return marks


def _release_words(family: str, version: str) -> list[str]:
    """How a script may join a release's version to a name: Alpine's branch as in addresses, debian12, xUbuntu_22.04."""
    words = [f"v{version}"] if family == "alpine" else []
    for name in (family, family.capitalize(), f"x{family.capitalize()}"):
        words += [f"{name}{joint}{version}" for joint in ("", "-", "_", "/", ":")]
    return words


def _in_comment(ctx: Context, offset: int) -> bool:
    """Whether a comment, of the file or of a script in it, stands at ``offset``. What may be quoted is no comment."""
    before = ctx.source.text[ctx.source.line_start(ctx.source.line_at(offset)) : offset]
    at = before.find("#")
    while at > 0 and not before[at - 1].isspace():
        at = before.find("#", at + 1)
    return at >= 0 and not any(quote in before[:at] for quote in "\\\"'`")


def _stay_inside(site: ImageSite, edits: Sequence[Edit]) -> bool:
    """Whether ``edits`` change the word of the site only, which no other site is written in."""
    word = site.word
    return all(word.start <= edit.start and edit.end <= word.end for edit in edits)


def _about(site: ImageSite, edits: Sequence[Edit]) -> tuple[object, ...]:
    """What is asked of ``edits`` for ``site``: the same for all sites of one name, and a file may have thousands."""
    return (site.name.text, *(edit.key for edit in edits))


def opens_a_variable(ctx: Context, site: ImageSite, edit: Edit) -> bool:
    """Whether ``edit`` puts text before a variable, which whoever builds may have set to all that follows."""
    word = site.word
    return edit.start == edit.end and word.start <= edit.start < word.end and ctx.source.text[edit.start] == "$"


def reads_as_meant(ctx: Context, edits: Sequence[Edit]) -> bool:
    """Whether every image of the edited file is named as ``edits`` mean it to be.

    A modifier (``${V%.*}``) may make something else of the new text, and what follows ``$V`` may become its name.
    """
    return ctx.once("read-as-meant", lambda: _reads_as_meant(ctx, edits), *(edit.key for edit in edits))


def _reads_as_meant(ctx: Context, edits: Sequence[Edit]) -> bool:
    names = _names_after(ctx, edits)
    return all(names.get(id(site)) == site.renamed(edits) for site in ctx.sites)


def _names_after(ctx: Context, edits: Sequence[Edit]) -> dict[int, str]:
    """What each site of the file, by its id, names after ``edits``; nothing when there are others then."""
    from dockerpatch.model.build import Build
    from dockerpatch.syntax.dockerfile import parse

    sites = Build(parse(apply(ctx.source.text, edits))).sites
    if len(sites) != len(ctx.sites):
        return {}
    return {id(old): new.name.text for old, new in zip(ctx.sites, sites, strict=True)}


def moves_a_line(ctx: Context, site: ImageSite, edits: Sequence[Edit]) -> bool:
    """Whether ``edits`` made for ``site`` would take another image of the file out of its release line or flavour.

    Or to another release of its distro, where something built on it stands in the way.
    """
    if _stay_inside(site, edits):
        return False
    return ctx.once("moves-a-line", lambda: _moves_a_line(ctx, site, edits), *_about(site, edits))


def _moves_a_line(ctx: Context, site: ImageSite, edits: Sequence[Edit]) -> bool:
    from dockerpatch.image import reference as references

    for other in bases(ctx):
        renamed = other.site.renamed(edits) if other.site is not site else None
        if renamed is None or renamed == other.site.name.text:
            continue
        new = references.parse(renamed)
        if new is None:
            continue
        if (new.tag or LATEST) in ctx.almanac.aliases(other.image, other.tag):
            continue  # the very same build
        old, moved = (ctx.almanac.library.series(other.image, tag) for tag in (other.tag, new.tag or LATEST))
        if (old.line, old.family) != (moved.line, moved.family):
            return True
        if old.distro != moved.distro and distro_obstacle(ctx, other):
            return True
    return False


def shared_obstacle(ctx: Context, site: ImageSite, edits: Sequence[Edit]) -> str:
    """Why ``edits`` made for ``site`` would harm another place: an image that shares an edited ARG.

    One phrase; "" when every other image they change is still one that is rebuilt, or is not an official one.
    """
    if _stay_inside(site, edits):
        return ""
    return ctx.once("shared-obstacle", lambda: _shared_obstacle(ctx, site, edits), *_about(site, edits))


def _shared_obstacle(ctx: Context, site: ImageSite, edits: Sequence[Edit]) -> str:
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
