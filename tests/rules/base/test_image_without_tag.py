from __future__ import annotations

from typing import Any

import pytest

SUM = "@sha256:" + "0" * 64

SILENT = [
    "FROM team/app:1\n",
    f"FROM team/app{SUM}\n",
    f"FROM team/app:latest{SUM}\n",
    "FROM team/app:latest\n",
    "FROM scratch\n",
    "FROM team/app:1 AS Build\nFROM build\n",
    "FROM team/app:1 AS build\nFROM BUILD AS final\nFROM final\n",
    "ARG IMAGE\nFROM $IMAGE\n",
    "ARG TAG\nFROM team/app$TAG\n",
    "ARG TAG\nFROM team/app:$TAG\n",
    "ARG NAME\nFROM team/$NAME\n",
    "ARG IMAGE=team/app:1\nFROM $IMAGE\n",
    "FROM team/app:1\nCOPY --from=team/tool /a /b\n",
    "FROM team/app:1\nRUN --mount=type=bind,from=team/tool,target=/a x\n",
    "FROM team/app:1\nONBUILD FROM team/app\n",
    "FROM TEAM\n",
    "FROM team/app:$TARGETARCH\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3006").findings(text) == []


FOUND = [
    ("FROM team/app\n", "team/app", "`team/app` has no tag"),
    ("FROM localhost:5000/app\n", "localhost:5000/app", "`localhost:5000/app` has no tag"),
    ("from --platform=linux/amd64 \\\n  team/app \\\n  as x\n", "team/app", "`team/app` has no tag"),
    ('FROM "team/app"\n', '"team/app"', "`team/app` has no tag"),
    ("ARG I=team/app\nFROM $I\n", "$I", "`team/app` has no tag"),
    # Nothing can give an argument a value that is not declared.
    ("FROM team/app$TAG\n", "team/app$TAG", "`team/app$TAG` has no tag"),
    # Whatever the registry is, the image has no tag.
    ("ARG R\nFROM ${R}/app\n", "${R}/app", "`${R}/app` has no tag"),
    ("FROM b\nFROM a:1 AS b\n", "b", "`b` has no tag"),
    ("FROM registry.example/b\nFROM a:1 AS b\n", "registry.example/b", "`registry.example/b` has no tag"),
]


@pytest.mark.parametrize(("text", "word", "message"), FOUND)
def test_found(rules: Any, text: str, word: str, message: str) -> None:
    lint = rules("DL3006")
    assert [words for _, _, words in lint.places(text)] == [word]
    assert lint.messages(text) == [message]
    assert lint.only(text).fix is None


FIXED = [
    ("FROM postgres", "FROM postgres:18"),
    ("FROM\tgolang AS x\r\n", "FROM\tgolang:1.27.0 AS x\r\n"),
    ("ARG I=alpine\nFROM $I\n", "ARG I=alpine:3.24\nFROM $I\n"),
    ("FROM docker.io/library/alpine\n", "FROM docker.io/library/alpine:3.24\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3006")
    assert lint.fixed(text) == text
    assert lint.fixed(text, unsafe=True) == fixed


def test_fixed_in_the_profile_too(rules: Any) -> None:
    assert rules("DL3006", profile="hadolint").fixed("FROM postgres\n", unsafe=True) == "FROM postgres:18\n"


NAMES = [
    ("FROM team/app\n", "missing-image-version DS-0001 CKV_DOCKER_7"),
    ("FROM --platform=linux/amd64 team/app\n", "missing-image-version DS-0001 CKV_DOCKER_7"),
    ("FROM localhost:5000/app\n", ""),
    ("ARG I=team/app\nFROM $I\n", "DS-0001 CKV_DOCKER_7"),
    ("ARG R\nFROM ${R}/app\n", "DS-0001 CKV_DOCKER_7"),
    ("ARG R\nFROM ${R:-x}/app\n", "DS-0001"),
    ("FROM b\nFROM team/app:1 AS b\n", "missing-image-version CKV_DOCKER_7"),
    ("FROM b AS b\n", "missing-image-version"),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_others_call_it(rules: Any, text: str, names: str) -> None:
    assert list(rules("DL3006").only(text).same_as) == names.split()


def test_one_flaw_is_one_finding(rules: Any) -> None:
    for text, code in (("FROM team/app\n", "DP102"), ("FROM postgres\n", "DP102"), ("FROM golang\n", "DP301")):
        finding = rules("DL3006", "DP1", "DP301").only(text)
        assert finding.code == code
        assert list(finding.same_as) == ["DL3006", "missing-image-version", "DS-0001", "CKV_DOCKER_7"]
    assert {finding.code for finding in rules("DL3006", "DP1").findings("FROM centos\n")} == {"DL3006", "DP104"}


HADOLINT = [
    ("FROM x.y/b\nFROM a:1 AS b\nFROM x.y/b\n", [1]),
    ("FROM a:1 AS B\nFROM b\n", [2]),
    ("FROM localhost:5000/a\n", []),
    ("FROM x.y:80/a\n", [1]),
    ("FROM $A/b\nFROM a$B\nFROM ${A}.io/b\nFROM x.y/$A\n", [2, 3]),
    ("FROM ${A:-x.y:80/b}\nFROM x${A:-:1}\nFROM a:${T:-latest}\n", [2]),
    ("FROM Scratch\nFROM x.y/scratch\n", [1]),
    ("FROM a@b\nFROM a:1@b\n", []),
    ("ARG I=a\nFROM $I\n", []),
]


@pytest.mark.parametrize(("text", "lines"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, lines: list[int]) -> None:
    assert [line for line, _, _ in rules("DL3006", profile="hadolint").places(text)] == lines
