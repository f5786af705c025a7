from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    ("python:3.13-slim-bookworm", "2026-08-22"),
    ("python:3.13.3-alpine3.20", "2026-08-22"),
    ("python", "2026-08-22"),
    ("example.org/python:nosuch", "2026-08-22"),
    ("public.ecr.aws/docker/library/python:nosuch", "2026-08-22"),
    ("nosuchimage:1", "2026-08-22"),
    ("java:nosuch", "2026-08-22"),
    ("vault:1.13", "2026-08-22"),
    ("python:nosuch@sha256:" + "0" * 64, "2026-08-22"),
    ("$X", "2026-08-22"),
]


@pytest.mark.parametrize(("image", "day"), SILENT)
def test_silent(rules: Any, image: str, day: str) -> None:
    assert rules("DP105", day=day).findings(f"FROM {image}\n") == []


SLIPS = [
    ("python:3.13-slim-bokworm", "3.13-slim-bookworm"),
    ("python:3.13.3-alpin", "3.13-alpine"),
    ("ubuntu:22.4", "22.04"),
    ("debian:bokworm-slim", "bookworm-slim"),
    ("node:24-alpine-slim", "24-alpine"),
    ("golang:v1.27.0", "1.27.0"),
    ("eclipse-temurin:jre", "8-jre"),
]


@pytest.mark.parametrize(("image", "near"), SLIPS)
def test_slips_of_the_pen(rules: Any, image: str, near: str) -> None:
    finding = rules("DP105").only(f"FROM {image}\n")
    assert finding.message == f"`{image}` was never a tag of this official image up to 2026-08-22"
    assert finding.severity == "error"
    prefix, _, listed = finding.advice.partition(": ")
    assert prefix == "tags that are listed and look like it"
    assert near in listed.split(", ")
    assert finding.fix is None


@pytest.mark.parametrize("near", ["3.13-slim-bokworm", "22.4", "v1.27.0"])
def test_near_misses_are_listed_tags(rules: Any, near: str) -> None:
    image = {"3": "python", "2": "ubuntu", "v": "golang"}[near[0]]
    lint = rules("DP105")
    listed = lint.only(f"FROM {image}:{near}\n").advice.partition(": ")[2].split(", ")
    almanac = lint.session.almanac()
    assert listed
    assert all(almanac.status(image, tag).listed for tag in listed)


YOUNGER = [
    ("python:3.13.99", "2026-08-22"),
    ("python:3.99-slim", "2026-08-22"),
    ("alpine:3.99", "2026-08-22"),
    ("golang:1.99.0-alpine", "2026-08-22"),
    ("python:3.13-alpine3.99", "2026-08-22"),
    ("python:3.13.3-alpine3.20", "2025-04-08"),
]


@pytest.mark.parametrize(("image", "day"), YOUNGER)
def test_what_may_be_younger_is_a_note(rules: Any, image: str, day: str) -> None:
    finding = rules("DP105", day=day).only(f"FROM {image}\n")
    assert finding.message == f"`{image}` was not a tag of this official image up to {day}"
    assert (finding.severity, finding.confidence) == ("note", "low")


PLACES = [
    ("FROM python:3.13-slim-bokworm", (1, 13, "3.13-slim-bokworm")),
    ("ARG V=22.4\nFROM ubuntu:$V\n", (1, 7, "22.4")),
    ("FROM scratch\r\nCOPY --from=ubuntu:22.4 / /\r\n", (2, 20, "22.4")),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_place(rules: Any, text: str, place: tuple[int, int, str]) -> None:
    assert rules("DP105").places(text) == [place]
    assert rules("DP105").fixed(text, unsafe=True) == text
