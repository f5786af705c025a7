"""What a new tag would do to other places of the file. No edit is made that its author could not see the reach of."""

from __future__ import annotations

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.lint.finding import DISPLAY, UNSAFE


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(change=lambda config: config.replace(as_of="2026-08-22", select=("DP101",)))


def outcome(session: Session, text: str, unsafe: bool = True) -> str:
    report = session.fix_text(text, unsafe=unsafe)
    return text if report.fixed_source is None else report.fixed_source.text


def test_an_arg_of_two_images_moves_both(session: Session) -> None:
    text = "ARG V=3.13.3\nFROM python:$V-slim AS a\nFROM python:$V\n"
    assert outcome(session, text) == text.replace("3.13.3", "3.13.15")


@pytest.mark.parametrize(
    "other",
    [
        "FROM team/python:$V\n",
        "FROM golang:$V\n",
        "FROM python:$V@sha256:" + "a" * 64 + "\n",
    ],
)
def test_an_arg_that_another_image_would_be_harmed_by_stays(session: Session, other: str) -> None:
    text = "ARG V=3.13.3\nFROM python:$V-slim AS a\n" + other
    (first, *_) = session.check_text(text).findings
    assert first.fix is not None
    assert first.fix.safety == DISPLAY
    assert outcome(session, text) == text


def test_an_arg_of_one_image_does_not_hinder_another(session: Session) -> None:
    text = "ARG V=3.13.3\nFROM python:$V-slim AS a\nFROM python:3.12.1-slim\nFROM team/python:1\n"
    assert outcome(session, text).startswith("ARG V=3.13.15\nFROM python:$V-slim AS a\nFROM python:3.12.")


@pytest.mark.parametrize(
    "text",
    [
        # With V=3.13.15, what the modifier leaves is not what is wanted.
        "ARG V=x3.13.3-slim\nFROM python:${V#x}\n",
        "ARG V=3.13.3-slim-old\nFROM python:${V%-old}\n",
    ],
)
def test_a_name_through_a_modifier_reads_as_meant_or_stays(session: Session, text: str) -> None:
    new = outcome(session, text)
    assert new in (text, text.replace("3.13.3", "3.13.15"))
    assert session.check_text(new).findings == [] or new == text


def test_a_modifier_that_would_eat_the_new_text_is_left(session: Session) -> None:
    text = "ARG V=3.13.3-slim\nFROM python:${V/.3/.3}\n"
    new = outcome(session, text)
    assert [finding.code for finding in session.check_text(new).findings] in ([], ["DP101"])
    assert new == text or session.check_text(new).findings == []


def test_another_release_of_windows_is_never_safe(session: Session) -> None:
    # A host of 1809 does not run an image of ltsc2025; another patch on the very same release is safe.
    text = "FROM eclipse-temurin:17.0.10_7-jdk-nanoserver-1809\n"
    (finding,) = session.check_text(text).findings
    assert finding.fix is not None
    assert finding.fix.safety == UNSAFE
    assert "host" in finding.advice
    assert outcome(session, text, unsafe=False) == text
    assert outcome(session, text) == "FROM eclipse-temurin:17.0.20_8-jdk-nanoserver-ltsc2025\n"
    same = "FROM eclipse-temurin:17.0.10_7-jdk-nanoserver-ltsc2022\n"
    assert outcome(session, same, unsafe=False) == same.replace("17.0.10_7", "17.0.20_8")
