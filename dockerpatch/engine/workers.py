"""Further processes that judge files. They are forks of this one, so all that is loaded is there, and none asks a disk.

What a process sends back is an entry (`dockerpatch.engine.entry`); a file that it cannot say so much of is judged here.
"""

from __future__ import annotations

from dockerpatch.text.source import Source

from . import entry
from .judged import is_remembered, keep
from .report import FileReport
from .surroundings import Surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from dockerpatch.config.settings import Config

    from .judge import Judge
    from .judged import Read
    from .memory import Memory

    # Path and root, bytes, whether it was named, and the number of its config.
    Task = tuple[str, str, bytes, bool, int]

BATCH = 32
"""Files that a process is given at once."""
AHEAD = 1024
"""Reports that wait for an earlier one, at the most: memory does not grow with the number of files."""

_judge: Judge | None = None
_configs: list[Config] = []


class _Batch:
    """Files that go to a process together."""

    __slots__ = ("answers", "future", "reports")

    def __init__(self) -> None:
        self.reports: list[tuple[FileReport, Config]] = []
        self.future: Future[list[bytes | None]] | None = None
        self.answers: list[bytes | None] | None = None

    def answer(self, index: int) -> bytes | None:
        """What its process says of the file, waited for; None when it cannot say, or is no more."""
        from concurrent.futures.process import BrokenProcessPool

        if self.answers is None:
            try:
                assert self.future is not None
                self.answers = self.future.result()
            except BrokenProcessPool:
                self.answers = [None] * len(self.reports)
        return self.answers[index]


def shared(
    first: tuple[FileReport, Config], files: Iterator[Read], judge: Judge, memory: Memory | None, count: int
) -> Iterator[FileReport]:
    """The reports of ``first``, which is still to be judged, and of all further ``files``, by ``count`` processes."""
    from collections import deque
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _judge
    _judge = judge
    pool = ProcessPoolExecutor(count, get_context("fork"), _begin)
    waiting: deque[tuple[FileReport, Config, _Batch | None, int]] = deque()
    batch = _Batch()
    numbers: dict[int, int] = {}

    def send() -> None:
        nonlocal batch
        if batch.reports:
            batch.future = pool.submit(_work, [_task(report, numbers[id(config)]) for report, config in batch.reports])
            batch = _Batch()

    def add(report: FileReport, config: Config) -> None:
        if id(config) not in numbers:
            numbers[id(config)] = len(_configs)
            _configs.append(config)
        waiting.append((report, config, batch, len(batch.reports)))
        batch.reports.append((report, config))
        if len(batch.reports) == BATCH:
            send()

    try:
        add(*first)
        for report, found, config in files:
            if id(config) not in numbers and numbers:
                # Processes that were forked before do not know this config.
                waiting.append((report, config, None, int(report.source is not None and found is not None)))
            elif report.source is None or found is None or is_remembered(report, config, memory):
                waiting.append((report, config, None, 0))
            else:
                add(report, config)
            while len(waiting) > AHEAD or (waiting and waiting[0][2] is None):
                yield _settled(waiting.popleft(), judge, memory)
        send()
        while waiting:
            yield _settled(waiting.popleft(), judge, memory)
    finally:
        # Waited for, which is no longer than a batch takes: this process ends without ceremony, and must leave none.
        pool.shutdown(cancel_futures=True)
        _configs.clear()


def _settled(slot: tuple[FileReport, Config, _Batch | None, int], judge: Judge, memory: Memory | None) -> FileReport:
    """The report, with what a process found in the file; judged here where none did."""
    report, config, batch, number = slot
    if batch is None:
        if number and not is_remembered(report, config, memory):
            judge.judge(report, config)
            keep(report, config, memory)
        return report
    answer = batch.answer(number)
    if answer is None or not entry.unpack(answer, report):
        judge.judge(report, config)
    keep(report, config, memory)
    return report


def _task(report: FileReport, config: int) -> Task:
    assert report.source is not None
    return (report.path, report.around.root if report.around else "", report.source.data, report.named, config)


def _begin() -> None:
    """What a new process does first. It is the one that the user talks to that ends the others."""
    import signal

    from dockerpatch.system.garbage import collect_seldom

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert _judge is not None
    _judge.settle()
    # A process that was forked early does not clear away anything yet; what it was given is there to stay.
    collect_seldom()


def _work(tasks: Sequence[Task]) -> list[bytes | None]:
    """Judge each file; in a process of its own."""
    assert _judge is not None
    answers = []
    reports = [
        (FileReport(path, Source(path, data), named, Surroundings(path, root)), _configs[config])
        for path, root, data, named, config in tasks
    ]
    _judge.prepare(reports)
    for report, of_its in reports:
        _judge.judge(report, of_its)
        answers.append(entry.packed(report))
    return answers
