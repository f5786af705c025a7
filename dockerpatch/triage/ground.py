"""The image of a cause as it is, and as it will be once a patch is made: base tags, distribution, upgrades, Go.

It never judges a row.
"""

from __future__ import annotations

from dockerpatch.image import tag as tags

from .installed import Installs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.hosts.host import Document
    from dockerpatch.image.site import ImageSite
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.knowledge.answers import Distro
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction


class Place:
    """An image at a FROM or COPY: its name as written, and what the almanac knows of it as an official image.

    ``image`` is "" for one that is not official; then nothing else is known.
    """

    __slots__ = ("_almanac", "digest", "image", "name", "tag")

    def __init__(self, site: ImageSite, almanac: Almanac) -> None:
        reference = site.reference
        self.name = site.name.text
        self.image = (reference.official or "") if reference is not None else ""
        self.tag = (reference.tag or "latest") if reference is not None else ""
        self.digest = bool(reference is not None and reference.digest)
        self._almanac = almanac

    @property
    def listed(self) -> bool:
        """Whether Docker rebuilds the tag."""
        return bool(self.image) and self._almanac.status(self.image, self.tag).listed

    @property
    def rebuilt(self) -> str:
        """The last day on which it is known to have been rebuilt; "" where that is not known, or a digest pins it."""
        if not self.image or self.digest:
            return ""
        return self._almanac.last_rebuilt(self.image, self.tag) or ""

    @property
    def distro(self) -> Distro | None:
        return self._almanac.distro(self.image, self.tag) if self.image else None

    @property
    def go(self) -> str:
        """The Go release that the tag stands for on the almanac's day; "" where that is not known."""
        if self.image != "golang":
            return ""
        for tag in (self.tag, self._almanac.pin(self.image, self.tag, "full") if self.listed else None):
            version = tags.parse(tag).version if tag else None
            if version is not None and not version.is_prerelease and len(version.release) >= 3:
                return ".".join(version.release)
            if version is not None and tag and self._almanac.go_version(self.image, tag):
                return self._almanac.go_version(self.image, tag) or ""
        return ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class Ground:
    """One text of the Dockerfile, asked about stages by their index; ``target`` is the stage that is shipped."""

    __slots__ = ("_almanac", "_installs", "document", "target")

    def __init__(self, document: Document, target: int, almanac: Almanac) -> None:
        self.document = document
        self.target = target
        self._almanac = almanac
        self._installs: Installs | None = None

    def stage(self, index: int) -> Stage | None:
        stages = self.document.build.stages
        return stages[index] if 0 <= index < len(stages) else None

    def base(self, index: int) -> Place | None:
        """The image that the stage stands on in the end."""
        stage = self.stage(index)
        site = stage.base if stage is not None else None
        return Place(site, self._almanac) if site is not None else None

    def installs(self) -> Installs:
        """What is installed and upgraded in the stage that is shipped."""
        if self._installs is None:
            stage = self.stage(self.target)
            assert stage is not None, "the stage that is shipped is one of the file"
            self._installs = Installs(stage)
        return self._installs

    def upgrade(self, family: str, *names: str) -> Instruction | None:
        """The RUN of the shipped stage that upgrades all packages or one of the names, and can."""
        return self.installs().upgrade(family, *names)
