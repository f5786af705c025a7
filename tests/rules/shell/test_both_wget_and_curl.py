from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13 AS a\n"


def lines(rules: Any, text: str, **config: object) -> list[int]:
    return [line for line, _, _ in rules("DL4001", **config).places(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN curl x\nRUN wget y\n", [3]),
        ("RUN wget y\nRUN curl x\n", [2]),
        ("RUN wget x && wget y && curl z\n", [2]),
        ("RUN wget x\nRUN wget y\nRUN curl z\n", [2, 3]),
        ("RUN sudo wget x\nRUN sh -c 'curl y'\n", [2]),
        ("RUN curl x\nFROM a\nRUN wget y\n", [4]),
        ("RUN wget x\nFROM a\nRUN curl y\n", [2]),
        ("RUN curl x\nFROM debian:13\nRUN wget y\n", []),
        ("RUN apt-get install -y wget && curl x\n", []),
        ("RUN wget x\nCMD curl y\n", []),
    ],
)
def test_places(rules: Any, text: str, found: list[int]) -> None:
    assert lines(rules, HEAD + text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN wget x\nRUN curl y\n", [3]),
        ("RUN curl x\nRUN wget x\nRUN wget y\nRUN curl z\n", [3, 4, 5]),
        ("RUN wget x\nFROM a\nRUN curl y\n", []),
        ("RUN wget x\nRUN a\nFROM b\nRUN curl x && wget x\n", [5]),
        ("RUN curl x\nONBUILD RUN wget y\n", []),
        ("ONBUILD RUN curl x\nONBUILD RUN wget y\n", [3]),
        ("ONBUILD RUN curl x\nFROM debian:13\nONBUILD RUN wget y\n", [4]),
        ("RUN curl x\nFROM debian:13\nRUN wget y\n", []),
        ("RUN curl x && sudo wget y\n", []),
    ],
)
def test_as_hadolint_sees_it(rules: Any, text: str, found: list[int]) -> None:
    assert lines(rules, HEAD + text, profile="hadolint") == found


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("RUN wget x && curl y\n", True),
        ("RUN wget x; curl y\n", False),
        ("RUN (curl y) && wget x\n", False),
        ("RUN curl y && a; wget x\n", False),
        ('RUN ["wget", "x"]\nRUN curl x\n', False),
        ('RUN wget x\nRUN ["curl", "y"]\n', True),
    ],
)
def test_named_as_trivy_does_where_it_sees_it(rules: Any, text: str, named: bool) -> None:
    assert ("DS-0014" in rules("DL4001").only(HEAD + text).same_as) is named


def test_many_are_read_in_time(rules: Any) -> None:
    assert len(rules("DL4001").findings(HEAD + "RUN wget x\nRUN curl y\n" * 4_000)) == 4_000
