"""What lies around a file and decides what its build sees. Read once, when a rule asks; never outside of the root."""

from __future__ import annotations

import os

from dockerpatch.system.files import FileError, read_beside

from .discover import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerignore import IgnoreFile

_SUFFIX = ".dockerignore"
_LIMIT = 256 * 1024


class Surroundings:
    """The surroundings of the file ``path``; of a text that stands in no file ("", standard input) there are none.

    ``asked`` are the files that were looked for, each with its content (None: not there): with the file's own text they
    are all that rules are told of the disk.
    """

    __slots__ = ("_ignored", "_known", "_path", "_root", "asked")

    def __init__(self, path: str = "", root: str = "") -> None:
        self._path = "" if path == STDIN else path
        self._root = root
        self._known = False
        self._ignored: IgnoreFile | None = None
        self.asked: list[tuple[str, bytes | None]] = []

    @classmethod
    def of_text(cls, dockerignore: str | None) -> Surroundings:
        """Surroundings that hold a ``.dockerignore`` of this text, and are nowhere on the disk."""
        around = cls()
        if dockerignore is not None:
            around._known = True
            around._ignored = _patterns(_SUFFIX, dockerignore)
        return around

    def ignored(self) -> IgnoreFile | None:
        """What is kept out of the build context, taken to be the file's own folder.

        ``<file>.dockerignore`` is the file's own, and then ``.dockerignore`` does not count. None without either, and
        where it cannot be used.
        """
        if not self._known:
            self._known = True
            self._ignored = self._read() if self._path else None
        return self._ignored

    @property
    def root(self) -> str:
        """The folder that nothing is read outside of."""
        return self._root

    def stamp(self) -> str:
        """What tells these surroundings from others: sizes and times of what rules may be told of; "" for nothing."""
        found = ""
        for path in self._places() if self._path else ():
            try:
                state = os.stat(path)
            except OSError:
                continue
            found += f"{path.rpartition(os.sep)[2]}:{state.st_size}:{state.st_mtime_ns}\n"
        return found

    def _places(self) -> tuple[str, str]:
        return (self._path + _SUFFIX, os.path.join(os.path.dirname(self._path), _SUFFIX))

    def _read(self) -> IgnoreFile | None:
        for path in self._places():
            try:
                data = read_beside(path, self._root, _LIMIT)
            except FileError:
                return None
            self.asked.append((path, data))
            if data is not None:
                return _patterns(os.path.basename(path), data.decode("utf-8", "surrogateescape"))
        return None


def _patterns(name: str, text: str) -> IgnoreFile | None:
    """The file's patterns; None when it is one that Docker refuses."""
    from dockerpatch.syntax.dockerignore import BadPattern, IgnoreFile, read

    try:
        return IgnoreFile(name, read(text))
    except BadPattern:
        return None
