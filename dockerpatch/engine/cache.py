"""What earlier runs found in files that are still the same. A damaged or foreign entry is never more than none.

An entry is a file of its own, put in place whole, so that runs at the same time do not disturb each other. Its name is
drawn from all that its content depends on: the bytes of the file, the settings that hold for it, the rules and the code
that judge it, the almanac and the day.
"""

from __future__ import annotations

import os

from dockerpatch.system.files import FileError, make_folder, put_bytes, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Hash(Protocol):
        def update(self, data: bytes, /) -> None: ...
        def copy(self) -> Hash: ...
        def hexdigest(self) -> str: ...


FOLDER = ".dockerpatch_cache"
LONGEST = 1 << 20
"""No entry is longer, in bytes; what would be is not kept."""
KEPT_DAYS = 30
"""So long after it was written an entry is cleared away; what is still true is then found anew."""

_SEAL = 16
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by dockerpatch; may be deleted at any time.\n"
"""What https://bford.info/cachedir/ asks of a folder that backups may leave out."""


def _hash(data: bytes = b"", size: int = 16) -> Hash:
    # `hashlib` loads OpenSSL, which costs a small run a tenth of its time; this is the module it takes blake2 from.
    try:
        from _blake2 import blake2b
    except ImportError:  # pragma: no cover - another Python than CPython
        from hashlib import blake2b
    found: Hash = blake2b(data, digest_size=size)
    return found


class Cache:
    """The entries below ``root``. Nothing is raised when they cannot be read or written: then nothing is remembered."""

    __slots__ = ("_folder", "_made", "_works")

    def __init__(self, root: str) -> None:
        self._folder = os.path.join(root, FOLDER)
        self._made: set[str] = set()
        # A link could lead out of the project; what others put there is not ours to follow.
        self._works = not os.path.islink(self._folder)

    def key(self, *parts: str) -> Callable[[bytes], str]:
        """What names the entry of a file's bytes when all else that it depends on is ``parts``."""
        begun = _hash()
        for part in parts:
            begun.update(part.encode("utf-8", "surrogateescape") + b"\0")

        def name(data: bytes) -> str:
            one = begun.copy()
            one.update(data)
            return one.hexdigest()

        return name

    def get(self, name: str) -> bytes | None:
        """What was put under ``name``; None when that is not known any more, or damaged."""
        if not self._works:
            return None
        try:
            data = read_bytes(self._path(name), limit=LONGEST)
        except FileError:
            return None
        return data[_SEAL:] if data[:_SEAL] == _seal(data[_SEAL:]) else None

    def put(self, name: str, data: bytes) -> None:
        """Keep ``data`` under ``name``."""
        if not self._works or len(data) > LONGEST - _SEAL:
            return
        folder = os.path.join(self._folder, name[:2])
        try:
            if folder not in self._made:
                self._prepare(folder)
            put_bytes(self._path(name), _seal(data) + data)
        except FileError:
            self._works = False

    def _path(self, name: str) -> str:
        return os.path.join(self._folder, name[:2], name[2:])

    def _prepare(self, folder: str) -> None:
        if not self._made:
            new = make_folder(self._folder)
            if new:
                put_bytes(os.path.join(self._folder, "CACHEDIR.TAG"), _TAG)
                put_bytes(os.path.join(self._folder, ".gitignore"), b"*\n")
            self._made.add(self._folder)
        if not make_folder(folder):
            _clear(folder)
        self._made.add(folder)


def _seal(data: bytes) -> bytes:
    return _hash(data, _SEAL // 2).hexdigest().encode()


def _clear(folder: str) -> None:
    """Delete the entries in ``folder`` that are too old; what another run deletes first is gone just as well."""
    from time import time

    oldest = time() - KEPT_DAYS * 86_400
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.stat(follow_symlinks=False).st_mtime < oldest:
                    os.unlink(entry.path)
    except OSError:
        pass
