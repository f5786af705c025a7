"""The report for people, whole, and what it promises of any file."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dockerpatch.engine.report import FileError, FileReport

Told = Callable[..., tuple[str, str]]
Snapshot = Callable[[str, str], None]


def both(out: str, err: str) -> str:
    return f"{out}-- errors --\n{err}"


def test_check(told: Told, reports: list[FileReport], snapshot: Snapshot) -> None:
    snapshot("check.txt", both(*told("text", "check", reports)))


def test_check_in_colour(told: Told, reports: list[FileReport], snapshot: Snapshot) -> None:
    out, err = told("text", "check", reports, colour=True)
    snapshot("check.ansi", both(out, err))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out), re.sub(r"\x1b\[[0-9;]*m", "", err)
    assert plain == told("text", "check", reports), "colour adds nothing else"


def test_fix(told: Told, fixes: list[FileReport], snapshot: Snapshot) -> None:
    snapshot("fix.txt", both(*told("text", "fix", fixes)))


def test_fix_diff(told: Told, fixes: list[FileReport], snapshot: Snapshot) -> None:
    snapshot("diff.txt", both(*told("text", "diff", fixes[:1])))


def test_what_was_not_written_is_not_called_fixed(told: Told, fixes: list[FileReport]) -> None:
    out, err = told("text", "fix", fixes[1:])
    assert "fixed T1" not in out
    assert out.startswith("fixed 0 findings")
    assert err == "ro/Dockerfile: error: may not be written\n"


@pytest.mark.parametrize(("age", "said"), [(30, False), (31, True)])
def test_an_old_almanac_is_mentioned_once(told: Told, reports: list[FileReport], age: int, said: bool) -> None:
    out, err = told("text", "check", [*reports, *reports], age=age)
    assert "days old" not in out
    assert err.count("days old") == said


def test_a_note_on_the_day_is_told(told: Told) -> None:
    assert told("text", "check", [], note="the almanac ends sooner")[1] == "note: the almanac ends sooner\n"


def test_nothing_to_sum_up(told: Told, reports: list[FileReport]) -> None:
    assert told("text", "check", reports[3:])[0] == ""
    assert told("text", "check", reports[1:2])[0] == "checked 1 file: no findings\n"


def test_standard_input_has_a_name(told: Told) -> None:
    report = FileReport("-")
    report.errors = [FileError("-", "empty")]
    assert told("text", "check", [report])[1] == "<stdin>: error: empty\n"


def test_nothing_of_a_file_reaches_the_terminal_raw(told: Told, reports: list[FileReport]) -> None:
    for part in told("text", "check", reports):
        assert all(line.isprintable() for line in part.split("\n"))
        part.encode("utf-8")
