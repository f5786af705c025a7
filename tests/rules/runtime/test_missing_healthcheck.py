from __future__ import annotations

from typing import Any

import pytest

CHECK = 'HEALTHCHECK CMD ["x"]\n'


@pytest.mark.parametrize(
    "text", [f"FROM a\n{CHECK}", "FROM a\nHEALTHCHECK NONE\n", f"FROM a AS b\n{CHECK}FROM b AS c\nFROM c\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3057").findings(text) == []


@pytest.mark.parametrize(
    ("text", "line", "scanners"),
    [
        ("FROM a\nRUN x\n", 1, True),
        (f"FROM a\nONBUILD {CHECK}", 1, True),
        (f"FROM a\n{CHECK}FROM a\n", 3, False),
        (f"FROM a AS b\n{CHECK}FROM a\nCOPY --from=b / /\n", 3, False),
    ],
)
def test_the_last_stage_counts(rules: Any, text: str, line: int, scanners: bool) -> None:
    assert [place[0] for place in rules("DL3057").places(text)] == [line]
    assert ("DS-0026" in rules("DL3057").only(text).same_as) is scanners


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("FROM a\nFROM b\n", [1, 2]),
        (f"FROM a\n{CHECK}FROM b\n", [3]),
        (f"FROM a AS b\nFROM b\n{CHECK}", []),
        (f"FROM a AS b\nFROM b AS c\nFROM b AS d\n{CHECK}", [2]),
        (f"FROM a\n{CHECK}FROM a:1 AS c\n", []),
        (f"FROM a AS d\n{CHECK}FROM a\n", [3]),
        (f"FROM r.io/a\nFROM a AS d\n{CHECK}", []),
        (f"FROM r/a\nFROM a AS d\n{CHECK}", [1]),
        (f"FROM a AS B\n{CHECK}FROM b\n", [3]),
    ],
)
def test_as_hadolint_reckons(rules: Any, text: str, lines: list[int]) -> None:
    assert [place[0] for place in rules("DL3057", profile="hadolint").places(text)] == lines
