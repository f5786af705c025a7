from __future__ import annotations

from typing import Any

import pytest

SCHEMA = {"a": "text", "b": "text"}
BOTH = "LABEL a=1 b=1\n"

# The text, the lines and labels we report, and those that hadolint does (asked once, with the same schema).
CASES = [
    ("FROM x:1\n", [(1, "ab")], [(1, "ab")]),
    ("FROM x:1\n" + BOTH, [], []),
    ("FROM x:1\nLABEL a=1\nLABEL b 1\n", [], []),
    ('FROM x:1\nLABEL "a"=1 A=2\n', [(1, "b")], [(1, "b")]),
    ("FROM x:1\nONBUILD " + BOTH, [(1, "ab")], [(1, "ab")]),
    ("FROM x:1\nLABEL $a=1 b=1\n", [], [(1, "a")]),
    ("FROM scratch\n", [(1, "ab")], [(1, "ab")]),
    ("FROM x:1\nFROM y:1\n" + BOTH, [(1, "ab")], [(1, "ab")]),
    ("FROM x:1 AS a\nFROM y:1\nCOPY --from=a / /x\n" + BOTH, [], []),
    ("FROM x:1 AS a\nFROM y:1\nCOPY --from=A / /x\n" + BOTH, [], [(1, "ab")]),
    ("FROM x:1\nFROM y:1\nCOPY --from=0 / /x\n" + BOTH, [], [(1, "ab")]),
    ("FROM x:1 AS a\nFROM y:1\nRUN --mount=from=a,target=/a true\n" + BOTH, [], [(1, "ab")]),
    ("FROM x:1 AS a\nLABEL a=1\nFROM a\nLABEL b=1\n", [], []),
    ("FROM x:1 AS a\nLABEL a=1\nFROM a AS b\nLABEL b=1\n", [], [(1, "b")]),
    ("FROM x:1 AS a\n" + BOTH + "FROM A\n", [], [(3, "ab")]),
    ("FROM x:1 AS a\n" + BOTH + "FROM ghcr.io/a:2\n", [(3, "ab")], []),
    ("FROM x:1 AS a\n" + BOTH + "FROM y AS a\nFROM a\n", [(4, "ab")], [(3, "ab")]),
    ("FROM y AS a\nFROM x:1 AS a\n" + BOTH + "FROM a\n", [(1, "ab")], []),
    ("FROM b as a\nFROM a\n" + BOTH + "FROM a:1\nLABEL a 1\n", [(4, "b")], [(4, "b")]),
]


def lines(lint: Any, text: str) -> list[tuple[int, str]]:
    report = lint.session.check_text(text)
    return [
        (report.source.line_at(one.span.start), "".join(one.message.split("`")[1::2]))
        for one in report.findings
        if one.code == "DL3049"
    ]


@pytest.mark.parametrize(("text", "ours", "theirs"), CASES)
def test_stages(rules: Any, text: str, ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> None:
    assert lines(rules("DL3049", label_schema=SCHEMA), text) == ours
    assert lines(rules("DL3049", label_schema=SCHEMA, profile="hadolint"), text) == theirs


def test_it_points_at_the_image(rules: Any) -> None:
    lint = rules("DL3049", label_schema=SCHEMA)
    assert lint.places("FROM --platform=linux/amd64 x:1 AS y\n") == [(1, 29, "x:1")]
    assert lint.messages("FROM x:1\n") == ["the image lacks the labels `a`, `b`"]


def test_without_a_schema(rules: Any) -> None:
    assert rules("DL3049").findings("FROM x:1\n") == []
