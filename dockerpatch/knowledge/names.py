"""The names that the facts give a meaning to, for one image. It reads no file; whoever does fills it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from dockerpatch.image.tag import Tag


class Names:
    """The names that the facts give a meaning to: distro series, and code names of an image's release lines.

    ``codenames`` maps a series name to (family, version): "bookworm" to ("debian", "12"). ``lines`` maps the code
    names of one image to lines ("iron" to "20"); ``depth`` and ``below`` say how many numbers make a line of it,
    ``below`` being (first numbers of a version, depth for all versions below that). ``is_distro`` marks an image
    whose release lines are the distro's own.
    """

    __slots__ = ("below", "codenames", "depth", "image", "is_distro", "lines")

    def __init__(
        self,
        image: str,
        codenames: Mapping[str, tuple[str, str]],
        lines: Mapping[str, str],
        depth: int,
        below: tuple[tuple[tuple[int, ...], int], ...] = (),
        is_distro: bool = False,
    ) -> None:
        self.image = image
        self.codenames = codenames
        self.lines = lines
        self.depth = depth
        self.below = below
        self.is_distro = is_distro

    def line_depth(self, tag: Tag) -> int:
        """How many leading numbers of the tag's version name its release line."""
        if tag.version is not None:
            numbers = tag.version.key[0]
            for bound, depth in self.below:
                if numbers < bound:
                    return depth
        return self.depth

    def depth_of(self, version: str) -> int:
        """The same for a version without a tag, as text."""
        if not self.below:
            return self.depth
        from dockerpatch.image import tag as tags

        return self.line_depth(tags.parse(version))
