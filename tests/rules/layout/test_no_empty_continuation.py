from __future__ import annotations

from typing import Any

import pytest

CODE = "NoEmptyContinuation"

# The text, the line that BuildKit names, and what becomes of it.
CASES = [
    ("FROM a:1\nCOPY b \\\n\n.\n", 4, "FROM a:1\nCOPY b \\\n.\n"),
    (
        "FROM a:1\nRUN a \\\n \t\n\n  # x\n\n  b \\\n  c\nUSER d\n",
        8,
        "FROM a:1\nRUN a \\\n  # x\n  b \\\n  c\nUSER d\n",
    ),
    ("FROM a:1\nRUN a \\\n\n\nuser b\n", 5, "FROM a:1\nRUN a \\\nuser b\n"),
    ("FROM a:1\r\nRUN a \\\r\n\r\n  b\r\n", 4, "FROM a:1\r\nRUN a \\\r\n  b\r\n"),
    ("FROM a:1\nENV a=b \\\n\n    c=d\n", 4, "FROM a:1\nENV a=b \\\n    c=d\n"),
    ('FROM a:1\nENV a="b \\\n\nc"\n', 4, 'FROM a:1\nENV a="b \\\nc"\n'),
    ("FROM a:1\nRUN <<E \\\n\n cat\na\n\nb\nE\n", 4, "FROM a:1\nRUN <<E \\\n cat\na\n\nb\nE\n"),
    ("# escape=`\nFROM a:1\nRUN a `\n\n  b\\\n", 5, "# escape=`\nFROM a:1\nRUN a `\n  b\\\n"),
    ("FROM a:1\nRUN a \\\n\xa0\n  b\n", 4, "FROM a:1\nRUN a \\\n  b\n"),
    ("FROM a:1\nONBUILD RUN a \\\n\n  b\n", 4, "FROM a:1\nONBUILD RUN a \\\n  b\n"),
]


@pytest.mark.parametrize(("text", "line", "fixed"), CASES)
def test_found(rules: Any, text: str, line: int, fixed: str) -> None:
    lint = rules(CODE)
    assert [place for place, _, _ in lint.places(text)] == [line]
    assert lint.fixed(text) == fixed


@pytest.mark.parametrize(
    "text",
    [
        "FROM a:1\nRUN a \\\n\n",
        "FROM a:1\nRUN a \\\n\n  ",
        "FROM a:1\nRUN a \\\n\n\nUSER b\n",
        "FROM a:1\nRUN a \\\n\n# x\n\n  RUN b\n",
        "FROM a:1\nRUN a \\\n\nb \\\n\nRUN c\n",
    ],
)
def test_where_the_backslash_is_wrong_it_is_left(rules: Any, text: str) -> None:
    lint = rules(CODE)
    assert [line for line, _, _ in lint.places(text)] == [text.count("\n") + (text[-1] != "\n")]
    assert lint.only(text).fix is None


@pytest.mark.parametrize(
    "text",
    [
        "FROM a:1\n\nRUN a\n\n\nUSER b\n",
        "FROM a:1\nRUN a \\\n  # x\n#\n  b\n",
        "FROM a:1\nRUN <<E\n\na\n\nE\n",
        "FROM a:1\nRUN a \\\\\n\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules(CODE).findings(text) == []


def test_the_message_names_the_lines(rules: Any) -> None:
    lint = rules(CODE)
    assert lint.messages("FROM a:1\nRUN a \\\n\nb \\\n\nc\n") == ["lines 3, 5, in the middle of this RUN, are empty"]
    assert "lines 3 to 12, 10 of them," in lint.only("FROM a:1\nRUN a \\\n" + "\n" * 10 + "b\n").message
