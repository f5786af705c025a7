from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("VOLUME /var/run/docker.sock\n", "/var/run/docker.sock"),
        ("VOLUME /data /run/docker.sock\n", "/run/docker.sock"),
        ('VOLUME ["/data", "/var/run/docker.sock"]\n', '"/var/run/docker.sock"'),
        ("ONBUILD VOLUME /var/run/docker.sock\n", "/var/run/docker.sock"),
    ],
)
def test_found(rules: Any, text: str, words: str) -> None:
    assert [found for _, _, found in rules("DP450").places(HEAD + text)] == [words]
    assert bool(rules("DP450").only(HEAD + text).same_as) is ("/var/" in words)


@pytest.mark.parametrize(
    "text", ["VOLUME /data\n", "VOLUME /var/run/docker.socket\n", "ENV A=/var/run/docker.sock\nVOLUME /x\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP450").findings(HEAD + text) == []
