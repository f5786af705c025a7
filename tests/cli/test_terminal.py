"""What a terminal sees and a pipe does not, and how a run ends that is cut short."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from dockerpatch.cli import progress, terminal
from dockerpatch.cli.progress import Progress

from .conftest import AS_OF, STALE, Done, environment

Run = Callable[..., Done]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals and signals are POSIX")


def under_pty(folder: pathlib.Path, *words: str, **more: str) -> str:
    """What a command line prints when both its outputs are one terminal."""
    import pty

    mine, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dockerpatch", *words],
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
        cwd=folder,
        env=environment(**{"TERM": "xterm", **more}),
    )
    os.close(its)
    parts = []
    while True:
        try:
            part = os.read(mine, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(mine)
    process.wait(60)
    return b"".join(parts).decode("utf-8", "surrogateescape").replace("\r\n", "\n")


@pytest.fixture
def stale(folder: pathlib.Path) -> pathlib.Path:
    (folder / "Dockerfile").write_text(STALE)
    return folder


def test_colour_on_a_terminal(stale: pathlib.Path) -> None:
    assert "\x1b[1;33mwarning\x1b[0m" in under_pty(stale, "check", AS_OF, "--select=DP101")


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
def test_no_colour_for_who_wants_none(stale: pathlib.Path, more: dict[str, str]) -> None:
    seen = under_pty(stale, "check", AS_OF, **more)
    # On a busy machine the bar may have been there, and taken off again; a dumb terminal could not do that.
    assert re.search(r"\x1b\[[0-9;]*m", seen) is None
    assert "TERM" not in more or "\x1b" not in seen


def test_no_colour_in_a_pipe_but_when_forced(stale: pathlib.Path, process: Run) -> None:
    for words in (["check"], ["rules"], ["explain", "DP101"], ["db", "query", "alpine:3.18"], ["fix", "--diff"]):
        assert "\x1b" not in (done := process(*words)).out + done.err
    assert "\x1b[1;33mwarning" in process("check", AS_OF, FORCE_COLOR="1").out
    assert "\x1b" not in process("check", AS_OF, "--output=o", FORCE_COLOR="1").out
    assert b"\x1b" not in (stale / "o").read_bytes()


def test_a_diff_on_a_terminal_is_for_the_eyes(stale: pathlib.Path) -> None:
    (stale / "Dockerfile").write_bytes(STALE.encode() + b"# \x1b[2J\xff\n")
    seen = under_pty(stale, "fix", "--diff", AS_OF, "--select=DP101")
    assert "\x1b[32m+FROM python:3.13.15-alpine3.24\x1b[0m" in seen
    assert "\x1b[2J" not in seen
    assert "\\x1b[2J\\xff" in seen


class Screen(terminal.Stream):
    """A terminal that keeps what is drawn on it."""

    def __init__(self) -> None:
        super().__init__(None)
        self.drawn: list[str] = []

    def write(self, text: str) -> None:
        self.drawn.append(text)


def test_the_bar_comes_late_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    asked = []
    screen = Screen()
    bar = Progress(screen, lambda: asked.append(1) or 4)
    bar.step()
    bar.erase()
    assert screen.drawn == []
    now[0] = 1.5
    bar.step()
    assert screen.drawn == ["\r\x1b[K[###############...............] 2 of 4 files"]
    bar.step()
    assert len(screen.drawn) == 1, "not drawn again at once"
    bar.erase()
    bar.erase()
    assert screen.drawn[1:] == ["\r\x1b[K"]
    now[0] = 3.0
    for _ in range(9):
        bar.step()
    assert "of 4" in screen.drawn[2]
    assert asked == [1]


@pytest.mark.parametrize("words", [["check", "."], ["rules"], ["--help"], ["db", "status"]])
def test_a_reader_that_goes_away(folder: pathlib.Path, words: list[str]) -> None:
    for number in range(60):
        (folder / f"{number}.dockerfile").write_text(STALE * 20)
    process = subprocess.Popen(
        [sys.executable, "-m", "dockerpatch", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(PYTHONUNBUFFERED=""),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    assert process.wait(60) == 141
    assert [line for line in err.splitlines() if "days old" not in line] == []
    process.stderr.close()


def test_interrupted(folder: pathlib.Path) -> None:
    """The signal comes while standard input is waited for, so that it always comes in time."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dockerpatch", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(),
    )
    assert process.stderr is not None
    waiting = pathlib.Path(f"/proc/{process.pid}/wchan")
    until = time.monotonic() + 60
    while time.monotonic() < until and (not waiting.exists() or "pipe" not in waiting.read_text()):
        time.sleep(0.05)
        if not waiting.exists() and time.monotonic() > until - 57:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert [line for line in err.decode().splitlines() if "days old" not in line] == ["interrupted"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("words", [["check", AS_OF], ["fix", "--diff", AS_OF], ["rules"], ["--help"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk(stale: pathlib.Path, words: list[str], unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dockerpatch", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=stale,
            env=environment(PYTHONUNBUFFERED=unbuffered),
            check=False,
        )
    assert done.returncode == 74
    assert done.stderr.decode().splitlines()[-1] == "error: the output cannot be written: No space left on device"


def test_an_output_that_is_closed(stale: pathlib.Path) -> None:
    command = f'"{sys.executable}" -m dockerpatch check {AS_OF} --select=DP101 >&- 2>&-'
    assert subprocess.run(["sh", "-c", command], cwd=stale, env=environment(), check=False).returncode == 1


def test_a_terminal_that_knows_no_unicode(stale: pathlib.Path, process: Run) -> None:
    (stale / "Dockerfile").write_text(STALE.replace("\n", " AS größe\n", 1), encoding="utf-8")
    done = process("check", AS_OF, "--select=DP101", PYTHONIOENCODING="ascii")
    assert done.code == 1
    assert "AS gr\\xf6\\xdfe" in done.out
