"""The commands that the README gives and .ci/run runs are one and the same."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def command(name: str) -> str:
    done = subprocess.run([ROOT / ".ci" / "command", name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["main", "test"])
def test_each_command_is_one_line_and_makes_its_own_venv(name: str) -> None:
    line = command(name)
    assert line.count("\n") == 1
    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert line in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_main_command_is_about_a_fixture_that_is_there() -> None:
    match = re.search(r"dockerpatch fix --diff (\S+)", command("main"))
    assert match
    assert (ROOT / match[1]).exists()


def test_a_command_that_is_not_in_the_readme_is_an_error() -> None:
    done = subprocess.run([ROOT / ".ci" / "command", "other"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "README.md has no command between <!-- other command --> and <!-- end -->\n"


@pytest.mark.parametrize("name", ["run", "command"])
def test_scripts_are_valid_bash_and_stop_at_the_first_error(name: str) -> None:
    path = ROOT / ".ci" / name
    subprocess.run(["bash", "-n", path], check=True)
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o111


def test_what_the_readme_shows_of_triage_is_what_it_prints() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    match = re.search(r"\$ dockerpatch (triage .*)\n((?:.*\n)*?)```", text)
    assert match
    words = [sys.executable, "-m", "dockerpatch", *match[1].split(), "--as-of=2026-08-22"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout == match[2]
