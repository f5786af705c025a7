from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize("text", ["ONBUILD RUN x\n", "ONBUILD\n", "onbuild copy a b\n", "RUN ONBUILD FROM x\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3043").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ONBUILD FROM x\n", "FROM"),
        ("onbuild \\\n  maintainer x\n", "maintainer"),
        ("ONBUILD ONBUILD RUN x\n", "ONBUILD"),
        ("ONBUILD ONBUILD FROM x\n", "ONBUILD"),
        ("ONBUILD RUUN x\n", "RUUN"),
    ],
)
def test_found_at_the_instruction(rules: Any, text: str, words: str) -> None:
    assert [place[2] for place in rules("DL3043").places(HEAD + text)] == [words]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3043", profile="hadolint")
    assert lint.findings(HEAD + "ONBUILD RUUN x\n") == []
    assert [place[:2] for place in lint.places(HEAD + "ONBUILD \\\n FROM x\n")] == [(2, 1)]
