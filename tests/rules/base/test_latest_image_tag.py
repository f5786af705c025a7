from __future__ import annotations

from typing import Any

import pytest

SUM = "@sha256:" + "0" * 64

SILENT = [
    "FROM team/app:1\n",
    "FROM team/app\n# latest\n",
    f"FROM team/app:latest{SUM}\n",
    "FROM team/app:latest-alpine\nFROM team/app:LATEST\n",
    "ARG TAG\nFROM team/app:latest$TAG\n",
    "ARG TAG=latest\nFROM team/app:1 AS latest\nFROM latest\n",
    "FROM team/app:1\nCOPY --from=team/tool:latest /a /b\n",
    "ARG T=1\nFROM team/app:${T:-latest}\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3007").findings(text) == []


FOUND = [
    ("FROM team/app:latest\n", "latest"),
    ("FROM localhost:5000/app:latest AS x\n", "latest"),
    ("ARG T=latest\nFROM team/app:$T\n", "latest"),
    ("FROM team/app:${T:-latest}\n", "latest"),
    ("ARG I\nFROM $I:latest\n", "latest"),
    ("FROM team/app:lat\\\nest\n# latest\n", "lat\\\nest"),
]


@pytest.mark.parametrize(("text", "word"), FOUND)
def test_found(rules: Any, text: str, word: str) -> None:
    lint = rules("DL3007")
    found = [words for _, _, words in lint.places(text)]
    assert found == [word] or (len(found) == 1 and "\\" in found[0])
    assert lint.only(text).fix is None


def test_fixed(rules: Any) -> None:
    for profile in ("default", "hadolint"):
        lint = rules("DL3007", profile=profile)
        assert lint.fixed("from postgres:latest as x\r\n") == "from postgres:latest as x\r\n"
        assert lint.fixed("from postgres:latest as x\r\n", unsafe=True) == "from postgres:18 as x\r\n"


NAMES = [
    ("FROM team/app:latest\n", "avoid-latest-version DS-0001 CKV_DOCKER_7"),
    ("FROM localhost:5000/app:latest\n", "avoid-latest-version CKV_DOCKER_7"),
    ("ARG T=latest\nFROM team/app:$T\n", "DS-0001"),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_others_call_it(rules: Any, text: str, names: str) -> None:
    assert list(rules("DL3007").only(text).same_as) == names.split()


def test_one_flaw_is_one_finding(rules: Any) -> None:
    for text, code in (("FROM team/app:latest\n", "DP102"), ("FROM golang:latest\n", "DP301")):
        finding = rules("DL3007", "DP1", "DP301").only(text)
        assert finding.code == code
        assert "DL3007" in finding.same_as
        assert "DL3006" not in finding.same_as


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3007", profile="hadolint")
    text = "ARG T=latest\nFROM a:$T\nFROM scratch:latest\nFROM a:1 AS b\nFROM b:latest\nFROM $A:latest\n"
    assert [line for line, _, _ in lint.places(text)] == [3, 5, 6]
