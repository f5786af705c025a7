"""Images that share an argument: moved together, or left to a person."""

from __future__ import annotations

import pytest

from dockerpatch.engine.report import FileReport
from dockerpatch.engine.session import Session

OLD = "ARG V=3.12.1\nFROM python:${V}-alpine3.18 AS a\nRUN pip install x\nFROM python:${V}-slim-bullseye\n"
NEW = "ARG V=3.12.14\nFROM python:${V}-alpine3.24 AS a\nRUN pip install x\nFROM python:${V}-slim-trixie\n"


def mended(text: str, *, unsafe: bool = False) -> FileReport:
    session = Session(change=lambda config: config.replace(as_of="2026-08-22", select=("DP101",)))
    return session.fix_text(text, unsafe=unsafe)


def result(report: FileReport) -> str:
    assert report.source is not None
    return (report.fixed_source or report.source).text


def test_both_move_and_both_findings_are_told_as_fixed() -> None:
    report = mended(OLD)
    assert result(report) == NEW
    assert [finding.code for finding in report.fixed] == ["DP101", "DP101"]
    assert not report.findings


def test_the_second_run_is_empty() -> None:
    assert not mended(NEW).changed


def test_an_obstacle_of_one_makes_the_move_of_both_unsafe() -> None:
    text = OLD.replace("RUN pip install x", "RUN apk add sqlite=3.45.1-r0")
    assert not mended(text).changed
    assert result(mended(text, unsafe=True)) == NEW.replace("RUN pip install x", "RUN apk add sqlite=3.45.1-r0")


@pytest.mark.parametrize(
    "text",
    [
        # Not an official image.
        "ARG V=3.12.1\nFROM python:${V}-alpine3.18\nFROM example.org/python:${V}-bullseye\n",
        # Pinned by digest.
        f"ARG V=3.12.1\nFROM python:${{V}}-alpine3.18\nFROM python:${{V}}-slim-bullseye@sha256:{'0' * 64}\n",
    ],
)
def test_left_to_a_person(text: str) -> None:
    report = mended(text)
    assert not report.changed
    assert report.findings


def test_a_modifier_that_would_make_something_else_of_the_new_version_is_left_alone() -> None:
    text = "ARG V=3.12.1\nFROM python:${V}-alpine3.18\nFROM python:${V%1}4-slim-bullseye\n"
    fixed = result(mended(text, unsafe=True))
    assert fixed == text.replace("}4-slim-bullseye", "}14-slim-trixie")
