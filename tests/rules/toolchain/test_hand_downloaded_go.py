from __future__ import annotations

import gzip
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

BASE = "FROM debian:trixie\n"
URL = "https://go.dev/dl/go"
CHECK = " && echo '{sum}  go.tgz' | sha256sum -c -"

Sum = Callable[..., str]


@pytest.fixture(scope="module")
def go_sum(checkout: pathlib.Path) -> Sum:
    """The sha256 of an archive, read from the facts themselves."""
    facts = json.loads(gzip.decompress((checkout / "dockerpatch/knowledge/facts/go_sha256.json.gz").read_bytes()))

    def of(version: str, arch: str = "amd64") -> str:
        return str(facts["sha256"][version][arch])

    return of


SILENT = [
    f"RUN curl -O {URL}1.27.0.linux-amd64.tar.gz && sha256sum -c go.sum\n",
    f"RUN curl -O {URL}1.27.0.linux-amd64.tar.gz\nRUN sha256sum -c go.sum\n",
    f"RUN curl -O {URL}1.27.0.linux-amd64.tar.gz {URL}1.27.0.linux-amd64.tar.gz.sha256\n",
    f"RUN curl -O {URL}1.27.0.darwin-amd64.tar.gz\n",
    f"RUN curl -O {URL}1.27.0.src.tar.gz\n",
    "RUN curl -O https://example.org/v1.2.3/tool-1.2.3.linux-amd64.tar.gz\n",
    "RUN curl -O https://example.org/argo1.2.3.linux-amd64.tar.gz\n",
    "RUN curl -O https://example.org/tool-go1.2.3.linux-amd64.tar.gz\n",
    "ENV MONGO=1.2.3\nRUN curl -O https://example.org/mongo$MONGO.linux-amd64.tar.gz\n",
    "ENV V=1.2.3\nRUN curl -O https://example.org/$V.linux-amd64.tar.gz\n",
    f"ARG GO_VERSION\nRUN curl -O {URL}$GO_VERSION.linux-amd64.tar.gz\n",
    f"ENV V=1.2.3\nRUN curl -O {URL}$OTHER.linux-amd64.tar.gz\n",
    "COPY go.mod /\nRUN go mod download\n",
    "ENV GO_VERSION=1.21.6\nRUN apt-get install golang\n",
    f"# {URL}1.21.6.linux-amd64.tar.gz\nRUN x\n",
]


@pytest.mark.parametrize("lines", SILENT)
def test_silent(rules: Any, lines: str) -> None:
    assert rules("DP303").findings(BASE + lines) == []


UNCHECKED = [
    (f"RUN curl {URL}1.26.5.linux-amd64.tar.gz | tar xz", (2, 30, "1.26.5")),
    (f"RUN curl '{URL}1.26.5.linux-amd64.tar.gz' | tar xz", (2, 31, "1.26.5")),
    (f"ENV GO_VERSION=1.26.5\nRUN curl {URL}${{GO_VERSION}}.linux-amd64.tar.gz | tar xz", (2, 16, "1.26.5")),
    (f"ENV GO_VERSION 1.26.5\nRUN curl {URL}$GO_VERSION.linux-amd64.tar.gz | tar xz", (2, 16, "1.26.5")),
    ("ARG GO=go1.26.5\nRUN curl https://go.dev/dl/$GO.linux-amd64.tar.gz | tar xz", (2, 10, "1.26.5")),
    (f"RUN V=1.26.5 && curl {URL}$V.linux-amd64.tar.gz | tar xz", (2, 7, "1.26.5")),
    (f"RUN V='1.26.5'; curl {URL}${{V}}.linux-$(uname -m).tar.gz | tar xz", (2, 8, "1.26.5")),
    (f"ARG A=1.26.5\nARG B=$A\nRUN curl {URL}$B.linux-amd64.tar.gz | tar xz", (2, 7, "1.26.5")),
    (f"RUN <<EOF\ncurl {URL}1.26.5.linux-amd64.tar.gz | tar xz\nEOF", (3, 26, "1.26.5")),
    (f"ENV U={URL}1.26.5.linux-amd64.tar.gz\nRUN curl $U | tar xz", (2, 27, "1.26.5")),
    (f"ADD {URL}1.26.5.linux-amd64.tar.gz /tmp/", (2, 25, "1.26.5")),
    (f"RUN curl \\\n  {URL}1.26.5.linux-amd64.tar.gz \\\n  | tar xz", (3, 23, "1.26.5")),
]


CRLF = [(lines.replace("\n", "\r\n"), place) for lines, place in UNCHECKED if "<<" not in lines]


@pytest.mark.parametrize(("lines", "place"), UNCHECKED + CRLF)
def test_behind_and_unchecked(rules: Any, lines: str, place: tuple[int, int, str]) -> None:
    text = (BASE.replace("\n", "\r\n") if "\r" in lines else BASE) + lines
    lint = rules("DP303")
    assert lint.places(text) == [place, place]
    unchecked, vulnerable = lint.messages(text)
    assert unchecked == "Go 1.26.5 is fetched without a check of its sha256"
    assert vulnerable.startswith("Go 1.26.5, fetched by hand, has 8 known flaws in its standard library: GO-")
    assert lint.fixed(text) == text.replace("1.26.5", "1.26.7")


def with_sum(template: str, version: str, go_sum: Sum) -> str:
    for arch in ("amd64", "arm64"):
        template = template.replace(f"<{arch}>", go_sum(version, arch))
    return BASE + template.replace("<version>", version)


SEVERAL = f"""\
ENV V=<version>
RUN set -eux; arch="$(dpkg --print-architecture)"; \\
  case "$arch" in \\
    amd64) sum=<amd64> ;; \\
    # the other one
    arm64) sum='<arm64>' ;; \\
  esac; \\
  curl -o go.tgz "{URL}${{V}}.linux-${{arch}}.tar.gz"; \\
  echo "$sum  go.tgz" | sha256sum -c -
"""
CHECKED = [
    f"RUN curl -o go.tgz {URL}<version>.linux-amd64.tar.gz && echo '<amd64>  go.tgz' | sha256sum -c -\n",
    f'ARG SUM=<amd64>\nRUN curl -o go.tgz {URL}<version>.linux-amd64.tar.gz && echo "$SUM go.tgz" | sha256sum -c\n',
    f'ENV V=<version> SUM=<amd64>\nRUN curl -o g {URL}$V.linux-amd64.tar.gz && echo "${{SUM}} g" | sha256sum -c\n',
    f"ADD --checksum=sha256:<amd64> {URL}<version>.linux-amd64.tar.gz /tmp/\n",
    f"ARG V=<version>\nADD --checksum=sha256:<amd64> {URL}$V.linux-amd64.tar.gz /tmp/\n",
    f'ARG GO_SUM=<amd64>\nRUN curl -o g {URL}<version>.linux-amd64.tar.gz\nRUN echo "$GO_SUM g" | sha256sum -c\n',
    f"RUN <<EOF\ncurl -o g {URL}<version>.linux-arm64.tar.gz\necho '<arm64>  g' | sha256sum -c -\nEOF\n",
    SEVERAL,
]


@pytest.mark.parametrize("template", CHECKED)
def test_version_and_checksum_move_together(rules: Any, go_sum: Sum, template: str) -> None:
    lint = rules("DP303")
    text = with_sum(template, "1.26.5", go_sum)
    finding = lint.only(text)
    assert finding.fix.safety == "safe"
    assert finding.advice == "Go 1.26.7 is the newest of the same line, and has no known flaw there"
    assert lint.fixed(text) == with_sum(template, "1.26.7", go_sum)


def test_a_newer_line_is_unsafe(rules: Any, go_sum: Sum) -> None:
    lint = rules("DP303")
    text = with_sum(CHECKED[0], "1.21.6", go_sum)
    assert lint.only(text).fix.safety == "unsafe"
    assert lint.fixed(text) == text
    assert lint.fixed(text, unsafe=True) == with_sum(CHECKED[0], "1.26.7", go_sum)


@pytest.mark.parametrize("template", CHECKED)
def test_both_or_none(rules: Any, go_sum: Sum, template: str) -> None:
    text = with_sum(template.replace("<amd64>", "0" * 64).replace("<arm64>", "f" * 64), "1.26.5", go_sum)
    finding = rules("DP303").only(text)
    assert finding.fix is None
    assert finding.advice == "move to Go 1.26.7; version and checksum cannot both be changed from what this file says"
    assert rules("DP303").fixed(text, unsafe=True) == text


def test_the_sum_of_another_release_is_not_taken_for_this_one(rules: Any, go_sum: Sum) -> None:
    text = with_sum(CHECKED[0].replace("<amd64>", go_sum("1.27.0")), "1.26.5", go_sum)
    assert rules("DP303").only(text).fix is None


def test_two_stages_with_their_own(rules: Any) -> None:
    stage = f"{BASE}ENV V=1.26.5\nRUN curl {URL}$V.linux-amd64.tar.gz | tar xz\n"
    assert rules("DP303").fixed(stage + stage) == (stage + stage).replace("1.26.5", "1.26.7")


def test_one_argument_for_two_downloads_is_told_once(rules: Any) -> None:
    text = f"{BASE}ARG V=1.26.5\n" + f"RUN curl -O {URL}$V.linux-amd64.tar.gz && sha256sum -c x\n" * 2
    assert rules("DP303").places(text) == [(2, 7, "1.26.5")]
    assert rules("DP303").fixed(text) == text.replace("1.26.5", "1.26.7")


def test_on_its_day(rules: Any) -> None:
    text = f"{BASE}RUN curl -O {URL}1.21.6.linux-amd64.tar.gz && sha256sum -c x\n"
    assert rules("DP303", day="2024-01-15").findings(text) == []
    assert rules("DP303", day="2024-02-10").fixed(text) == text.replace("1.21.6", "1.21.7")


def test_the_sum_is_given_with_its_source(rules: Any, go_sum: Sum) -> None:
    finding = rules("DP303").only(f"{BASE}RUN curl {URL}1.27.0.linux-amd64.tar.gz | tar xz\n")
    assert [(one.source, one.fact) for one in finding.evidence] == [
        ("docker-library/golang", f"go1.27.0.linux-amd64.tar.gz has sha256 {go_sum('1.27.0')}")
    ]
