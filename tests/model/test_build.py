from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from tools.fuzz.generate import dockerfile


def build(text: str) -> Build:
    return Build(parse(text))


def images(text: str) -> list[str]:
    return [site.name.text for site in build(text).sites]


def parents(text: str) -> list[int | None]:
    return [stage.parent.index if stage.parent is not None else None for stage in build(text).stages]


def sources(text: str) -> list[list[int]]:
    return [[other.index for other in stage.copies_from] for stage in build(text).stages]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("RUN x\n", []),
        ("ARG V=1\n", []),
        ("FROM\n", []),
        ("FROM scratch\n", []),
        ("FROM SCRATCH\n", ["SCRATCH"]),
        ("FROM a\nFROM b:1 AS c\n", ["a", "b:1"]),
        ("FROM a AS b\nFROM b\n", ["a"]),
        ("FROM a AS B\nFROM b\n", ["a"]),
        ("FROM a AS b\nFROM B\n", ["a"]),
        ("FROM alpine AS alpine\nFROM alpine\n", ["alpine"]),
        ("FROM b\nFROM a AS b\n", ["b", "a"]),
        ("FROM a AS b\nFROM b:latest\n", ["a", "b:latest"]),
        ("FROM a\nFROM 0\n", ["a", "0"]),
        ("ARG B=a\nFROM $B AS x\nFROM ${B}\n", ["a", "a"]),
        ("ARG B=x\nFROM a AS x\nFROM $B\n", ["a"]),
        ("FROM a AS\nFROM a x b\nFROM b\n", ["a", "a", "b"]),
        ("FROM a\nCOPY --from=b:2 / /\n", ["a", "b:2"]),
        ("FROM a AS s\nFROM b\nCOPY --from=S / /\nCOPY --from=s / /\n", ["a", "b"]),
        ("FROM a\nFROM b\nCOPY --from=0 / /\nCOPY --from=00 / /\n", ["a", "b"]),
        ("FROM a\nCOPY --from=0 / /\n", ["a"]),
        ("FROM a\nCOPY --from=9 / /\nCOPY --from=00000009 / /\n", ["a"]),
        (f"FROM a\nCOPY --from={'9' * 5000} / /\n", ["a"]),
        ("FROM a\nCOPY --from=later / /\nFROM b AS later\n", ["a", "b"]),
        ("FROM a\nCOPY --from=scratch / /\nRUN --mount=from=scratch,target=/x y\n", ["a"]),
        ("FROM a\nCOPY --from=$V / /\nCOPY --from= / /\nCOPY --from / /\n", ["a"]),
        ("FROM a\nRUN --mount=type=bind,from=b:2,target=/x --mount=target=/y,from=c y\n", ["a", "b:2", "c"]),
        ("FROM a AS s\nFROM b\nRUN --mount=from=s,target=/x y\n", ["a", "b"]),
        ("FROM a\nRUN --mount=type=cache,target=/from=x y\nRUN --from=q y\n", ["a"]),
        ("FROM a\nRUN echo --from=b\nRUN <<E\nFROM q\nCOPY --from=z / /\nE\n", ["a"]),
        ("FROM a\nONBUILD COPY --from=z / /\n", ["a"]),
        ("FROM a\n# COPY --from=z / /\n", ["a"]),
        ("FROM ${\n", [""]),
    ],
)
def test_images_named(text: str, found: list[str]) -> None:
    assert images(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FROM a AS b\nFROM b AS c\nFROM c\nFROM a\n", [None, 0, 1, None]),
        ("FROM a AS b\nFROM b AS b\nFROM b\n", [None, 0, 1]),
        ("FROM a AS b\nFROM c AS b\nFROM B\n", [None, None, 1]),
        ("FROM a AS b\nFROM scratch\nFROM b\n", [None, None, 0]),
    ],
)
def test_stages_on_stages(text: str, found: list[int | None]) -> None:
    assert parents(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FROM a AS s\nFROM b\nCOPY --from=s / /\nRUN --mount=from=S x\n", [[], [0, 0]]),
        ("FROM a\nFROM b AS t\nFROM c\nCOPY --from=1 / /\nADD --from=00 / /\n", [[], [], [1, 0]]),
        ("FROM a AS s\nFROM b AS s\nFROM c\nCOPY --from=s / /\n", [[], [], [1]]),
        ("FROM a AS s\nCOPY --from=s / /\n", [[]]),
    ],
)
def test_stages_copied_from(text: str, found: list[list[int]]) -> None:
    assert sources(text) == found


def test_the_final_stage_is_the_last() -> None:
    assert build("").final is None
    final = build("FROM a AS x\nFROM b AS y\n").final
    assert final is not None
    assert (final.index, final.name) == (1, "y")


def test_a_stage_holds_its_instructions() -> None:
    first, second = build("ARG A=1\nFROM a\nRUN x\nARG B\nFROM b\nUSER c\n").stages
    assert [each.keyword for each in first.instructions] == ["RUN", "ARG"]
    assert [each.keyword for each in second.instructions] == ["USER"]
    assert (first.origin.keyword, second.origin.start_line) == ("FROM", 5)


@given(st.integers(0, 2**32).map(lambda seed: dockerfile(Random(seed))))
def test_any_text_makes_a_build(text: str) -> None:
    made = build("ARG V=3.18\nFROM alpine:$V AS e\n" + text)
    for site in made.sites:
        assert made.stages[site.stage].origin.start <= site.word.start
        for piece, start in site.name.pieces:
            assert start < 0 or made.dockerfile.text.startswith(piece, start)
    for stage in made.stages:
        assert stage.lineage()[-1].parent is None
        assert all(other.index < stage.index for other in stage.copies_from)
        assert stage.user_at() is None or isinstance(stage.user_at(), str)
        assert isinstance(stage.scope.values, dict)
