"""What the almanac says of each image a file names, worked out once for all rules.

It never decides whether that is a flaw.
"""

from __future__ import annotations

from .finding import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.image.site import ImageSite
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.knowledge.answers import Distro, Eol, TagStatus
    from dockerpatch.text.span import Span

    from .remedies import Move
    from .rule import Context

LIBRARY = "docker-library/official-images"
LATEST = "latest"


class Base:
    """One official image at one site. ``tag`` is "latest" where the file names none (``tagged`` is False then)."""

    __slots__ = ("digest", "image", "moves", "site", "status", "tag", "tagged")

    def __init__(self, site: ImageSite, image: str, tag: str, tagged: bool, digest: bool, status: TagStatus) -> None:
        self.site = site
        self.image = image
        self.tag = tag
        self.tagged = tagged
        self.digest = digest
        """Whether a digest pins the image: then the tag is only a remark, and a new tag would need a new digest."""
        self.status = status
        self.moves: dict[str, Move | None] = {}
        """Where the base can go, as far as that was asked (see `remedies`)."""

    @property
    def place(self) -> Span:
        """Where the tag is written; the whole word where there is none, or not in one place."""
        return self.site.place(*self.site.tag_place) if self.tagged else self.site.word

    @property
    def shown(self) -> str:
        return f"{self.image}:{self.tag}" if self.tagged else self.image


def bases(ctx: Context) -> list[Base]:
    """The official images that the file names and that can be read, in the order of the text."""
    return ctx.shared(_bases)


def _bases(ctx: Context) -> list[Base]:
    found = []
    for site in ctx.sites:
        reference = site.reference
        if reference is None or reference.official is None:
            continue
        image, tag = reference.official, reference.tag or LATEST
        status = ctx.almanac.status(image, tag)
        found.append(Base(site, image, tag, bool(reference.tag), bool(reference.digest), status))
    return found


def base_at(ctx: Context, site: ImageSite | None) -> Base | None:
    """The official image at ``site``; None when it is none."""
    return ctx.shared(_by_site).get(id(site))


def _by_site(ctx: Context) -> dict[int, Base]:
    return {id(base.site): base for base in bases(ctx)}


def distro_at(ctx: Context, site: ImageSite | None) -> Distro | None:
    """The distribution of the image at ``site``, as far as its official tag tells; None when it does not."""
    base = base_at(ctx, site)
    return ctx.almanac.distro(base.image, base.tag) if base is not None else None


def distro_end_at(ctx: Context, site: ImageSite | None) -> Eol | None:
    """The end of life of that distribution's release; None when it is not known."""
    base = base_at(ctx, site)
    return ctx.almanac.distro_eol(base.image, base.tag) if base is not None else None


def listing(almanac: Almanac, image: str, tag: str, status: TagStatus) -> Evidence:
    """The evidence for a tag's status."""
    name = f"{image}:{tag}"
    if status.listed:
        fact = f"{name} is listed since {status.since}"
    elif status.gone:
        fact = f"{name} was listed from {status.since} to {status.until}"
    else:
        fact = f"{name} was never listed"
    return Evidence(LIBRARY, fact, almanac.as_of)


def alias(almanac: Almanac, base: Base, tag: str) -> Evidence:
    """The evidence that ``tag`` is another name of the base's build."""
    fact = f"{base.image}:{tag} is the same build as {base.image}:{base.tag} on {almanac.as_of}"
    return Evidence(LIBRARY, fact, almanac.as_of)
