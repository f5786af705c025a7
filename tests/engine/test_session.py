from __future__ import annotations

import os
import pathlib
import stat
from typing import TYPE_CHECKING, Any

import pytest

from dockerpatch.config.settings import Config
from dockerpatch.config.waivers import Waivers
from dockerpatch.engine import judge
from dockerpatch.engine import session as door
from dockerpatch.engine.analyze import View
from dockerpatch.engine.judge import Judge
from dockerpatch.engine.report import BROKEN, CLEAN, FINDINGS, NO_INPUT, FileError, FileReport, Tally
from dockerpatch.engine.session import Session
from dockerpatch.knowledge.almanac import AlmanacError
from dockerpatch.lint.finding import Finding
from dockerpatch.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from dockerpatch.engine.analyze import ActiveRule

STALE = "FROM python:3.13.3-slim\n"
FRESH = "FROM python:3.13.15-slim\n"


def no_input() -> bytes:
    raise AssertionError("standard input was not named")


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """An empty checkout, and the folder that the run starts in."""
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "checkout")
    return tmp_path / "checkout"


def fix(session: Session, *paths: str, **options: Any) -> list[FileReport]:
    return list(session.fix(paths or (".",), no_input, **options))


def errors(reports: list[FileReport]) -> list[str]:
    return [f"{error.path}: {error.message}" for report in reports for error in report.errors]


def test_a_file_is_written(session: Session, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_text(STALE)
    (report,) = fix(session)
    assert (report.written, report.changed, report.findings, errors([report])) == (True, True, [], [])
    assert [finding.code for finding in report.fixed] == ["DP101"]
    assert (folder / "Dockerfile").read_text() == FRESH
    (again,) = fix(session)
    assert (again.written, again.changed, again.fixed) == (False, False, [])


def test_without_write_the_disk_stays(session: Session, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_text(STALE)
    (report,) = fix(session, write=False)
    assert (report.written, report.changed) == (False, True)
    assert report.diff() == f"--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1 +1 @@\n-{STALE}+{FRESH}"
    assert (folder / "Dockerfile").read_text() == STALE


def test_standard_input_is_never_a_file(session: Session, folder: pathlib.Path) -> None:
    (folder / "-").write_text(STALE)
    (report,) = session.fix(["-"], STALE.encode)
    assert report.fixed_source is not None
    assert report.fixed_source.data == FRESH.encode()
    assert not report.written
    assert (folder / "-").read_text() == STALE


def test_mode_and_link_are_kept_and_no_scrap_is_left(session: Session, folder: pathlib.Path) -> None:
    (folder / "real").write_text(STALE)
    (folder / "real").chmod(0o640)
    (folder / "Dockerfile").symlink_to("real")
    (report,) = fix(session)
    assert report.written
    assert os.readlink(folder / "Dockerfile") == "real"
    assert (folder / "real").read_text() == FRESH
    assert stat.S_IMODE((folder / "real").stat().st_mode) == 0o640
    assert sorted(path.name for path in folder.iterdir()) == [".git", "Dockerfile", "real"]


def test_a_link_out_of_the_root_is_refused(session: Session, folder: pathlib.Path) -> None:
    outside = folder.parent / "outside"
    outside.write_text(STALE)
    (folder / "Dockerfile").symlink_to(outside)
    (folder / "Dockerfile.b").write_text(STALE)
    first, second = fix(session)
    assert errors([first]) == [f"Dockerfile: a link that leads out of {folder}"]
    assert second.written
    assert outside.read_text() == STALE


def test_a_file_with_two_paths_is_fixed_once(session: Session, folder: pathlib.Path) -> None:
    (folder / "sub").mkdir()
    (folder / "Dockerfile").write_text(STALE)
    (folder / "sub" / "Dockerfile").symlink_to("../Dockerfile")
    reports = fix(session, "Dockerfile", "./Dockerfile", "sub/Dockerfile", str(folder / "Dockerfile"), ".")
    assert [(report.path, len(report.fixed)) for report in reports] == [("Dockerfile", 1)]


def test_a_file_that_changed_meanwhile_is_left_alone(
    session: Session, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "Dockerfile").write_text(STALE)
    write = door.write_bytes

    def late(path: str, data: bytes, root: str, was: bytes) -> None:
        (folder / "Dockerfile").write_text("FROM mine\n")
        write(path, data, root, was)

    monkeypatch.setattr(door, "write_bytes", late)
    (report,) = fix(session)
    assert errors([report]) == ["Dockerfile: changed while it was being worked on; nothing was written"]
    assert (folder / "Dockerfile").read_text() == "FROM mine\n"
    assert (report.fixed, report.changed, report.written) == ([], False, False)
    assert [finding.code for finding in report.findings] == ["DP101"]
    assert [left.reason for left in report.left] == ["not applied: the file was not written"]


def test_a_file_that_may_not_be_written_is_reported(
    session: Session, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "Dockerfile").write_text(STALE)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    (report,) = fix(session)
    assert errors([report]) == ["Dockerfile: may not be written"]
    assert (folder / "Dockerfile").read_text() == STALE


def test_a_broken_file_is_not_touched_and_keeps_its_findings(session: Session, folder: pathlib.Path) -> None:
    text = STALE + "RUN <<E\n"
    (folder / "Dockerfile").write_text(text)
    (folder / "Dockerfile.good").write_text(STALE)
    broken, good = fix(session)
    assert [(error.line, error.column) for error in broken.errors] == [(2, 1)]
    assert [finding.code for finding in broken.findings] == ["DP101"]
    assert [left.reason for left in broken.left] == ["not applied: the file has errors"]
    assert (folder / "Dockerfile").read_text() == text
    assert good.written


def planted(code: str, wrong: str = "FROM wrong\n") -> Callable[[Any], Any]:
    def check(ctx: Any) -> Any:
        yield Finding(code=code, name="n", severity="warning", message="", path="", span=Span(0, 1))
        if ctx.source.text == wrong:
            raise LookupError("no\nsuch \t thing")

    return check


def with_rules(session: Session, monkeypatch: pytest.MonkeyPatch, *rules: ActiveRule) -> None:
    monkeypatch.setattr(Judge, "_view", lambda self, _, config: View(rules, self.almanac(config)))


def test_a_rule_that_breaks_costs_one_line(
    session: Session, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[..., ActiveRule]
) -> None:
    monkeypatch.delenv("DOCKERPATCH_DEBUG", raising=False)
    with_rules(session, monkeypatch, plant("R1", planted("R1")), plant("R2", planted("R2")))
    (folder / "Dockerfile.a").write_text("FROM wrong\n")
    (folder / "Dockerfile.b").write_text("FROM right\n")
    for reports in (list(session.check(["."], no_input)), fix(session)):
        assert errors(reports) == ["Dockerfile.a: internal error in R1: LookupError: no such thing"]
        assert [[finding.code for finding in report.findings] for report in reports] == [["R1", "R2"], ["R1", "R2"]]


def test_a_part_that_breaks_costs_one_line(
    session: Session, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOCKERPATCH_DEBUG", raising=False)
    (folder / "Dockerfile.a").write_text(STALE)
    (folder / "Dockerfile.b").write_text("FROM wrong\n")
    real = judge.analyze

    def broken(source: Any, *rest: Any) -> Any:
        if source.text != STALE:
            raise RecursionError
        return real(source, *rest)

    monkeypatch.setattr(judge, "analyze", broken)
    assert errors(list(session.check(["."], no_input))) == ["Dockerfile.b: internal error in reading: RecursionError"]
    # What breaks on the patched text alone breaks the fixing.
    reports = fix(session)
    assert errors(reports) == [
        "Dockerfile.a: internal error in fixing: RecursionError",
        "Dockerfile.b: internal error in reading: RecursionError",
    ]
    assert [finding.code for finding in reports[0].findings] == ["DP101"]
    assert [left.reason for left in reports[0].left] == ["not applied: the fix failed"]
    assert (folder / "Dockerfile.a").read_text() == STALE


def test_a_fault_of_ours_is_raised_when_asked_for(
    session: Session, monkeypatch: pytest.MonkeyPatch, plant: Callable[..., ActiveRule]
) -> None:
    monkeypatch.setenv("DOCKERPATCH_DEBUG", "1")
    with_rules(session, monkeypatch, plant("R1", planted("R1")))
    with pytest.raises(LookupError):
        session.check_text("FROM wrong\n")
    assert session.check_text("FROM right\n").errors == []


def test_a_damaged_almanac_ends_the_run(
    session: Session, monkeypatch: pytest.MonkeyPatch, plant: Callable[..., ActiveRule]
) -> None:
    def check(ctx: Any) -> Any:
        raise AlmanacError("damaged")

    with_rules(session, monkeypatch, plant("R1", check))
    for act in (session.check_text, session.fix_text):
        with pytest.raises(AlmanacError):
            act("FROM a\n")


def test_files_stream(session: Session, folder: pathlib.Path) -> None:
    for name in "abc":
        (folder / f"Dockerfile.{name}").write_text(STALE)
    run = session.fix(["."], no_input)
    assert next(run).path == "Dockerfile.a"
    texts = [(folder / f"Dockerfile.{name}").read_text() for name in "abc"]
    assert texts == [FRESH, STALE, STALE]


def report(errors: int = 0, missing: bool = False, severity: str = "") -> FileReport:
    made = FileReport("Dockerfile") if missing or errors > 1 else Session().check_text("FROM scratch\n")
    made.missing = missing
    made.errors = [FileError("Dockerfile", "x")] * bool(errors or missing)
    if severity:
        made.findings = [Finding(code="R", name="n", severity=severity, message="", path="", span=Span(0, 0))]
    return made


@pytest.mark.parametrize(
    ("reports", "fail_on", "code"),
    [
        ([], "warning", NO_INPUT),
        ([report()], "warning", CLEAN),
        ([report(severity="warning")], "warning", FINDINGS),
        ([report(severity="note")], "warning", CLEAN),
        ([report(severity="note")], "note", FINDINGS),
        ([report(severity="warning")], "error", CLEAN),
        ([report(severity="error")], "error", FINDINGS),
        ([report(missing=True)], "warning", NO_INPUT),
        ([report(missing=True), report()], "warning", BROKEN),
        ([report(errors=1)], "warning", BROKEN),
        ([report(errors=2)], "warning", BROKEN),
        ([report(errors=1), report(severity="error")], "warning", BROKEN),
    ],
)
def test_exit_codes(reports: list[FileReport], fail_on: str, code: int) -> None:
    tally = Tally()
    for one in reports:
        tally.add(one)
    assert tally.exit_code(fail_on) == code


def waivers(expires: str, today: str) -> Waivers:
    table = {"rule": "DP101", "reason": "r", "owner": "o", "expires": expires, "line": 1}
    return Waivers(Config("c", policy={"waivers": (table,)}), today)


@pytest.mark.parametrize(("today", "holds"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_text_is_judged_and_mended_by_its_waivers(session: Session, today: str, holds: bool) -> None:
    session.waive(waivers("2026-12-31", today))
    report = session.check_text(STALE)
    assert ([one.code for one in report.findings], len(report.waived)) == (([], 1) if holds else (["DP101"], 0))
    mended = session.fix_text(STALE)
    assert mended.changed is not holds
    assert (len(mended.fixed), len(mended.waived), mended.findings, mended.left) == ((0, 1) if holds else (1, 0)) + (
        [],
        [],
    )


def test_what_is_waived_in_a_file_with_errors_is_not_left(session: Session) -> None:
    session.waive(waivers("2026-12-31", "2026-12-31"))
    report = session.fix_text(STALE + "RUN <<E\n")
    assert report.errors
    assert ([one.waiver.rule for one in report.waived], report.left) == (["DP101"], [])
