from __future__ import annotations

from typing import Any

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.rules.catalog import load

TODAY = "2026-08-22"
HEAD = "FROM debian:13\n"
RUN = "RUN apt-get install -y x\n"

# With DL3014 (apt-get without -y) and DL4000 (MAINTAINER) run besides: the comment, and what is left of it.
GONE = [
    ("# dockerpatch: ignore[DL3014]\n", ""),
    ("# dockerpatch: ignore[apt-get-without-yes] reason=x\n", ""),
    ("# dockerpatch: ignore-file[DL3014,DL4000]\n", ""),
    ("# dockerpatch: ignore[DL3014, SC2086]\n", "# dockerpatch: ignore[SC2086]\n"),
    ("# dockerpatch: ignore[SC2086,DL3014, DL4000]\n", "# dockerpatch: ignore[SC2086]\n"),
    ("# dockerpatch: ignore[DL3014,SC2086 , DL4000]\n", "# dockerpatch: ignore[SC2086]\n"),
    ("# dockerpatch: ignore[DL3014] until=2026-01-01\n", ""),
    ("  # hadolint ignore=DL3014\n", ""),
    ("# hadolint ignore=DL3014,SC2086 # why\n", "# hadolint ignore=SC2086 # why\n"),
    ("# hadolint global ignore=DL4000\n", ""),
    ("# check=skip=MaintainerDeprecated\n", ""),
    ("# check=skip=MaintainerDeprecated,Other\n", "# check=skip=Other\n"),
    ("# tally ignore=hadolint/DL3014;reason=x\n", ""),
    ("#trivy:ignore:DS-0021\n", ""),
    ("#trivy:ignore:DS-0021 #trivy:ignore:DS-0099\n", "#trivy:ignore:DS-0099\n"),
    ("#trivy:ignore:use-apt-auto-confirm\n", ""),
    ("# checkov:skip=CKV_DOCKER_6: x\n", ""),
    ("# nosemgrep: maintainer-is-deprecated\n", ""),
]


@pytest.mark.parametrize(("comment", "left"), GONE)
def test_removed(rules: Any, comment: str, left: str) -> None:
    lint = rules("DP001", "DL3014", "DL4000")
    assert lint.fixed(HEAD + comment + RUN) == HEAD + left + RUN
    assert lint.fixed((HEAD + comment + RUN).replace("\n", "\r\n")) == (HEAD + left + RUN).replace("\n", "\r\n")


@pytest.mark.parametrize(("comment", "left"), GONE)
def test_silent_when_it_silences(rules: Any, comment: str, left: str) -> None:
    text = HEAD + comment + "RUN apt-get install x\n" + comment + "MAINTAINER me\n"
    found = rules("DP001", "DL3014", "DL4000").findings(text)
    names = {name for finding in found if finding.code == "DP001" for name in finding.message.split("`")[1::2]}
    if "until" not in comment and len(comment.split(",")) < 3:
        assert len(names) <= 1


@pytest.mark.parametrize(
    "comment",
    [
        "# dockerpatch: ignore[DL3008]",  # a rule that is not run
        "# dockerpatch: ignore[SC2086]",  # no rule of ours
        "# dockerpatch: ignore[*]",
        "# dockerpatch: ignore[DP001]",
        "# dockerpatch: ignore[unused-ignore, DP002]",
        "# hadolint ignore=DL3008,SC2086",
        "# check=skip=all",
        "# tally ignore=all",
        "#trivy:ignore:*",
        "# checkov:skip=CKV_DOCKER_7",
        "# nosemgrep",
        "# kics-scan ignore-line",
        "# a comment about dockerpatch: ignore[DL3014]",
    ],
)
def test_what_nobody_looked_for_is_not_judged(rules: Any, comment: str) -> None:
    assert rules("DP001", "DL3014", "DL4000").findings(HEAD + comment + "\n" + RUN) == []


def test_a_name_of_several_rules_is_judged_when_all_were_run(rules: Any) -> None:
    text = "# dockerpatch: ignore[DL3006]\nFROM debian:13\n"
    named = [rule.code for rule in load() if "DL3006" in rule.keys]
    assert rules("DP001", *named).places(text) == [(1, 1, "# dockerpatch: ignore[DL3006]")]
    assert rules("DP001", *named[1:]).findings(text) == []


def test_a_selection_by_a_foreign_name_judges_that_name_only(rules: Any) -> None:
    text = HEAD + "# dockerpatch: ignore[DS-0021, DL3014]\n" + RUN
    assert rules("DP001", "DS-0021").messages(text) == ["ignoring `DS-0021` silences nothing here"]


def test_every_rule_judges_what_stands_for_all(rules: Any) -> None:
    (found,) = [
        one for one in rules("ALL").findings("FROM scratch\n# dockerpatch: ignore[*]\nUSER 1\n") if "*" in one.message
    ]
    assert found.code == "DP001"


def test_past_its_day(rules: Any) -> None:
    lint = rules("DP001", "DL3014", day=TODAY)
    text = HEAD + "# dockerpatch: ignore[DL3014] until={}\nRUN apt-get install x\n"
    assert lint.findings(text.format("2026-08-22")) == []
    first, second = lint.findings(text.format("2026-08-21"))
    assert (first.message, first.fix, second.code) == ("ignoring `DL3014` ended on 2026-08-21", None, "DL3014")
    first, second = lint.findings(text.format("soon"))
    assert first.message == "ignoring `DL3014` until `soon` silences nothing: that is no day"
    assert first.fix is None


def test_past_its_day_and_nothing_there(rules: Any) -> None:
    lint = rules("DP001", "DL3014", day=TODAY)
    assert lint.fixed(HEAD + "# dockerpatch: ignore[DL3014] until=2026-08-21\n" + RUN) == HEAD + RUN


def test_a_name_that_is_none(rules: Any) -> None:
    lint = rules("DP001", "DL3014")
    text = HEAD + "# dockerpatch: ignore[DL3014, apt-get-with-yes] reason=x\nRUN apt-get install x\n"
    assert lint.places(text) == [(2, 31, "apt-get-with-yes")]
    assert lint.messages(text) == ["no rule is called `apt-get-with-yes`"]
    assert lint.only(text).fix is None


def test_a_comment_that_hadolint_cannot_read(rules: Any) -> None:
    lint = rules("DP001")
    text = HEAD + "# hadolint ignore=DL3014 for now\nRUN apt-get install x\n"
    assert lint.messages(text) == ["hadolint does not read this comment, so it silences nothing"]
    assert lint.only(text).fix is None


def test_what_hadolint_sees_is_not_called_unused(rules: Any) -> None:
    # Nobody answers a PowerShell either, but there is no apt-get to ask; hadolint reads any shell as one it knows.
    text = 'FROM debian:13\nSHELL ["pwsh", "-c"]\n# {} ignore{}\nRUN apt-get install x\n'
    assert rules("DL3014").findings(text) == []
    assert rules("DL3014", profile="hadolint").findings(text)
    assert rules("DP001", "DL3014").findings(text.format("hadolint", "=DL3014")) == []
    assert len(rules("DP001", "DL3014").findings(text.format("dockerpatch:", "[DL3014]"))) == 1


LINES = [
    ("FROM a:1\nRUN x \\\n  # dockerpatch: ignore[DL4000]\n  y\n", "FROM a:1\nRUN x \\\n  y\n"),
    ("FROM a:1\n# dockerpatch: ignore[DL4000]", "FROM a:1"),
    ("FROM a:1\n# x\n# hadolint ignore=DL4000\n# hadolint ignore=DL4000\n\nUSER b\n", "FROM a:1\n# x\n\nUSER b\n"),
    ("# check=skip=MaintainerDeprecated\n# syntax=x\nFROM a:1\n", "# syntax=x\nFROM a:1\n"),
]


@pytest.mark.parametrize(("text", "fixed"), LINES)
def test_lines(rules: Any, text: str, fixed: str) -> None:
    assert rules("DP001", "DL4000").fixed(text) == fixed


KEPT = [
    # The next line would become a parser directive.
    "# dockerpatch: ignore[DL4000]\n# syntax=x\nFROM a:1\n",
    "# syntax=x\n# dockerpatch: ignore[DL4000]\n# escape=`\nFROM a:1\n",
    # It says more than what to skip.
    "# check=skip=MaintainerDeprecated;error=true\nFROM a:1\n",
    "\ufeff# dockerpatch: ignore[DL4000]\nFROM a:1\n",
    # No comment, but words of a script.
    "FROM a:1\nRUN x #trivy:ignore:DS-0022\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_kept(rules: Any, text: str) -> None:
    lint = rules("DP001", "DL4000")
    assert lint.only(text).fix is None
    assert lint.fixed(text) == text


def test_a_comment_about_the_comment(rules: Any) -> None:
    lint = rules("DP001", "DL4000")
    assert lint.findings(HEAD + "# dockerpatch: ignore[DL4000, DP001]\n" + RUN) == []
    assert lint.findings("# dockerpatch: ignore-file[DP001]\n" + HEAD + "# hadolint ignore=DL4000\n" + RUN) == []
    assert lint.report("# dockerpatch: ignore-file[DP001]\n" + HEAD + "# hadolint ignore=DL4000\n").suppressed == 1


def test_it_runs_by_default_and_not_as_hadolint() -> None:
    text = HEAD + "# dockerpatch: ignore[DP101]\n" + RUN
    assert [one.code for one in Session().check_text(text).findings][:1] == ["DP001"]
    session = Session(change=lambda config: config.replace(profile="hadolint"))
    assert "DP001" not in [one.code for one in session.check_text(text).findings]
    session = Session(change=lambda config: config.replace(suppression_comments=False))
    assert "DP001" not in [one.code for one in session.check_text(text).findings]


def test_in_python_code_it_is_left_to_a_person(rules: Any) -> None:
    text = (
        "from testcontainers.core.container import DockerContainer\n"
        'x = DockerContainer("python:3.13.3-slim")  # dockerpatch: ignore[DP101]\n'
        'y = DockerContainer("python:3.13-slim")  # dockerpatch: ignore[DP101]\n'
    )
    report = rules("DP001", "DP101").session.check_text(text, "a.py")
    assert [(one.code, one.fix, report.source.line_at(one.span.start)) for one in report.findings] == [
        ("DP001", None, 3)
    ]
    assert report.suppressed == 1
