"""ShellCheck as the command line turns it on, and how it says that it cannot."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable

import pytest

from dockerpatch.engine import shellcheck
from dockerpatch.system.programs import find

from .conftest import AS_OF, Done

Run = Callable[..., Done]

TEXT = "FROM scratch\nRUN echo $A\n"
needs_shellcheck = pytest.mark.skipif(
    not find("shellcheck"), reason="shellcheck is not installed: pip install -e '.[dev]'"
)


@pytest.fixture
def dockerfile(folder: pathlib.Path) -> pathlib.Path:
    path = folder / "Dockerfile"
    path.write_text(TEXT, encoding="utf-8")
    return path


@needs_shellcheck
def test_off_and_on(run: Run, dockerfile: pathlib.Path) -> None:
    assert run("check", AS_OF).code == 0
    done = run("check", AS_OF, "--shellcheck", "--select=SC2086", "--format=json", "--fail-on=note")
    assert done.code == 1
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["code"], finding["name"], finding["severity"]) == ("SC2086", "shellcheck", "note")
    assert finding["advice"] == "https://www.shellcheck.net/wiki/SC2086"
    assert finding["fix"]["safety"] == "unsafe"


@needs_shellcheck
def test_fix(run: Run, dockerfile: pathlib.Path) -> None:
    assert run("fix", AS_OF, "--shellcheck", "--unsafe").code == 0
    assert dockerfile.read_text(encoding="utf-8") == TEXT.replace("$A", '"$A"')


@needs_shellcheck
def test_by_config(run: Run, folder: pathlib.Path, dockerfile: pathlib.Path) -> None:
    settings = 'shellcheck = true\nselect = ["SC"]\n[severity]\nSC2086 = "error"\n'
    (folder / ".dockerpatch.toml").write_text(settings, encoding="utf-8")
    done = run("check", AS_OF)
    assert (done.code, "error SC2086" in done.out) == (1, True)


@needs_shellcheck
def test_remembered(run: Run, dockerfile: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = ("check", AS_OF, "--shellcheck", "--select=SC")
    first = run(*line)
    monkeypatch.setattr(shellcheck.ShellCheck, "_call", None)
    assert run(*line).out == first.out


def test_selected_but_off(run: Run, dockerfile: pathlib.Path) -> None:
    done = run("check", AS_OF, "--select=DL,SC2086")
    assert (done.code, done.out) == (2, "")
    assert done.line == "error: --select: 'SC2086' is found by ShellCheck only: turn it on with --shellcheck"
    assert run("check", AS_OF, "--ignore=SC2086").code == 0


def test_not_installed(
    run: Run, folder: pathlib.Path, dockerfile: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shellcheck, "find", lambda name: "")
    words = "shellcheck is not installed: pip install 'dockerpatch[shellcheck]'"
    for command in ("check", "fix"):
        done = run(command, AS_OF, "--shellcheck", "--format=json")
        assert (done.code, done.out, done.line) == (2, "", f"error: {words}")
    (folder / "a").mkdir()
    (folder / "a" / "Dockerfile").write_text(TEXT, encoding="utf-8")
    (folder / "a" / ".dockerpatch.toml").write_text("shellcheck = true\n", encoding="utf-8")
    done = run("check", AS_OF)
    assert (done.code, done.line) == (2, f"a/Dockerfile: error: its config cannot be used: {words}")


def test_explained_elsewhere(run: Run, folder: pathlib.Path) -> None:
    done = run("explain", "SC2086")
    assert (done.code, "shellcheck.net/wiki/SC2086" in done.line) == (2, True)
