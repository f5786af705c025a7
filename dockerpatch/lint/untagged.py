"""FROMs whose image has no tag or the tag ``latest``, and which tools say so. It never picks the tag.

Each tool reads a FROM in its own way: hadolint leaves names alone that start with a variable, Trivy puts the defaults
of ARGs in, Checkov looks for a colon. How they do was found out by asking them.
"""

from __future__ import annotations

import re

from dockerpatch.image import reference as references
from dockerpatch.model.platform import ARGUMENTS
from dockerpatch.text.span import Span

from .bases import LATEST, base_at
from .finding import SAFE, UNSAFE, Fix
from .lifelines import is_go_builder
from .origins import origins
from .remedies import report_same_build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.image.site import ImageSite

    from .finding import Finding
    from .origins import Origin
    from .rule import Context

NO_TAG, LATEST_TAG = "DL3006", "DL3007"
"""The flaws, by hadolint's codes for them."""

_VARIABLE = r"\$\{[^}]+\}|\$[a-zA-Z_][a-zA-Z0-9_]*"


class Flaw:
    """What is wrong with the image of one FROM (``code``), and what all tools that see it call that."""

    __slots__ = ("code", "names", "origin")

    def __init__(self, origin: Origin, code: str, names: tuple[str, ...]) -> None:
        self.origin = origin
        self.code = code
        self.names = names


def flaws(ctx: Context) -> Sequence[Flaw]:
    """The FROMs whose image has no tag or the tag ``latest``, in the order of the text."""
    return ctx.once("untagged", lambda: list(_flaws(ctx)))


def names_at(ctx: Context, site: ImageSite) -> tuple[str, ...]:
    """What other tools call the lack of a tag of the image at ``site``; () where none of them minds."""
    known = ctx.once("untagged at", lambda: {id(flaw.origin.stage.site): flaw.names for flaw in flaws(ctx)})
    return known.get(id(site), ())


def report_flaws(ctx: Context, code: str, message: str) -> Iterator[Finding]:
    """A finding for each FROM with the flaw ``code``, with a fix where the almanac knows the release."""
    for flaw in flaws(ctx):
        if flaw.code == code:
            yield _report(ctx, flaw, message)


def hadolint_image(text: str) -> tuple[str, str, str, bool]:
    """Registry, name and tag of an image as hadolint cuts it, and whether a digest follows."""
    outside = _outside_braces(text)
    dot = outside.find(".")
    slash = outside.find("/", dot) if dot >= 0 else -1
    start = slash + 1
    at = outside.find("@", start)
    end = at if at >= 0 else len(text)
    colon = outside.find(":", start, end)
    name_end = colon if colon >= 0 else end
    return text[: max(slash, 0)], text[start:name_end], text[name_end + 1 : end], at >= 0


def _outside_braces(text: str) -> str:
    """``text`` with all that stands in ``${...}`` blotted out."""
    if "${" not in text:
        return text
    found = []
    depth = 0
    for index, char in enumerate(text):
        if char == "{" and (depth or text[index - 1 : index] == "$"):
            depth += 1
        found.append("_" if depth else char)
        if char == "}" and depth:
            depth -= 1
    return "".join(found)


def _flaws(ctx: Context) -> Iterator[Flaw]:
    # The names of the stages above, as written.
    earlier: set[str] = set()
    named = {origin.name.text for origin in origins(ctx) if origin.name is not None}
    for origin in origins(ctx):
        code = _to_hadolint(origin, earlier) if ctx.as_hadolint else _to_us(ctx, origin)
        if origin.name is not None:
            earlier.add(origin.name.text)
        if code:
            yield Flaw(origin, code, (code, *_others(ctx, origin, code, named, earlier)))


def _to_us(ctx: Context, origin: Origin) -> str:
    site = origin.stage.site
    if site is None:
        return ""
    reference = site.reference
    if reference is None and site.undefined:
        if not any(name in ARGUMENTS or name in ctx.build.globals.variables for name in site.undefined):
            # Nothing can give these a value, so each is empty.
            reference = references.parse(site.name.text)
        if reference is None:
            return _by_its_end(origin.written)
    if reference is None or reference.digest or reference.tag not in ("", LATEST):
        return ""
    return LATEST_TAG if reference.tag else NO_TAG


def _by_its_end(written: str) -> str:
    """The flaw of a name of which only the end is known."""
    end = written[written.rfind("/") + 1 :]
    if "$" in end or "}" in end or not end or "@" in end:
        return LATEST_TAG if written.endswith(f":{LATEST}") and "@" not in written else ""
    _, colon, tag = end.partition(":")
    if colon:
        return LATEST_TAG if tag == LATEST else ""
    return NO_TAG if "/" in written else ""


def _to_hadolint(origin: Origin, earlier: set[str]) -> str:
    _, name, tag, pinned = hadolint_image(origin.written)
    if pinned or tag:
        return LATEST_TAG if tag == LATEST and not pinned else ""
    return "" if not name or name == "scratch" or name[0] == "$" or name in earlier else NO_TAG


def _others(ctx: Context, origin: Origin, code: str, named: set[str], earlier: set[str]) -> Iterator[str]:
    written = origin.written
    if code == NO_TAG and not any(mark in written for mark in ":@$"):
        yield "missing-image-version"
    if code == LATEST_TAG and written.endswith(f":{LATEST}"):
        yield "avoid-latest-version"
    if trivy_reports(ctx, origin, named):
        yield "DS-0001"
    if checkov_reports(origin, earlier):
        yield "CKV_DOCKER_7"


def trivy_reports(ctx: Context, origin: Origin, named: set[str]) -> bool:
    """Whether Trivy's DS-0001 is about the FROM; ``named`` are the names of all stages."""
    text = origin.written
    if "$" in text:
        values = ctx.build.globals.values
        args = ctx.once("args to trivy", lambda: _args_to_trivy(ctx))

        def value(found: re.Match[str]) -> str:
            name = found[0].strip("${}")
            return values[name].text if name in values else args.get(name, "")

        text = re.sub(_VARIABLE, value, text)
    image, _, tag = text.partition(":")
    return image != "scratch" and image not in named and (tag == LATEST or ":" not in text)


def _args_to_trivy(ctx: Context) -> dict[str, str]:
    """The defaults that Trivy takes from the first stage where nothing stands above the first FROM."""
    stages = ctx.build.stages
    if ctx.build.globals.variables or not stages:
        return {}
    pairs = (pair for one in stages[0].instructions if one.keyword == "ARG" for pair in one.pairs)
    return {pair.name: pair.value.strip('"') for pair in pairs if pair.value is not None}


def checkov_reports(origin: Origin, names: set[str]) -> bool:
    """Whether Checkov's CKV_DOCKER_7 is about the FROM, or would be were those above mended.

    ``names`` are those of the stages above, and its own.
    """
    text = origin.written
    if origin.name is None:
        # It takes all that stands behind the keyword for the image then, a flag too.
        line = origin.instruction.logical
        text = line[len(origin.instruction.keyword) :].strip()
    return (":" not in text and text not in names and text != "scratch") or text.endswith(f":{LATEST}")


def _report(ctx: Context, flaw: Flaw, message: str) -> Finding:
    origin = flaw.origin
    others = flaw.names[1:]
    site = origin.stage.site
    base = base_at(ctx, site)
    if base is not None and not base.digest and (base.status.listed or base.status.gone):
        precision = "full" if is_go_builder(base) else "line"
        finding = report_same_build(ctx, base, message, precision, same_as=others)
        fix = finding.fix
        if fix is not None and fix.safety == SAFE:
            finding.fix = Fix(UNSAFE, fix.title, fix.edits)
        return finding
    return ctx.report(
        _place(origin, flaw.code),
        message,
        advice="no-way-out" if base is not None else "foreign",
        covers=origin.step.covers,
        same_as=others,
        base=site.reference.text if site is not None and site.reference is not None else origin.written,
        target="",
    )


def _place(origin: Origin, code: str) -> Span:
    word = origin.place(origin.image)
    site = origin.stage.site
    if code == LATEST_TAG and site is not None and site.reference is not None and site.reference.tag:
        return site.place(*site.tag_place)
    if code == LATEST_TAG and len(word) == len(origin.written):
        return Span(word.end - len(LATEST), word.end)
    return word
