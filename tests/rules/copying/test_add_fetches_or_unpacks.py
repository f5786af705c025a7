from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("ADD a.tar /x", ("CKV_DOCKER_4",)),
        ("ADD https://example.com/a /x", ("CKV_DOCKER_4",)),
        ("ADD git@host:a /x", ("CKV_DOCKER_4",)),
        ("ADD git://host/a /x", ("CKV_DOCKER_4", "DS-0005")),
        ("ADD a.gz /x", ("CKV_DOCKER_4", "DS-0005")),
        ("ADD $X /x", ("CKV_DOCKER_4", "DS-0005")),
        ("ADD --checksum=sha256:0 a /x", ("CKV_DOCKER_4", "DS-0005")),
    ],
)
def test_found_with_its_names(rules: Any, line: str, names: tuple[str, ...]) -> None:
    assert rules("DP462").only(HEAD + line + "\n").same_as == names


def test_silent(rules: Any) -> None:
    lint = rules("DP462")
    for line in ("ADD a /x", "ONBUILD ADD a.tar /x", "COPY a.tar /x", "ADD <<E /x\na\nE"):
        assert lint.findings(HEAD + line + "\n") == [], line


def test_each_add_is_reported_once_to_who_wants_none(rules: Any) -> None:
    text = HEAD + "ADD a /a\nADD b.tar /b\nADD https://c /c\nADD $D /d\n"
    assert [line for line, _, _ in rules("CKV_DOCKER_4").places(text)] == [2, 3, 4, 5]
    assert [line for line, _, _ in rules("DS-0005").places(text)] == [2, 5]
