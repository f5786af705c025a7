from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM golang:1.25 AS builder\nFROM debian:13 AS mid\nFROM debian:13\n"

SILENT = [
    "builder",
    "BUILDER",
    "0",
    "1",
    "01",
    "nginx",
    "composer",
    "img:tag",
    "ghcr.io/a/b",
    "a/b",
    "img@sha256:" + "0" * 64,
    "context",
]


@pytest.mark.parametrize("origin", SILENT)
def test_silent(rules: Any, origin: str) -> None:
    assert rules("DL3022").findings(HEAD + f"COPY --from={origin} a b\n") == []


FOUND = [
    ("bulder", "warning", "did you mean `builder`?"),
    ("nosuchstage", "note", "name a stage above"),
    ("later", "error", "move the stage up"),
    ("3", "error", "give the stage a name"),
    ("12345678", "error", "give the stage a name"),
    ("$STAGE", "error", "name the image"),
    ("${IMAGE}:1", "error", "name the image"),
]


@pytest.mark.parametrize(("origin", "severity", "advice"), FOUND)
def test_found(rules: Any, origin: str, severity: str, advice: str) -> None:
    finding = rules("DL3022").only(HEAD + f"COPY --link --from={origin} a b\nFROM debian:13 AS later\n")
    assert finding.severity == severity
    assert finding.advice.startswith(advice)
    assert finding.fix is None


def test_the_place_is_the_name(rules: Any) -> None:
    assert rules("DL3022").places(HEAD + "COPY --from=bulder a b\n") == [(4, 13, "bulder")]


def test_the_own_number_is_another_rules(rules: Any) -> None:
    assert rules("DL3022").findings(HEAD + "COPY --from=2 a b\n") == []


def test_a_trigger_is_for_another_file(rules: Any) -> None:
    assert rules("DL3022").findings(HEAD + "ONBUILD COPY --from=nosuchstage a b\n") == []


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3022", profile="hadolint")
    for origin in ("BUILDER", "nginx", "a/b", "3", "$STAGE", "mi"):
        assert len(lint.findings(HEAD + f"COPY --from={origin} a b\n")) == 1, origin
    for origin in ("builder", "2", "${IMAGE}:1", "img:tag"):
        assert lint.findings(HEAD + f"COPY --from={origin} a b\n") == [], origin
