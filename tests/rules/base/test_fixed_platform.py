from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    "FROM debian:13\n",
    "FROM --platform=$BUILDPLATFORM debian:13\n",
    "FROM --platform=linux/$TARGETARCH debian:13\n",
    "ARG P=linux/amd64\nFROM --platform=$P debian:13\n",
    "FROM --platform=${P:-linux/amd64} debian:13\n",
    "FROM debian:13\nRUN x --platform=linux/amd64\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3029").findings(text) == []


FIXED = [
    ("FROM --platform=linux/amd64 debian:13\n", "FROM debian:13\n"),
    ("from\t--platform=linux/amd64 \t debian:13 as x\r\n", "from\tdebian:13 as x\r\n"),
    ('FROM --platform="linux/arm64" debian:13\n', "FROM debian:13\n"),
    ("FROM \\\n  --platform=linux/arm64 \\\n  debian:13\n", "FROM \\\n  debian:13\n"),
    ("FROM \\\n  # why\n  --platform=linux/arm64 debian:13\n", "FROM \\\n  # why\n  debian:13\n"),
    ("FROM --platform=linux/arm64 \\\n  debian:13\n", "FROM \\\n  debian:13\n"),
    # Its name says that it is meant.
    (
        "FROM --platform=linux/amd64 debian:13 AS build-amd64\n",
        "FROM --platform=linux/amd64 debian:13 AS build-amd64\n",
    ),
    ("FROM --platform=nonsense debian:13\n", "FROM --platform=nonsense debian:13\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3029")
    assert [words.partition("=")[0] for _, _, words in lint.places(text)] == ["--platform"]
    assert lint.fixed(text) == text
    assert lint.fixed(text, unsafe=True) == fixed


def test_on_another_stage_it_does_nothing(rules: Any) -> None:
    text = "FROM debian:13 AS base\nFROM --platform=linux/amd64 base\n"
    assert rules("DL3029").fixed(text) == "FROM debian:13 AS base\nFROM base\n"


def test_what_others_call_it(rules: Any) -> None:
    lint = rules("DL3029")
    finding = lint.only("FROM --platform=linux/amd64 debian:13\n")
    assert list(finding.same_as) == ["avoid-platform-with-from", "FromPlatformFlagConstDisallowed"]
    finding = lint.only("FROM --platform=linux/amd64 debian:13 AS linux\n")
    assert list(finding.same_as) == ["avoid-platform-with-from"]
    both = rules("DL3029", "FromPlatformFlagConstDisallowed")
    assert both.only("FROM --platform=linux/amd64 debian:13\n").code == "DL3029"


HADOLINT = [
    ("$BUILDPLATFORM", False),
    ("${TARGETPLATFORM}", False),
    ("${TARGETPLATFORM:-x}", False),
    ("$MY_BUILDPLATFORM", False),
    ("TARGETPLATFORM", False),
    ("$TARGETARCH", True),
    ("linux/$TARGETARCH", True),
    ("$P", True),
    ("nonsense", True),
    ("$buildplatform", True),
]


@pytest.mark.parametrize(("platform", "found"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, platform: str, found: bool) -> None:
    lint = rules("DL3029", profile="hadolint")
    assert len(lint.findings(f"FROM --platform={platform} debian:13 AS amd64\n")) == found
