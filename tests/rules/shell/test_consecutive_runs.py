from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
CACHE = "--mount=type=cache,target=/x"

CASES = [
    ("RUN a\nRUN b\n", [3]),
    ("RUN a\nRUN b\nRUN c\n", [3, 4]),
    ("RUN a\n\n# why\nRUN b\n", [5]),
    ("RUN a && b\nRUN c\n", []),
    ("RUN a\nRUN b && c\n", []),
    ("RUN a && b && c\nRUN d\nRUN e\n", [4]),
    ("RUN a $(b)\nRUN c\n", []),
    ("RUN x=1; a\nRUN b\n", [3]),
    ("RUN [ a ] && b\nRUN c\n", [3]),
    ("RUN time a\nRUN b\n", []),
    ("RUN a\nENV x=1\nRUN b\n", []),
    ("RUN a\nFROM x\nRUN b\n", []),
    ("ONBUILD RUN a\nONBUILD RUN b\n", []),
    ("RUN a\nONBUILD RUN b\nRUN c\n", []),
    (f"RUN {CACHE} a\nRUN b\n", []),
    (f"RUN {CACHE} a\nRUN --mount=target=/x,type=cache b\n", [3]),
    ("RUN --mount=target=/x a\nRUN --mount=type=bind,dst=/x b\n", [3]),
    (f"RUN {CACHE} --network=none a\nRUN --network=none {CACHE} b\n", [3]),
    ("RUN --network=none a\nRUN --network=host b\n", []),
    ('RUN ["a"]\nRUN ["b"]\n', [3]),
    ("RUN <<E\na\nE\n\nRUN b\n", [6]),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
@pytest.mark.parametrize("profile", ["default", "hadolint"])
def test_places(rules: Any, text: str, lines: list[int], profile: str) -> None:
    assert [line for line, _, _ in rules("DL3059", profile=profile).places(HEAD + text)] == lines


def test_another_shell(rules: Any) -> None:
    text = HEAD + 'SHELL ["pwsh"]\nRUN a\nRUN b\n'
    assert rules("DL3059").findings(text) == []
    assert len(rules("DL3059", profile="hadolint").findings(text)) == 1
