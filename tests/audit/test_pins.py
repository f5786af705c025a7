"""Toolchain pins: what a repository says of the Go that builds it, and whether a program was built by that."""

from __future__ import annotations

import pathlib

import pytest

from dockerpatch.audit.buildinfo import BuildInfo, Module
from dockerpatch.audit.found import Program
from dockerpatch.audit.pins import DIFFERS, MATCHES, NOTHING, Pins, PinVerdict, read_pins
from dockerpatch.audit.place import Place
from dockerpatch.knowledge.almanac import Almanac


@pytest.fixture
def repo(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def pins_of(repo: pathlib.Path, almanac: Almanac, **files: str) -> Pins:
    for name, text in files.items():
        path = repo / name.replace("__", "/").replace("_mod", ".mod").replace("_work", ".work")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_pins(str(repo), almanac)


def judged(pins: Pins, version: str, module: str = "", package: str = "command-line-arguments") -> PinVerdict:
    main = Module(module, "(devel)") if module else None
    return pins.judge(Program(Place("app"), "ELF", BuildInfo(version, package, main)))


@pytest.mark.parametrize(
    ("dockerfile", "version", "status"),
    [
        ("FROM golang:1.21.6-alpine3.19\n", "go1.21.6", MATCHES),
        ("FROM golang:1.21.6-alpine3.19\n", "go1.21.7", DIFFERS),
        ("FROM golang:1.21.6\n", "go1.21.6 X:boringcrypto", MATCHES),
        ("FROM golang:1.21-alpine\n", "go1.21.13", MATCHES),
        ("FROM golang:1.21-alpine\n", "go1.22.0", DIFFERS),
        ("FROM golang:1.20\n", "go1.20", MATCHES),
        ("FROM golang:alpine\n", "go1.22.0", NOTHING),
        ("FROM golang\n", "go1.22.0", NOTHING),
        ("FROM python:3.13\n", "go1.22.0", NOTHING),
        ("ARG GO=1.22.5\nFROM golang:${GO}-alpine\n", "go1.22.5", MATCHES),
        ("FROM alpine\nRUN wget https://go.dev/dl/go1.22.3.linux-amd64.tar.gz\n", "go1.22.3", MATCHES),
        ("FROM alpine\nRUN wget https://go.dev/dl/go1.22.3.linux-amd64.tar.gz\n", "go1.22.4", DIFFERS),
        ("FROM golang:1.22.5\nFROM golang:1.21.6\n", "go1.21.6", MATCHES),
        ("FROM golang:1.22.5\n", "devel go1.22-abc", DIFFERS),
        ("FROM golang:1.22\n", "devel go1.22-abc", MATCHES),
        ("FROM golang:1.22.5\n", "nonsense", NOTHING),
    ],
)
def test_dockerfiles(repo: pathlib.Path, almanac: Almanac, dockerfile: str, version: str, status: str) -> None:
    assert judged(pins_of(repo, almanac, Dockerfile=dockerfile), version).status == status


def test_each_pin_has_its_place(repo: pathlib.Path, almanac: Almanac) -> None:
    pins = pins_of(
        repo,
        almanac,
        build__Dockerfile="ARG V=1.22.5\nFROM golang:${V}-alpine\n",
        go_mod="module example.com/app\n\ngo 1.21\ntoolchain go1.22.3\n",
    )
    shown = sorted((pathlib.Path(pin.file).name, pin.line, pin.text, pin.reach, pin.version) for pin in pins.pins)
    assert shown == [
        ("Dockerfile", 1, "golang:1.22.5-alpine", "exact", "1.22.5"),
        ("go.mod", 3, "go 1.21", "least", "1.21"),
        ("go.mod", 4, "toolchain go1.22.3", "least", "1.22.3"),
    ]
    assert pins.modules == {"example.com/app"}


def test_what_a_floating_tag_stood_for(repo: pathlib.Path, almanac: Almanac) -> None:
    (pin,) = pins_of(repo, almanac, Dockerfile="FROM golang:alpine\n").pins
    assert pin.reach == "floating"
    assert pin.remark == f"Go {almanac.go_latest()} on {almanac.as_of}"


@pytest.mark.parametrize(
    ("lines", "version", "status"),
    [
        ("go 1.21", "go1.21rc2", MATCHES),
        ("go 1.21", "go1.20.14", DIFFERS),
        ("go 1.21.5", "go1.21.4", DIFFERS),
        ("go 1.21.5", "go1.22.0", MATCHES),
        ("go 1.21\ntoolchain go1.22.3", "go1.22.2", DIFFERS),
        ("go 1.21\ntoolchain go1.22.3", "go1.22.3", MATCHES),
        ("go 1.21\ntoolchain default", "go1.21.0", MATCHES),
        ("", "go1.21.0", NOTHING),
    ],
)
def test_module_files_name_the_least(
    repo: pathlib.Path, almanac: Almanac, lines: str, version: str, status: str
) -> None:
    pins = pins_of(repo, almanac, go_mod=f"module example.com/app\n{lines}\n")
    assert judged(pins, version, "example.com/app").status == status


def test_a_program_of_another_module_is_not_this_repositorys(repo: pathlib.Path, almanac: Almanac) -> None:
    pins = pins_of(repo, almanac, Dockerfile="FROM golang:1.21.6\n", go_mod="module example.com/app\n\ngo 1.20\n")
    other = judged(pins, "go1.19.1", "example.com/other")
    assert other.status == NOTHING
    assert "example.com/other" in other.reason
    assert judged(pins, "go1.21.6", "example.com/app").status == MATCHES
    assert judged(pins, "go1.21.6").status == MATCHES
    # Without a module the main package tells: of a program that a distribution built, or of Go's own.
    for package in ("example.com/other/cmd/x", "cmd/go", "example.com/application"):
        assert package in judged(pins, "go1.19.1", package=package).reason
    assert judged(pins, "go1.21.6", package="example.com/app/cmd/x").status == MATCHES
    assert judged(pins, "go1.21.7", package="example.com/app/cmd/x").status == DIFFERS


def test_the_image_fits_and_the_module_does_not(repo: pathlib.Path, almanac: Almanac) -> None:
    pins = pins_of(repo, almanac, Dockerfile="FROM golang:1.21.6\n", go_mod="module example.com/app\n\ngo 1.22\n")
    verdict = judged(pins, "go1.21.6", "example.com/app")
    assert verdict.status == DIFFERS
    assert [pin.text for pin in verdict.object] == ["go 1.22"]


def test_what_is_ignored_or_test_data_pins_nothing(repo: pathlib.Path, almanac: Almanac) -> None:
    pins = pins_of(
        repo,
        almanac,
        x__testdata__Dockerfile="FROM golang:1.21.6\n",
        vendor__a__go_mod="module a\n\ngo 1.22\n",
        out__Dockerfile="FROM golang:1.21.6\n",
        **{".gitignore": "out/\n"},
    )
    assert pins.pins == ()
    assert judged(pins, "go1.21.6").reason == "the repository names no Go"
