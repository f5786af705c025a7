from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
ONE, TWO, THREE = [f'CMD ["{name}"]\n' for name in ("one", "two", "three")]
CRLF, ONE_CRLF, TWO_CRLF = [text.replace("\n", "\r\n") for text in ("RUN x\n", ONE, TWO)]


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"{ONE}FROM debian:13\n{TWO}",
        f"ONBUILD {ONE}{TWO}",
        f"ONBUILD {ONE}ONBUILD {TWO}",
        f"# {ONE}{TWO}",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL4003").findings(HEAD + text) == []


FIXED = [
    (ONE + TWO, TWO),
    (ONE + TWO + THREE, THREE),
    (f"{ONE}RUN x\n{TWO}", f"RUN x\n{TWO}"),
    (f"RUN x\n\n{ONE}\n{TWO}", f"RUN x\n\n{TWO}"),
    (CRLF + ONE_CRLF + TWO_CRLF, CRLF + TWO_CRLF),
    (f"# section\n\n{ONE}{TWO}", f"# section\n\n{TWO}"),
    (f"{ONE}# the other\n{TWO}", f"# the other\n{TWO}"),
    (ONE.lower() + TWO, TWO),
    (ONE + TWO.rstrip("\n"), TWO.rstrip("\n")),
    (f"CMD a \\\n  b\n{TWO}", TWO),
    (f"{ONE}{TWO}FROM debian:13\n{ONE}{TWO}", f"{TWO}FROM debian:13\n{TWO}"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_the_one_without_effect_goes(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL4003").fixed(HEAD + text) == HEAD + fixed
    assert rules("DL4003", profile="hadolint").fixed(HEAD + text) == HEAD + fixed


@pytest.mark.parametrize("text", [f"# speaks of it\n{ONE}{TWO}", f"CMD a \\\n  # why\n  b\n{TWO}"])
def test_no_comment_is_lost_or_left_alone(rules: Any, text: str) -> None:
    assert rules("DL4003").findings(HEAD + text)
    assert rules("DL4003").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_each_one_but_the_last(rules: Any) -> None:
    text = HEAD + ONE + TWO + THREE
    assert [place[0] for place in rules("DL4003").places(text)] == [2, 3]
    assert [place[0] for place in rules("DL4003", profile="hadolint").places(text)] == [3, 4]


def test_an_ignore_comment_works_at_either(rules: Any) -> None:
    for text in (f"# hadolint ignore=DL4003\n{ONE}{TWO}", f"{ONE}# hadolint ignore=DL4003\n{TWO}"):
        assert rules("DL4003").findings(HEAD + text) == []
    assert rules("DL4003").findings(f"{HEAD}# check=skip=MultipleInstructionsDisallowed\n{ONE}{TWO}") == []


def test_trivy_speaks_once_a_stage(rules: Any) -> None:
    first, second, third = [
        {name for name in one.same_as if name[:3] == "DS-"}
        for one in rules("DL4003").findings(f"{HEAD}{ONE}{TWO}{THREE}{HEAD}{ONE}{TWO}")
    ]
    assert first
    assert first == third
    assert not second
