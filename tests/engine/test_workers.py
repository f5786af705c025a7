"""Several processes say what one says, in the same order."""

from __future__ import annotations

import os
import pathlib
import signal

import pytest

from dockerpatch.engine import judged as module
from dockerpatch.engine import workers
from dockerpatch.engine.judge import Judge
from dockerpatch.engine.report import FileReport
from dockerpatch.engine.session import Session
from dockerpatch.knowledge.almanac import AlmanacError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process")

BASES = ["python:3.13.3-alpine3.20", "golang:alpine", "alpine:3.24", "java:8", "scratch\nBOGUS"]


@pytest.fixture
def project(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workers, "BATCH", 4)
    for number in range(60):
        (tmp_path / f"{number:02}.dockerfile").write_text(f"FROM {BASES[number % 5]}\nLABEL n={number} x=\x1f\n")
    return tmp_path


def said(report: FileReport) -> tuple[object, ...]:
    errors = [error.message for error in report.errors]
    return (report.path, errors, [(one.code, one.span, one.message) for one in report.findings])


def check(jobs: int, cache: bool = False) -> list[tuple[object, ...]]:
    session = Session(change=lambda own: own.replace(as_of="2026-08-22"), cache=cache, jobs=jobs)
    return [said(report) for report in session.check(["."], lambda: b"")]


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_same_in_the_same_order(project: pathlib.Path, jobs: int) -> None:
    alone = check(1)
    assert [row[0] for row in alone] == [f"{number:02}.dockerfile" for number in range(60)]
    assert check(jobs) == alone
    assert check(jobs, cache=True) == check(jobs, cache=True) == alone


def test_processes_are_started_only_where_they_pay(project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = check(1)
    monkeypatch.setattr(module, "_cores", lambda: 2)
    real = workers.shared
    started = []
    monkeypatch.setattr(workers, "shared", lambda *given: started.append(1) or real(*given))
    assert check(0) == alone
    assert started == []
    monkeypatch.setattr(module, "ALONE", 20)
    assert check(0) == alone
    assert started == [1]


def test_a_second_config_holds_for_its_files(project: pathlib.Path) -> None:
    sub = project / "sub"
    sub.mkdir()
    (sub / ".dockerpatch.toml").write_text('ignore = ["ALL"]\n')
    for number in range(9):
        (sub / f"{number}.dockerfile").write_text("FROM java:8\n")
    found = check(2)
    assert found == check(1)
    assert [row[2] for row in found if "sub" in str(row[0])] == [[]] * 9


def test_a_process_that_dies_costs_nothing(project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = check(1)
    here, real = os.getpid(), Judge.judge

    def judge(self: Judge, report: FileReport, config: object) -> object:
        if os.getpid() != here and "30" in report.path:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, report, config)  # type: ignore[arg-type]

    monkeypatch.setattr(Judge, "judge", judge)
    assert check(2) == alone


def test_an_almanac_that_breaks_is_told(project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(self: Judge, report: FileReport, config: object) -> None:
        raise AlmanacError("the almanac is damaged: x")

    monkeypatch.setattr(Judge, "judge", judge)
    with pytest.raises(AlmanacError, match="damaged"):
        check(2)
