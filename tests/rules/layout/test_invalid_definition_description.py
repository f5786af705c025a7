from __future__ import annotations

from typing import Any

import pytest

CODE = "InvalidDefinitionDescription"

FOUND = [
    ("# x\nFROM a:1 AS b\n", "# x\n#\nFROM a:1 AS b\n", "b"),
    ("# x\n\nFROM a:1 AS b\n", "# x\n\n#\nFROM a:1 AS b\n", "b"),
    ("# b does it\n# x\nfrom a:1 as B\n", "# b does it\n# x\n#\nfrom a:1 as B\n", "b"),
    ("# B does it\nFROM a:1 AS B\n", "# B does it\n#\nFROM a:1 AS B\n", "b"),
    ("# b: it\r\nARG b\r\nFROM a:1\r\n", "# b: it\r\n#\r\nARG b\r\nFROM a:1\r\n", "b"),
    ("FROM a:1\n# c\nARG a=1 b\n", "FROM a:1\n# c\n#\nARG a=1 b\n", "<name>"),
    ("FROM a:1\n  # a\nARG a\n", "FROM a:1\n  # a\n#\nARG a\n", "a"),
    ("FROM a:1\n# x\n  ARG a\n", "FROM a:1\n# x\n#\n  ARG a\n", "a"),
]


@pytest.mark.parametrize(("text", "fixed", "name"), FOUND)
def test_found(rules: Any, text: str, fixed: str, name: str) -> None:
    lint = rules(CODE)
    assert lint.only(text).message.endswith(f"does not begin with `{name}`")
    assert lint.fixed(text) == fixed


@pytest.mark.parametrize(
    "text",
    [
        "# x\nFROM a:1\n",
        "# b does it\nFROM a:1 AS b\n",
        "# x\n# b does it\nFROM a:1 AS b\n",
        "# x\n#\nFROM a:1 AS b\n",
        "FROM a:1\n# b of two\nARG a b\n",
        "FROM a:1\n# x\nENV a=b\n",
        "FROM a:1\n# x\nONBUILD ARG a\n",
        "# syntax=x\nFROM a:1 AS b\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules(CODE).findings(text) == []


@pytest.mark.parametrize("comment", ["hadolint ignore=DL3006", "check=skip=all", "trivy:ignore:DS-0001"])
def test_a_comment_for_a_tool_stays_where_it_stands(rules: Any, comment: str) -> None:
    lint = rules(CODE)
    assert lint.only(f"ARG c\n# {comment}\nFROM a:1 AS b\n").fix is None
