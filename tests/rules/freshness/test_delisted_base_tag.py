from __future__ import annotations

from typing import Any

import pytest

OLD = "FROM python:3.13.3-alpine3.20\n"
SLIM = "FROM python:3.13.3-slim-bullseye\n"
SUM = "@sha256:" + "0" * 64

SILENT = [
    ("listed", "FROM python:3.13-slim\n", "2026-08-22"),
    ("listed on that day", OLD, "2025-05-01"),
    ("listed on its first day", OLD, "2025-04-09"),
    ("not yet listed", OLD, "2025-04-08"),
    ("listed on its last day", OLD, "2025-05-29"),
    ("another registry", "FROM public.ecr.aws/docker/library/python:3.13.3-slim\n", "2026-08-22"),
    ("another namespace", "FROM bitnami/python:3.13.3-slim\n", "2026-08-22"),
    ("a port", "FROM localhost:5000/python:3.13.3-slim\n", "2026-08-22"),
    ("upper case is no image name", "FROM Python:3.13.3-slim\n", "2026-08-22"),
    ("digest without a tag", f"FROM python{SUM}\n", "2026-08-22"),
    ("a variable without a value", "ARG V\nFROM python:$V\n", "2026-08-22"),
    ("a stage of that name", "FROM alpine:3.24 AS java\nFROM java\n", "2026-08-22"),
    ("scratch", "FROM scratch\n", "2026-08-22"),
    ("a removed image is DP104's", "FROM java:8\n", "2026-08-22"),
    ("a prerelease with a final is DP106's", "FROM python:3.14.0rc1-slim-trixie\n", "2026-08-22"),
]


@pytest.mark.parametrize(("text", "day"), [pytest.param(*case[1:], id=case[0]) for case in SILENT])
def test_silent(rules: Any, text: str, day: str) -> None:
    assert rules("DP101", day=day).findings(text) == []


FOUND = [
    (OLD, [(1, 13, "3.13.3-alpine3.20")]),
    ("FROM docker.io/library/python:3.13.3-slim\n", [(1, 31, "3.13.3-slim")]),
    ("FROM index.docker.io/python:3.13.3-slim\n", [(1, 29, "3.13.3-slim")]),
    ("FROM library/python:3.13.3-slim", [(1, 21, "3.13.3-slim")]),
    ("from\tpython:3.13.3-slim as x\r\n", [(1, 13, "3.13.3-slim")]),
    ("FROM --platform=$BUILDPLATFORM python:3.13.3-slim AS x\n", [(1, 39, "3.13.3-slim")]),
    (f"FROM python:3.13.3-slim{SUM}\n", [(1, 13, "3.13.3-slim")]),
    ("FROM \\\n  python:3.13.3-slim \\\n  AS x\n", [(2, 10, "3.13.3-slim")]),
    ("# escape=`\nFROM `\n  python:3.13.3-slim\n", [(3, 10, "3.13.3-slim")]),
    ("ARG TAG=3.13.3-slim\nFROM python:$TAG\n", [(1, 9, "3.13.3-slim")]),
    ("ARG V=3.13.3\nFROM python:${V}-slim\n", [(2, 6, "python:${V}-slim")]),
    ("ARG I=python:3.13.3\nFROM $I AS a\nFROM $I AS b\nFROM $I\n", [(1, 14, "3.13.3")]),
    ("FROM python:${V:-3.13.3-slim}\n", [(1, 18, "3.13.3-slim")]),
    ("FROM scratch\nCOPY --from=python:3.13.3-slim / /\n", [(2, 20, "3.13.3-slim")]),
    ("FROM scratch\nRUN --mount=from=python:3.13.3-slim,target=/x true\n", [(2, 25, "3.13.3-slim")]),
    ("\ufeffFROM python:3.13.3-slim\n", [(1, 13, "3.13.3-slim")]),
]


@pytest.mark.parametrize(("text", "places"), FOUND)
def test_found(rules: Any, text: str, places: list[tuple[int, int, str]]) -> None:
    assert rules("DP101").places(text) == places


def test_says_since_when_and_what_replaces_it(rules: Any) -> None:
    finding = rules("DP101").only(OLD)
    assert finding.message == (
        "`python:3.13.3-alpine3.20` has not been rebuilt since 2025-05-30, when Docker dropped it from its library"
    )
    assert finding.advice == (
        "`python:3.13.15-alpine3.24` is the same line and flavour on a distribution release that is rebuilt"
    )
    assert (finding.evidence[0].source, finding.evidence[0].fact) == (
        "docker-library/official-images",
        "python:3.13.3-alpine3.20 was listed from 2025-04-09 to 2025-05-30",
    )
    assert (finding.severity, finding.confidence) == ("warning", "high")


FIXED = [
    (OLD, "FROM python:3.13.15-alpine3.24\n", "2026-08-22"),
    (OLD, "FROM python:3.13.4-alpine3.22\n", "2025-06-04"),
    ("FROM python:3.13.3-slim-bookworm", "FROM python:3.13.15-slim-bookworm", "2026-08-22"),
    ("FROM   python:3.13.3-slim   AS   x  \r\nRUN x", "FROM   python:3.13.15-slim   AS   x  \r\nRUN x", "2026-08-22"),
    ("ARG V=3.13.3\nFROM python:${V}-slim\n", "ARG V=3.13.15\nFROM python:${V}-slim\n", "2026-08-22"),
    ("ARG V='3.13.3'\nFROM \"python:$V-slim\"\n", "ARG V='3.13.15'\nFROM \"python:$V-slim\"\n", "2026-08-22"),
    ("ARG V=3.13 P=3\nFROM python:$V.$P-slim\n", "ARG V=3.13 P=15\nFROM python:$V.$P-slim\n", "2026-08-22"),
    ("ARG I=python:3.13.3\nFROM $I-slim\n", "ARG I=python:3.13.15\nFROM $I-slim\n", "2026-08-22"),
    ("ARG A=3.13.3\nARG B=$A\nFROM python:$B\n", "ARG A=3.13.15\nARG B=$A\nFROM python:$B\n", "2026-08-22"),
    ("ARG D=bullseye\nFROM python:3.13-$D\n", "ARG D=trixie\nFROM python:3.13-$D\n", "2026-08-22"),
    ("FROM python:${V:-3.13.3}-slim\n", "FROM python:${V:-3.13.15}-slim\n", "2026-08-22"),
    (
        "FROM scratch\nCOPY --from=python:3.13.3-slim /a /b\n",
        "FROM scratch\nCOPY --from=python:3.13.15-slim /a /b\n",
        "2026-08-22",
    ),
    (
        "ARG V=3.13.3\nFROM python:$V-slim AS a\nFROM python:$V\n",
        "ARG V=3.13.15\nFROM python:$V-slim AS a\nFROM python:$V\n",
        "2026-08-22",
    ),
]


@pytest.mark.parametrize(("text", "wanted", "day"), FIXED)
def test_safe_fix(rules: Any, text: str, wanted: str, day: str) -> None:
    assert rules("DP101", day=day).fixed(text) == wanted


UNSAFE = [
    ("FROM golang:1.21.6-alpine\n", "FROM golang:1.26.7-alpine\n"),
    ("FROM node:14-alpine3.11\n", "FROM node:22-alpine3.24\n"),
    ("FROM python:2.7\n", "FROM python:3.10\n"),
    ("FROM debian:wheezy\n", "FROM debian:bullseye\n"),
    ("FROM node:carbon\n", "FROM node:jod\n"),
    ("FROM ubuntu:18.04\n", "FROM ubuntu:22.04\n"),
    ("FROM alpine:3.20\n", "FROM alpine:3.21\n"),
]


@pytest.mark.parametrize(("text", "wanted"), UNSAFE)
def test_a_newer_line_is_unsafe_and_the_nearest(rules: Any, text: str, wanted: str) -> None:
    assert rules("DP101").fixed(text) == text
    assert rules("DP101").fixed(text, unsafe=True) == wanted


BY_HAND = [
    f"FROM python:3.13.3-slim{SUM}\n",
    "FROM mysql:debian\n",
    "ARG V=3.13.3\nFROM python:$V-slim AS a\nFROM example.org/python:$V\n",
    "ARG V=3.13.3\nFROM python:$V-slim AS a\nFROM node:$V\n",
]


@pytest.mark.parametrize("text", BY_HAND)
def test_no_fix_is_better_than_a_wrong_one(rules: Any, text: str) -> None:
    assert rules("DP101").findings(text)
    assert rules("DP101").fixed(text, unsafe=True) == text


IN_THE_WAY = [
    ("RUN apk add sqlite=3.45.1-r0", "line 2 pins sqlite=3.45.1-r0"),
    ("RUN apk add --no-cache 'sqlite<3.46'", "line 2 pins sqlite<3.46"),
    ("RUN apk add a \\\n    # b\n    'sqlite~3.45'", "line 4 pins sqlite~3.45"),
    ("RUN apk add x@edge", "line 2 pins x@edge"),
    ("RUN apk add sqlite=${SQLITE}", "line 2 pins sqlite=${SQLITE}"),
    ("RUN sudo apk add a=1-r0", "line 2 pins a=1-r0"),
    ("RUN sh -c 'apk add a=1-r0'", "line 2 pins a=1-r0"),
    ('RUN ["apk", "add", "a=1-r0"]', "line 2 pins a=1-r0"),
    ("RUN <<EOF\napk add a=1-r0\nEOF", "line 3 pins a=1-r0"),
    ("ONBUILD RUN apk add a=1-r0", "line 2 pins a=1-r0"),
    ("RUN apk add '{a}=1-r0'", "line 2 pins {a}=1-r0"),
    ("RUN echo https://mirror.example/alpine/v3.20/main >> /etc/apk/repositories", "line 2 names the release v3.20"),
    ("ARG ALPINE_VERSION=3.20", "line 2 names the release 3.20"),
    (
        "COPY <<EOF /etc/apk/repositories\nhttps://mirror.example/alpine/v3.20/main\nEOF",
        "line 3 names the release v3.20",
    ),
    ("COPY alpine-3.20/ /", "line 2 names the release alpine-3.20"),
    ("RUN apk add php83-fpm", "line 2 installs php83-fpm, a name that not every release has"),
    ("RUN apk add $PACKAGES", "what line 2 installs, and in which versions, is known at build time only"),
    (
        "ENV PACKAGES=sqlite=3.45.1-r0\nRUN apk add $PACKAGES",
        "what line 3 installs, and in which versions, is known at build time only",
    ),
    (
        'RUN P="icu=73.2-r2" && apk add $P',
        "what line 2 installs, and in which versions, is known at build time only",
    ),
    (
        "RUN apk add $(cat packages.txt)",
        "what line 2 installs, and in which versions, is known at build time only",
    ),
]


@pytest.mark.parametrize(("line", "obstacle"), IN_THE_WAY)
def test_a_distro_move_is_unsafe_when_something_stands_in_the_way(rules: Any, line: str, obstacle: str) -> None:
    text = f"{OLD}{line}\n"
    finding = rules("DP101").only(text)
    assert finding.fix.safety == "unsafe"
    assert finding.advice == (
        f"`python:3.13.15-alpine3.24` is the same line on a newer distribution release, but {obstacle}"
    )
    assert rules("DP101").fixed(text) == text
    assert rules("DP101").fixed(text, unsafe=True) == text.replace("3.13.3-alpine3.20", "3.13.15-alpine3.24", 1)


DEBIAN_IN_THE_WAY = [
    ("RUN apt-get install -y curl=7.88.1-10+deb12u5", "line 2 pins curl=7.88.1-10+deb12u5"),
    ("RUN apt-get install -y curl/bullseye-backports", "line 2 pins curl/bullseye-backports"),
    ("RUN apt-get install -y -t bullseye-backports curl", "line 2 names the release bullseye"),
    ("ENV DEBIAN_CODENAME=bullseye", "line 2 names the release bullseye"),
    (
        "RUN echo 'deb http://deb.debian.org/debian bullseye main' > /etc/apt/sources.list",
        "line 2 names the release bullseye",
    ),
    ("ADD https://example.org/config/debian/11/prod.list /etc/apt/", "line 2 names the release debian/11"),
    ("RUN curl https://example.org/Debian_11/Release.key", "line 2 names the release Debian_11"),
    ("RUN apt-get install -y gcc libssl1.1", "line 2 installs libssl1.1, a name that not every release has"),
    ("RUN apt-get install -y python3.9", "line 2 installs python3.9, a name that not every release has"),
    (
        "RUN apt-get install -y postgresql-client-13",
        "line 2 installs postgresql-client-13, a name that not every release has",
    ),
]


@pytest.mark.parametrize(("line", "obstacle"), DEBIAN_IN_THE_WAY)
def test_the_same_on_debian(rules: Any, line: str, obstacle: str) -> None:
    finding = rules("DP101").only(f"{SLIM}{line}\n")
    assert finding.fix.safety == "unsafe"
    assert finding.advice.endswith(f", but {obstacle}")


NO_OBSTACLE = [
    "# needs alpine3.20, see https://mirror.example/alpine/v3.20/main",
    "RUN pip install flask==3.0 # on alpine3.20",
    "RUN pip install \\\n    # alpine3.20 v3.20\n    'flask==3.0'",
    "RUN apk add --no-cache sqlite",
    "ENV PACKAGES='curl jq'\nRUN apk add $PACKAGES",
    "RUN apk add libx11-dev libxml2 libglib2.0-dev",
    "RUN apk del sqlite=3.45.1-r0",
    "RUN echo apk add sqlite=3.45.1-r0",
    "RUN npm install a@3.20",
    "ENV APP_VERSION=3.20",
    "RUN curl https://example.org/v3.20.1/app",
]


@pytest.mark.parametrize("line", NO_OBSTACLE)
def test_what_is_no_obstacle(rules: Any, line: str) -> None:
    text = f"{OLD}{line}\n"
    assert rules("DP101").fixed(text) == text.replace("3.13.3-alpine3.20", "3.13.15-alpine3.24", 1)


def test_stages_built_on_it_count_and_others_do_not(rules: Any) -> None:
    pin = "RUN apk add a=1-r0\n"
    on_it = f"FROM python:3.13.3-alpine3.20 AS one\nFROM one AS two\n{pin}FROM scratch\n"
    beside = f"FROM python:3.13.3-alpine3.20 AS one\nFROM alpine:3.24\n{pin}COPY --from=one / /\n"
    assert rules("DP101").only(on_it).fix.safety == "unsafe"
    assert "line 3 pins a=1-r0" in rules("DP101").only(on_it).advice
    assert rules("DP101").only(beside).fix.safety == "safe"


def test_the_same_distro_needs_no_look_at_pins(rules: Any) -> None:
    text = "FROM python:3.13.3-slim-bookworm\nRUN apt-get install -y curl=7.88.1-10+deb12u5\n"
    assert rules("DP101").fixed(text) == text.replace("3.13.3", "3.13.15")


def test_another_image_of_the_same_argument_is_not_moved_to_a_new_line_unasked(rules: Any) -> None:
    text = "ARG A=3.20\nFROM python:3.13.3-alpine${A} AS build\nFROM alpine:${A}\n"
    fixes = {finding.fix.safety for finding in rules("DP101").findings(text)}
    assert fixes == {"unsafe", "display"}
    assert rules("DP101").fixed(text) == text
    moved = "ARG A=3.24\nFROM python:3.13.15-alpine${A} AS build\nFROM alpine:${A}\n"
    assert rules("DP101").fixed(text, unsafe=True) == moved


def test_a_prerelease_is_not_moved_to_another_one(rules: Any) -> None:
    finding = rules("DP101").only("FROM openjdk:27-ea\n")
    assert finding.fix is None
    assert finding.advice == "no final release that is listed has the same flavour; a person must choose another tag"
