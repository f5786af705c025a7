"""Which files a run looks at: the ones named, and those of a known kind below the folders named. It never opens one."""

from __future__ import annotations

import os

from dockerpatch.hosts.catalog import is_candidate, is_claimed
from dockerpatch.system.files import forget_folders, note_folder, real_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathspec import GitIgnoreSpec


STDIN = "-"

# Of a file's mode; importing `stat` would cost every start.
_TYPE_BITS, _FOLDER, _LINK = 0o170000, 0o040000, 0o120000

_SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox", ".nox", ".mypy_cache", ".dockerpatch_cache"}
)


class Found:
    """One file to look at.

    The path as it is shown, the folder that it must not lead out of ("" for standard input), and the file that it leads
    to, absolute and without links.
    """

    __slots__ = ("named", "path", "real", "root")

    def __init__(self, path: str, root: str, real: str = "", named: bool = True) -> None:
        self.path = path
        self.root = root
        self.real = real
        self.named = named
        """Whether the path was named; False when it was met in a folder."""


class Missing:
    """A path that was named and is not there, or cannot be searched."""

    __slots__ = ("path", "reason")

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason


def discover(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    base: str = ".",
    sieve: Callable[[str], bool] | None = None,
    claims: Callable[[str], bool] = is_claimed,
) -> Iterator[Found | Missing]:
    """Each file once, whatever paths lead to it, in the order named and by name within folders.

    A file that is named is taken whatever it is called. ``exclude`` are patterns as in a .gitignore, relative to
    ``base``; they and the .gitignore files hold for what is found in folders, and never for a file that is named.
    ``sieve`` is asked of each file in a folder whose content has to tell whether it is taken; without it none is.
    ``claims`` says by a file's name whether it is taken up when its folder is searched.
    """
    forget_folders()
    seen: set[str] = set()
    places = Places()
    excluded = _matcher(exclude)
    for path in paths:
        for one in _at(path, places, excluded, base, sieve, claims):
            if isinstance(one, Found) and one.path != STDIN:
                if one.real in seen:
                    continue
                seen.add(one.real)
            yield one


def _at(
    path: str,
    places: Places,
    excluded: GitIgnoreSpec | None,
    base: str,
    sieve: Callable[[str], bool] | None,
    claims: Callable[[str], bool],
) -> Iterator[Found | Missing]:
    """What one path that was named leads to."""
    if path == STDIN:
        yield Found(STDIN, "")
        return
    try:
        mode = os.lstat(path).st_mode & _TYPE_BITS
    except (OSError, ValueError):
        yield Missing(path, "no such file or folder")
        return
    if mode == _FOLDER or (mode == _LINK and os.path.isdir(path)):
        yield from _search(path, excluded, base, sieve, claims)
        return
    folder, name = os.path.split(path)
    real = os.path.realpath(path) if mode == _LINK else os.path.join(real_folder(folder), name)
    yield Found(path, places.root(folder), real)


class Places:
    """In which checkout folders are, each asked of the disk once."""

    __slots__ = ("_roots",)

    def __init__(self) -> None:
        self._roots: dict[str, str] = {}

    def root(self, folder: str) -> str:
        """See `root_of`."""
        start = real_folder(folder)
        return self._checkout(start) or start

    def _checkout(self, folder: str) -> str:
        """The git checkout that ``folder`` is in; "" for none."""
        trail = []
        here, found = folder, ""
        while True:
            if here in self._roots:
                found = self._roots[here]
                break
            trail.append(here)
            up = os.path.dirname(here)
            if os.path.exists(os.path.join(here, ".git")):
                found = here
                break
            if up == here:
                break
            here = up
        self._roots.update(dict.fromkeys(trail, found))
        return found


def root_of(folder: str) -> str:
    """The folder a file below ``folder`` must stay in: the git checkout it is in, else ``folder`` itself; absolute."""
    forget_folders()
    return Places().root(folder)


def _search(
    top: str,
    excluded: GitIgnoreSpec | None,
    base: str,
    sieve: Callable[[str], bool] | None,
    claims: Callable[[str], bool],
) -> Iterator[Found | Missing]:
    root = root_of(top)
    above = os.path.realpath(top)
    stack: list[tuple[str, str, list[tuple[str, GitIgnoreSpec]]]] = [(top, above, _ignores_above(root, above))]
    while stack:
        folder, real, ignores = stack.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=_name)
        except OSError as error:
            yield Missing(folder, f"cannot be searched: {error.strerror or error}")
            continue
        names = frozenset([entry.name for entry in listed])
        note_folder(folder, real, names)
        own = _ignore_file(real) if ".gitignore" in names else None
        if own is not None:
            ignores = [*ignores, (real, own)]
        below = []
        ahead = "" if folder == "." else os.path.join(folder, "")
        inside = os.path.join(real, "")
        for entry in listed:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and entry.name in _SKIPPED_FOLDERS:
                continue
            if not is_folder and not _is_wanted(entry, sieve, claims):
                continue
            place = inside + entry.name
            if ignores and _is_ignored(place, is_folder, ignores):
                continue
            path = ahead + entry.name
            if excluded is not None and _verdict(excluded, os.path.relpath(path, base), is_folder):
                continue
            if is_folder:
                below.append((path, place, ignores))
            else:
                yield Found(path, root, os.path.realpath(place) if entry.is_symlink() else place, named=False)
        stack.extend(reversed(below))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_wanted(entry: os.DirEntry[str], sieve: Callable[[str], bool] | None, claims: Callable[[str], bool]) -> bool:
    if is_candidate(entry.name):
        # The sieve comes before the .gitignore files: to most candidates it says no, in a tenth of the time.
        return sieve is not None and entry.is_file(follow_symlinks=False) and sieve(entry.path)
    return claims(entry.name) and not entry.is_dir()


def _ignores_above(root: str, top: str) -> list[tuple[str, GitIgnoreSpec]]:
    """The .gitignore files of the checkout that stand above the folder searched."""
    found = []
    here = top
    while here != root and here.startswith(root):
        here = os.path.dirname(here)
        matcher = _ignore_file(here)
        if matcher is not None:
            found.append((here, matcher))
    found.reverse()
    # A folder that is named is searched, though the checkout ignores it; its own .gitignore files still hold.
    here = top
    while here != root and here.startswith(root):
        if _is_ignored(here, True, found):
            return []
        here = os.path.dirname(here)
    return found


def _ignore_file(folder: str) -> GitIgnoreSpec | None:
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8-sig", errors="surrogateescape") as file:
            return _matcher(file.read(1 << 20).split("\n"))
    except OSError:
        return None


def _matcher(patterns: Sequence[str]) -> GitIgnoreSpec | None:
    kept = [pattern for pattern in patterns if pattern.strip() and not pattern.startswith("#")]
    if not kept:
        return None
    from pathspec import GitIgnoreSpec as Spec

    lines = []
    for pattern in kept:
        try:
            Spec.from_lines([pattern])
        except ValueError:
            continue  # git, too, passes over a pattern it cannot read
        lines.append(pattern)
    return Spec.from_lines(lines)


def _is_ignored(path: str, is_folder: bool, ignores: list[tuple[str, GitIgnoreSpec]]) -> bool:
    """The nearest .gitignore that says anything of the path decides, as in git."""
    for folder, matcher in reversed(ignores):
        verdict = _verdict(matcher, os.path.relpath(path, folder), is_folder)
        if verdict is not None:
            return verdict
    return False


def _verdict(matcher: GitIgnoreSpec, path: str, is_folder: bool) -> bool | None:
    shown = path.replace(os.sep, "/")
    return matcher.check_file(shown + "/" if is_folder else shown).include
