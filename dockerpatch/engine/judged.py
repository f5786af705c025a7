"""Files judged as they come: what is remembered is not judged again, and further processes help where that pays.

It never changes the order: reports come out as the files came in, whoever made them.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.config.settings import Config

    from .judge import Judge
    from .memory import Memory
    from .report import FileReport

    Read = tuple[FileReport, object, Config]

HELD = 32
"""So many files that ShellCheck is to see wait for one call of it."""

ALONE = 2000
"""So many files are judged before further processes are started: a few seconds of work.

They cut the time that is waited, but take a sixth more of CPU time: each fills a memory of its own and sends reports.
"""


def judged(files: Iterator[Read], judge: Judge, memory: Memory | None, jobs: int) -> Iterator[FileReport]:
    """The report of each of ``files``, judged where there is something to judge.

    ``jobs``: how many processes work; 1: this one alone, 0: as many as there are cores, once that pays.
    """
    patience = 0 if jobs > 1 else ALONE
    count = (jobs or _cores()) if hasattr(os, "fork") else 1
    held: list[tuple[FileReport, Config, bool]] = []
    for report, found, config in files:
        todo = report.source is not None and found is not None and not is_remembered(report, config, memory)
        if todo and count > 1 and not patience:
            from .workers import shared

            yield from _released(held, judge, memory)
            yield from shared((report, config), files, judge, memory, count)
            return
        patience -= todo and patience > 0
        held.append((report, config, todo))
        if not config.shellcheck or len(held) == HELD:
            yield from _released(held, judge, memory)
            held.clear()
    yield from _released(held, judge, memory)


def _released(
    held: Sequence[tuple[FileReport, Config, bool]], judge: Judge, memory: Memory | None
) -> Iterator[FileReport]:
    """The reports that were held back, those that are to be judged judged."""
    judge.prepare([(report, config) for report, config, todo in held if todo])
    for report, config, todo in held:
        if todo:
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
