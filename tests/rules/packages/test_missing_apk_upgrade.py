from __future__ import annotations

from typing import Any

import pytest

BASE = "FROM alpine:3.24\n"
ADDED = "RUN apk upgrade --no-cache\n"
SUM = "@sha256:" + "0" * 64

WORKING = [
    "RUN apk upgrade --no-cache",
    "RUN apk --no-cache upgrade",
    "RUN apk update && apk upgrade",
    "RUN apk update; apk upgrade",
    "RUN apk update\nRUN apk upgrade",
    "RUN apk -U upgrade",
    "RUN apk upgrade -U -a",
    "RUN apk upgrade --update-cache --available",
    "RUN apk --update upgrade",
    "RUN apk add --no-cache curl && apk upgrade --no-cache",
    "RUN set -eux; apk upgrade --no-cache; echo done",
    "RUN apk upgrade --no-cache && rm -rf /tmp/*",
    "RUN apk upgrade --no-cache \\\n    # why\n    && true",
    "RUN <<EOF\nset -e\napk update\napk upgrade\nEOF",
    "RUN <<EOF\napk update\napk upgrade\nEOF",
    'RUN ["apk", "upgrade", "--no-cache"]',
    'RUN ["/sbin/apk", "--no-cache", "upgrade"]',
    'SHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN apk upgrade --no-cache | tee /log',
    "RUN sh -c 'apk upgrade --no-cache'",
    "RUN env A=b nice apk upgrade --no-cache",
    "run apk upgrade --no-cache",
    "USER app\nUSER root\nRUN apk upgrade --no-cache",
    "USER 0:0\nRUN apk upgrade --no-cache",
    "USER app\nRUN sudo apk upgrade --no-cache",
    "RUN --mount=type=cache,target=/etc/apk/cache apk upgrade",
    "RUN ln -s /var/cache/apk /etc/apk/cache\nRUN apk upgrade",
]


@pytest.mark.parametrize("lines", WORKING)
def test_silent_after_a_working_upgrade(rules: Any, lines: str) -> None:
    assert rules("DP201", "DP202").findings(f"{BASE}{lines}\n") == []


SILENT = [
    "FROM debian:trixie\n",
    "FROM scratch\n",
    "FROM alpine:3.24 AS a\nFROM scratch\nCOPY --from=a / /\n",
    "FROM alpine:3.24 AS a\nFROM debian:trixie\nCOPY --from=a /x /y\n",
    "FROM $BASE\n",
    "FROM alpine:3.24 AS a\nRUN apk upgrade --no-cache\nFROM a AS b\nFROM b\nUSER x\n",
    "FROM alpine:3.24 AS a\nRUN apk update\nFROM a\nRUN apk upgrade\n",
    "FROM python:3.13-slim\nRUN x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP201").findings(text) == []


NOT_ENOUGH = [
    "COPY . .",
    "RUN apk add --no-cache curl",
    "RUN apk update",
    "RUN apk upgrade --no-cache openssl",
    "RUN apk add --upgrade --no-cache openssl",
    "RUN apk add --upgrade openssl",
    "RUN apk upgrade --no-cache --simulate",
    "RUN apk --no-cache --root /x upgrade",
    "RUN echo apk upgrade --no-cache",
    "# RUN apk upgrade --no-cache",
    "RUN apk add curl \\\n    # apk upgrade --no-cache\n    jq",
    "ONBUILD RUN apk upgrade --no-cache",
    "RUN apk fix",
    "ENV X='apk upgrade --no-cache'",
    "CMD apk upgrade --no-cache",
]


@pytest.mark.parametrize("lines", NOT_ENOUGH)
def test_found_and_fixed(rules: Any, lines: str) -> None:
    text = f"{BASE}{lines}\n"
    lint = rules("DP201", "DP202")
    finding = lint.only(text)
    assert (finding.code, finding.message) == (
        "DP201",
        "the packages of `alpine:3.24` are not upgraded in the image that is shipped",
    )
    assert lint.places(text) == [(1, 1, "FROM alpine:3.24")]
    assert finding.advice == (
        "add `RUN apk upgrade --no-cache`: it takes what Alpine has fixed since the base was built"
    )
    assert lint.fixed(text) == text.replace(BASE, BASE + ADDED)


PLACED = [
    ("FROM alpine:3.24", "FROM alpine:3.24\nRUN apk upgrade --no-cache"),
    ("from alpine:3.24 as x", "from alpine:3.24 as x\nrun apk upgrade --no-cache"),
    ("FROM alpine:3.24\r\nCMD x", "FROM alpine:3.24\r\nRUN apk upgrade --no-cache\r\nCMD x"),
    ("FROM alpine:3.24\nARG A\nARG B=1", "FROM alpine:3.24\nARG A\nARG B=1\nRUN apk upgrade --no-cache"),
    (
        "FROM alpine:3.24\n# a\nARG A \\\n    B\n\n# c\nENV C=d\n",
        "FROM alpine:3.24\n# a\nARG A \\\n    B\nRUN apk upgrade --no-cache\n\n# c\nENV C=d\n",
    ),
    ("  FROM alpine:3.24\n  CMD x\n", "  FROM alpine:3.24\n  RUN apk upgrade --no-cache\n  CMD x\n"),
    (
        "FROM \\\n  alpine:3.24 \\\n  AS x\nCMD y\n",
        "FROM \\\n  alpine:3.24 \\\n  AS x\nRUN apk upgrade --no-cache\nCMD y\n",
    ),
    ("FROM alpine:3.24\nUSER x\nCMD y\n", "FROM alpine:3.24\nRUN apk upgrade --no-cache\nUSER x\nCMD y\n"),
    (
        "FROM alpine:3.24 AS a\nUSER x\nFROM a\nCMD y\n",
        "FROM alpine:3.24 AS a\nRUN apk upgrade --no-cache\nUSER x\nFROM a\nCMD y\n",
    ),
    ("FROM alpine:3.24 AS a\nFROM a\nCMD y\n", "FROM alpine:3.24 AS a\nFROM a\nRUN apk upgrade --no-cache\nCMD y\n"),
    ("FROM nginx:1.30-alpine\n", "FROM nginx:1.30-alpine\nRUN apk upgrade --no-cache\n"),
    ("FROM alpine:edge\n", "FROM alpine:edge\nRUN apk upgrade --no-cache\n"),
    (f"FROM alpine:3.24{SUM}\n", f"FROM alpine:3.24{SUM}\nRUN apk upgrade --no-cache\n"),
    ("FROM alpine:3.24 AS {a}\n", "FROM alpine:3.24 AS {a}\nRUN apk upgrade --no-cache\n"),
    ("ARG V=3.24\nFROM alpine:$V\n", "ARG V=3.24\nFROM alpine:$V\nRUN apk upgrade --no-cache\n"),
    (
        "FROM alpine:3.24\nARG A\nCOPY <<EOF /x\nFROM alpine\nEOF\n",
        "FROM alpine:3.24\nARG A\nRUN apk upgrade --no-cache\nCOPY <<EOF /x\nFROM alpine\nEOF\n",
    ),
    ("# escape=`\nFROM `\nalpine:3.24\n", "# escape=`\nFROM `\nalpine:3.24\nRUN apk upgrade --no-cache\n"),
]


@pytest.mark.parametrize(("text", "wanted"), PLACED)
def test_where_it_goes(rules: Any, text: str, wanted: str) -> None:
    assert rules("DP201").fixed(text) == wanted


@pytest.mark.parametrize("image", ["example.org/tool:1-alpine", "public.ecr.aws/docker/library/alpine:3.24"])
def test_an_image_that_is_not_known_is_doubted(rules: Any, image: str) -> None:
    text = f"FROM {image}\nCMD x\n"
    finding = rules("DP201").only(text)
    assert (finding.confidence, finding.fix.safety) == ("medium", "unsafe")
    assert rules("DP201").fixed(text) == text
    assert rules("DP201").fixed(text, unsafe=True) == f"FROM {image}\n{ADDED}CMD x\n"


def test_a_base_whose_user_is_not_known_is_left_to_be_asked(rules: Any) -> None:
    assert rules("DP201").only("FROM memcached:1.6-alpine\n").fix.safety == "unsafe"
    assert rules("DP201").only("FROM memcached:1.6-alpine\nRUN apk add --no-cache x\n").fix.safety == "safe"


def test_a_branch_past_its_end_gets_none(rules: Any) -> None:
    text = "FROM alpine:3.18\nRUN apk add curl\n"
    finding = rules("DP201").only(text)
    assert finding.fix is None
    assert finding.advice == "this branch of Alpine has ended, so an upgrade brings nothing new; move the base first"
    assert rules("DP201", day="2025-05-01").only(text).fix is not None


SCOPED = [
    ("RUN apk add curl", True),
    ("RUN apk upgrade --no-cache openssl musl", False),
    ("RUN apk upgrade --no-cache musl\nRUN apk add --no-cache --upgrade openssl", False),
    ("RUN apk upgrade --no-cache openssl", True),
    ("RUN apk upgrade --no-cache", False),
]


@pytest.mark.parametrize(("lines", "found"), SCOPED)
def test_named_packages(rules: Any, lines: str, found: bool) -> None:
    lint = rules("DP201", upgrade_strategy="upgrade-scoped", upgrade_packages=("openssl", "musl"))
    text = f"{BASE}{lines}\n"
    assert bool(lint.findings(text)) == found
    wanted = text.replace(BASE, f"{BASE}RUN apk upgrade --no-cache musl openssl\n") if found else text
    assert lint.fixed(text) == wanted


def test_moved_by_digest(rules: Any) -> None:
    lint = rules("DP201", upgrade_strategy="digest-forward")
    assert lint.findings(f"FROM alpine:3.24{SUM}\n") == []
    assert lint.findings(f"FROM alpine:3.24{SUM} AS a\nFROM a\n") == []
    assert len(lint.findings("FROM alpine:3.24\n")) == 1


JOINED = [
    ("RUN apk add curl", "RUN apk upgrade --no-cache && apk add curl"),
    ("RUN apk update && apk add curl", "RUN apk update && apk upgrade --no-cache && apk add curl"),
    ("RUN \\\n  apk add \\\n  # c\n  curl", "RUN \\\n  apk upgrade --no-cache && apk add \\\n  # c\n  curl"),
    ("RUN A=b apk add curl", "RUN apk upgrade --no-cache && A=b apk add curl"),
    ("RUN set -e; apk add curl; x", "RUN set -e; apk upgrade --no-cache; apk add curl; x"),
    ("RUN set -e; apk add curl", "RUN set -e; apk upgrade --no-cache && apk add curl"),
    (
        'SHELL ["/bin/sh", "-ec"]\nRUN apk add curl; x',
        'SHELL ["/bin/sh", "-ec"]\nRUN apk upgrade --no-cache; apk add curl; x',
    ),
    (
        "RUN --mount=type=cache,target=/c apk add curl",
        "RUN --mount=type=cache,target=/c apk upgrade --no-cache && apk add curl",
    ),
]


@pytest.mark.parametrize(("lines", "wanted"), JOINED)
def test_joined_into_the_first_add(rules: Any, lines: str, wanted: str) -> None:
    lint = rules("DP201", "DP202", upgrade_placement="first-add")
    assert lint.fixed(f"{BASE}{lines}\nRUN apk add jq\n") == f"{BASE}{wanted}\nRUN apk add jq\n"


NOT_JOINED = [
    "RUN x",
    "RUN if x; then apk add curl; fi",
    "RUN x || apk add curl",
    "RUN apk add curl || true",
    "RUN apk add curl | tee /log",
    "RUN yes | apk add curl",
    "RUN apk add curl; x",
    "RUN sudo apk add curl",
    "USER x\nRUN apk add curl",
    "RUN <<EOF\napk add curl\nEOF",
    'RUN ["apk", "add", "curl"]',
    "RUN sh -c 'apk add curl'",
]


@pytest.mark.parametrize("lines", NOT_JOINED)
def test_a_run_of_its_own_where_joining_is_not_plain(rules: Any, lines: str) -> None:
    lint = rules("DP201", "DP202", upgrade_placement="first-add")
    assert lint.fixed(f"{BASE}{lines}\n") == f"{BASE}{ADDED}{lines}\n"
