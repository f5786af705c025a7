from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    ("python:3.14-slim", "2026-08-22"),
    ("python:3.15-rc-slim-trixie", "2026-08-22"),
    ("python:3.14.0rc1-slim-trixie", "2025-08-20"),
    ("golang:1.28-rc", "2026-08-22"),
    ("openjdk:27-ea", "2026-08-22"),
    ("alpine", "2026-08-22"),
    ("debian:rc-buggy", "2026-08-22"),
    ("example.org/python:3.14.0rc1", "2026-08-22"),
]


@pytest.mark.parametrize(("image", "day"), SILENT)
def test_silent(rules: Any, image: str, day: str) -> None:
    assert rules("DP106", day=day).findings(f"FROM {image}\n") == []


FIXED = [
    ("FROM python:3.14.0rc1-slim-trixie\n", "FROM python:3.14.7-slim-trixie\n"),
    ("FROM golang:1.27rc1 AS a\nFROM scratch\n", "FROM golang:1.27.0 AS a\nFROM scratch\n"),
    ("FROM golang:1.27-rc-alpine AS a\r\nFROM scratch", "FROM golang:1.27-alpine AS a\r\nFROM scratch"),
    ("FROM php:8.5-rc\n", "FROM php:8.5\n"),
    ("ARG V=3.14.0rc1\nFROM python:$V\n", "ARG V=3.14.7\nFROM python:$V\n"),
    ("ARG V=3.14.0rc1\nFROM python:$V-slim\n", "ARG V=3.14.7\nFROM python:$V-slim\n"),
]


@pytest.mark.parametrize(("text", "wanted"), FIXED)
def test_fixed(rules: Any, text: str, wanted: str) -> None:
    finding = rules("DP106").only(text)
    assert finding.fix.safety == "safe"
    assert rules("DP106").fixed(text) == wanted


@pytest.mark.parametrize("image", ["python:3.14.0rc1-slim-trixie", "golang:1.27rc1", "php:8.5-rc"])
def test_one_flaw_is_one_finding(rules: Any, image: str) -> None:
    found = rules("DP1", "DP301").findings(f"FROM {image} AS a\nFROM scratch\n")
    assert [finding.code for finding in found] == ["DP106"]
    tag = image.split(":")[1]
    assert found[0].message == f"`{image}` is a prerelease, and the final release is out"
    assert found[0].span.text(f"FROM {image} AS a\n") == tag


def test_a_digest_still_pins_it(rules: Any) -> None:
    text = "FROM python:3.14.0rc1-slim-trixie@sha256:" + "0" * 64 + "\n"
    assert rules("DP106").only(text).advice == "move to `python:3.14.7-slim-trixie` and give its digest"
    assert rules("DP106").fixed(text, unsafe=True) == text


def test_a_newer_distribution_is_safe_only_while_nothing_stands_in_the_way(rules: Any) -> None:
    lint, text = rules("DP106"), "FROM php:8.3-rc-cli-alpine3.19\n"
    assert lint.only(text).fix.safety == "safe"
    assert lint.fixed(text) == "FROM php:8.3-cli-alpine3.24\n"
    pinned = text + "RUN apk add git=2.43.0-r0\n"
    finding = lint.only(pinned)
    assert finding.fix.safety == "unsafe"
    assert finding.advice.endswith("but line 2 pins git=2.43.0-r0")
    assert lint.fixed(pinned) == pinned
