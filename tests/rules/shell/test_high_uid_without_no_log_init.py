from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\nARG U=1000000\nENV V=1000\n"

FOUND = [
    "useradd -u 100000 x",
    "useradd -u100000 x",
    "useradd --uid 1234567 x",
    "useradd --uid=1234567 x",
    "useradd -mu 123456 x",
    'useradd -u "123456" x',
    "useradd x -u 123456",
    "useradd -d -l -u 123456 x",
    "useradd -c -l -u 123456 x",
    "useradd -u $U x",
    'useradd -u "${U}" x',
    "useradd -u 1 -u 123456",
    "sudo useradd -u 123456 x",
    "/usr/sbin/useradd -u 123456 x",
]


@pytest.mark.parametrize("command", FOUND)
def test_fixed(rules: Any, command: str) -> None:
    fixed = rules("DL3046").fixed(f"{HEAD}RUN {command}\n")
    assert fixed == f"{HEAD}RUN {command.replace('useradd', 'useradd -l')}\n"


SILENT = [
    "useradd -u 99999 x",
    "useradd -l -u 123456 x",
    "useradd -lu 123456 x",
    "useradd --no-log-init -u 123456 x",
    "useradd -u 123456 -l x",
    "useradd -g 123456 x",
    "useradd -u $V x",
    "useradd -u $UNKNOWN x",
    "useradd -u $(id -u) x",
    "useradd -u abcdef x",
    "useradd -u 123456 -u 1 x",
    "useradd -- -u 123456",
    "useradd -u",
    "adduser -u 123456 x",
]


@pytest.mark.parametrize("command", SILENT)
def test_silent(rules: Any, command: str) -> None:
    assert rules("DL3046").findings(f"{HEAD}RUN {command}\n") == []


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("useradd -u 12345 x", False),
        ("useradd -u 123456 x", True),
        ("useradd --uid 123456 x", False),
        ("useradd -u abcdef x", True),
        ("useradd -u $UI x", False),
        ("useradd -u $UID x", True),
        ("useradd -u ${x} x", False),
        ("useradd -d -l -u 123456 x", False),
        ("useradd -mu --shell=/bin/sh", True),
        ("useradd -u1 123456", True),
        ("sudo useradd -u 123456 x", False),
    ],
)
def test_as_hadolint_sees_it(rules: Any, command: str, found: bool) -> None:
    assert bool(rules("DL3046", profile="hadolint").findings(f"{HEAD}RUN {command}\n")) is found
