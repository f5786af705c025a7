"""The door to the almanac's files: finds, opens and reads them.

It never writes into one that is open, and knows no question.
"""

from __future__ import annotations

import os
import sys

from . import schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = os.path.join(HERE, "built")
FACTS = os.path.join(HERE, "facts")


class AlmanacError(Exception):
    """The almanac is missing, unreadable, corrupt, or of another schema version; its text is one clear line."""


class Store:
    """One SQLite file of ours, open for reading only.

    Raises AlmanacError when it is missing or not what it should be.
    """

    __slots__ = ("_application", "_db", "_failures", "path")

    def __init__(self, path: str, application: int) -> None:
        self.path = path
        self._application = application
        self.reopen()

    def reopen(self) -> None:
        """Open the file, anew where it is open: a connection must not be shared with another process."""
        path = self.path
        try:
            # The module below `sqlite3`, which only adds what is not needed here: dates, adapters, rows.
            import _sqlite3 as engine
        except ImportError:
            import sqlite3 as engine  # type: ignore[no-redef]
        self._failures: tuple[type[Exception], ...] = (engine.Error, OverflowError, UnicodeError)
        _check_readable(path)
        try:
            self._db: sqlite3.Connection = engine.connect(_uri(path), uri=True, check_same_thread=False)
            found = self._db.execute("pragma application_id").fetchone()[0]
            version = self._db.execute("pragma user_version").fetchone()[0]
        except self._failures as problem:
            raise AlmanacError(f"the almanac cannot be read: {path}: {problem}") from None
        if found != self._application:
            raise AlmanacError(f"not an almanac: {path}")
        if version != schema.VERSION:
            raise AlmanacError(
                f"the almanac has schema version {version}, this dockerpatch reads version {schema.VERSION}: {path}"
            )

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises AlmanacError when the file turns out to be damaged."""
        try:
            return self._db.execute(query, values).fetchall()
        except self._failures as problem:
            raise AlmanacError(f"the almanac is damaged: {self.path}: {problem}") from None

    def row(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        try:
            found: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        except self._failures as problem:
            raise AlmanacError(f"the almanac is damaged: {self.path}: {problem}") from None
        return found

    @property
    def identity(self) -> str:
        """The file's place, size and time of change."""
        state = os.stat(self.path)
        return f"{os.path.abspath(self.path)} {state.st_size} {state.st_mtime_ns}"

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return os.stat(self.path).st_size


def _check_readable(path: str) -> None:
    """SQLite's own words for these cases tell nobody what to do."""
    try:
        with open(path, "rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        raise AlmanacError(f"there is no almanac: {path}") from None
    except OSError as problem:
        raise AlmanacError(f"the almanac cannot be read: {path}: {problem.strerror}") from None
    except ValueError:
        raise AlmanacError(f"the almanac cannot be read: {path!r}: no such name") from None
    if head != b"SQLite format 3\0":
        raise AlmanacError(f"not an almanac: {path}")


def _uri(path: str) -> str:
    kept = "".join(f"%{byte:02X}" if byte in b"%?#" or byte > 126 else chr(byte) for byte in os.fsencode(path))
    if sys.platform == "win32":
        kept = "/" + kept.replace("\\", "/")
    return f"file:{kept}?mode=ro&immutable=1"


def built_in(name: str) -> str:
    """The path of a built file; in a checkout it is built first when it is missing or older than the facts.

    Raises AlmanacError when there are neither facts nor built files, or the build fails.
    """
    path = os.path.join(BUILT, name)
    newest = _newest(FACTS)
    try:
        current = os.stat(path).st_mtime_ns
    except OSError:
        current = -1
    if current < newest:
        try:
            _build()
        except AlmanacError:
            # A checkout that only its owner can write to: what was built before still serves.
            if current < 0:
                raise
    elif current < 0:
        raise AlmanacError(f"the almanac is missing from this installation: {path}")
    return path


_BUILDERS = (
    "image/tag.py",
    "image/version.py",
    "knowledge/build.py",
    "knowledge/build_facts.py",
    "knowledge/build_tags.py",
    "knowledge/names.py",
    "knowledge/schema.py",
    "knowledge/series.py",
)
"""The modules that decide what the almanac holds."""


def _newest(folder: str) -> int:
    """When the facts, or the code that builds, last changed; -2 outside a checkout."""
    newest = -2
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                newest = max(newest, entry.stat().st_mtime_ns)
    except OSError:
        return newest
    rooms = os.path.dirname(HERE)
    for name in _BUILDERS:
        newest = max(newest, os.stat(os.path.join(rooms, *name.split("/"))).st_mtime_ns)
    return newest


def _build() -> None:
    from .build import build

    try:
        build(FACTS, BUILT)
    except OSError as problem:
        raise AlmanacError(f"the almanac cannot be built: {problem}") from None
