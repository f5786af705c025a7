"""What fails a run over reports, by what was decided of a row."""

from __future__ import annotations

import pytest

from dockerpatch.config.settings import Config
from dockerpatch.reports.report import Row
from dockerpatch.triage.ruling import Ruling

from .images import report

TODAY = "2026-11-25"


def config(expires: str) -> Config:
    """A config whose one waiver ends on that day; "": none."""
    known = {"id": "CVE-2026-1", "reason": "not reached", "owner": "team-a"}
    return Config("c.toml", "", policy={"waivers": ({**known, "expires": expires},)} if expires else {})


def fails(expires: str, severity: str, fail_on: str = "") -> bool:
    row = Row("CVE-2026-1", "libssl3", "3.1.4-r2", severity=severity)
    ruling = Ruling(config(expires), TODAY, fail_on=fail_on)
    undecided = ruling.decide(row, report(row)) is None
    return (undecided and ruling.gate.fails_row(row)) or ruling.is_failed


@pytest.mark.parametrize(
    ("expires", "for_mild", "for_grave"),
    [("2027-01-31", False, False), ("2026-01-31", True, True), ("", False, True)],
)
def test_what_fails_by_what_was_decided(expires: str, for_mild: bool, for_grave: bool) -> None:
    assert fails(expires, "low") is for_mild
    assert fails(expires, "high") is for_grave


def test_nothing_fails_where_nothing_ever_does() -> None:
    assert not fails("2026-01-31", "high", "never")
    assert not fails("", "critical", "never")
