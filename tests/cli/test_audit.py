"""The command ``audit``: what it prints, and what it exits with."""

from __future__ import annotations

import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable

import jsonschema
import pytest

from tests.audit.made import MODULES, SETTINGS, elf, pe
from tests.audit.packed import saved_layer, tarred, zipped

from .conftest import AS_OF, ROOT, Done

Run = Callable[..., Done]

SCHEMA = json.loads((ROOT / "dockerpatch" / "audit" / "audit.schema.json").read_text(encoding="utf-8"))
HIT, CLEAR = elf("go1.21.6"), elf("go1.27.0")


def release(folder: pathlib.Path) -> None:
    """A folder of release files of all kinds, and a repository that pins a Go."""
    dist = folder / "dist"
    dist.mkdir()
    settings = SETTINGS + 'build\tvcs.modified=true\nbuild\t-ldflags="-s -w"\n'
    (dist / "app.tar.gz").write_bytes(
        tarred({"bin/app": elf("go1.21.6", MODULES + settings), "bin/sh": elf(data=b"x")})
    )
    (dist / "app.zip").write_bytes(zipped({"app.exe": pe("go1.27.0"), "../evil": CLEAR}))
    (dist / "image.tar").write_bytes(saved_layer({"usr/bin/new": elf("devel go1.28-abc", "")}))
    (dist / "cut").write_bytes(HIT[:4200])
    (dist / "README").write_text("none of ours")
    (dist / "go" / "pkg" / "mod" / "x@v1" / "testdata").mkdir(parents=True)
    (dist / "go" / "pkg" / "mod" / "x@v1" / "testdata" / "old").write_bytes(HIT)
    (folder / "Dockerfile").write_text("FROM golang:alpine AS build\nFROM golang:1.27.0\n")
    (folder / ".gitignore").write_text("dist/\n")


def without_layer(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_the_report_for_people(run: Run, folder: pathlib.Path) -> None:
    release(folder)
    done = run("audit", AS_OF, "dist")
    assert done.code == 4
    snapshot = ROOT / "tests" / "audit" / "audit.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(done.out + "--\n" + done.err, encoding="utf-8")
    assert done.out + "--\n" + done.err == snapshot.read_text(encoding="utf-8")


def test_colours_change_nothing_else(run: Run, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(folder)
    plain = run("audit", AS_OF, "dist")
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("audit", AS_OF, "dist")
    assert coloured.out != plain.out
    assert without_layer(coloured.out) == plain.out


@pytest.mark.parametrize("more", [[], ["--all"], ["--settings"]])
def test_the_report_for_programs(run: Run, folder: pathlib.Path, more: list[str]) -> None:
    release(folder)
    done = run("audit", AS_OF, "--format", "json", *more, "dist", "gone")
    data = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    assert len(data["programs"]) == (4 if more == ["--all"] else 3)
    by_version = {program["go"]["version"]: program for program in reversed(data["programs"])}
    hit = by_version["go1.21.6"]
    assert hit["status"] == "hit"
    assert hit["toolchain"]["status"] == "differs"
    assert hit["toolchain"]["not_met"][0]["line"] == 2
    known = {one["id"] for one in data["advisories"]}
    assert {one["id"] for one in hit["advisories"]} <= known
    assert data["summary"]["hit"] == sum(program["status"] == "hit" for program in data["programs"])
    assert by_version["go1.27.0"]["toolchain"]["status"] == "matches"
    assert by_version["devel go1.28-abc"]["status"] == "unjudged"
    assert by_version["devel go1.28-abc"]["place"]["layer"].startswith("layer 1 of 1")
    assert {error["kind"] for error in data["errors"]} == {"unsafe", "damaged", "unreadable"}
    assert data["summary"]["missing"] == 1
    assert ("unknown" in data) == (more == ["--all"])


def test_the_schema_is_one(run: Run) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("files", "words", "code"),
    [
        ({"app": HIT}, [], 1),
        ({"app": HIT}, ["--fail-on", "never"], 0),
        ({"app": CLEAR}, [], 0),
        ({"app": CLEAR, "Dockerfile": b"FROM golang:1.26.1\n"}, [], 0),
        ({"app": CLEAR, "Dockerfile": b"FROM golang:1.26.1\n"}, ["--fail-on", "differs"], 1),
        ({"app": elf("devel +abc", "")}, ["--fail-on", "differs"], 0),
        ({"app": elf("devel +abc", "")}, ["--fail-on", "unknown"], 1),
        ({"text": b"x"}, [], 3),
        ({"app": elf(data=b"x")}, [], 3),
        ({}, [], 3),
        ({"app": HIT, "bad": HIT[:200]}, [], 4),
        ({"app": HIT, "bad": HIT[:200]}, ["--fail-on", "never"], 4),
    ],
)
def test_exit_codes(run: Run, folder: pathlib.Path, files: dict[str, bytes], words: list[str], code: int) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = run("audit", AS_OF, *words, ".")
    assert done.code == code
    assert ("no Go program found" in done.err) == (code == 3)


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["audit"], 2, "missing argument"),
        (["audit", "--repo", "gone", "."], 2, "--repo: there is no folder gone"),
        (["audit", "--as-of", "yesterday", "."], 2, "yesterday"),
        (["audit", "--almanac", "gone", "."], 5, "gone"),
        (["audit", "--fail-on", "x", "."], 2, "--fail-on"),
    ],
)
def test_what_cannot_be_used(run: Run, words: list[str], code: int, line: str) -> None:
    done = run(*words)
    assert done.code == code
    assert line in done.line


def test_a_path_that_is_not_there(run: Run, folder: pathlib.Path) -> None:
    done = run("audit", AS_OF, "gone")
    assert done.code == 3
    assert "gone: error: no such file or folder" in done.err
    (folder / "app").write_bytes(CLEAR)
    assert run("audit", AS_OF, "app", "gone").code == 4


def test_standard_input_and_an_output_file(process: Run, folder: pathlib.Path) -> None:
    done = process("audit", AS_OF, "--output", "report.txt", "-", stdin=tarred({"app": HIT}))
    assert done.code == 1
    assert done.out == ""
    assert (folder / "report.txt").read_text(encoding="utf-8").startswith("<stdin>!/app: warning go1.21.6: ")


def test_settings_and_dependencies_on_request(run: Run, folder: pathlib.Path) -> None:
    (folder / "app").write_bytes(HIT)
    done = run("audit", AS_OF, "--settings", "app")
    assert "  = setting: GOARCH=amd64\n" in done.out
    assert "  = depends on: example.com/lib v0.1.0 => example.com/fork v0.1.1\n" in done.out


def test_everything_on_request(run: Run, folder: pathlib.Path) -> None:
    release(folder)
    done = run("audit", AS_OF, "--all", "dist")
    assert "app.tar.gz!/bin/sh: note unknown (no build information" in done.out
    assert "testdata/old: warning go1.21.6" in done.out
    assert " more (--all or --format json has them)" not in done.out


def test_names_and_texts_are_shown_harmlessly(run: Run, folder: pathlib.Path) -> None:
    evil = "path\tx\x1b[2J\nmod\texample.com/\u202eapp\tv1\n"
    (folder / "app.tar").write_bytes(tarred({"a\x1b[31m": elf("go1.21.6", evil)}))
    out = run("audit", AS_OF, "app.tar").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31m" in out


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="no /proc to tell how much memory was used")
def test_a_file_of_half_a_gigabyte_takes_little_memory(folder: pathlib.Path) -> None:
    """Of real size, with a hole on disk for most of it: 20 MB of a program behind 500 MB, in tar and compressed."""
    with open(folder / "big.tar", "wb") as file:
        info = tarfile.TarInfo("blob")
        info.size = 500 << 20
        file.write(info.tobuf(tarfile.USTAR_FORMAT))
        file.seek(500 << 20, 1)
        file.write(tarred({"app": HIT.ljust(20 << 20, b"\0")}))
    # What getrusage tells of a process counts the one that started it, too.
    code = (
        "import sys; from dockerpatch.cli.main import run; code = run(sys.argv[1:]);"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0], file=sys.stderr); sys.exit(code)"
    )
    with open(folder / "big.tar", "rb") as whole, gzip.open(folder / "big.tgz", "wb", 1) as packed:
        shutil.copyfileobj(whole, packed, 1 << 20)
    for name in ("big.tar", "big.tgz"):
        words = [sys.executable, "-c", code, "audit", AS_OF, name]
        env = {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=env)
        # The zeros unpack to more than a bomb may: what is read of them until then takes no memory either.
        assert done.returncode == (1 if name == "big.tar" else 4), done.stderr
        assert int(done.stderr.split()[-1]) < 100 * 1024
