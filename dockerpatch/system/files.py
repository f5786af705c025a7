"""The door to the disk: whole files in, whole files out.

It never leaves half a file, nor writes outside the folder it was given.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import stat_result
    from typing import BinaryIO

LIMIT = 16 * 1024 * 1024
"""The longest file that is read, in bytes."""

# Indexed by the file type bits of a mode; importing `stat` would cost every start.
_TYPES = {0o040000: "a folder", 0o010000: "a pipe", 0o140000: "a socket", 0o020000: "a device", 0o060000: "a device"}
_TYPE_BITS, _REGULAR = 0o170000, 0o100000

# Without O_NONBLOCK, opening a pipe waits for its writer.
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Refuses to open a link; 0 where the system has no such thing."""


class FileError(OSError):
    """A file that cannot be read or written. ``str()`` is one line: the path, then why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{shown(self.path)}: {self.reason}"

    def __reduce__(self) -> tuple[type[FileError], tuple[str, str]]:
        # OSError would be made anew from its one argument; an error of a worker process must arrive whole.
        return (FileError, (self.path, self.reason))


def shown(path: str) -> str:
    """``path`` as one printable line: control characters and bytes that are no text are written as escapes."""
    if path.isprintable():
        return path
    return "".join(mark if mark.isprintable() else _escape(mark) for mark in path)


def _escape(mark: str) -> str:
    if "\udc80" <= mark <= "\udcff":
        return f"\\x{ord(mark) - 0xDC00:02x}"  # a byte that is no text
    return mark.encode("unicode_escape").decode()


def read_bytes(path: str, root: str = "", limit: int = LIMIT) -> bytes:
    """The whole content of the regular file ``path``, links followed.

    Raises FileError when it is missing, not readable, not a regular file, longer than ``limit`` bytes, or when ``root``
    is given and the file, links followed, is not inside that folder. Never waits for a pipe.
    """
    handle = _handle(path, root)
    try:
        state = os.fstat(handle)
        _must_be_regular(path, state)
        if state.st_size > limit:
            raise FileError(path, _too_long(limit))
        parts = []
        left = limit + 1
        while left > 0:
            # Room for one more byte than there should be: the file may grow while it is read.
            part = os.read(handle, min(left, max(state.st_size + 1, 1 << 12), 1 << 20))
            if not part:
                break
            parts.append(part)
            left -= len(part)
            if len(part) == state.st_size:
                break  # all of it: most files are read in one go
    except FileError:
        raise
    except OSError as error:
        raise FileError(path, _why(error)) from None
    finally:
        os.close(handle)
    if left <= 0:
        raise FileError(path, _too_long(limit))
    return parts[0] if len(parts) == 1 else b"".join(parts)


def opened(path: str) -> BinaryIO:
    """The regular file ``path``, open for reading as bytes, for what is too long to be held whole. Raises FileError.

    The caller closes it. As `read_bytes`, it never waits for a pipe.
    """
    handle = _handle(path)
    try:
        _must_be_regular(path, os.fstat(handle))
    except FileError:
        os.close(handle)
        raise
    except OSError as error:
        os.close(handle)
        raise FileError(path, _why(error)) from None
    return os.fdopen(handle, "rb")


def _handle(path: str, root: str = "") -> int:
    """The file, open for reading; FileError when it cannot be, or is not inside ``root`` where that is given."""
    try:
        return _open_inside(path, root) if root else os.open(path, _READING)
    except FileError:
        raise
    except OSError as error:
        raise FileError(path, _why(error)) from None
    except ValueError:
        raise FileError(path, "not a name a file can have") from None


def _open_inside(path: str, root: str) -> int:
    """Open the file; FileError when it is not inside ``root``."""
    if _NO_LINK and _leads_into(os.path.dirname(path), root):
        try:
            return os.open(path, _READING | _NO_LINK)
        except OSError:
            pass  # a link, or what the next lines find as well
    _target(path, root)
    return os.open(path, _READING)


def read_beside(path: str, root: str = "", limit: int = LIMIT) -> bytes | None:
    """As `read_bytes`, but None where there is nothing of that name."""
    if is_absent(*os.path.split(path)) or not os.path.lexists(path):
        return None
    return read_bytes(path, root, limit)


def write_bytes(path: str, data: bytes, root: str = "", was: bytes | None = None) -> None:
    """Replace the regular file ``path`` by ``data``, all of it or nothing.

    A link stays a link: the file it leads to is replaced. Mode and, where allowed, owner are kept. Raises FileError and
    changes nothing when the file is outside ``root``, is not a regular file, may not be written, or, with ``was``, when
    its content is no longer that. A file that does not exist yet is made.
    """
    target = _target(path, root)
    state = _state(path, target)
    if state is not None:
        _must_be_regular(path, state)
        if not os.access(target, os.W_OK):
            raise FileError(path, "may not be written")
    # The file may have been edited since it was read; the user's text is worth more than our patch.
    if was is not None and read_bytes(path) != was:
        raise FileError(path, "changed while it was being worked on; nothing was written")
    import tempfile

    try:
        handle, temporary = tempfile.mkstemp(prefix=".dockerpatch-", dir=os.path.dirname(target))
    except OSError as error:
        raise FileError(path, f"no file can be made beside it: {_why(error)}") from None
    try:
        _fill(handle, data, state)
        os.replace(temporary, target)
    except OSError as error:
        raise FileError(path, _why(error)) from None
    finally:
        # Gone after a good replace; left over after anything else, an interrupt included.
        if os.path.lexists(temporary):
            os.unlink(temporary)
    _settle(os.path.dirname(target))


def put_bytes(path: str, data: bytes) -> None:
    """Make ``data`` the file ``path``, whole or not at all, in a folder that is there. Raises FileError.

    For what may be lost: nothing is asked of the disk, and rights are those of a new file.
    """
    temporary = f"{path}.{os.getpid()}-{id(data):x}"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
        os.replace(temporary, path)
    except OSError as error:
        raise FileError(path, _why(error)) from None


def make_folder(path: str) -> bool:
    """Make the folder ``path`` when it is not there, and say whether it was not. Raises FileError."""
    try:
        os.mkdir(path)
    except FileExistsError:
        return False
    except OSError as error:
        raise FileError(path, _why(error)) from None
    return True


def _fill(handle: int, data: bytes, state: stat_result | None) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if hasattr(os, "fchmod"):
            _copy_rights(handle, state)
        os.fsync(handle)


def _copy_rights(handle: int, state: stat_result | None) -> None:
    """Give the new file the old one's owner and mode, or those that a new file would get here."""
    if state is None:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    made = os.fstat(handle)
    mode = state.st_mode & 0o7777
    if (made.st_uid, made.st_gid) != (state.st_uid, state.st_gid):
        try:
            os.fchown(handle, state.st_uid, state.st_gid)
        except OSError:
            # Another's file in a folder of ours: it becomes ours, but never set-uid or set-gid for us.
            mode &= 0o1777
    os.fchmod(handle, mode)


def _settle(folder: str) -> None:
    """Ask the disk to keep the new name too. A system that cannot has done its best."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


_DEEPEST = 100
"""How many parts of a path are looked at one by one."""

_folders: dict[str, str] = {}
"""Where folders that files were read from lead, links followed. Nothing is written on the strength of it."""

_listings: dict[str, frozenset[str]] = {}
"""The names in the folders that were searched last."""
_LISTINGS = 64


def _leads_into(folder: str, root: str) -> bool:
    """Whether the folder, links followed, is ``root`` or inside it. False in doubt."""
    try:
        place, top = real_folder(folder), real_folder(root)
    except (OSError, ValueError):
        return False
    return place == top or place.startswith(top.rstrip(os.sep) + os.sep)


def note_folder(folder: str, real: str, names: frozenset[str]) -> None:
    """Remember of a folder that was searched where it leads and what is in it, which spares asking for either."""
    _folders[folder] = real
    if len(_listings) >= _LISTINGS:
        _listings.clear()
    _listings[folder] = _listings[real] = names


def is_absent(folder: str, name: str) -> bool:
    """Whether it is known of a folder that was just searched that nothing of this name is in it. False in doubt."""
    names = _listings.get(folder)
    return names is not None and name not in names


def real_folder(folder: str) -> str:
    """The folder, absolute and without links, as it was when it was first asked for; "" is the current one."""
    found = _folders.get(folder)
    if found is None:
        above, name = os.path.split(folder)
        # Only the folder itself can be a link where the one above is known: one look instead of one a part.
        plain = above != folder and name not in ("", ".", "..") and folder.count(os.sep) < _DEEPEST
        if plain and not os.path.islink(folder):
            found = os.path.join(real_folder(above), name)
        else:
            found = os.path.realpath(folder or os.curdir)
        _folders[folder] = found
    return found


def forget_folders() -> None:
    """Ask the disk anew: for a run in another folder, or on a disk that has changed."""
    _folders.clear()
    _listings.clear()


def _target(path: str, root: str) -> str:
    """The file that ``path`` leads to, links followed. Raises FileError when it is not inside ``root``."""
    try:
        target = os.path.realpath(path)
        inside = os.path.realpath(root) if root else ""
    except (OSError, ValueError):
        raise FileError(path, "not a name a file can have") from None
    if root and target != inside and not target.startswith(inside.rstrip(os.sep) + os.sep):
        kind = "a link that leads out of" if os.path.islink(path) else "outside"
        raise FileError(path, f"{kind} {shown(root)}")
    return target


def _state(path: str, target: str) -> stat_result | None:
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(path, _why(error)) from None


def _must_be_regular(path: str, state: stat_result) -> None:
    bits = state.st_mode & _TYPE_BITS
    if bits != _REGULAR:
        raise FileError(path, f"{_TYPES.get(bits, 'something else')}, not a file")


def _why(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return reason[:1].lower() + reason[1:]


def _too_long(limit: int) -> str:
    return f"longer than {limit // (1024 * 1024)} MiB" if limit >= 1024 * 1024 else f"longer than {limit} bytes"
