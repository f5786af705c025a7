from __future__ import annotations

from typing import Any

import pytest

from dockerpatch.rules.catalog import by_key

APT = "RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n"
DNF = "RUN dnf upgrade -y && dnf clean all\n"
MICRODNF = "RUN microdnf upgrade -y && microdnf clean all\n"
YUM = "RUN yum update -y && yum clean all\n"

SILENT = [
    "FROM alpine:3.24\n",
    "FROM scratch\n",
    "FROM example.org/debian:13\n",
    "FROM debian:trixie AS a\nFROM alpine:3.24\n",
    "FROM debian:trixie\nRUN apt-get update && apt-get -y dist-upgrade\n",
    "FROM debian:trixie\nRUN apt update && apt full-upgrade -y\n",
    "FROM debian:trixie AS a\nRUN apt-get update && apt-get upgrade -y\nFROM a\nUSER x\n",
    "FROM fedora:44\nRUN dnf -y update\n",
    "FROM fedora:44\nRUN dnf5 upgrade -y --refresh\n",
    "FROM amazonlinux:2\nRUN yum -y update\n",
    "FROM oraclelinux:9-slim\nRUN microdnf update -y\n",
    "FROM debian:trixie\nRUN <<EOF\napt-get update\napt-get upgrade -y\nEOF\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP204").findings(text) == []


def test_off_unless_asked_for() -> None:
    (rule,) = by_key("DP204")
    assert not rule.default
    assert by_key("missing-apt-upgrade") == by_key("missing-dnf-upgrade") == (rule,)


FIXED = [
    ("FROM debian:trixie-slim\nCOPY a /\n", APT),
    ("FROM ubuntu:24.04\nCOPY a /\n", APT),
    ("FROM python:3.13\nCOPY a /\n", APT),
    ("FROM postgres:18\nCOPY a /\n", APT),
    ("FROM debian:bookworm\nARG A\nUSER x\n", APT),
    ("FROM debian:trixie\nRUN apt-get upgrade -y\n", APT),
    ("FROM debian:trixie\nRUN apt-get update && apt-get install -y curl\n", APT),
    ("FROM debian:trixie\nRUN apt-get update && apt-get upgrade -y curl\n", APT),
    ("FROM debian:trixie\nRUN apt-get update && apt-get upgrade -y || true\n", APT),
    ("FROM fedora:44\nCOPY a /\n", DNF),
    ("FROM fedora:44\nRUN dnf -y update --security\n", DNF),
    ("FROM almalinux:9\nCOPY a /\n", DNF),
    ("FROM rockylinux:9\nCOPY a /\n", DNF),
    ("FROM amazonlinux:2023\nCOPY a /\n", DNF),
    ("FROM oraclelinux:9-slim\nCOPY a /\n", MICRODNF),
    ("FROM rockylinux:9-minimal\nCOPY a /\n", MICRODNF),
]


@pytest.mark.parametrize(("text", "line"), FIXED)
def test_found_and_fixed_when_asked(rules: Any, text: str, line: str) -> None:
    lint = rules("DP204")
    image = text.split()[1]
    finding = lint.only(text)
    assert finding.message == f"the packages of `{image}` are not upgraded in the image that is shipped"
    assert finding.advice == f"add `{line.strip()}`"
    assert lint.places(text) == [(1, 1, f"FROM {image}")]
    assert lint.fixed(text) == text
    head = f"FROM {image}\nARG A\n" if "ARG A" in text else f"FROM {image}\n"
    assert lint.fixed(text, unsafe=True) == head + line + text.removeprefix(head)


@pytest.mark.parametrize(("image", "day"), [("centos:7", "2026-08-22"), ("debian:stretch", "2026-08-22")])
def test_a_release_past_its_end_gets_none(rules: Any, image: str, day: str) -> None:
    finding = rules("DP204", day=day).only(f"FROM {image}\n")
    assert finding.fix is None
    assert finding.advice == "this release has ended, so an upgrade brings nothing new; move the base first"


def test_yum_where_there_is_no_dnf(rules: Any) -> None:
    text = "from centos:7\r\ncmd x"
    fixed = rules("DP204", day="2024-01-15").fixed(text, unsafe=True)
    assert fixed == f"from centos:7\r\n{YUM.replace('RUN', 'run').strip()}\r\ncmd x"
