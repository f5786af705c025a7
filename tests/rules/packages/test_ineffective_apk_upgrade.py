from __future__ import annotations

from typing import Any

import pytest

BASE = "FROM alpine:3.24\n"

SILENT = [
    f"{BASE}RUN apk upgrade --no-cache\n",
    f"{BASE}RUN x\n",
    f"{BASE}RUN apk add --upgrade openssl\n",
    f"{BASE}RUN apk upgrade openssl\n",
    f"{BASE}RUN apk upgrade --no-cache\nUSER x\nRUN apk upgrade --no-cache || true\n",
    "FROM debian:trixie\nRUN apk upgrade\n",
    "FROM scratch\n",
    "FROM alpine:3.24 AS a\nRUN apk upgrade --no-cache\nFROM scratch\nCOPY --from=a / /\n",
    "FROM alpine:3.24 AS a\nRUN apk upgrade --no-cache\nFROM a\n",
    f"FROM alpine:3.24 AS a\n{BASE}RUN apk upgrade --no-cache\nCOPY --from=a /app /app\n",
    f"FROM alpine:3.24 AS a\nRUN apk upgrade --no-cache\n{BASE}RUN apk upgrade --no-cache\nCOPY --from=a /lib /lib\n",
    f"FROM alpine:3.24 AS a\n{BASE}COPY --from=a /lib /lib\nRUN apk upgrade --no-cache\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP202").findings(text) == []


NO_INDEX = [
    ("RUN apk upgrade", "RUN apk upgrade --no-cache", (2, 5, "apk upgrade")),
    ("RUN x && apk upgrade -a && y", "RUN x && apk upgrade --no-cache -a && y", (2, 10, "apk upgrade -a")),
    ("RUN apk \\\n  upgrade", "RUN apk \\\n  upgrade --no-cache", (2, 1, "RUN apk \\\n  upgrade")),
    ("RUN sh -c 'apk upgrade'", "RUN sh -c 'apk upgrade --no-cache'", (2, 12, "apk upgrade")),
    ("RUN <<EOF\napk upgrade\nEOF", "RUN <<EOF\napk upgrade --no-cache\nEOF", (3, 1, "apk upgrade")),
    ("RUN apk upgrade\r\nRUN y", "RUN apk upgrade --no-cache\r\nRUN y", (2, 5, "apk upgrade")),
]


@pytest.mark.parametrize(("lines", "wanted", "place"), NO_INDEX)
def test_without_an_index(rules: Any, lines: str, wanted: str, place: tuple[int, int, str]) -> None:
    lint = rules("DP201", "DP202")
    text = f"{BASE}{lines}"
    assert lint.messages(text) == ["`apk` has no package index here, so this upgrade finds nothing newer"]
    assert lint.places(text) == [place]
    assert lint.fixed(text) == f"{BASE}{wanted}"


NO_ROOT = [
    ("USER x\nRUN apk upgrade --no-cache\nCMD y\n", "RUN apk upgrade --no-cache\nUSER x\nCMD y\n"),
    ("USER x\r\nRUN apk update && apk upgrade", "RUN apk upgrade --no-cache\r\nUSER x"),
    (
        "USER x\nRUN apk upgrade --no-cache && y\n",
        "RUN apk upgrade --no-cache\nUSER x\nRUN apk upgrade --no-cache && y\n",
    ),
    (
        "USER x\nRUN apk upgrade \\\n# why\n  --no-cache\n",
        "RUN apk upgrade --no-cache\nUSER x\nRUN apk upgrade \\\n# why\n  --no-cache\n",
    ),
]


@pytest.mark.parametrize(("lines", "wanted"), NO_ROOT)
def test_by_a_user_who_may_not(rules: Any, lines: str, wanted: str) -> None:
    lint = rules("DP201", "DP202")
    base = BASE.replace("\n", "\r\n") if "\r\n" in lines else BASE
    finding = lint.only(base + lines)
    assert finding.message == "this upgrade is run by `x`, who may not write what it upgrades"
    assert finding.fix.safety == "safe"
    assert lint.fixed(base + lines) == base + wanted


NOT_SURE = [
    "RUN apk upgrade --no-cache || true",
    "RUN if x; then apk upgrade --no-cache; fi",
    "RUN x || apk upgrade --no-cache",
    "RUN apk upgrade --no-cache; y",
    "RUN apk upgrade --no-cache | tee /log",
    "RUN apk upgrade --no-cache &",
    "RUN for i in 1 2; do apk upgrade --no-cache; done",
    "RUN f() { apk upgrade --no-cache; }; g",
]


@pytest.mark.parametrize("line", NOT_SURE)
def test_not_sure_to_run_or_to_be_heard(rules: Any, line: str) -> None:
    lint = rules("DP201", "DP202")
    text = f"{BASE}{line}\n"
    assert lint.messages(text) == ["this upgrade may not run, or may fail unseen"]
    assert lint.fixed(text, unsafe=True) == text


def test_thrown_away(rules: Any) -> None:
    text = f"FROM alpine:3.24 AS b\nRUN apk upgrade --no-cache\n\n{BASE}COPY --from=b /x /x\n"
    lint = rules("DP201", "DP202")
    assert lint.messages(text) == [
        "this upgrade is in a stage that is thrown away; the one that is shipped is not upgraded"
    ]
    assert lint.places(text) == [(2, 5, "apk upgrade --no-cache")]
    assert lint.fixed(text) == text.replace(f"\n{BASE}", f"\n{BASE}RUN apk upgrade --no-cache\n")


def test_past_its_end(rules: Any) -> None:
    text = "FROM alpine:3.18\nRUN apk upgrade --no-cache\n"
    lint = rules("DP2")
    finding = lint.only(text)
    assert finding.message == "this upgrade brings nothing: Alpine 3.18 ended on 2025-05-09"
    assert finding.evidence[0].fact == "alpine-linux 3.18 ended on 2025-05-09"
    assert lint.fixed(text, unsafe=True) == text
    assert rules("DP202", day="2025-05-09").findings(text) == []


@pytest.mark.parametrize(("folder", "name"), [("/", "b"), ("/lib", "b"), ("/usr/", "{b}")])
def test_undone(rules: Any, folder: str, name: str) -> None:
    text = f"FROM alpine:3.24 AS {name}\n{BASE}RUN apk upgrade --no-cache\nCOPY --from={name} {folder} {folder}\n"
    shown = folder.rstrip("/") or "/"
    assert rules("DP202").messages(text) == [
        f"this upgrade is undone by line 4, which copies `{shown}` out of `{name}`, where nothing is upgraded"
    ]


def test_fixed_together_with_the_base(rules: Any) -> None:
    text = "FROM python:3.13.3-alpine3.20\nRUN apk upgrade\nRUN pip install flask\n"
    wanted = "FROM python:3.13.15-alpine3.24\nRUN apk upgrade --no-cache\nRUN pip install flask\n"
    assert rules("DP").fixed(text) == wanted


def test_an_upgrade_without_network_gets_no_option_that_needs_one(rules: Any) -> None:
    text = "FROM alpine:3.24\nRUN --network=none apk upgrade\n"
    assert rules("DP202").only(text).fix is None
