from __future__ import annotations

from typing import Any

import pytest

BASE = "FROM python:3.13.3-slim\n"

SILENT = [
    "# keep this in step with production\n" + BASE,
    "# 3.13.3\n\n" + BASE,
    "# 3.13.3\nARG A\n" + BASE,
    BASE + "# 3.13.3\nRUN x\n",
    "# hadolint ignore=DL3007 3.13.3\n" + BASE,
    "# renovate: 3.13.3\n" + BASE,
    "# 3.13.30 13.3 v3.13.3.1 x3.13.3 3.13.3-rc 2.3.13.3\n" + BASE,
    "# the slim one\nFROM python:3.13.3-slim\n",
    "# 3.13.15\nFROM python:3.13.15-slim\n",
    "# python\nFROM python\n",
    "# alpine, the latest\nFROM alpine:latest\n",
    "# example.org/python:3.13.3\nFROM example.org/python:3.13.3\n",
    "# java:8\nFROM java:8\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP107").findings(text) == []


FIXED = [
    (f"# Python 3.13.3.\n{BASE}", "# Python 3.13.15.\nFROM python:3.13.15-slim\n"),
    (f"# python:3.13.3-slim, (3.13.3)\n{BASE}", "# python:3.13.15-slim, (3.13.3)\nFROM python:3.13.15-slim\n"),
    (f"# a\n#\t3.13.3-slim\r\n{BASE}", "# a\n#\t3.13.15-slim\r\nFROM python:3.13.15-slim\n"),
    ("# alpine:latest\nFROM alpine:latest", "# alpine:3.24\nFROM alpine:3.24"),
    ("# golang:alpine!\nFROM golang:alpine", "# golang:1.27.0-alpine!\nFROM golang:1.27.0-alpine"),
    ("# 3.13.3\nARG V=3.13.3\nFROM python:$V\n", "# 3.13.15\nARG V=3.13.15\nFROM python:$V\n"),
    ("FROM python:3.13.3-slim \\\n  # 3.13.3\n  AS x\n", "FROM python:3.13.15-slim \\\n  # 3.13.15\n  AS x\n"),
    (
        "# 3.13.3-alpine3.20 on 3.13.3\nFROM python:3.13.3-alpine3.20\n",
        "# 3.13.15-alpine3.24 on 3.13.3\nFROM python:3.13.15-alpine3.24\n",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), FIXED)
@pytest.mark.parametrize("codes", [("DP107",), ("DP101", "DP102", "DP301"), ("DP1", "DP3")])
def test_follows_the_tag_in_the_same_fix(rules: Any, codes: tuple[str, ...], text: str, wanted: str) -> None:
    assert rules(*codes).fixed(text) == wanted


def test_place_and_message(rules: Any) -> None:
    text = "# a 3.13.3\n# b 3.13.3\n" + BASE
    assert rules("DP107").places(text) == [(1, 5, "3.13.3"), (2, 5, "3.13.3")]
    assert rules("DP107").messages(text)[0] == (
        "the comment says `3.13.3`, and the tag beside it is due to become that of `python:3.13.15-slim`"
    )


def test_goes_no_further_than_the_tag(rules: Any) -> None:
    text = "# golang:1.21.6\nFROM golang:1.21.6 AS a\nFROM scratch\n"
    assert rules("DP1").fixed(text) == text
    assert rules("DP1").fixed(text, unsafe=True) == text.replace("1.21.6", "1.26.7")
    digest = f"# 3.13.3\nFROM python:3.13.3-slim@sha256:{'0' * 64}\n"
    assert rules("DP1").fixed(digest, unsafe=True) == digest


def test_a_table_is_no_remark(rules: Any) -> None:
    text = "# " + "3.13.3 " * 51 + "\n" + BASE
    assert rules("DP107").findings(text) == []
    assert rules("DP101").fixed(text) == text.replace("python:3.13.3", "python:3.13.15")
