"""What is in a package: the real build, from the files that git holds."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tarfile
import zipfile

import pytest

pytestmark = pytest.mark.slow


def build(kind: str, source: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = target.iterdir()
    return made


def content(folder: pathlib.Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def wheel(tree: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A wheel built from a source package that was built from the tree, as an index user's would be."""
    before = content(tree)
    source = build("sdist", tree, tmp_path_factory.mktemp("sdist"))
    assert content(tree) == before, "building leaves the checkout as it was"
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(source) as archive:
        archive.extractall(unpacked, filter="data")
    (folder,) = unpacked.iterdir()
    before = content(folder)
    made = build("wheel", folder, tmp_path_factory.mktemp("wheel"))
    assert content(folder) == before, "building leaves the sources as they were"
    return made


def names(wheel: pathlib.Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        listed = archive.namelist()
    assert len(listed) == len(set(listed)), "a file is in the wheel twice"
    return set(listed)


def test_wheel_has_what_is_generated(wheel: pathlib.Path) -> None:
    wanted = {
        "dockerpatch/rules/_compiled.py",
        "dockerpatch/rules/_docs.py",
        "dockerpatch/rules/rule.schema.json",
        "dockerpatch/config/config.schema.json",
        "dockerpatch/triage/views/page.css",
        "dockerpatch/triage/views/page.html.jinja",
        "dockerpatch/triage/views/page.js",
        "dockerpatch/knowledge/built/almanac.sqlite",
        "dockerpatch/knowledge/built/alpine-fixes.sqlite",
        "dockerpatch/py.typed",
    }
    assert wanted <= names(wheel)


def test_wheel_has_every_module_and_nothing_else(wheel: pathlib.Path, tree: pathlib.Path) -> None:
    modules = {path.relative_to(tree).as_posix() for path in (tree / "dockerpatch").rglob("*.py")}
    found = names(wheel)
    generated = {"dockerpatch/rules/_compiled.py", "dockerpatch/rules/_docs.py"}
    assert {name for name in found if name.endswith(".py")} == modules | generated
    assert {name.partition("/")[0].partition("-")[0] for name in found} == {"dockerpatch"}
    assert not [name for name in found if "/facts" in name and "licenses/" not in name]


def test_wheel_carries_its_licences(wheel: pathlib.Path) -> None:
    found = {name.partition("licenses/")[2] for name in names(wheel) if "licenses/" in name}
    assert {"LICENSE", "NOTICE"} <= found
    assert any(name.startswith("dockerpatch/knowledge/facts-cc-by-sa/LICENSE") for name in found)


def test_wheel_runs_without_its_sources(wheel: pathlib.Path, tmp_path: pathlib.Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from dockerpatch import __version__; from dockerpatch.knowledge.almanac import Almanac;"
        "from dockerpatch.rules.catalog import load; assert load(); Almanac.open(); print(__version__)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert wheel.name.startswith(f"dockerpatch-{done.stdout.strip()}-py3-none-any")


def test_the_checkout_gives_the_same_wheel_as_its_source_package(
    wheel: pathlib.Path, tree: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(build("wheel", tree, tmp_path)) as second:
        sums = [{info.filename: info.CRC for info in archive.infolist()} for archive in (first, second)]
    assert sums[0] == sums[1]
