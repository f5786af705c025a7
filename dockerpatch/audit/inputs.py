"""Which files a run looks at: those named, and all below the folders named. It never opens one, nor follows a link.

What .gitignore names is not left out: release files are the very thing that checkouts ignore.
"""

from __future__ import annotations

import os

from dockerpatch.system.blobs import why

from .images import is_image_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
FILE, IMAGE, MISSING = "file", "image", "missing"

_SKIPPED = frozenset({".git", ".hg", ".svn"})


class Input:
    """One thing to look at: a file, a folder that is an image, or a path that is not there (``reason`` says why).

    ``named``: the path was given, and not met in a folder.
    """

    __slots__ = ("kind", "named", "path", "reason")

    def __init__(self, kind: str, path: str, reason: str = "", named: bool = True) -> None:
        self.kind = kind
        self.path = path
        self.reason = reason
        self.named = named


def inputs(paths: Sequence[str]) -> Iterator[Input]:
    """Each file once, in the order named and by name within folders."""
    seen: set[str] = set()
    for path in paths:
        for one in _at(path):
            real = os.path.realpath(one.path) if one.path != STDIN else STDIN
            if real not in seen:
                seen.add(real)
                yield one


def _at(path: str) -> Iterator[Input]:
    if path == STDIN:
        yield Input(FILE, path)
    elif "\0" in path or not os.path.exists(path):
        yield Input(MISSING, path, "no such file or folder")
    elif os.path.isdir(path):
        yield from _search(path)
    else:
        yield Input(FILE, path)


def _search(top: str) -> Iterator[Input]:
    stack = [top]
    while stack:
        path = stack.pop()
        if os.path.islink(path) and path != top:
            continue
        if not os.path.isdir(path):
            if os.path.isfile(path):
                yield Input(FILE, path, named=False)
            continue
        if is_image_folder(path):
            yield Input(IMAGE, path)
            continue
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            yield Input(MISSING, path, f"cannot be searched: {why(error)}")
            continue
        stack += [os.path.join(path, name) for name in names if name not in _SKIPPED]
