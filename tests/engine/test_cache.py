"""What is remembered between runs: the same findings, sooner, and never anything else."""

from __future__ import annotations

import os
import pathlib
import threading

import pytest

from dockerpatch.engine.cache import FOLDER, KEPT_DAYS, Cache
from dockerpatch.engine.judge import Judge
from dockerpatch.engine.report import FileReport
from dockerpatch.engine.session import Session

STALE = "FROM python:3.13.3-alpine3.20\nCMD x\n"


@pytest.fixture
def project(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text(STALE + f"LABEL name={name}\n")
    (tmp_path / "d.dockerfile").write_text("BOGUS\n")
    return tmp_path


def run(**values: object) -> list[tuple[object, ...]]:
    session = Session(change=lambda own: own.replace(as_of="2026-08-22", **values), cache=True)
    return [said(report) for report in session.check(["."], lambda: b"")]


def said(report: FileReport) -> tuple[object, ...]:
    errors = [error.message for error in report.errors]
    findings = [(one.code, one.span, one.message, one.fix and one.fix.edits) for one in report.findings]
    return (report.path, errors, findings, report.skipped, report.suppressed)


def entries(project: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in (project / FOLDER).glob("??/*") if path.is_file())


def test_the_second_run_judges_nothing(project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run()
    assert len(entries(project)) == 4

    def fail(*_: object) -> None:
        raise AssertionError("judged")

    monkeypatch.setattr(Judge, "judge", fail)
    assert run() == first


def test_a_folder_that_git_and_backups_leave_alone(project: pathlib.Path) -> None:
    run()
    assert (project / FOLDER / ".gitignore").read_text() == "*\n"
    assert (project / FOLDER / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert not any(FOLDER in str(each[0]) for each in run())


@pytest.mark.parametrize(
    "values",
    [{"select": ("DP2",)}, {"ignore": ("DP101",)}, {"profile": "strict"}, {"severity": {"DP101": "note"}}],
    ids=str,
)
def test_other_settings_are_other_entries(project: pathlib.Path, values: dict[str, object]) -> None:
    run()
    before = set(entries(project))
    found = run(**values)
    assert set(entries(project)) > before
    for path in before:
        path.unlink()
    assert run(**values) == found


def test_another_day_another_text_another_code(project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    count = len(entries(project))
    session = Session(change=lambda own: own.replace(as_of="2025-05-01"), cache=True)
    assert not any(one.code == "DP101" for report in session.check(["."], lambda: b"") for one in report.findings)
    assert len(entries(project)) == 2 * count
    (project / "a" / "Dockerfile").write_text("FROM alpine:3.24\n")
    assert run()[1][2] != run()[2][2]
    assert len(entries(project)) == 2 * count + 1
    monkeypatch.setattr("dockerpatch.engine.memory._code", lambda own: "other")
    run()
    assert len(entries(project)) == 3 * count + 1


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 100, None], ids=repr)
def test_a_damaged_entry_is_found_anew(project: pathlib.Path, damage: bytes | None) -> None:
    first = run()
    for path in entries(project):
        data = path.read_bytes()
        path.write_bytes(damage if damage is not None else data[:-1] + bytes((data[-1] ^ 1,)))
    assert run() == first
    good = [path.read_bytes() for path in entries(project)]
    assert run() == first
    assert [path.read_bytes() for path in entries(project)] == good


def test_a_folder_in_place_of_an_entry(project: pathlib.Path) -> None:
    first = run()
    for path in entries(project):
        path.unlink()
        path.mkdir()
    assert run() == first


def test_a_link_is_not_followed(project: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / FOLDER).symlink_to(elsewhere)
    assert run()[-1][2]
    assert list(elsewhere.iterdir()) == []


def test_a_file_where_the_folder_should_be(project: pathlib.Path) -> None:
    (project / FOLDER).write_text("mine")
    assert run()[-1][2]
    assert (project / FOLDER).read_text() == "mine"


def test_runs_at_the_same_time(tmp_path: pathlib.Path) -> None:
    cache = Cache(str(tmp_path))
    names = [cache.key("k")(bytes((number,))) for number in range(50)]
    wrong: list[str] = []

    def work() -> None:
        own = Cache(str(tmp_path))
        for name in names * 4:
            own.put(name, name.encode() * 50)
            if own.get(name) != name.encode() * 50:
                wrong.append(name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "CACHEDIR.TAG",
        ".gitignore",
        *(name[2:] for name in names),
    }


def test_old_entries_are_cleared_away(project: pathlib.Path) -> None:
    run()
    kept, old = entries(project)[:2]
    long_ago = os.stat(old).st_mtime - (KEPT_DAYS + 1) * 86_400
    os.utime(old, (long_ago, long_ago))
    cache = Cache(str(project))
    cache.put(old.parent.name + "0" * 30, b"new")
    assert not old.exists()
    assert kept.exists()


def test_fix_writes_although_the_findings_are_remembered(project: pathlib.Path) -> None:
    run()
    session = Session(change=lambda own: own.replace(as_of="2026-08-22"), cache=True)
    changed = [report.path for report in session.fix(["a"], lambda: b"") if report.written]
    assert changed == [os.path.join("a", "Dockerfile")]
    assert (project / "a" / "Dockerfile").read_text() != STALE + "LABEL name=a\n"


def test_without_the_cache_nothing_is_written(project: pathlib.Path) -> None:
    list(Session().check(["."], lambda: b""))
    assert not (project / FOLDER).exists()
