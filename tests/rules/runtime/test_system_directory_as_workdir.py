from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text",
    [
        "WORKDIR /processes\n",
        "WORKDIR /boot/../srv\n",
        "WORKDIR /srv/dev\n",
        "WORKDIR dev\n",
        "WORKDIR $X/proc\n",
        "ONBUILD WORKDIR /proc/self\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP470").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "trivy"),
    [
        ("WORKDIR /proc/self/fd/7\n", True),
        ('WORKDIR "/dev/shm"\n', True),
        ("WORKDIR /boot/\n", True),
        ("WORKDIR /proc/$PID\n", True),
        ("WORKDIR /proc\n", False),
        ("WORKDIR '/dev/x'\n", False),
        ("WORKDIR //proc/x\n", False),
        ("WORKDIR /sys/fs\n", False),
        ("WORKDIR /proc\nWORKDIR /srv\n", False),
        ("ENV P=/proc/x\nWORKDIR $P\n", False),
    ],
)
def test_found(rules: Any, text: str, trivy: bool) -> None:
    assert (rules("DP470").only(HEAD + text).same_as == ("DS-0030",)) is trivy


def test_a_relative_path_is_followed(rules: Any) -> None:
    lint = rules("DP470")
    assert [place[0] for place in lint.places(HEAD + "WORKDIR /proc\nWORKDIR self\nWORKDIR ../../srv\n")] == [2, 3]
