from __future__ import annotations

import pytest

from dockerpatch.model.build import Build
from dockerpatch.model.stage import is_root
from dockerpatch.syntax.dockerfile import parse


def users(text: str) -> list[str | None]:
    """The user of each RUN, in the order of the text."""
    return [
        stage.user_at(each)
        for stage in Build(parse(text)).stages
        for each in stage.instructions
        if each.keyword == "RUN"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FROM a\nRUN x\n", [None]),
        ("FROM a\nUSER app\nRUN x\nUSER root\nRUN y\n", ["app", "root"]),
        ("FROM a\nRUN x\nUSER app\n", [None]),
        ("FROM a\nUSER 1000:1000\nRUN x\n", ["1000:1000"]),
        ('FROM a\nUSER "app"\nRUN x\n', ["app"]),
        ("FROM a\nUSER $U\nRUN x\n", [""]),
        ("FROM a\nUSER\nRUN x\n", [None]),
        ("FROM a AS b\nUSER app\nFROM b\nRUN x\n", ["app"]),
        ("FROM a AS b\nUSER app\nFROM b AS c\nRUN x\nUSER root\nFROM c\nRUN y\n", ["app", "root"]),
        ("FROM a AS b\nUSER app\nFROM a\nRUN x\n", [None]),
        ("FROM a\nONBUILD USER app\nRUN x\n", [None]),
        ("FROM a\nRUN <<E\nUSER app\nE\nRUN x\n", [None, None]),
    ],
)
def test_who_runs_a_command(text: str, found: list[str | None]) -> None:
    assert users(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FROM a\nUSER app\n", None),
        ("FROM a AS b\nUSER app\nFROM b\nUSER root\n", "app"),
        ("FROM a AS b\nUSER app\nUSER x\nFROM b AS c\nFROM c\n", "x"),
    ],
)
def test_who_a_stage_starts_as(text: str, found: str | None) -> None:
    final = Build(parse(text)).final
    assert final is not None
    assert final.user_at() == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FROM a\nRUN x\n", [None]),
        ('FROM a\nRUN x\nSHELL ["/bin/bash", "-c"]\nRUN y\n', [None, ("/bin/bash", "-c")]),
        ('FROM a AS b\nSHELL ["bash"]\nFROM b\nRUN x\nSHELL ["sh"]\nRUN y\n', [("bash",), ("sh",)]),
        ("FROM a\nSHELL bash -c\nRUN x\n", [None]),
        ('FROM a AS b\nSHELL ["bash"]\nFROM c\nRUN x\n', [None]),
    ],
)
def test_the_shell_of_a_command(text: str, found: list[tuple[str, ...] | None]) -> None:
    stages = Build(parse(text)).stages
    runs = [(stage, each) for stage in stages for each in stage.instructions if each.keyword == "RUN"]
    assert [stage.shell_at(each) for stage, each in runs] == found


@pytest.mark.parametrize(
    ("user", "root"),
    [
        (None, None),
        ("", None),
        ("root", True),
        ("0", True),
        ("root:app", True),
        ("0:0", True),
        ("app", False),
        ("1000", False),
        ("rooty", False),
        ("1000:0", False),
    ],
)
def test_who_is_root(user: str | None, root: bool | None) -> None:
    assert is_root(user) is root


def test_the_image_below() -> None:
    first, second, third = Build(parse("FROM a AS b\nFROM b AS c\nFROM scratch\n")).stages
    assert [stage.index for stage in second.lineage()] == [1, 0]
    assert first.site is not None
    assert second.base is first.site
    assert third.base is None
    assert third.site is None


def test_commands_are_read_once() -> None:
    stage = Build(parse("FROM a\nRUN x && y\nRUN z\n")).stages[0]
    assert stage.runs() is stage.runs()
    assert list(stage.runs()) == [7, 18]


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("FROM debian:13\n", False),
        ("FROM scratch\n", False),
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2025\n", True),
        ("FROM python:3.14-windowsservercore\n", True),
        ("FROM golang:nanoserver\n", True),
        ("FROM --platform=windows/amd64 app\n", True),
        ("FROM mcr.microsoft.com/dotnet/framework/aspnet:4.8\n", True),
        ("# escape=`\nFROM app\n", True),
        ("FROM dockcross/windows-static-x64\n", False),
        ("FROM mcr.microsoft.com/windows/nanoserver AS a\nFROM a AS b\nFROM b\n", True),
    ],
)
def test_windows(text: str, windows: bool) -> None:
    assert Build(parse(text)).stages[-1].is_windows is windows


def test_the_root_of_a_lineage() -> None:
    first, second, third, other = Build(parse("FROM a AS b\nFROM b AS c\nFROM c\nFROM a\n")).stages
    assert [stage.root for stage in (first, second, third, other)] == [first, first, first, other]


def test_a_stage_opens_with_what_it_inherits() -> None:
    stages = Build(parse("ARG G=1\nFROM a AS b\nENV E=2\nARG A=3\nFROM b\nENV F=4\n")).stages
    assert list(stages[1].opening_scope().values) == ["E"]
    assert list(stages[1].scope.values) == ["E", "F"]
