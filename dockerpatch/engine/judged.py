"""Files judged as they come: what is remembered is not judged again, and further processes help where that pays.

It never changes the order: reports come out as the files came in, whoever made them.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.config.settings import Config

    from .judge import Judge
    from .memory import Memory
    from .report import FileReport

    Read = tuple[FileReport, object, Config]

ALONE = 300
"""So many files are judged before further processes are started: for fewer, starting them takes longer than they do."""


def judged(files: Iterator[Read], judge: Judge, memory: Memory | None, jobs: int) -> Iterator[FileReport]:
    """The report of each of ``files``, judged where there is something to judge.

    ``jobs``: how many processes work; 1: this one alone, 0: as many as there are cores, once that pays.
    """
    patience = 0 if jobs > 1 else ALONE
    count = (jobs or _cores()) if hasattr(os, "fork") else 1
    for report, found, config in files:
        if report.source is not None and found is not None and not is_remembered(report, config, memory):
            if count > 1 and not patience:
                from .workers import shared

                yield from shared((report, config), files, judge, memory, count)
                return
            patience = max(patience - 1, 0)
            judge.judge(report, config)
            keep(report, config, memory)
        yield report


def is_remembered(report: FileReport, config: Config, memory: Memory | None) -> bool:
    """Whether an earlier run's report of the file was found, and put into ``report``."""
    return memory is not None and memory.recall(report, config)


def keep(report: FileReport, config: Config, memory: Memory | None) -> None:
    if memory is not None:
        memory.keep(report, config)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
