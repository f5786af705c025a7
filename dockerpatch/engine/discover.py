"""Which files a run looks at: the ones named, and those of a known kind below the folders named. It never opens one."""

from __future__ import annotations

import os

from dockerpatch.hosts.catalog import is_candidate, is_claimed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathspec import GitIgnoreSpec


STDIN = "-"

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
    paths: Sequence[str], exclude: Sequence[str] = (), base: str = ".", sieve: Callable[[str], bool] | None = None
) -> Iterator[Found | Missing]:
    """Each file once, whatever paths lead to it, in the order named and by name within folders.

    A file that is named is taken whatever it is called. ``exclude`` are patterns as in a .gitignore, relative to
    ``base``; they and the .gitignore files hold for what is found in folders, and never for a file that is named.
    ``sieve`` is asked of each file in a folder whose content has to tell whether it is taken; without it none is.
    """
    seen: set[str] = set()
    roots: dict[str, str] = {}
    excluded = _matcher(exclude)
    for path in paths:
        if path == STDIN:
            found: Iterator[Found | Missing] = iter((Found(STDIN, ""),))
        elif os.path.isdir(path):
            found = _search(path, excluded, base, sieve)
        elif os.path.lexists(path):
            found = iter((Found(path, root_of(os.path.dirname(path) or ".", roots), os.path.realpath(path)),))
        else:
            found = iter((Missing(path, "no such file or folder"),))
        for one in found:
            if isinstance(one, Found) and one.path != STDIN:
                if one.real in seen:
                    continue
                seen.add(one.real)
            yield one


def root_of(folder: str, known: dict[str, str] | None = None) -> str:
    """The folder a file below ``folder`` must stay in: the git checkout it is in, else ``folder`` itself; absolute.

    ``known`` remembers the answers, for the next call.
    """
    if known is None:
        return _root_of(folder)
    if folder not in known:
        known[folder] = _root_of(folder)
    return known[folder]


def _root_of(folder: str) -> str:
    start = here = os.path.realpath(folder)
    while True:
        if os.path.exists(os.path.join(here, ".git")):
            return here
        up = os.path.dirname(here)
        if up == here:
            return start
        here = up


def _search(
    top: str, excluded: GitIgnoreSpec | None, base: str, sieve: Callable[[str], bool] | None
) -> Iterator[Found | Missing]:
    root = root_of(top)
    ignores = _ignores_above(root, os.path.realpath(top))
    stack: list[tuple[str, list[tuple[str, GitIgnoreSpec]]]] = [(top, ignores)]
    while stack:
        folder, ignores = stack.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Missing(folder, f"cannot be searched: {error.strerror or error}")
            continue
        real = os.path.realpath(folder)
        own = _ignore_file(real) if any(entry.name == ".gitignore" for entry in listed) else None
        if own is not None:
            ignores = [*ignores, (real, own)]
        below = []
        for entry in listed:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and entry.name in _SKIPPED_FOLDERS:
                continue
            if not is_folder and not _is_wanted(entry, sieve):
                continue
            if _is_ignored(os.path.join(real, entry.name), is_folder, ignores):
                continue
            path = entry.name if folder == "." else os.path.join(folder, entry.name)
            if excluded is not None and _verdict(excluded, os.path.relpath(path, base), is_folder):
                continue
            if is_folder:
                below.append((path, ignores))
            else:
                place = os.path.join(real, entry.name)
                yield Found(path, root, os.path.realpath(place) if entry.is_symlink() else place, named=False)
        stack.extend(reversed(below))


def _is_wanted(entry: os.DirEntry[str], sieve: Callable[[str], bool] | None) -> bool:
    if is_candidate(entry.name):
        # The sieve comes before the .gitignore files: to most candidates it says no, in a tenth of the time.
        return sieve is not None and entry.is_file(follow_symlinks=False) and sieve(entry.path)
    return is_claimed(entry.name) and not entry.is_dir()


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
