"""Real and random files, damaged in many ways: the engine never fails, never loops, never touches what it need not."""

from __future__ import annotations

import difflib
import pathlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from dockerpatch.hosts.dockerfile import read
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.source import Source
from tools.fuzz.generate import dockerfile

if TYPE_CHECKING:
    from dockerpatch.engine.session import Session

IMAGES = (
    *("alpine", "alpine:latest", "python:3.13.3-alpine3.20", "golang:alpine", "golang:1.21-alpine3.19", "node:18.1.0"),
    *("debian:buster-slim", "ubuntu:20.04", "python:${V}", "python:${V:-3.9.1}-alpine$D", "$B", "golang:$V-alpine${D}"),
    *(
        "alpine:3.18 AS a",
        "a",
        "A",
        "--platform=$BUILDPLATFORM golang:1.22.1-alpine3.19 AS b",
        "b",
        "scratch",
        "centos:7",
    ),
    *(
        '"alpine:3.17"',
        "alpine:${D%.*}",
        "openjdk:8-alpine",
        "python:3.14-rc-alpine",
        "python:$V.1",
        "python:3.$W-slim",
    ),
)
GLOBALS = (
    *(
        "ARG V=3.9.1",
        'ARG V="3.9"',
        "ARG D=3.18",
        "ARG B=python:3.9.1-alpine3.15",
        "ARG V=3.9\\\n.1",
        "ARG V",
        "ARG D='3.19'",
    ),
    *("ARG B=alpine D=3.14", "# python 3.9.1", "ARG V=3.${D}.1", "ARG W=9.1"),
)
BODY = (
    *(
        "RUN apk upgrade",
        "RUN apk add curl=1.0-r0",
        "RUN apk update && apk add --no-cache curl",
        "USER app",
        "USER root",
    ),
    *(
        "ARG X=1",
        "ARG V",
        "COPY --from=a /x /x",
        "COPY --from=0 / /",
        "COPY --from=00000009 / /",
        "RUN <<E\napk upgrade\nE",
    ),
    *("RUN --mount=from=alpine:3.15,target=/x true", "# dockerpatch: ignore[DP101]", "# hadolint ignore=DL3007"),
    *(
        "RUN wget https://go.dev/dl/go1.19.1.linux-amd64.tar.gz",
        "ENV GO_VERSION=1.20.1",
        "# check=skip=all",
        'CMD ["x"]',
    ),
    *(
        "RUN curl https://go.dev/dl/go${GO_VERSION}.linux-amd64.tar.gz",
        "ONBUILD RUN apk upgrade",
        'RUN ["apk","upgrade"]',
    ),
    *('SHELL ["/bin/bash","-c"]', "# alpine 3.18 here", "RUN if true; then apk -U upgrade; fi"),
    *("RUN apk add \\\n # c\n  curl \\\n\n && apk upgrade", "COPY --from=golang:1.20 /a /b"),
)
SCRAPS = ("\udcff", "\0", "\r", "\\", "`", '"', "'", "$", "${", "<<E", "\t", "\u00e9", "#", "\u2003", "\\\n", "\n", " ")


def composed(random: Random) -> str:
    lines = [random.choice(GLOBALS) for _ in range(random.randint(0, 3))]
    for _ in range(random.randint(1, 4)):
        lines.append(random.choice(("FROM ", "from ", "FROM \\\n  ", "  FROM ")) + random.choice(IMAGES))
        lines += [random.choice(BODY) for _ in range(random.randint(0, 4))]
    return "\n".join(lines) + random.choice(("\n", "", "\r\n", " \\\n", "\\"))


def damaged(random: Random, text: str) -> str:
    for _ in range(random.choice((0, 0, 1, 1, 2, 4))):
        lines = text.split("\n")
        line, at = random.randrange(len(lines)), random.randint(0, len(text))
        kind = random.randrange(8)
        if kind == 0:
            text = "\n".join(lines[:line] + lines[line + 1 :])
        elif kind == 1:
            text = "\n".join([*lines[:line], random.choice(lines), *lines[line:]])
        elif kind == 2:
            text = text.replace("\\\n", "`\n") if random.random() < 0.5 else "# escape=`\n" + text
        elif kind == 3:
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        elif kind == 4:
            text = "\ufeff" + text
        elif kind == 5:
            text = text[:at] + random.choice(SCRAPS) + text[at:]
        elif kind == 6:
            text = text[:at] + text[at + random.randint(1, 5) :]
        else:
            text = text[:at]
    return text


def hold(session: Session, text: str, unsafe: bool) -> bool:
    """Fix the text and hold the outcome to what is promised of any; whether it was changed."""
    report = session.fix_text(text, unsafe=unsafe)
    assert not [error.message for error in report.errors if "internal" in error.message]
    if report.fixed_source is None:
        assert report.fixed == []
        return False
    new = report.fixed_source.text
    old_file, new_file = parse(text), parse(new)
    assert old_file.fault is None
    assert new_file.fault is None
    # Nothing but what has no effect, says who runs the image or is a RUN may come or go; two have a newer keyword.
    loose = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "EXPOSE", "USER")
    newer = {"ADD": "COPY", "MAINTAINER": "LABEL"}
    kept = [
        [newer.get(each.keyword, each.keyword) for each in file.instructions if each.keyword not in loose]
        for file in (old_file, new_file)
    ]
    assert kept[0] == kept[1]
    # Images that were readable stay so.
    unreadable = [sum(site.reference is None for site in read(Source.of("f", one)).sites) for one in (text, new)]
    assert unreadable[1] <= unreadable[0]
    # A fix touches few lines; all others come through byte for byte and in order.
    old_lines, new_lines = text.split("\n"), new.split("\n")
    blocks = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    assert len(old_lines) - same <= 6 * len(report.fixed)
    again = session.fix_text(new, unsafe=unsafe)
    assert not again.changed
    return True


@pytest.mark.parametrize("unsafe", [False, True])
def test_composed_files(session: Session, unsafe: bool) -> None:
    random = Random(20260822)
    changed = sum(hold(session, damaged(random, composed(random)), unsafe) for _ in range(400))
    assert changed > 100


def test_files_of_scraps(session: Session) -> None:
    random = Random(7)
    for _ in range(200):
        hold(session, damaged(random, "FROM alpine:3.18\n" + dockerfile(random)), True)


def test_real_files(session: Session, corpus_files: list[pathlib.Path]) -> None:
    random = Random(4)
    texts = [
        path.read_bytes().decode("utf-8", "surrogateescape")
        for path in random.sample(corpus_files, min(200, len(corpus_files)))
    ]
    assert sum(hold(session, damaged(random, text), True) for text in texts) > 0
