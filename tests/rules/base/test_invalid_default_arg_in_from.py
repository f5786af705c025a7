from __future__ import annotations

from typing import Any

import pytest

CODE = "InvalidDefaultArgInFrom"

# The first ones are BuildKit's own tests.
SILENT = [
    'ARG VERSION="latest"\nFROM busybox:${VERSION}\n',
    'ARG VARIANT=""\nFROM busybox:stable${VARIANT}\n',
    "ARG VARIANT\nFROM busybox:stable${VARIANT}\n",
    "FROM base-$TARGETARCH\n",
    "FROM a:1 AS build_\nFROM build_\n",
    "FROM a:1 AS Build\nFROM build\n",
    "FROM scratch\n",
    "FROM ${X:?must be given}\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules(CODE).findings(text) == []


FOUND = [
    (
        "ARG VERSION\nFROM busybox:$VERSION\n",
        "with the defaults of its arguments `busybox:$VERSION` is `busybox:`, which is no name of an image",
        "note",
    ),
    ("ARG IMAGE\nFROM $IMAGE\n", "`$IMAGE` is empty unless an argument is given", "note"),
    ("ARG IMAGE=\nFROM $IMAGE AS x\n", "`$IMAGE` is empty unless an argument is given", "warning"),
    (
        'ARG SFX="box:"\nFROM busy${SFX}\n',
        "with the defaults of its arguments `busy${SFX}` is `busybox:`, which is no name of an image",
        "warning",
    ),
    ("FROM BASEIMAGE\n", "`BASEIMAGE` is no name of an image", "error"),
    ("FROM a//b\n", "`a//b` is no name of an image", "error"),
    ("FROM $UNDECLARED\n", "`$UNDECLARED` is empty unless an argument is given", "warning"),
]


@pytest.mark.parametrize(("text", "message", "severity"), FOUND)
def test_found(rules: Any, text: str, message: str, severity: str) -> None:
    finding = rules(CODE).only(text)
    assert (finding.message, finding.severity) == (message, severity)
    assert finding.fix is None


NAMES = [
    ("ARG I\nFROM $I\n", "DS-0001 CKV_DOCKER_7"),
    ("FROM $I\n", "UndefinedArgInFrom DS-0001 CKV_DOCKER_7"),
    ("ARG V\nFROM a:$V\n", ""),
    ("FROM a:$V\n", "UndefinedArgInFrom"),
    ("FROM UPPER\n", "DS-0001 CKV_DOCKER_7"),
    ("FROM UPPER:1\n", ""),
    ("FROM scratch AS UPPER\nFROM alpine:3.20\nFROM Upper\n", "DS-0001 CKV_DOCKER_7"),
    ("FROM a:1\nARG I=b:1\nFROM $I\n", "UndefinedArgInFrom CKV_DOCKER_7"),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_others_call_it(rules: Any, text: str, names: str) -> None:
    assert list(rules(CODE).only(text).same_as) == names.split()


def test_a_stage_in_another_case(rules: Any) -> None:
    text = "FROM a:1 AS build\nFROM --platform=$BUILDPLATFORM Build AS x\r\n"
    assert rules(CODE).only(text).severity == "error"
    assert rules(CODE).fixed(text) == text.replace("Build AS", "build AS")
    both = "FROM a:1 AS Build\nFROM Build\n"
    assert rules(CODE, "StageNameCasing").fixed(both) == both.replace("Build", "build")
