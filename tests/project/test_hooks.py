"""The hooks for pre-commit: the names they match, and a real run against a clone."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dockerpatch.hosts.dockerfile import claims

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HOOKS = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_both_hooks_are_of_python_and_match_the_same_files() -> None:
    assert {hook["id"]: hook["entry"] for hook in HOOKS} == {
        "dockerpatch": "dockerpatch check",
        "dockerpatch-fix": "dockerpatch fix",
    }
    assert {(hook["language"], hook["files"], hook["exclude"]) for hook in HOOKS} == {
        ("python", HOOKS[0]["files"], HOOKS[0]["exclude"])
    }


def matches(path: str) -> bool:
    return bool(re.search(HOOKS[0]["files"], path)) and not re.search(HOOKS[0]["exclude"], path)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Dockerfile", True),
        ("sub/dir/Dockerfile", True),
        ("Dockerfile.dev", True),
        ("Dockerfile-alpine", True),
        ("api.dockerfile", True),
        ("api.Containerfile", True),
        ("Containerfile", True),
        ("containerfile.prod", True),
        ("Dockerfile.j2", False),
        ("Dockerfile.md", False),
        ("Dockerfile/readme", False),
        ("NotADockerfile", False),
        ("docker-compose.yml", False),
        (".dockerignore", False),
        ("Dockerfile.dockerignore", False),
    ],
)
def test_names(path: str, wanted: bool) -> None:
    assert matches(path) is wanted


WORDS = st.sampled_from(
    ["Dockerfile", "containerfile", "dockerfile", "api", "dev", "j2", "yml", "a b", "-", ".", "_", "MD"]
)


@given(st.lists(WORDS, min_size=1, max_size=5).map("".join))
def test_hooks_take_what_a_search_takes(name: str) -> None:
    assert matches(name) == claims(name)
    assert matches(f"a/{name}") == claims(name)


STALE = "FROM python:3.13.3-alpine3.20\nRUN apk upgrade --no-cache\n"
NOTE = "see Dockerfile"


def git(folder: pathlib.Path, *words: str) -> str:
    identity = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def hook_repository(tree: pathlib.Path) -> pathlib.Path:
    git(tree, "init", "-q")
    git(tree, "add", "-A")
    git(tree, "commit", "-q", "-m", "All")
    return tree


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("pre-commit")


def pre_commit(folder: pathlib.Path, home: pathlib.Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *words],
        cwd=folder,
        env={**env, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """Someone's repository with two stale files and a note that is none."""
    git(tmp_path, "init", "-q")
    (tmp_path / "Dockerfile").write_text(STALE)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "app.dockerfile").write_text(STALE)
    (tmp_path / "Dockerfile.md").write_text(NOTE)
    (tmp_path / ".dockerpatch.toml").write_text('as-of = "2026-08-22"\n')
    git(tmp_path, "add", "-A")
    return tmp_path


@pytest.mark.slow
def test_check_with_try_repo(hook_repository: pathlib.Path, home: pathlib.Path, project: pathlib.Path) -> None:
    done = pre_commit(project, home, "try-repo", str(hook_repository), "dockerpatch", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Dockerfile:1:" in done.stdout
    assert "sub/app.dockerfile:1:" in done.stdout
    assert "DP101" in done.stdout
    assert "Dockerfile.md" not in done.stdout
    assert (project / "Dockerfile").read_text() == STALE


@pytest.mark.slow
def test_fix_from_a_config(hook_repository: pathlib.Path, home: pathlib.Path, project: pathlib.Path) -> None:
    revision = git(hook_repository, "rev-parse", "HEAD")
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hook_repository}\n  rev: {revision}\n  hooks:\n  - id: dockerpatch-fix\n"
    )
    git(project, "add", "-A")
    done = pre_commit(project, home, "run", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "files were modified by this hook" in done.stdout
    for name in ("Dockerfile", "sub/app.dockerfile"):
        assert (project / name).read_text() == STALE.replace("3.13.3-alpine3.20", "3.13.15-alpine3.24")
    assert (project / "Dockerfile.md").read_text() == NOTE
    git(project, "add", "-A")
    done = pre_commit(project, home, "run", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
