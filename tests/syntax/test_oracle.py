"""Our parser against BuildKit's own, over real files and over random ones. See tools/fuzz for long runs."""

from __future__ import annotations

import importlib.util
from random import Random
from typing import TYPE_CHECKING

import pytest

from tools.fuzz.generate import dockerfile
from tools.fuzz.oracle import comparable, difference

if TYPE_CHECKING:
    import pathlib

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("dockerfile") is None,
    reason="the oracle, BuildKit's parser in the package `dockerfile`, has wheels for Linux on x86-64 only",
)

TEXTS = 4_000


def test_the_corpus_is_read_alike(corpus_files: list[pathlib.Path]) -> None:
    found = {}
    for path in corpus_files:
        # The oracle takes valid UTF-8 only; a lone byte is as good as any other letter for this.
        text = path.read_bytes().decode("utf-8", "replace").replace("\0", "?")
        problem = difference(text)
        if problem is not None:
            found[path.name] = problem
    assert found == {}


def test_random_texts_are_read_alike() -> None:
    compared = 0
    found = {}
    for number in range(TEXTS):
        text = dockerfile(Random(f"0/{number}"))
        if comparable(text):
            compared += 1
            problem = difference(text)
            if problem is not None:
                found[text] = problem
    assert found == {}
    assert compared > TEXTS * 0.9


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nRUN " + "x" * 65_532,
        "FROM a\nRUN " + "x" * 65_531,
        "FROM a\nRUN " + "x" * 65_531 + "\n",
        "FROM a\nRUN " + "x" * 65_532 + "\n",
        "FROM a\nRUN \\\n" + "\u20ac" * 21_846,
        "FROM a\nRUN <<E\n" + "x" * 65_536 + "\nE\n",
        "x" * 70_000,
        "FROM a\nONBUILD " + "ONBUILD " * 2_000 + "ENV a",
        "FROM a\nCMD " + "[" * 10_000 + "]" * 10_000,
        "FROM a\nCMD " + "[" * 10_001 + "]" * 10_001,
        "FROM a\nCMD " + '[{"a":' * 100 + "1" + "}]" * 100,
    ],
    ids=lambda text: f"{text[:12]!r}+{len(text)}",
)
def test_large_texts_are_read_alike(text: str) -> None:
    assert difference(text) is None
