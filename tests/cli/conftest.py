from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

STALE = "FROM python:3.13.3-alpine3.20\nRUN pip install flask\n"
FRESH = "FROM scratch\nCOPY app /app\n"
AS_OF = "--as-of=2026-08-22"


class Done:
    """What a command line gave: its exit code, its output and its errors, without the remark on an old almanac."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.bytes = out
        self.out = out.decode("utf-8", "surrogateescape")
        lines = err.decode("utf-8", "surrogateescape").splitlines(keepends=True)
        self.err = "".join(line for line in lines if "days old" not in line)

    @property
    def line(self) -> str:
        """The one line of errors there is."""
        (line,) = self.err.splitlines()
        return line


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """An empty folder that is the current one, and a terminal of nobody's taste."""
    for name in ("NO_COLOR", "FORCE_COLOR", "DOCKERPATCH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def run(folder: pathlib.Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Done]:
    """Runs a command line in this process, in the folder."""

    def call(*words: str) -> Done:
        from dockerpatch.cli.main import run as command

        code = command(words)
        return Done(code, *capsysbinary.readouterr())

    return call


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **more}


@pytest.fixture
def process(folder: pathlib.Path) -> Callable[..., Done]:
    """Runs a command line in a process of its own, in the folder."""

    def call(*words: str, stdin: bytes = b"", **more: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "dockerpatch", *words],
            input=stdin,
            capture_output=True,
            cwd=folder,
            env=environment(**more),
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return call
