from __future__ import annotations

from typing import Any

import pytest

CODE = "FromPlatformFlagConstDisallowed"

# From BuildKit's own tests and the grammar of its platforms: what is given, the stage's name, and whether it minds.
CASES = [
    ("linux/amd64", "", True),
    ("linux/amd64", "my_amd64_stage", False),
    ("linux/amd64", "linux", False),
    ("linux/amd64", "LINUX", False),
    ("linux/arm64", "amd64", True),
    ("linux/x86_64", "amd64", False),
    ("linux/aarch64", "aarch64", True),
    ("linux/arm/v7", "arm", False),
    ("linux/arm/v7", "v7", True),
    ("amd64", "linux-x", False),
    ("windows", "win", True),
    ("macos/arm64", "darwin", False),
    ("windows(10.0.17763)/amd64", "x", True),
    ("foo/bar", "", True),
    ("foo", "", False),
    ("a/b/c/d", "", False),
    ("linux/*", "", False),
    ('"linux/amd64"', "", True),
    ("$BUILDPLATFORM", "", False),
    ("linux/$TARGETARCH", "", False),
    ("${P:-linux/amd64}", "", False),
]


@pytest.mark.parametrize(("platform", "name", "found"), CASES)
def test_found(rules: Any, platform: str, name: str, found: bool) -> None:
    text = f"FROM --platform={platform} debian:13" + (f" AS {name}\n" if name else "\n")
    findings = rules(CODE).findings(text)
    assert len(findings) == found
    assert all(list(finding.same_as) == ["avoid-platform-with-from", "DL3029"] for finding in findings)


def test_fixed(rules: Any) -> None:
    text = "FROM --platform=linux/amd64 debian:13 AS base\nFROM --platform=linux/amd64 base AS final\n"
    lint = rules(CODE)
    assert lint.fixed(text) == text.replace("--platform=linux/amd64 base", "base")
    assert lint.fixed(text, unsafe=True) == text.replace("--platform=linux/amd64 ", "")
