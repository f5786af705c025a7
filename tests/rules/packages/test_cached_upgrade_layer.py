from __future__ import annotations

from typing import Any

import pytest

SUM = "@sha256:" + "0" * 64
PINNED = f"FROM alpine:3.24{SUM}\n"

SILENT = [
    "FROM alpine:3.24\nRUN apk upgrade --no-cache\n",
    f"{PINNED}RUN apk add --no-cache curl\n",
    f"{PINNED}COPY a /\nRUN apk upgrade --no-cache\n",
    f"{PINNED}ADD a /\nRUN apk upgrade --no-cache\n",
    f"{PINNED}ARG EPOCH\nRUN apk upgrade --no-cache\n",
    f"{PINNED}ARG EPOCH=1\nRUN : $EPOCH && apk upgrade --no-cache\n",
    f"FROM alpine:3.24{SUM} AS a\nCOPY a /\nFROM a\nRUN apk upgrade --no-cache\n",
    f"{PINNED}RUN --mount=type=bind,target=/a apk upgrade --no-cache\n",
    f"{PINNED}RUN apk upgrade --no-cache || true\n",
    f"FROM alpine:3.24{SUM} AS a\nRUN apk upgrade --no-cache\nFROM scratch\n",
    "FROM example.org/alpine:1\nRUN apk upgrade --no-cache\n",
    "FROM alpine:3.18\nRUN apk upgrade --no-cache\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP203").findings(text) == []


FROZEN = [
    (f"{PINNED}RUN apk upgrade --no-cache\n", (2, 5, "apk upgrade --no-cache")),
    (f"{PINNED}ARG TARGETARCH\nRUN apk -U upgrade", (3, 5, "apk -U upgrade")),
    (f"{PINNED}RUN apk upgrade --no-cache\nCOPY a /\n", (2, 5, "apk upgrade --no-cache")),
    (f"ARG A\n{PINNED}RUN x && apk upgrade --no-cache\r\n", (3, 10, "apk upgrade --no-cache")),
    (f"{PINNED}RUN --mount=type=cache,target=/c apk -U upgrade\n", (2, 34, "apk -U upgrade")),
    (f"FROM alpine:3.24{SUM} AS a\nRUN apk -U upgrade\nFROM a\nCOPY a /\n", (2, 5, "apk -U upgrade")),
    (f"FROM debian:trixie{SUM}\nRUN apt-get update && apt-get upgrade -y\n", (2, 23, "apt-get upgrade -y")),
    (f"FROM fedora:44{SUM}\nRUN dnf -y upgrade\n", (2, 5, "dnf -y upgrade")),
]


@pytest.mark.parametrize(("text", "place"), FROZEN)
def test_below_a_digest(rules: Any, text: str, place: tuple[int, int, str]) -> None:
    lint = rules("DP203")
    finding = lint.only(text)
    assert lint.places(text) == [place]
    assert finding.message.startswith("nothing above this upgrade ever changes: `")
    assert finding.message.endswith("` is pinned by digest")
    assert (finding.severity, finding.confidence, finding.fix) == ("note", "medium", None)
    assert finding.advice == (
        "put an `ARG` above it whose value changes with the calendar, or build the stage with --no-cache-filter"
    )


def test_below_a_tag_that_is_no_longer_rebuilt(rules: Any) -> None:
    text = "FROM python:3.13.3-alpine3.22\nRUN apk upgrade --no-cache\n"
    assert rules("DP203").messages(text) == [
        "nothing above this upgrade ever changes: `python:3.13.3-alpine3.22` is no longer rebuilt"
    ]
    assert rules("DP203", day="2025-06-01").findings(text) == []
