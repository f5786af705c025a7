from __future__ import annotations

from typing import Any

import pytest

JDKS = "`eclipse-temurin`, `amazoncorretto`, `ibm-semeru-runtimes`, `ibmjava`, `sapmachine`"

SILENT = [
    ("eclipse-temurin:21-jre", "2026-08-22"),
    ("centos:7", "2024-01-15"),
    ("java:8", "2016-01-15"),
    ("openjdk:11-jre-slim", "2022-01-15"),
    ("example.org/centos:7", "2026-08-22"),
    ("nosuchimage:7", "2026-08-22"),
]


@pytest.mark.parametrize(("image", "day"), SILENT)
def test_silent(rules: Any, image: str, day: str) -> None:
    assert rules("DP104", day=day).findings(f"FROM {image}\n") == []


TOLD = [
    (
        "centos:7",
        "`centos` left Docker's library on 2024-07-29: nothing under this name is rebuilt",
        "choose another image; none is established as its successor",
    ),
    (
        "centos",
        "`centos` left Docker's library on 2024-07-29: nothing under this name is rebuilt",
        "choose another image; none is established as its successor",
    ),
    (
        "jenkins:latest",
        "`jenkins` left Docker's library on 2018-08-13: nothing under this name is rebuilt",
        "its own page names `jenkins/jenkins` as the successor",
    ),
    (
        "vault:1.13",
        "`vault` left Docker's library on 2024-07-29: nothing under this name is rebuilt",
        "its own page names `hashicorp/vault` as the successor",
    ),
    (
        "openjdk:11-jre-slim",
        "`openjdk:11-jre-slim` was dropped on 2022-08-20, and `openjdk` lists no tag that could follow it",
        f"its own page names these, and prefers none: {JDKS}",
    ),
    (
        "java:8",
        "`java` left Docker's library on 2017-06-08: nothing under this name is rebuilt",
        f"its successor `openjdk` is deprecated as well; that one's page names {JDKS}",
    ),
]


@pytest.mark.parametrize(("image", "message", "advice"), TOLD)
def test_told(rules: Any, image: str, message: str, advice: str) -> None:
    text = f"FROM {image} AS a\n"
    finding = rules("DP104").only(text)
    assert (finding.message, finding.advice, finding.severity) == (message, advice, "error")
    assert rules("DP104").places(text) == [(1, 6, image)]
    assert finding.fix is None


@pytest.mark.parametrize("image", ["centos:7", "vault:1.13", "openjdk:11-jre-slim", "java:nosuch"])
def test_one_flaw_is_one_finding(rules: Any, image: str) -> None:
    assert [finding.code for finding in rules("DP1").findings(f"FROM {image}\n")] == ["DP104"]


def test_wherever_it_is_named(rules: Any) -> None:
    text = "ARG I=centos:7\r\nFROM $I AS a\r\nFROM scratch\r\nCOPY --from=java:8 / /\r\n"
    assert rules("DP104").places(text) == [(2, 6, "$I"), (4, 13, "java:8")]
    assert rules("DP104").fixed(text, unsafe=True) == text
