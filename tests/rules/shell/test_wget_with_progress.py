from __future__ import annotations

from typing import Any

import pytest

DEBIAN, ALPINE, OTHER = "FROM debian:13\n", "FROM alpine:3.22\n", "FROM example.com/base:1\n"

FIXED = [
    (DEBIAN, "RUN wget http://a\n", "RUN wget -nv http://a\n"),
    (DEBIAN, "RUN a && \\\n  wget -O x \\\n  http://a\n", "RUN a && \\\n  wget -nv -O x \\\n  http://a\n"),
    (DEBIAN, "RUN sudo wget http://a\n", "RUN sudo wget -nv http://a\n"),
    (DEBIAN, 'RUN ["wget", "http://a"]\n', 'RUN ["wget", "-nv", "http://a"]\n'),
    ("FROM fedora:42\n", "RUN wget http://a\n", "RUN wget -nv http://a\n"),
    (OTHER, "RUN dnf install -y wget && wget http://a\n", "RUN dnf install -y wget && wget -nv http://a\n"),
    (ALPINE, "RUN wget http://a\n", "RUN wget -q http://a\n"),
    (ALPINE, "RUN apk add wget && wget http://a\n", "RUN apk add wget && wget -nv http://a\n"),
    ("FROM python:3.14-alpine3.22\n", "RUN wget http://a\n", "RUN wget -q http://a\n"),
]


@pytest.mark.parametrize(("head", "text", "fixed"), FIXED)
def test_fixed_where_the_wget_is_known(rules: Any, head: str, text: str, fixed: str) -> None:
    assert rules("DL3047").fixed(head + text) == head + fixed


@pytest.mark.parametrize(
    ("head", "text"),
    [(OTHER, "RUN wget a\n"), (ALPINE, "RUN apk add $P && wget a\n"), (DEBIAN, "ONBUILD RUN wget a\n")],
)
def test_unsafe_where_it_is_not(rules: Any, head: str, text: str) -> None:
    lint = rules("DL3047")
    assert lint.fixed(head + text) == head + text
    assert lint.fixed(head + text, unsafe=True) == head + text.replace("wget", "wget -q")


@pytest.mark.parametrize("options", ["-v", "-d", "-S", "--verbose", "--server-response"])
def test_what_is_told_to_be_loud_is_not_told_otherwise(rules: Any, options: str) -> None:
    text = f"{DEBIAN}RUN wget {options} http://a\n"
    assert rules("DL3047").findings(text)
    assert rules("DL3047").fixed(text, unsafe=True) == text


QUIET = [
    "wget -q a",
    "wget -nv a",
    "wget -nvO x a",
    "wget -cnv a",
    "wget -ncnv a",
    "wget -qO- a",
    "wget a -q",
    "wget --quiet a",
    "wget --qui a",
    "wget --no-verbose a",
    "wget --progress=dot:giga a",
    "wget -o log a",
    "wget -b a",
    "wget --output-file=log a",
    "wget --version",
    "wget -V",
    "wget --spider a",
    "wget",
    "wget -O x",
    "wget $WGET_OPTS a",
    "wget a 2>/dev/null",
    "wget a >/dev/null 2>&1",
    "wget a &>/dev/null",
]
LOUD = [
    "wget $url",
    "wget -Oq a",
    "wget -Pq a",
    "wget -U q a",
    "wget -nc a",
    "wget -i list",
    "wget a > b",
    "wget -O - a",
]


@pytest.mark.parametrize("command", QUIET)
def test_silent(rules: Any, command: str) -> None:
    assert rules("DL3047").findings(f"{DEBIAN}RUN {command}\n") == []


@pytest.mark.parametrize("command", LOUD)
def test_found(rules: Any, command: str) -> None:
    assert len(rules("DL3047").findings(f"{DEBIAN}RUN {command}\n")) == 1


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("wget", True),
        ("wget --version", True),
        ("wget -nvO x a", True),
        ("wget -nv a", False),
        ("wget -nv=1 a", True),
        ("wget -Oq a", False),
        ("wget -Oav x", False),
        ("wget -b a", True),
        ("wget --quiet=1 a", False),
        ("wget --qui a", True),
        ("wget a 2>/dev/null", True),
        ("sudo wget a", False),
        ("command wget a", True),
    ],
)
def test_as_hadolint_sees_it(rules: Any, command: str, found: bool) -> None:
    assert bool(rules("DL3047", profile="hadolint").findings(f"{DEBIAN}RUN {command}\n")) is found
