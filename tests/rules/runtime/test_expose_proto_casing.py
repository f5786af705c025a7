from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text", ["EXPOSE 80/tcp 81\n", "EXPOSE 80/HTTP\n", "EXPOSE $P/TCP\n", "ONBUILD EXPOSE 80/TCP\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("ExposeProtoCasing").findings(HEAD + text) == []


FIXED = [
    ("EXPOSE 80/TCP\n", "EXPOSE 80/tcp\n"),
    ("EXPOSE     80/Udp \\\n  81/SCTP\n", "EXPOSE     80/udp \\\n  81/sctp\n"),
    ("ENV P=80\nEXPOSE $P/TCP\n", "ENV P=80\nEXPOSE $P/tcp\n"),
    ("EXPOSE 80:80/TCP\r\n", "EXPOSE 80:80/tcp\r\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("ExposeProtoCasing").fixed(HEAD + text) == HEAD + fixed
    assert all(words.isalpha() for _, _, words in rules("ExposeProtoCasing").places(HEAD + text))


def test_the_value_of_a_variable_is_left(rules: Any) -> None:
    text = HEAD + "ENV P=80/TCP\nEXPOSE $P\n"
    assert [words for _, _, words in rules("ExposeProtoCasing").places(text)] == ["$P"]
    assert rules("ExposeProtoCasing").fixed(text, unsafe=True) == text


def test_both_flaws_of_a_port_are_mended_together(rules: Any) -> None:
    lint = rules("ExposeProtoCasing", "ExposeInvalidFormat")
    assert lint.fixed(HEAD + "EXPOSE 80:80/TCP\n") == HEAD + "EXPOSE 80/tcp\n"
