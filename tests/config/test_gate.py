from __future__ import annotations

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.config.gate import Gate, is_fixable
from dockerpatch.config.settings import Config
from dockerpatch.lint.finding import SEVERITIES
from dockerpatch.reports import report
from dockerpatch.reports.report import Row

POLICY = {
    "vulnerabilities": "medium",
    "paths": {"examples/": {"fail-on": "never", "vulnerabilities": "critical"}},
    "pr": {"fail-on": "error", "fixable-only": True},
    "release": {"vulnerabilities": "unknown", "paths": {"examples/": {"vulnerabilities": "high"}, "*": {}}},
}


def row(severity: str, fixed: tuple[str, ...] = ("1",), state: str = report.UNKNOWN) -> Row:
    return Row("CVE-2026-1", "a", "0", severity=severity, fixed=fixed, state=state)


def failing(gate: Gate, path: str = "") -> tuple[list[str], list[str]]:
    """The severities of findings and of vulnerabilities that fail at ``gate``."""
    return (
        [one for one in SEVERITIES if gate.fails(one, path)],
        [one for one in report.SEVERITIES if gate.fails_row(row(one), path)],
    )


def test_without_a_policy_all_is_as_before() -> None:
    assert failing(Gate(Config())) == (["error", "warning"], ["critical", "high"])
    assert failing(Gate(Config(fail_on="note"), "pr"))[0] == ["error", "warning", "note"]
    assert failing(Gate(Config(profile="hadolint")))[0] == ["error", "warning", "note"]


@pytest.mark.parametrize(
    ("name", "path", "wanted"),
    [
        ("", "", (["error", "warning"], ["critical", "high", "medium"])),
        ("main", "", (["error", "warning"], ["critical", "high", "medium"])),
        ("pr", "", (["error"], ["critical", "high", "medium"])),
        ("release", "", (["error", "warning"], list(report.SEVERITIES))),
        ("", "examples/Dockerfile", ([], ["critical"])),
        ("pr", "a/examples/b/Dockerfile", ([], ["critical"])),
        ("release", "examples/Dockerfile", ([], ["critical", "high"])),
        ("release", "../examples/Dockerfile", (["error", "warning"], list(report.SEVERITIES))),
    ],
)
def test_what_fails_where(tmp_path: pathlib.Path, name: str, path: str, wanted: tuple[list[str], list[str]]) -> None:
    gate = Gate(Config(root=str(tmp_path), policy=POLICY), name)
    assert failing(gate, str(tmp_path / path) if path else "") == wanted


def test_the_command_line_has_the_last_word(tmp_path: pathlib.Path) -> None:
    config = Config(root=str(tmp_path), policy={**POLICY, "fail-on": "note"})
    gate = Gate(config, "pr", fail_on="warning", vulnerabilities="low", fixable_only=False)
    for path in ("", str(tmp_path / "examples" / "Dockerfile")):
        assert failing(gate, path) == (["error", "warning"], ["critical", "high", "medium", "low"])
        assert gate.fails_row(row("low", ()), path)


def test_fixable_only() -> None:
    gate = Gate(Config(policy={"fixable-only": True}))
    assert gate.fails_row(row("high"))
    assert not gate.fails_row(row("high", ()))
    assert gate.fails_row(row("high", (), report.FIXED))
    assert Gate(Config()).fails_row(row("high", ()))
    assert not is_fixable(row("high", (), report.NOT_FIXED))


def test_what_the_scanner_calls_not_affected_never_fails() -> None:
    assert not Gate(Config(policy={"vulnerabilities": "unknown"})).fails_row(row("critical", state=report.NOT_AFFECTED))


@given(
    st.sampled_from([*report.SEVERITIES, "never"]),
    st.sampled_from(report.SEVERITIES),
    st.sampled_from(report.SEVERITIES),
)
def test_what_is_worse_than_what_fails_fails(mildest: str, one: str, other: str) -> None:
    gate = Gate(Config(), vulnerabilities=mildest)
    if gate.fails_row(row(one)) and report.SEVERITIES.index(other) <= report.SEVERITIES.index(one):
        assert gate.fails_row(row(other))
    assert gate.fails_row(row(one)) == (
        mildest != "never" and report.SEVERITIES.index(one) <= report.SEVERITIES.index(mildest)
    )
    assert gate.fails_row(row("nonsense")) == (mildest != "never")
