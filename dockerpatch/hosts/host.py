"""What a host makes of a file: one document, whatever kind of file it was.

A host never judges an image, and never edits.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from dockerpatch.image.site import ImageSite
    from dockerpatch.model.build import Build
    from dockerpatch.text.edit import Edit
    from dockerpatch.text.layout import Layout
    from dockerpatch.text.source import Source

    class Host(Protocol):
        """One kind of file. Its module has these functions."""

        def claims(self, name: str) -> bool:
            """Whether a file of this name (no folder) is of this kind when its folder is searched."""

        def read(self, source: Source) -> Document:
            """The document; never raises for bad content, which is one of its faults."""

        def objections(self, before: Document, after: Document, edits: Sequence[Edit]) -> list[str]:
            """What ``edits`` (ordered), which made ``after`` of ``before``, change that they should not; [] if nothing.

            Both documents are free of faults.
            """


DOCKERFILE, PYTHON = "dockerfile", "python"
"""The kinds of files, as documents name them."""


class Fault:
    """Why a file cannot be used as what it is: one line of words, and the offset (characters) it is at, or -1."""

    __slots__ = ("message", "offset")

    def __init__(self, message: str, offset: int = -1) -> None:
        self.message = message
        self.offset = offset


class Document:
    """A file with the images it names, in the order of the text.

    ``build`` is the build that a Dockerfile describes; other kinds of files describe an empty one. ``layout`` says
    which comment stands at which statement; it is the Dockerfile itself where there is one.
    """

    __slots__ = ("build", "faults", "kind", "layout", "sites", "source")

    def __init__(
        self,
        source: Source,
        build: Build,
        sites: Sequence[ImageSite],
        faults: Sequence[Fault] = (),
        kind: str = DOCKERFILE,
        layout: Layout | None = None,
    ) -> None:
        self.source = source
        self.build = build
        self.sites = tuple(sites)
        self.faults = tuple(faults)
        self.kind = kind
        self.layout: Layout = layout if layout is not None else build.dockerfile

    @property
    def keywords(self) -> frozenset[str]:
        """The instructions that stand in the build, in upper case, those inside an ONBUILD too."""
        found = {each.keyword for each in self.build.dockerfile.instructions}
        if "ONBUILD" in found:
            triggers = [each.trigger for each in self.build.dockerfile.instructions if each.keyword == "ONBUILD"]
            found.update(trigger.keyword for trigger in triggers if trigger is not None)
        return frozenset(found)
