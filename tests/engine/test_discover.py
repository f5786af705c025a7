from __future__ import annotations

import os
import pathlib
import subprocess
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from dockerpatch.engine.discover import Found, Missing, discover, root_of

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def tree(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pathlib.Path]:
    """Makes a checkout of the files named, each with its text or none, and goes there."""

    def make(*names: str, **texts: str) -> pathlib.Path:
        for name, text in {**dict.fromkeys(names, ""), **texts}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (tmp_path / ".git").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make


def paths(*named: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [one.path for one in discover(named or (".",), exclude)]


def test_what_is_called_like_a_dockerfile(tree: Callable[..., pathlib.Path]) -> None:
    taken = [
        "Containerfile", "Dockerfile", "Dockerfile-dev", "Dockerfile.prod", "Dockerfile_x", "a/api.Dockerfile",
        "a/b/web.containerfile", "a/dockerfile", "app.dockerfile",
    ]  # fmt: skip
    tree(
        *taken,
        *(
            "Dockerfile.dockerignore",
            "Dockerfile.j2",
            "Dockerfile.md",
            "Dockerfile.bak",
            "Dockerfiles",
        ),
        *("README.md", "docker-compose.yml", "mydockerfile", "Makefile", "Dockerfile.tmpl", "a/dockerfile.go"),
        *("node_modules/x/Dockerfile", ".git/Dockerfile", ".venv/Dockerfile", "a/__pycache__/Dockerfile"),
    )
    assert sorted(paths()) == sorted(taken)


def test_a_folder_called_like_a_dockerfile_is_searched(tree: Callable[..., pathlib.Path]) -> None:
    tree("Dockerfile/Dockerfile")
    assert paths() == ["Dockerfile/Dockerfile"]


def test_a_file_that_is_named_is_taken(tree: Callable[..., pathlib.Path]) -> None:
    tree("x.txt", "node_modules/Dockerfile", **{".gitignore": "*", "Dockerfile.md": ""})
    named = ("x.txt", "node_modules/Dockerfile", "Dockerfile.md")
    assert paths(*named, exclude=("*",)) == list(named)


def test_order_and_once(tree: Callable[..., pathlib.Path]) -> None:
    root = tree("b/Dockerfile", "a/Dockerfile", "Dockerfile", "z")
    (root / "a" / "Dockerfile.link").symlink_to("Dockerfile")
    (root / "c").symlink_to("a")
    assert paths("z", ".", "a", "./Dockerfile") == ["z", "Dockerfile", "a/Dockerfile", "b/Dockerfile"]
    assert paths("c") == ["c/Dockerfile"]
    assert paths("c", "a") == ["c/Dockerfile"]
    assert paths("-", "-", "b") == ["-", "-", "b/Dockerfile"] or paths("-", "b") == ["-", "b/Dockerfile"]


def test_links_to_folders_are_not_followed(tree: Callable[..., pathlib.Path]) -> None:
    root = tree("a/Dockerfile")
    (root / "a" / "loop").symlink_to("..")
    (root / "Dockerfile").symlink_to("a")
    assert paths() == ["a/Dockerfile"]


def test_what_is_not_there(tree: Callable[..., pathlib.Path]) -> None:
    root = tree("Dockerfile")
    (root / "Dockerfile.gone").symlink_to("nowhere")
    found = list(discover(["no-such", "Dockerfile.gone", "Dockerfile"]))
    assert [(type(one), one.path) for one in found] == [
        (Missing, "no-such"),
        (Found, "Dockerfile.gone"),
        (Found, "Dockerfile"),
    ]
    assert isinstance(found[0], Missing)
    assert found[0].reason == "no such file or folder"


def test_a_folder_that_cannot_be_searched(tree: Callable[..., pathlib.Path], monkeypatch: pytest.MonkeyPatch) -> None:
    tree("a/Dockerfile", "b/Dockerfile")
    scan = os.scandir

    def refuse(path: str) -> object:
        if path == "a":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    first, second = discover(["."])
    assert isinstance(first, Missing)
    assert (first.path, first.reason) == ("a", "cannot be searched: Permission denied")
    assert second.path == "b/Dockerfile"


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ((), ["Dockerfile", "a/Dockerfile", "a/b/Dockerfile", "c/Dockerfile.x"]),
        (("a",), ["Dockerfile", "c/Dockerfile.x"]),
        (("a/b/",), ["Dockerfile", "a/Dockerfile", "c/Dockerfile.x"]),
        (("/Dockerfile",), ["a/Dockerfile", "a/b/Dockerfile", "c/Dockerfile.x"]),
        (("Dockerfile",), ["c/Dockerfile.x"]),
        (("**/b/**", "*.x"), ["Dockerfile", "a/Dockerfile"]),
        (("*", "!c", "!c/**"), ["c/Dockerfile.x"]),
        (("# comment", ""), ["Dockerfile", "a/Dockerfile", "a/b/Dockerfile", "c/Dockerfile.x"]),
    ],
)
def test_exclude(tree: Callable[..., pathlib.Path], exclude: tuple[str, ...], left: list[str]) -> None:
    tree("Dockerfile", "a/Dockerfile", "a/b/Dockerfile", "c/Dockerfile.x")
    assert paths(exclude=exclude) == left


IGNORES: list[dict[str, str]] = [
    {},
    {".gitignore": "a/\n"},
    {".gitignore": "/Dockerfile\n"},
    {".gitignore": "*.x\n!keep.x\n"},
    {".gitignore": "*\n!*/\n!a/**\n"},
    {".gitignore": "a/*\n!a/b/\n"},
    {".gitignore": "a\n", "a/.gitignore": "!Dockerfile\n"},
    {".gitignore": "Dockerfile\n", "a/.gitignore": "!Dockerfile\n"},
    {"a/.gitignore": "/Dockerfile\nb/*\n!b/Dockerfile.x\n"},
    {"a/.gitignore": "*\n", "a/b/.gitignore": "!Dockerfile.x\n"},
    {".gitignore": "# a\r\n\r\nc/\r\n"},
    {".gitignore": "\ufeffc/\n"},
    {".gitignore": "**/b\nc/Dockerfile.[xy]\n"},
    {".gitignore": "\\#x\n\\!y\n /Dockerfile\nDockerfile.x  \n"},
]
NAMES = (
    "Dockerfile",
    "Dockerfile.x",
    "a/Dockerfile",
    "a/b/Dockerfile",
    "a/b/Dockerfile.x",
    "c/Dockerfile.x",
    "c/d/Dockerfile",
)


@pytest.mark.parametrize("ignores", IGNORES)
@pytest.mark.parametrize("start", ["", "a", "a/b"])
def test_what_git_ignores_is_passed_over(
    tree: Callable[..., pathlib.Path], ignores: dict[str, str], start: str
) -> None:
    """The oracle is git itself."""
    root = tree(*NAMES, **ignores)
    (root / ".git").rmdir()
    git = ["git", "-c", "core.excludesFile=", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], cwd=root, check=True)
    listed = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    wanted = [name for name in listed.split("\0") if name in NAMES and name.startswith(start)]
    inside = subprocess.run([*git, "check-ignore", "-q", start or "."], cwd=root, check=False).returncode == 0
    if start and inside:
        # A folder that is named is searched though the checkout ignores it.
        assert set(paths(start)) >= set(wanted)
    else:
        assert sorted(paths(start or ".")) == sorted(wanted)


def test_an_ignored_folder_that_is_named_is_searched(tree: Callable[..., pathlib.Path]) -> None:
    tree("build/x/Dockerfile", "build/y/Dockerfile", **{".gitignore": "build/\n", "build/.gitignore": "y\n"})
    assert paths() == []
    assert paths("build") == ["build/x/Dockerfile"]
    assert paths("build/x") == ["build/x/Dockerfile"]


def test_the_root_is_the_checkout(tree: Callable[..., pathlib.Path], tmp_path: pathlib.Path) -> None:
    tree("a/b/Dockerfile")
    assert root_of("a/b") == str(tmp_path.resolve())
    assert {one.root for one in discover(["a/b/Dockerfile", "a"]) if isinstance(one, Found)} == {
        str(tmp_path.resolve())
    }


def test_ten_thousand_files_stream(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(100):
        folder = tmp_path / f"f{number:02}"
        folder.mkdir()
        for other in range(100):
            (folder / f"Dockerfile.{other:02}").touch()
    monkeypatch.chdir(tmp_path)
    run = discover(["."])
    next(run)
    tracemalloc.start()
    try:
        count = sum(1 for _ in run)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 9_999
    # What is kept of a file is its path, to know it again.
    assert peak < 600 * 10_000
