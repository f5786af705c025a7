"""`dockerpatch init` puts two files there, and never takes a byte from what is there."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest
from ruamel.yaml import YAML

from dockerpatch.cli.hook import CONFIG, ENTRY, Refused, with_hook
from dockerpatch.cli.init import config_text
from dockerpatch.config.load import NAME, load
from dockerpatch.config.schema import KEYS
from dockerpatch.config.settings import Config
from dockerpatch.hosts.catalog import is_claimed
from dockerpatch.rules import catalog

from .conftest import ROOT, Done

Run = Callable[..., Done]


def test_init(run: Run, folder: pathlib.Path) -> None:
    done = run("init")
    assert (done.code, done.err) == (0, "")
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [NAME, CONFIG]
    config = load(str(folder / NAME), catalog.load())
    assert config == Config(config.path, config.root), "nothing is set"
    (repo,) = YAML(typ="safe", pure=True).load((folder / CONFIG).read_text())["repos"]
    assert repo["hooks"][0]["id"] == "dockerpatch"
    assert run("check", "gone").code == 3, "the config can be used"


def test_again(run: Run, folder: pathlib.Path) -> None:
    run("init")
    before = (folder / CONFIG).read_text()
    (folder / NAME).write_text('fail-on = "error"\n')
    done = run("init")
    assert done.code == 0
    assert "left as it is" in done.out
    assert "has the hook already" in done.out
    assert (folder / NAME).read_text() == 'fail-on = "error"\n'
    assert run("init", "--force").code == 0
    assert (folder / NAME).read_text() == config_text()
    assert (folder / CONFIG).read_text() == before


def test_settings_in_pyproject_stay_in_force(run: Run, folder: pathlib.Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.dockerpatch]\nfail-on = "error"\n')
    assert run("init").out.startswith("pyproject.toml: holds the settings already")
    assert not (folder / NAME).exists()


def test_the_hook_goes_to_the_root_of_the_checkout(
    run: Run, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    assert os.path.join("..", CONFIG) in run("init").out
    assert (folder / CONFIG).exists()
    assert (folder / "sub" / NAME).exists()


def test_every_setting_is_there_and_can_be_taken_as_it_stands(folder: pathlib.Path) -> None:
    text = config_text()
    assert all(key.name in text for key in KEYS)
    # Settings and table rows are the comments that read as TOML; words are the others.
    taken = re.sub(r'(?m)^# ((?:[a-z-]+|"[^"]+"|[A-Z]+[0-9]+) = )', r"\1", text)
    assert taken.count("\n#") < text.count("\n#")
    (folder / NAME).write_text(taken)
    config = load(str(folder / NAME), catalog.load())
    assert config.fail_on == "error"
    assert config.upgrade_strategy == "upgrade-scoped"


def test_a_folder_that_may_not_be_written(run: Run, folder: pathlib.Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / NAME).symlink_to(sys.executable)
    done = run("init", "--force")
    assert done.code == 74
    assert done.line.startswith(f"error: {NAME}: a link that leads out of")


THEIRS = ".hadolint.yaml"


@pytest.mark.parametrize("flags", [("--from-hadolint",), ("--from-hadolint", THEIRS), (f"--from-hadolint={THEIRS}",)])
def test_from_hadolint(run: Run, folder: pathlib.Path, flags: tuple[str, ...]) -> None:
    (folder / THEIRS).write_text("ignored: [DL3008]\nfailure-threshold: error\nformat: sarif\n")
    done = run("init", *flags)
    assert (done.code, done.err) == (0, "")
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [THEIRS, NAME, CONFIG]
    config = load(str(folder / NAME), catalog.load())
    assert (config.profile, config.ignore, config.fail_on) == ("hadolint", ("DL3008",), "error")


def test_from_hadolint_overwrites_nothing_unasked(run: Run, folder: pathlib.Path) -> None:
    (folder / "x.yml").write_text("no-fail: true\n")
    (folder / NAME).write_text("# mine\n")
    assert "left as it is" in run("init", "--from-hadolint", "x.yml").out
    assert (folder / NAME).read_text() == "# mine\n"
    assert run("init", "--from-hadolint", "x.yml", "--force").code == 0
    assert 'fail-on = "never"' in (folder / NAME).read_text()


def test_from_a_hadolint_config_that_cannot_be_used(run: Run, folder: pathlib.Path) -> None:
    done = run("init", "--from-hadolint")
    assert (done.code, done.line) == (
        2,
        f"error: no {THEIRS} in this folder or above it; name the file: --from-hadolint FILE",
    )
    (folder / ".hadolint.yml").write_text("ignored: [\n")
    done = run("init", "--from-hadolint", "--force")
    assert (done.code, done.line.startswith("error: .hadolint.yml:2: not YAML: ")) == (2, True)
    assert not (folder / NAME).exists()
    assert not (folder / CONFIG).exists()


HOOKS = """\
# ours
default_stages: [pre-commit]
repos:
- repo: https://example.org/a  # why
  rev: v1
  hooks:
  - id: a
    args: [x, y]   # last

# and after
ci: {}
"""


@pytest.mark.parametrize(
    "text",
    [
        HOOKS,
        HOOKS.replace("\n", "\r\n"),
        "repos:\n    -   repo: local\n        hooks:\n        -   id: a\n            name: a",
        "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: |\n      x\n      y\n",
        "repos: []\n",
        "repos: []  # none yet\nci: {}\n",
        "# nothing yet\n",
        "default_stages: [pre-commit]",
        "repos:\n  - repo: meta\n    hooks: [{id: check-hooks-apply}]\n# end",
        "x: &x {a: b}\nrepos:\n- repo: meta\n  hooks:\n  - id: x\n    with: *x\n    name: y\n",
        "",
        "\n\n",
        "\ufeffrepos:\n- repo: meta\n  hooks:\n  - id: x\n",
    ],
)
def test_spliced_into_what_is_there(text: str) -> None:
    new = with_hook(text)
    before, after = YAML(typ="safe", pure=True).load(text) or {}, YAML(typ="safe", pure=True).load(new)
    assert after["repos"][:-1] == (before.get("repos") or [])
    assert after["repos"][-1]["hooks"][0]["entry"] == "dockerpatch check"
    assert {name: value for name, value in after.items() if name != "repos"} == {
        name: value for name, value in before.items() if name != "repos"
    }
    rest = iter(new)
    assert all(mark in rest for mark in text.replace("[]", "")), "every mark is still there, in its order"
    assert ("\r\n" in new) == ("\r\n" in text)
    with pytest.raises(Refused, match="has the hook already"):
        with_hook(new)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "repos: {a: b}\n",
        "{a: b}\n",
        "repos: [{repo: local}]\n",
        "a: [\n",
        "a: 1\n---\nb: 2\n",
        "x",
        "x: &x {a: b}\nrepos:\n- *x\n",
        "repos:\n- &a\n  id: b\n  a: *a\n",
    ],
)
def test_what_is_not_understood_is_left(text: str, run: Run, folder: pathlib.Path) -> None:
    with pytest.raises(Refused):
        with_hook(text)
    (folder / CONFIG).write_text(text)
    done = run("init")
    assert done.code == 0
    assert f"{CONFIG}: " in done.out
    assert "left as it is" in done.out
    assert (folder / CONFIG).read_text() == text


STEMS = ["Dockerfile", "dockerfile", "Containerfile", "api.dockerfile", "web.Containerfile", "notes", "Dockerfile_x"]
ENDS = ["", ".dev", ".go", ".md", ".tmpl", ".yml", ".YAML", "-alpine", ".3.12-slim", ".sh", ".bak", ".ts", "x"]


@pytest.mark.parametrize("name", [stem + end for stem in STEMS for end in ENDS])
def test_the_hook_runs_on_the_files_that_a_search_takes_up(name: str) -> None:
    (mine,) = YAML(typ="safe", pure=True).load(ENTRY)
    (hook,) = mine["hooks"]
    for path in (name, f"deep/{name}"):
        taken = re.search(hook["files"], path) is not None and re.search(hook["exclude"], path) is None
        assert taken == is_claimed(name)


@pytest.mark.slow
def test_pre_commit_takes_it(run: Run, folder: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    pytest.importorskip("pre_commit")
    (folder / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    run("init")
    (folder / "Dockerfile").write_text("FROM scratch\n")
    subprocess.run(["git", "add", "."], check=True)
    script = folder / ".git" / "bin"
    script.mkdir()
    (script / "dockerpatch").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m dockerpatch "$@"\n')
    (script / "dockerpatch").chmod(0o755)
    home = tmp_path_factory.mktemp("pre-commit")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "-v"],
        env={**os.environ, "PRE_COMMIT_HOME": str(home), "PATH": f"{script}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "checked 1 file: no findings" in done.stdout
