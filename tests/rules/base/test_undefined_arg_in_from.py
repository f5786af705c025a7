from __future__ import annotations

from typing import Any

import pytest

CODE = "UndefinedArgInFrom"

# The first ones are BuildKit's own tests.
SILENT = [
    "ARG base=scratch\nFROM $base\n",
    "ARG BUILDPLATFORM=linux/amd64\nFROM --platform=$BUILDPLATFORM scratch\n",
    "FROM --platform=$BUILDPLATFORM scratch\n",
    "ARG DEBUG\nFROM scratch${DEBUG}\n",
    "ARG DEBUG\nFROM scra${DEBUG:-tch}\n",
    'ARG DEBUG=""\nFROM scratch${DEBUG-@bogus}\n',
    "ARG A B=$C\nFROM a:${A:-1}$B\n",
    "FROM a:$TARGETOS-$TARGETARCH$TARGETVARIANT-$TARGETSTAGE\n",
    "FROM a:1\nRUN $X\n",
    "FROM 'a:$X'\nFROM a:\\$X\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules(CODE).findings(text) == []


FOUND = [
    ("FROM --platform=$BULIDPLATFORM scratch\n", "$BULIDPLATFORM", "did you mean `BUILDPLATFORM`?"),
    ("ARG MY_ARCH=amd64\nFROM --platform=linux/${MYARCH} busybox\n", "${MYARCH}", "did you mean `MY_ARCH`?"),
    ("ARG tag=latest\nFROM a:${tag}${version} AS b\n", "${version}", "declare it with ARG above the first FROM"),
    (
        "FROM a:1\nARG version=1\nFROM a:1$version\n",
        "$version",
        "the ARG of a stage is not seen here: declare it above the first FROM",
    ),
    ("FROM ${X:-alpine}\n", "${X", "declare it with ARG above the first FROM"),
    ("FROM --platform=$X a:1$X\n", "$X", "declare it with ARG above the first FROM"),
    ("ARG VERSION\nFROM a:\\\n1$VERSOIN\n", "$VERSOIN", "did you mean `VERSION`?"),
]


@pytest.mark.parametrize(("text", "word", "advice"), FOUND)
def test_found(rules: Any, text: str, word: str, advice: str) -> None:
    lint = rules(CODE)
    assert [words for _, _, words in lint.places(text)] == [word]
    assert lint.only(text).advice == advice


def test_each_is_found_at_its_own_place(rules: Any) -> None:
    places = rules(CODE).places("FROM a:1-$XY-$X-${XYZ}-$X\n")
    assert [words for _, _, words in places] == ["$XY", "$X", "${XYZ}"]


def test_nothing_can_make_a_name_of_it(rules: Any) -> None:
    lint = rules(CODE, "InvalidDefaultArgInFrom")
    finding = lint.only("FROM $BASE\n")
    assert (finding.code, finding.severity) == (CODE, "error")
    assert list(finding.same_as) == ["InvalidDefaultArgInFrom", "DS-0001", "CKV_DOCKER_7"]
    assert rules(CODE).only("FROM a$X\n").severity == "warning"
    assert rules(CODE).only("ARG Y\nFROM $X/$Y\n").severity == "warning"
