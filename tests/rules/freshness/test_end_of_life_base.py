from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    ("node:24-trixie-slim", "2026-08-22"),
    ("node:18", "2024-01-15"),
    ("python:3", "2026-08-22"),
    ("alpine", "2026-08-22"),
    ("alpine:latest", "2026-08-22"),
    ("java:8", "2026-08-22"),
    ("python:3.99", "2026-08-22"),
    ("example.org/node:8", "2026-08-22"),
    ("hello-world:linux", "2026-08-22"),
    ("python:3.14-slim", "2026-08-22"),
]


@pytest.mark.parametrize(("image", "day"), SILENT)
def test_silent(rules: Any, image: str, day: str) -> None:
    assert rules("DP103", day=day).findings(f"FROM {image}\n") == []


SAID = [
    ("node:18", "2026-08-22", "error", "nodejs 18, which reached its end of life on 2025-04-30"),
    ("node:18", "2025-04-30", "note", "nodejs 18, which reaches its end of life on 2025-04-30, in 0 days"),
    ("node:18", "2025-05-01", "error", "nodejs 18, which reached its end of life on 2025-04-30"),
    ("node:18", "2025-02-01", "note", "nodejs 18, which reaches its end of life on 2025-04-30, in 88 days"),
    ("ubuntu:18.04", "2026-08-22", "error", "ubuntu 18.04, which reached its end of life on 2023-05-31"),
    ("alpine:3.21", "2026-08-22", "note", "alpine-linux 3.21, which reaches its end of life on 2026-11-01, in 71 days"),
    ("node:carbon", "2026-08-22", "error", "nodejs 8, which reached its end of life on 2019-12-31"),
    (
        "debian:bookworm",
        "2026-08-22",
        "note",
        "debian 12, whose regular support ended on 2026-07-11; long-term support runs until 2028-06-30",
    ),
    (
        "python:3.13-slim-bookworm",
        "2026-08-22",
        "note",
        "debian 12, whose regular support ended on 2026-07-11; long-term support runs until 2028-06-30",
    ),
    (
        "python:3.13.3-alpine3.20",
        "2026-08-22",
        "error",
        "alpine-linux 3.20, which reached its end of life on 2026-04-01",
    ),
]


@pytest.mark.parametrize(("image", "day", "severity", "says"), SAID)
def test_said(rules: Any, image: str, day: str, severity: str, says: str) -> None:
    finding = rules("DP103", day=day).only(f"FROM {image}\n")
    assert finding.message == f"`{image}` stands on {says}"
    assert finding.severity == severity
    assert rules("DP103", day=day).places(f"FROM {image}\n") == [(1, 7 + image.index(":"), image.split(":")[1])]


def test_how_early_is_for_the_project_to_say(rules: Any) -> None:
    text = "FROM alpine:3.21\n"
    assert rules("DP103", eol_notice_days=70).findings(text) == []
    assert len(rules("DP103", eol_notice_days=71).findings(text)) == 1
    assert len(rules("DP103", eol_notice_days=0).findings("FROM node:18\n")) == 1


UNSAFE = [
    ("FROM node:18-bookworm-slim\n", "FROM node:22-bookworm-slim\n"),
    ("FROM ubuntu:18.04", "FROM ubuntu:22.04"),
    ("FROM postgres:13\n", "FROM postgres:14\n"),
    ("ARG V=18\nFROM node:$V\r\n", "ARG V=22\nFROM node:$V\r\n"),
]


@pytest.mark.parametrize(("text", "wanted"), UNSAFE)
def test_a_line_past_its_end_moves_when_asked(rules: Any, text: str, wanted: str) -> None:
    assert rules("DP103").fixed(text) == text
    assert rules("DP103").fixed(text, unsafe=True) == wanted


def test_a_distro_past_its_end_moves_as_a_delisted_one(rules: Any) -> None:
    text = "FROM python:3.13.3-alpine3.20\n"
    assert rules("DP103").fixed(text) == "FROM python:3.13.15-alpine3.24\n"
    pinned = f"{text}RUN apk add a=1-r0\n"
    assert rules("DP103").fixed(pinned) == pinned
    assert rules("DP103").only(pinned).advice == (
        "`python:3.13.15-alpine3.24` stands on a release that is supported, but line 2 pins a=1-r0"
    )


@pytest.mark.parametrize("image", ["alpine:3.21", "debian:bookworm", "python:3.13.3-slim-bookworm"])
def test_a_note_is_shown_and_never_made(rules: Any, image: str) -> None:
    finding = rules("DP103").only(f"FROM {image}\n")
    assert finding.fix.safety == "display"
    assert rules("DP103").fixed(f"FROM {image}\n", unsafe=True) == f"FROM {image}\n"


def test_what_is_offered_stands_on_another_release(rules: Any) -> None:
    finding = rules("DP103").only("FROM python:3.13.3-slim-bookworm\n")
    assert finding.advice == "`python:3.13.15-slim-trixie` stands on a release that is supported"


def test_evidence_has_its_source_and_tense(rules: Any) -> None:
    over = rules("DP103").only("FROM node:18\n").evidence[0]
    soon = rules("DP103").only("FROM alpine:3.21\n").evidence[0]
    assert (over.source, over.fact) == ("endoflife.date", "nodejs 18 ended on 2025-04-30")
    assert (soon.source, soon.fact) == ("endoflife.date", "alpine-linux 3.21 ends on 2026-11-01")
    assert rules("DP103").only("FROM ubuntu:18.04\n").evidence[0].source == "distro-info-data"
