"""Finds the build information in an executable. It never guesses a version from other text in the file.

The linker puts it at an address that 16 divides, as a rule into the writable data. Since Go 1.18 both texts follow the
magic bytes; from 1.13 to 1.17 two pointers do, each to a Go string (pointer and length), in the byte order and width
that the two bytes after the magic tell.
"""

from __future__ import annotations

from .buildinfo import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .buildinfo import BuildInfo
    from .executables.executable import Executable

MAGIC = b"\xff Go buildinf:"

_HEADER = 32
_BIG, _INLINE = 1, 2
_MOST_VERSION = 512
_MOST_MODULES = 4 << 20
"""Longer texts are no build information: 395 modules take 40 kB."""

_MOST_TRIES = 1000
"""A program holds the magic bytes a few times, as text of its own; more often only one that is made to take time."""

_FRAME = 16
_BUILD_ID = b'\xff Go build ID: "'
_ELF_NOTES = (b"\x04\0\0\0Go\0\0", b"\0\0\0\x04Go\0\0")
_PACKER = b"UPX!"
_NEAR = 1 << 20

PACKED = "packed by UPX"
STRIPPED = "built by Go, and its build information is gone"
NONE = "no build information: not Go, Go before 1.13, packed, or stripped of it"


class Find:
    """What was found: the build information, and whether it stood ``outside`` of where a linker puts it.

    Without it (None), ``why`` says what that may mean.
    """

    __slots__ = ("info", "outside", "why")

    def __init__(self, info: BuildInfo | None, outside: bool = False, why: str = "") -> None:
        self.info = info
        self.outside = outside
        self.why = why


def search(executable: Executable) -> Find:
    """The build information of one executable."""
    for place in executable.places:
        info = _search(executable, place.offset, place.offset + place.size, place.address - place.offset)
        if info is not None:
            return Find(info)
    info = _search(executable, 0, executable.blob.size, None)
    if info is not None:
        return Find(info, outside=bool(executable.places))
    return Find(None, why=_why(executable))


def _search(executable: Executable, start: int, end: int, shift: int | None) -> BuildInfo | None:
    """The first that can be read in [start, end) of the file.

    With ``shift``, the distance from offsets to addresses, only at addresses that 16 divides.
    """
    blob = executable.blob
    end = min(end, blob.size)
    tries = 0
    for at in blob.finds(MAGIC, start, end):
        if shift is None or (at + shift) % 16 == 0:
            info = _decode(executable, at, end, anywhere=shift is None)
            if info is not None:
                return info
            tries += 1
            if tries == _MOST_TRIES:
                break
    return None


def _decode(executable: Executable, at: int, end: int, anywhere: bool) -> BuildInfo | None:
    blob = executable.blob
    header = blob.read(at, _HEADER)
    if len(header) < _HEADER:
        return None
    width, flags = header[14], header[15]
    if flags > _BIG | _INLINE:
        return None
    if flags & _INLINE:
        version, after = _inline(executable, at + _HEADER, end, _MOST_VERSION)
        if not _is_version(version, anywhere):
            return None
        modules, _ = _inline(executable, after, end, _MOST_MODULES)
    else:
        if width not in (4, 8):
            return None
        order = "big" if flags & _BIG else "little"
        version = _pointed(executable, header[16 : 16 + width], width, order, _MOST_VERSION)
        if not _is_version(version, anywhere):
            return None
        modules = _pointed(executable, header[16 + width : 16 + 2 * width], width, order, _MOST_MODULES)
    text = _unframed(modules)
    return parse(version.decode("ascii"), text.decode("utf-8", "surrogateescape"))


def _is_version(text: bytes, anywhere: bool) -> bool:
    """Whether it can be a version; in ``anywhere`` of the file only what Go's own releases look like."""
    if not text or not text.isascii() or not text.decode("ascii").isprintable():
        return False
    return not anywhere or text.startswith((b"go1", b"go2", b"devel "))


def _inline(executable: Executable, at: int, end: int, most: int) -> tuple[bytes, int]:
    """A text behind its length (base 128, lowest digits first), and the offset after it; nothing when it is none."""
    length = shift = 0
    digits = executable.blob.read(at, 10)
    for index, digit in enumerate(digits):
        length |= (digit & 0x7F) << shift
        shift += 7
        if digit < 0x80:
            start = at + index + 1
            if length > most or start + length > end:
                return b"", at
            return executable.blob.read(start, length), start + length
    return b"", at


def _pointed(executable: Executable, pointer: bytes, width: int, order: str, most: int) -> bytes:
    """The text of the Go string that ``pointer`` leads to; nothing when that is none."""
    little = order == "little"
    header = executable.at(int.from_bytes(pointer, "little" if little else "big"), 2 * width)
    if len(header) < 2 * width:
        return b""
    data = int.from_bytes(header[:width], "little" if little else "big")
    length = int.from_bytes(header[width:], "little" if little else "big")
    if not 0 < length <= most:
        return b""
    text = executable.at(data, length)
    return text if len(text) == length else b""


def _unframed(modules: bytes) -> bytes:
    """The module lines without the 16 bytes that mark their beginning and their end; nothing when they lack them."""
    if len(modules) > 2 * _FRAME and modules[-_FRAME - 1 : -_FRAME] == b"\n":
        return modules[_FRAME:-_FRAME]
    return b""


def _why(executable: Executable) -> str:
    blob = executable.blob
    # The note of the linker's, and the loader of UPX, stand near the beginning.
    head = blob.read(0, _NEAR)
    if _PACKER in head[:4096] or _PACKER in blob.read(max(0, blob.size - 4096), 4096):
        return PACKED
    return STRIPPED if any(mark in head for mark in (_BUILD_ID, *_ELF_NOTES)) else NONE
