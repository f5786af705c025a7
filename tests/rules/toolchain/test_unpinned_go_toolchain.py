from __future__ import annotations

from typing import Any

import pytest

SUM = "@sha256:" + "0" * 64
REST = " AS a\nFROM scratch\n"

SILENT = [
    "golang:1.27.0",
    "golang:1.27.0-alpine",
    "golang:1.21.6-alpine",
    "golang:1.27rc1",
    "golang:1.28-rc",
    f"golang{SUM}",
    f"golang:alpine{SUM}",
    "golang:nosuch",
    "example.org/golang",
    "public.ecr.aws/docker/library/golang:alpine",
    "alpine",
    "$GO",
]


@pytest.mark.parametrize("image", SILENT)
def test_silent(rules: Any, image: str) -> None:
    assert rules("DP301").findings(f"FROM {image}{REST}") == []


FIXED = [
    ("golang", "golang:1.27.0", "2026-08-22"),
    ("golang:latest", "golang:1.27.0", "2026-08-22"),
    ("golang:alpine", "golang:1.27.0-alpine", "2026-08-22"),
    ("golang:alpine", "golang:1.21.6-alpine", "2024-01-15"),
    ("golang:alpine", "golang:1.24.2-alpine", "2025-05-01"),
    ("golang:alpine3.24", "golang:1.27.0-alpine3.24", "2026-08-22"),
    ("golang:bookworm", "golang:1.27.0-bookworm", "2026-08-22"),
    ("golang:1", "golang:1.27.0", "2026-08-22"),
    ("golang:1.27", "golang:1.27.0", "2026-08-22"),
    ("golang:1.26-alpine", "golang:1.26.7-alpine", "2026-08-22"),
    ("golang:1.21", "golang:1.21.6", "2024-01-15"),
    ("docker.io/library/golang", "docker.io/library/golang:1.27.0", "2026-08-22"),
]


@pytest.mark.parametrize(("old", "new", "day"), FIXED)
def test_pinned_to_the_same_build(rules: Any, old: str, new: str, day: str) -> None:
    lint = rules("DP301", day=day)
    text = f"FROM {old}{REST}"
    finding = lint.only(text)
    short = old.removeprefix("docker.io/library/")
    what = "patch release" if any(mark.isdigit() for mark in short.split("-")[0].split("alpine")[0]) else "release"
    assert finding.message == f"`{short}` names no Go {what}: nothing records which Go builds this program"
    assert finding.fix.safety == "safe"
    assert lint.fixed(text) == f"FROM {new}{REST}"


@pytest.mark.parametrize("image", ["golang", "golang:alpine", "golang:1.27"])
def test_one_flaw_is_one_finding(rules: Any, image: str) -> None:
    assert [finding.code for finding in rules("DP1", "DP3").findings(f"FROM {image}{REST}")] == ["DP301"]


EXACT = [
    ("FROM   golang:alpine    AS  build\r\nRUN x", "FROM   golang:1.27.0-alpine    AS  build\r\nRUN x"),
    ("ARG G=1.27\nFROM golang:$G-alpine\n", "ARG G=1.27.0\nFROM golang:$G-alpine\n"),
    ("ARG G=alpine\nFROM golang:$G\n", "ARG G=1.27.0-alpine\nFROM golang:$G\n"),
    ("FROM scratch\nCOPY --from=golang:1.27 /a /b\n", "FROM scratch\nCOPY --from=golang:1.27.0 /a /b\n"),
    ("FROM --platform=$BUILDPLATFORM golang AS b\n", "FROM --platform=$BUILDPLATFORM golang:1.27.0 AS b\n"),
]


@pytest.mark.parametrize(("text", "wanted"), EXACT)
def test_nothing_else_changes(rules: Any, text: str, wanted: str) -> None:
    assert rules("DP301").fixed(text) == wanted


def test_a_delisted_tag_moves_first(rules: Any) -> None:
    text = f"FROM golang:1.21{REST}"
    assert rules("DP301").only(text).advice == "move to a tag that is rebuilt first, then name its Go release"
    assert rules("DP301").fixed(text, unsafe=True) == text
    assert rules("DP1", "DP3").fixed(text, unsafe=True) == f"FROM golang:1.26.7{REST}"


def test_tip_is_no_release(rules: Any) -> None:
    assert rules("DP301").only("FROM golang:tip\n").advice == "name the Go release that you mean"


NAMES = [
    ("golang", "DL3006 missing-image-version DS-0001 CKV_DOCKER_7"),
    ("golang:latest", "DL3007 avoid-latest-version DS-0001 CKV_DOCKER_7"),
    ("golang:alpine", ""),
    ("golang:1.27", ""),
]


@pytest.mark.parametrize(("image", "names"), NAMES)
def test_what_others_call_it(rules: Any, image: str, names: str) -> None:
    assert list(rules("DP301").only(f"FROM {image}{REST}").same_as) == names.split()
