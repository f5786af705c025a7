from __future__ import annotations

from typing import Any

import pytest

CODE = "ConsistentInstructionCasing"

# The text, the words that are found, and what becomes of it.
CASES = [
    ("FROM a:1\nRUN b\nUSER c\n", [], None),
    ("from a:1\nrun b\nuser c\n", [], None),
    ("FROM a:1\nrun b\nRUN c\n", ["run"], "FROM a:1\nRUN b\nRUN c\n"),
    ("from a:1\nRUN b\nrun c\n", ["RUN"], "from a:1\nrun b\nrun c\n"),
    # A tie goes to upper case; what is mixed counts for neither.
    ("from a:1\nRUN b\n", ["from"], "FROM a:1\nRUN b\n"),
    ("From a:1\nRun b\n", ["From", "Run"], "FROM a:1\nRUN b\n"),
    ("From a:1\nRun b\nuser c\n", ["From", "Run"], "from a:1\nrun b\nuser c\n"),
    # ARGs before the first FROM are no part of it, all others are.
    ("arg a\narg b\narg c\nFROM a:1\nUSER b\n", [], None),
    ("ARG a\nfrom a:1\nARG b\nuser b\n", ["ARG"], "ARG a\nfrom a:1\narg b\nuser b\n"),
    # Triggers are not looked at.
    ("FROM a:1\nONBUILD run b\nonbuild RUN c\n", ["onbuild"], "FROM a:1\nONBUILD run b\nONBUILD RUN c\n"),
    # An AS goes with its FROM, whatever it was.
    ("from a:1 as b\nRUN c\nUSER d\n", ["from"], "FROM a:1 AS b\nRUN c\nUSER d\n"),
    ("from a:1 AS b\nRUN c\nUSER d\n", ["from"], "FROM a:1 AS b\nRUN c\nUSER d\n"),
    ("FROM --platform=x a:1 As b\nrun c\nuser d\n", ["FROM"], "from --platform=x a:1 as b\nrun c\nuser d\n"),
    ("  run a\nFROM a:1\r\n\trun b\r\nUSER c\r\n", ["run"], "  run a\nFROM a:1\r\n\tRUN b\r\nUSER c\r\n"),
    ("FROM a:1\nrun <<E\nuser x\nE\nUSER c\n", ["run"], "FROM a:1\nRUN <<E\nuser x\nE\nUSER c\n"),
]


@pytest.mark.parametrize(("text", "words", "fixed"), CASES)
def test_cases(rules: Any, text: str, words: list[str], fixed: str | None) -> None:
    lint = rules(CODE)
    assert [word for _, _, word in lint.places(text)] == words
    assert lint.fixed(text) == (text if fixed is None else fixed)


def test_a_keyword_in_pieces_is_left(rules: Any) -> None:
    lint = rules(CODE)
    text = "FROM a:1\nru\\\nn b\nUSER c\n"
    assert lint.only(text).fix is None
