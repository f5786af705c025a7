from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM opensuse/leap:15.6\n"


@pytest.mark.parametrize("text", ["RUN zypper -n update\n", "RUN zypper -n patch\n", "RUN apt-get dist-upgrade\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3035").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("RUN zypper -n dup\n", "dup"),
        ("RUN zypper dist-upgrade -y\n", "dist-upgrade"),
        ("RUN sudo zypper -n \\\n  dup\n", "dup"),
        ("ONBUILD RUN zypper dup\n", "dup"),
    ],
)
def test_found_and_left_to_a_person(rules: Any, text: str, word: str) -> None:
    lint = rules("DL3035")
    assert lint.only(HEAD + text).fix is None
    assert [words for _, _, words in lint.places(HEAD + text)] == [word]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3035", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo zypper dup\n") == []
    assert lint.places(HEAD + "RUN true && \\\n  zypper dup\n") == [(2, 1, "R")]
