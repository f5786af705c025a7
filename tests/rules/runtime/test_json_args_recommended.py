from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    HEAD + 'CMD ["a"]\n',
    HEAD + "HEALTHCHECK CMD a\n",
    HEAD + 'SHELL ["/bin/bash", "-c"]\nCMD a\n',
    HEAD + "ONBUILD CMD a\n",
    'FROM a AS b\nSHELL ["c"]\nFROM b\nENTRYPOINT d\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("JSONArgsRecommended").findings(text) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (HEAD + "CMD a\nENTRYPOINT b\n", [2, 3]),
        (HEAD + "CMD\n", [2]),
        (HEAD + 'CMD a\nSHELL ["b"]\n', [2]),
        ('FROM a AS b\nSHELL ["c"]\nFROM a\nCMD d\n', [4]),
        (HEAD + 'CMD ["a",]\n', [2]),
        (HEAD + 'CMD ["C:\\app"]\n', [2]),
    ],
)
def test_found(rules: Any, text: str, lines: list[int]) -> None:
    assert [place[0] for place in rules("JSONArgsRecommended").places(text)] == lines


def test_fixed(rules: Any) -> None:
    lint = rules("JSONArgsRecommended")
    assert lint.fixed(HEAD + "ENTRYPOINT a 'b c'\n", unsafe=True) == HEAD + 'ENTRYPOINT ["a", "b c"]\n'
    assert lint.fixed(HEAD + "CMD a $b\n", unsafe=True) == HEAD + "CMD a $b\n"
