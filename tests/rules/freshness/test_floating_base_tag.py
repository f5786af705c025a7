from __future__ import annotations

from typing import Any

import pytest

SUM = "@sha256:" + "0" * 64
REST = " AS a\nFROM scratch\n"

SILENT = [
    "alpine:3.24",
    "alpine:3",
    "python:3",
    "debian:trixie",
    "debian:trixie-slim",
    "node:jod-alpine",
    "ros:humble",
    "hello-world:linux",
    "scratch",
    f"alpine{SUM}",
    f"alpine:latest{SUM}",
    "example.org/tool:1",
    "example.org/tool:main",
    f"example.org/tool{SUM}",
    "$BASE",
    "golang",
    "golang:alpine",
    "centos",
    "openjdk",
    "nosuchtag:1",
]


@pytest.mark.parametrize("image", SILENT)
def test_silent(rules: Any, image: str) -> None:
    assert rules("DP102").findings(f"FROM {image}{REST}") == []


def test_a_stage_is_no_image(rules: Any) -> None:
    text = "FROM alpine:3.24 AS Base\nFROM base\nCOPY --from=BASE /a /b\nCOPY --from=0 /c /d\n"
    assert rules("DP102").findings(text) == []


FIXED = [
    ("alpine", "alpine:3.24", "2026-08-22"),
    ("alpine:latest", "alpine:3.24", "2026-08-22"),
    ("alpine:latest", "alpine:3.19", "2024-01-15"),
    ("alpine:latest", "alpine:3.21", "2025-05-01"),
    ("node:alpine", "node:26-alpine", "2026-08-22"),
    ("node:lts-alpine", "node:24-alpine", "2026-08-22"),
    ("node:lts", "node:20", "2024-01-15"),
    ("python:slim", "python:3.14-slim", "2026-08-22"),
    ("python:alpine3.24", "python:3.14-alpine3.24", "2026-08-22"),
    ("debian:latest", "debian:13", "2026-08-22"),
    ("debian", "debian:12", "2024-01-15"),
    ("ubuntu", "ubuntu:26.04", "2026-08-22"),
    ("nginx:stable-alpine", "nginx:1.30-alpine", "2026-08-22"),
    ("php:fpm-alpine", "php:8.5-fpm-alpine", "2026-08-22"),
    ("postgres", "postgres:18", "2026-08-22"),
    ("docker.io/library/python", "docker.io/library/python:3.14", "2026-08-22"),
    ("index.docker.io/library/python:latest", "index.docker.io/library/python:3.14", "2026-08-22"),
]


@pytest.mark.parametrize(("old", "new", "day"), FIXED)
def test_pinned_to_the_same_build(rules: Any, old: str, new: str, day: str) -> None:
    lint = rules("DP102", day=day)
    finding = lint.only(f"FROM {old}{REST}")
    name = new.removeprefix("index.").removeprefix("docker.io/").removeprefix("library/")
    assert finding.advice == f"`{name}` is the very same build today, under the name of its release"
    assert finding.fix.safety == "safe"
    assert lint.fixed(f"FROM {old}{REST}") == f"FROM {new}{REST}"


PLACES = [
    ("FROM alpine", (1, 6, "alpine"), "`alpine` has no tag: it is whatever was built last"),
    ("FROM alpine:latest", (1, 13, "latest"), "`alpine:latest` names no release: it is whatever was built last"),
    (
        "ARG T=latest\nFROM alpine:$T",
        (1, 7, "latest"),
        "`alpine:latest` names no release: it is whatever was built last",
    ),
    ("FROM\talpine\t AS  x\r\n", (1, 6, "alpine"), "`alpine` has no tag: it is whatever was built last"),
    (
        "FROM scratch\nCOPY --from=node:alpine / /",
        (2, 18, "alpine"),
        "`node:alpine` names no release: it is whatever was built last",
    ),
    ("FROM quay.io/a/b", (1, 6, "quay.io/a/b"), "`quay.io/a/b` has no tag: it is whatever was built last"),
    (
        "FROM a.b:5000/c:latest",
        (1, 17, "latest"),
        "`a.b:5000/c:latest` names no release: it is whatever was built last",
    ),
]


@pytest.mark.parametrize(("text", "place", "message"), PLACES)
def test_place_and_message(rules: Any, text: str, place: tuple[int, int, str], message: str) -> None:
    assert rules("DP102").places(text) == [place]
    assert rules("DP102").messages(text) == [message]


EXACT = [
    ("from   alpine   as   x \r\nrun x", "from   alpine:3.24   as   x \r\nrun x"),
    ("FROM \\\n  alpine \\\n  AS x", "FROM \\\n  alpine:3.24 \\\n  AS x"),
    ("ARG T=latest\nFROM alpine:$T AS a\nFROM alpine:${T}\n", "ARG T=3.24\nFROM alpine:$T AS a\nFROM alpine:${T}\n"),
    ("ARG I=alpine\nFROM $I\n", "ARG I=alpine:3.24\nFROM $I\n"),
    ("FROM scratch\nRUN --mount=from=alpine,target=/a x\n", "FROM scratch\nRUN --mount=from=alpine:3.24,target=/a x\n"),
]


@pytest.mark.parametrize(("text", "wanted"), EXACT)
def test_nothing_else_changes(rules: Any, text: str, wanted: str) -> None:
    assert rules("DP102").fixed(text) == wanted


LEFT = [
    ("debian:stable-slim", "name the release that you mean"),
    ("debian:testing", "name the release that you mean"),
    ("ubuntu:devel", "name the release that you mean"),
    ("fedora:rawhide", "name the release that you mean"),
    ("alpine:edge", "name the release that you mean"),
    ("mysql:debian", "move to a tag that is rebuilt first, then name its release"),
    ("quay.io/a/b", "name the release that you mean; only Docker's official images are known here"),
    (
        "public.ecr.aws/docker/library/python",
        "name the release that you mean; only Docker's official images are known here",
    ),
]


@pytest.mark.parametrize(("image", "advice"), LEFT)
def test_left_to_a_person(rules: Any, image: str, advice: str) -> None:
    text = f"FROM {image}{REST}"
    assert rules("DP102").only(text).advice == advice
    assert rules("DP102").fixed(text, unsafe=True) == text


COARSE = [
    ("line", "python:3", "python:3.14"),
    ("line", "python:3-slim", "python:3.14-slim"),
    ("line", "python:3.14-slim", None),
    ("patch", "python:3.14-slim", "python:3.14.7-slim"),
    ("patch", "alpine:3.24", "alpine:3.24.1"),
    ("patch", "python:3.14.7-slim", None),
    ("none", "python:3", None),
]


@pytest.mark.parametrize(("precision", "old", "new"), COARSE)
def test_a_precision_that_is_asked_for(rules: Any, precision: str, old: str, new: str | None) -> None:
    lint = rules("DP102", precision=precision)
    text = f"FROM {old}{REST}"
    assert lint.fixed(text) == f"FROM {new or old}{REST}"
    assert lint.messages(text) == ([f"`{old}` is less precise than this project asks for"] if new else [])


def test_with_the_move_of_a_delisted_floating_tag(rules: Any) -> None:
    assert rules("DP1").fixed(f"FROM redis:bookworm{REST}").startswith("FROM redis:8.")


def test_no_tag_goes_before_a_variable_that_may_hold_one(rules: Any) -> None:
    text = "ARG TAG=\nFROM alpine${TAG}\n"
    assert rules("DP102").only(text).fix is None
    assert rules("DP102").fixed(text, unsafe=True) == text


NAMES = [
    ("FROM alpine\n", "DL3006 missing-image-version DS-0001 CKV_DOCKER_7"),
    ("FROM alpine:latest\n", "DL3007 avoid-latest-version DS-0001 CKV_DOCKER_7"),
    ("FROM quay.io/a/b\n", "DL3006 missing-image-version DS-0001 CKV_DOCKER_7"),
    ("FROM quay.io/a/b:latest\n", "DL3007 avoid-latest-version DS-0001 CKV_DOCKER_7"),
    ("FROM localhost:5000/a\n", "DL3006"),
    ("ARG T=latest\nFROM alpine:$T\n", "DL3007 DS-0001"),
    # What no other tool minds.
    ("FROM node:alpine\n", ""),
    ("FROM scratch\nCOPY --from=alpine /a /b\n", ""),
    ("FROM scratch\nRUN --mount=from=alpine:latest,target=/a x\n", ""),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_others_call_it(rules: Any, text: str, names: str) -> None:
    assert list(rules("DP102").only(text).same_as) == names.split()


def test_the_names_choose(rules: Any) -> None:
    text = "FROM alpine\nFROM alpine:latest\nFROM node:alpine\n"
    assert [line for line, _, _ in rules("DP102", ignore=("DL3007",)).places(text)] == [1, 3]
    assert [line for line, _, _ in rules("CKV_DOCKER_7").places(text)] == [1, 2]
