from __future__ import annotations

from typing import Any

import pytest


def test_silent(rules: Any) -> None:
    assert rules("DL3024").findings("FROM a:1 AS x\nFROM b:1 AS y\nFROM x\nFROM c:1\nFROM d:1\n") == []


def test_found_each_time_at_the_name(rules: Any) -> None:
    text = "FROM a:1 AS x\nFROM b:1 as X\nFROM c:1 \\\n AS x\n"
    lint = rules("DL3024")
    assert lint.places(text) == [(2, 13, "X"), (4, 5, "x")]
    assert lint.messages(text) == [f"there is a stage `{name}` on line 1 already" for name in "Xx"]


NAMES = [
    ("FROM a:1 as x\nFROM b:1 as x\n", "DS-0012 CKV_DOCKER_11 alias-must-be-unique"),
    ("FROM a:1 AS x\nFROM b:1 AS x\n", "DS-0012 alias-must-be-unique"),
    ("FROM a:1 AS x\nFROM a:1 AS x\n", "alias-must-be-unique"),
    ("FROM a:1 AS x\nFROM b:1 as x\n", "DS-0012"),
    ("FROM a:1 AS x\nFROM b:1 AS X\n", "DS-0012"),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_others_call_it(rules: Any, text: str, names: str) -> None:
    assert list(rules("DL3024").only(text).same_as) == ["DuplicateStageName", *names.split()]


def test_as_hadolint_sees_it(rules: Any) -> None:
    text = "FROM a:1 AS x\nFROM b:1 AS X\nFROM c:1 AS x\nFROM d:1 AS $x\nFROM d:1 AS $x\n"
    assert [line for line, _, _ in rules("DL3024", profile="hadolint").places(text)] == [3, 5]
