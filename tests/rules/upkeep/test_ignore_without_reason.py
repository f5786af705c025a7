from __future__ import annotations

from typing import Any

import pytest

from dockerpatch.engine.session import Session

WITHOUT = [
    ("# dockerpatch: ignore[DP101]", "reason=..."),
    ("# dockerpatch: ignore[DP101] until=2027-01-01", "reason=..."),
    ("# hadolint ignore=DL3006", "`# ...`"),
    ("# check=skip=StageNameCasing", "a few words"),
    ("# tally ignore=DL3006", "`;reason=...`"),
    ("#trivy:ignore:DS-0001", "a few words"),
    ("# checkov:skip=CKV_DOCKER_1", "`: ...`"),
    ("# nosemgrep: a-b", "a few words"),
    ("# kics-scan ignore-line", "a few words"),
]
WITH = [
    "# dockerpatch: ignore[DP101] reason=x",
    "# hadolint ignore=DL3006 # x",
    "# check=skip=StageNameCasing x",
    "# tally ignore=DL3006;reason=x",
    "#trivy:ignore:DS-0001 x",
    "# checkov:skip=CKV_DOCKER_1: x",
    "# nosemgrep: a-b - x",
    "# kics-scan ignore-line x",
    "# hadolint ignore=DL3006 no comment that hadolint reads",
    "# hadolint shell=/bin/bash",
]


@pytest.mark.parametrize(("comment", "advice"), WITHOUT)
def test_found(rules: Any, comment: str, advice: str) -> None:
    lint = rules("DP002")
    text = f"FROM a:1\nUSER x\n{comment}\nUSER b\n"
    assert lint.places(text) == [(3, 1, comment)]
    assert advice in lint.only(text).advice


@pytest.mark.parametrize("comment", WITH)
def test_silent(rules: Any, comment: str) -> None:
    assert rules("DP002").findings(f"FROM a:1\nUSER x\n{comment}\nUSER b\n") == []


@pytest.mark.parametrize("profile", ["default", "strict"])
def test_off_until_it_is_asked_for(profile: str) -> None:
    text = "FROM a:1\n# dockerpatch: ignore[DP101]\nUSER b\n"
    for required in (False, True):
        session = Session(change=lambda own, on=required: own.replace(profile=profile, require_reason=on))  # type: ignore[misc]
        assert ("DP002" in [one.code for one in session.check_text(text).findings]) == required


def test_it_can_be_ignored(rules: Any) -> None:
    assert rules("DP002").findings("FROM a:1\n# dockerpatch: ignore[DP101,DP002]\nUSER b\n") == []
