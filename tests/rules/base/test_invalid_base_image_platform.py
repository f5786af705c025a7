from __future__ import annotations

from typing import Any

import pytest

CODE = "InvalidBaseImagePlatform"

SILENT = [
    "FROM arm64v8/debian:13\n",
    "FROM --platform=linux/arm64 arm64v8/debian:13\n",
    "FROM --platform=linux/aarch64 docker.io/arm64v8/debian:13\n",
    "FROM --platform=arm64 arm64v8/debian:13\n",
    "FROM --platform=linux/arm/v6 arm32v7/debian:13\n",
    "FROM --platform=linux/amd64 debian:13\n",
    "FROM --platform=linux/amd64 team/debian:13\n",
    "FROM --platform=linux/amd64 quay.io/arm64v8/debian:13\n",
    "FROM --platform=$BUILDPLATFORM arm64v8/debian:13\n",
    "FROM --platform=linux/$TARGETARCH arm64v8/debian:13\n",
    "FROM --platform=nonsense arm64v8/debian:13\n",
    "FROM --platform=windows/amd64 mcr.microsoft.com/windows/servercore:ltsc2022\n",
    "FROM --platform=linux/amd64 mcr.microsoft.com/dotnet/sdk:9.0\n",
    "FROM --platform=linux/amd64 scratch\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules(CODE).findings(text) == []


FOUND = [
    ("FROM --platform=linux/amd64 arm64v8/debian:13\n", "linux/arm64, not for linux/amd64"),
    ("ARG P=linux/arm64\nFROM --platform=$P i386/debian\n", "linux/386, not for linux/arm64"),
    ("FROM --platform=windows amd64/debian\n", "linux/amd64, not for windows/amd64"),
    ("FROM --platform=linux/amd64 mcr.microsoft.com/windows/nanoserver:1809\n", "windows/amd64, not for linux/amd64"),
    ("FROM --platform=linux/amd64 mcr.microsoft.com/dotnet/framework/sdk:4.8\n", "windows/amd64, not for linux/amd64"),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_found(rules: Any, text: str, words: str) -> None:
    lint = rules(CODE)
    assert lint.messages(text)[0].endswith(f"is for {words}")
    assert lint.places(text)[0][2].startswith("--platform=")
