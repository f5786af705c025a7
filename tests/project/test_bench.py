from __future__ import annotations

import pathlib
import sys

import pytest

from tools.bench.__main__ import table
from tools.bench.files import lay_out, spread, texts
from tools.bench.measure import Cost, median, run

BURN = "import time\nwhile time.process_time() < 0.3: pass"


def test_cpu_of_the_command_and_of_its_children_counts(tmp_path: pathlib.Path) -> None:
    idle = run([sys.executable, "-c", "import time; time.sleep(0.3)"], str(tmp_path))
    burnt = run([sys.executable, "-c", BURN], str(tmp_path))
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}])"
    child = run([sys.executable, "-c", nested], str(tmp_path))
    assert idle.wall >= 0.3
    assert idle.cpu < 0.25
    assert burnt.cpu >= 0.3
    assert child.cpu >= 0.3
    assert (idle.code, burnt.code, child.code) == (0, 0, 0)


def test_memory_is_the_peak(tmp_path: pathlib.Path) -> None:
    cost = run([sys.executable, "-c", "x = bytearray(200 << 20); del x"], str(tmp_path))
    assert 200 < cost.memory < 400


def test_folder_output_and_exit_code(tmp_path: pathlib.Path) -> None:
    out = tmp_path / "out"
    code = "import os, sys; print(os.getcwd()); print('x', file=sys.stderr); sys.exit(3)"
    assert run([sys.executable, "-c", code], str(tmp_path), str(out)).code == 3
    assert sorted(out.read_text().split()) == sorted([str(tmp_path.resolve()), "x"])
    assert run(["no-such-command-here"], str(tmp_path)).code == 127


@pytest.mark.parametrize(("values", "wanted"), [([3.0], 3.0), ([3.0, 1.0], 2.0), ([9.0, 1.0, 2.0], 2.0)])
def test_median(values: list[float], wanted: float) -> None:
    assert median(values) == wanted


def test_table() -> None:
    costs = {
        "dockerpatch": [Cost(0.5, 0.6, 20, 0), Cost(0.7, 0.6, 25, 0), Cost(0.5, 0.6, 21, 0)],
        "dockerpatch, again": [Cost(0.1, 0.1, 19, 0)],
        "hadolint": [Cost(20, 11, 190, 1)],
    }
    assert table("100 files", 100, costs) == (
        "\n100 files: 40.0 times the files of hadolint in a CPU second, 200 times when nothing has changed\n"
        "                     CPU s  wall s  peak MiB  files a CPU s  CPU : dockerpatch\n"
        "dockerpatch          0.500   0.600        25            200               1.00\n"
        "dockerpatch, again   0.100   0.100        19           1000               0.20\n"
        "hadolint            20.000  11.000       190              5              40.00"
    )
    assert "start-up: 0.03 times the CPU time of hadolint" in table("start-up", 1, costs)


def test_files_are_those_that_all_can_read_and_each_once(tmp_path: pathlib.Path) -> None:
    contents = [
        b"FROM x\n",
        b"FROM x\n",
        b"# c\n\nARG A=1\nFROM $A\n",
        b"FROM \xff\n",
        b"",
        b"RUN x\n",
        b"FROM x\nBOGUS\n",
    ]
    for number, content in enumerate(contents):
        (tmp_path / f"{number}").write_bytes(content)
    found = texts(tmp_path)
    assert found == [contents[0], contents[2]]
    assert lay_out(found, tmp_path / "laid") == ["0000/Dockerfile", "0001/Dockerfile"]
    assert (tmp_path / "laid" / "0001" / "Dockerfile").read_bytes() == contents[2]


def test_spread() -> None:
    numbers = [bytes([number]) for number in range(10)]
    assert spread(numbers, 3) == [b"\0", b"\3", b"\6"]
    assert spread(numbers, 10) == spread(numbers, 11) == numbers
