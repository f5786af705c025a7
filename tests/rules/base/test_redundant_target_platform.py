from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    "FROM --platform=$BUILDPLATFORM debian:13\n# TARGETPLATFORM\n",
    "FROM --platform=$TARGETPLATFORM/v8 debian:13\n",
    "FROM --platform=$TARGETPLATFORM$X debian:13\n",
    "FROM --platform=$MY_TARGETPLATFORM debian:13\n",
    "FROM --platform=TARGETPLATFORM debian:13\n",
    "ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM debian:13\n",
    "ARG P=$TARGETPLATFORM\nFROM --platform=$P debian:13\n",
    "FROM debian:13\nARG TARGETPLATFORM\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3065").findings(text) == []


FIXED = [
    ("FROM --platform=$TARGETPLATFORM debian:13\n", "FROM debian:13\n"),
    ("FROM  --platform=${TARGETPLATFORM}  debian:13 AS x\r\n", "FROM  debian:13 AS x\r\n"),
    ('FROM --platform="$TARGETPLATFORM" debian:13', "FROM debian:13"),
    ("ARG TARGETPLATFORM\nFROM --platform=$TARGETPLATFORM debian:13\n", "ARG TARGETPLATFORM\nFROM debian:13\n"),
    ("from --platform=$TARGETPLATFORM \\\n  debian:13\n", "from \\\n  debian:13\n"),
    ("FROM \\\n  --platform=$TARGETPLATFORM \\\n  # why\n  debian:13\n", "FROM \\\n  # why\n  debian:13\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL3065").fixed(text) == fixed


def test_a_default_is_for_builders_that_define_nothing(rules: Any) -> None:
    text = "FROM --platform=${TARGETPLATFORM:-linux/amd64} debian:13\n"
    assert rules("DL3065").fixed(text) == text
    assert rules("DL3065").fixed(text, unsafe=True) == "FROM debian:13\n"


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3065", profile="hadolint")
    assert lint.findings('FROM --platform="$TARGETPLATFORM" debian:13\n') == []
    assert lint.findings("FROM --platform=${TARGETPLATFORM:-x} debian:13\n") == []
    assert lint.fixed("FROM --platform=$TARGETPLATFORM debian:13\n") == "FROM debian:13\n"
    assert lint.only("ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM debian:13\n").fix is None
