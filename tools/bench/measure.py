"""Runs a command and says what it cost, its children included: CPU, time, memory. It never reads its output."""

from __future__ import annotations

import os
import time


class Cost:
    """What one run took: seconds of CPU (user and system), seconds on the clock, peak memory in MiB, and the exit code.

    Memory is that of the largest process, and never below that of the process that measures.
    """

    __slots__ = ("code", "cpu", "memory", "wall")

    def __init__(self, cpu: float, wall: float, memory: float, code: int) -> None:
        self.cpu = cpu
        self.wall = wall
        self.memory = memory
        self.code = code


def run(command: list[str], folder: str, output: str = os.devnull) -> Cost:
    """Run ``command`` in ``folder``; what it prints goes to the file ``output``."""
    began = time.perf_counter()
    out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        child = os.fork()
        if child == 0:
            _become(command, folder, out)
        _, status, usage = os.wait4(child, 0)
    finally:
        os.close(out)
    wall = time.perf_counter() - began
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def _become(command: list[str], folder: str, out: int) -> None:
    try:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.execvp(command[0], command)
    finally:
        os._exit(127)


def median(values: list[float]) -> float:
    """The middle one of ``values``, which holds at least one; of two middle ones the mean."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
