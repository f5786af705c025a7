"""The reports of earlier runs: which entry of the cache is a file's. It never judges, nor keeps what a fix made."""

from __future__ import annotations

import os

from dockerpatch.config.schema import KEYS

from . import entry
from .cache import Cache
from .discover import STDIN, root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.config.settings import Config

    from .judge import Judge
    from .report import FileReport

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What a config says of files and of the run as a whole changes no finding.
_ASIDE = frozenset(("exclude", "fail_on", "per_file_ignores", "almanac", "policy"))


class Memory:
    """The cache of the project that the run was started in."""

    __slots__ = ("_cache", "_code", "_judge", "_keys")

    def __init__(self, config: Config, judge: Judge) -> None:
        self._cache = Cache(config.root or root_of("."))
        self._judge = judge
        self._code = ""
        self._keys: dict[tuple[object, ...], Callable[[bytes], str]] = {}

    def recall(self, report: FileReport, config: Config) -> bool:
        """Whether the report of this very file is known; it is then put into ``report``."""
        assert report.source is not None
        if report.path == STDIN:
            return False
        data = self._cache.get(self._name(report, config))
        return data is not None and entry.unpack(data, report)

    def keep(self, report: FileReport, config: Config) -> None:
        """Remember a report that was just made. A fault of our own is not worth remembering."""
        if report.path != STDIN and not any(error.is_internal for error in report.errors):
            data = entry.packed(report)
            if data is not None:
                self._cache.put(self._name(report, config), data)

    def _name(self, report: FileReport, config: Config) -> str:
        assert report.source is not None
        about = self._judge.about(report.path, config)
        key = (id(config), report.named, *about)
        name = self._keys.get(key)
        if name is None:
            settings = repr([getattr(config, one.attribute) for one in KEYS if one.attribute not in _ASIDE])
            self._code = self._code or _code([path for rule in self._judge.rules if (path := rule.path)])
            program = self._judge.shellcheck(config)
            asked = (self._judge.almanac(config).identity, program.identity if program is not None else "")
            parts = (self._code, *asked, settings, str(report.named), *about)
            name = self._keys[key] = self._cache.key(*parts)
        around = report.around.stamp() if report.around is not None else ""
        return name(report.source.data + around.encode("utf-8", "surrogateescape") if around else report.source.data)


def _code(own: Sequence[str]) -> str:
    """What tells this code, the files of rules ``own`` included, from any other: the sizes and times of its files."""
    files = list(_files(PACKAGE))
    for path in own:
        state = os.stat(path)
        files.append((os.path.abspath(path), state.st_size, state.st_mtime_ns))
    return "".join(f"{path}:{size}:{time}\n" for path, size, time in sorted(files))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for one in entries:
            if one.name.endswith(".py"):
                state = one.stat()
                yield one.path, state.st_size, state.st_mtime_ns
            elif one.name != "__pycache__" and one.is_dir():
                yield from _files(one.path)
