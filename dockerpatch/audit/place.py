"""Where a file is: on disk, in archives on disk, in a layer of an image. It never touches the file."""

from __future__ import annotations

import re

from dockerpatch.text.record import Record

_FIXTURES = r"(?:testdata|test-?fixtures|fixtures)/"
_IN_MODULE_CACHE = re.compile(rf"(?:^|/)(?:pkg/mod/.*/|[^/]+@v[0-9][^/]*/(?:.*/)?){_FIXTURES}")
_IN_GOROOT = re.compile(r"(?:^|/)go(?:-?[0-9][0-9.]*)?/(?:src|test|misc)/(?:.*/)?testdata/")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class Place(Record):
    """A file: the ``file`` on disk (or "-"), and the names that lead to it inside of that, outermost first.

    ``layer`` tells the layer of an image that the file comes from ("layer 3, sha256:0123456789ab"), ``image`` the
    name the image has in its archive; both are "" elsewhere.
    """

    __slots__ = ("file", "image", "inside", "layer")

    def __init__(self, file: str, inside: tuple[str, ...] = (), layer: str = "", image: str = "") -> None:
        self.file = file
        self.inside = inside
        self.layer = layer
        self.image = image

    def within(self, name: str) -> Place:
        """The member ``name`` of the archive that is here."""
        return Place(self.file, (*self.inside, name), self.layer, self.image)

    def in_layer(self, layer: str, image: str) -> Place:
        return Place(self.file, self.inside, layer, image)

    @property
    def path(self) -> str:
        """All names, joined as ``archive.tar.gz!/bin/app``."""
        return "!/".join((self.file, *self.inside))

    @property
    def name(self) -> str:
        """The last name: that of the file itself."""
        return self.inside[-1] if self.inside else self.file

    @property
    def is_fixture(self) -> bool:
        """Whether it is test data in a module cache or in Go's own sources: material of tests, never a product."""
        path = "/".join((self.file, *self.inside)).replace("\\", "/")
        if "testdata/" not in path and "fixtures/" not in path:
            return False
        return _IN_MODULE_CACHE.search(path) is not None or _IN_GOROOT.search(path) is not None


def tidy(name: str) -> str:
    """A member's name without ``./``, doubled slashes and a slash at its end. For one that `climbs` it is no path."""
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def climbs(name: str) -> bool:
    """Whether a member's name leads out of its archive: absolute, with a drive, or through ``..``."""
    if name[:1] in ("/", "\\"):
        return True
    if ".." in name and ".." in name.replace("\\", "/").split("/"):
        return True
    return name[1:2] == ":" and _DRIVE.match(name) is not None
