"""All rules on names and words made to break them: nothing is raised, and no words are doubled or left unfilled."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.config.settings import Config
from dockerpatch.engine.session import Session
from dockerpatch.lint.finding import SEVERITIES

SESSION = Session(change=lambda _: Config(as_of="2026-08-22", select=("DP",)))
WORDS = st.text("{}%$\\'\"`#@:/=<>!~&|;()*[]aZ09._- \té\udce9", max_size=12)
BASES = st.sampled_from(
    [
        "python:3.13.3-alpine3.20",
        "golang:1.21.6-alpine",
        "golang",
        "alpine",
        "alpine:3.24@sha256:" + "0" * 64,
        "java:8",
        "debian:bookworm",
        "python:3.14.0rc1-slim",
        "python:3.13-{}",
        "{0}:{1}",
    ]
)


@st.composite
def files(draw: st.DrawFn) -> str:
    lines = [f"# {draw(BASES)} {draw(WORDS)}", f"ARG V={draw(WORDS)}", f"FROM {draw(BASES)} AS {draw(WORDS)}"]
    for _ in range(draw(st.integers(0, 4))):
        word, other = draw(WORDS), draw(WORDS)
        lines.append(
            draw(
                st.sampled_from(
                    [
                        f"RUN apk add {word}={other}",
                        f"RUN apk upgrade {word}",
                        f"USER {word}\nRUN apk upgrade --no-cache && {other}",
                        f"RUN curl {word}go1.21.6.linux-{other}.tar.gz",
                        f"ENV GO_VERSION={word}\nRUN curl go$GO_VERSION.linux-amd64.tar.gz {other}",
                        f"COPY --from={word} / {other}",
                        f"FROM {draw(BASES)} AS {word}\nCOPY --from={other} / /",
                        f"RUN --mount=from={word},target={other} x",
                        f"ONBUILD RUN apk add {word}={other}",
                        f"SHELL [{word}]",
                        f"RUN <<{word}\napk upgrade\n{other}",
                    ]
                )
            )
        )
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@given(files(), st.booleans())
def test_any_text(text: str, unsafe: bool) -> None:
    report = SESSION.check_text(text)
    for finding in report.findings:
        assert finding.severity in SEVERITIES
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert "\n" not in finding.message.replace(finding.span.text(text), "")
    fixed = SESSION.fix_text(text, unsafe=unsafe)
    if fixed.fixed_source is not None:
        assert SESSION.fix_text(fixed.fixed_source.text, unsafe=unsafe).fixed_source is None


LONG = [
    "FROM alpine:3.24\nRUN apk upgrade --no-cache " + "x" * 200_000 + "\n",
    "FROM python:3.13.3-alpine3.20\n" + "RUN apk add a\n" * 3_000,
    "FROM python:3.13.3-alpine3.20\nRUN apk add " + "a" * 100_000 + "=1\n",
    "FROM debian:trixie\nRUN curl " + "go1.21.6.linux-amd64.tar.gz " * 3_000 + "\n",
    "FROM debian:trixie\nRUN curl go1.21.6.linux-" + "$" * 50_000 + ".tar.gz\n",
    "FROM debian:trixie\nRUN echo go " + "0" * 63 + " " + "0" * 64 + " x" * 20_000 + " go1.21.6.linux-amd64.tar.gz\n",
    "# " + "3.13.3 " * 8_000 + "\nFROM python:3.13.3\n",
    "".join(f"FROM python:3.13.3-slim AS s{n}\n" for n in range(600)),
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_texts_are_read(text: str) -> None:
    assert SESSION.check_text(text).findings


def test_messages_are_whole_sentences_without_gaps() -> None:
    texts = [
        f"FROM {image} AS a\nRUN apk upgrade\nFROM {image}\nUSER x\nRUN apk upgrade --no-cache\n"
        for image in (
            "python:3.13.3-alpine3.20",
            "alpine",
            "golang:alpine",
            "java:8",
            "debian:bookworm",
            "node:18-alpine",
        )
    ]
    for finding in [each for text in texts for each in SESSION.check_text(text).findings]:
        for words in (finding.message, finding.advice, *(one.fact for one in finding.evidence)):
            assert not re.search(r"``|\{|\}|  | None|\b(\w+) \1\b", words), words
            assert words == words.strip()
            assert not words.endswith(".")
