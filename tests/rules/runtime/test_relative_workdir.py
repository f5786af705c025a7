from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "WORKDIR /app\n",
    'WORKDIR "/app"\n',
    "WORKDIR '/app'\n",
    "WORKDIR $UNKNOWN\n",
    "WORKDIR ${UNKNOWN}/app\n",
    "ENV D=/srv\nWORKDIR $D\n",
    "ARG D=/srv\nWORKDIR ${D}/app\n",
    "WORKDIR ${D:-/srv}\n",
    "WORKDIR C:\\app\n",
    "WORKDIR c:/app\n",
    "WORKDIR \\\n  /app\n",
    "ONBUILD WORKDIR app\n",
    "WORKDIR\n",
    "RUN cd app\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3000").findings(HEAD + text) == []


FOUND = [
    ("WORKDIR app\n", "app"),
    ("workdir x\n", "x"),
    ("WORKDIR 'app'\n", "'app'"),
    ("WORKDIR .\n", "."),
    ("WORKDIR ~/app\n", "~/app"),
    ("WORKDIR app/$UNKNOWN\n", "app/$UNKNOWN"),
    ("ENV D=app\nWORKDIR $D\n", "$D"),
    ("ARG D=\nWORKDIR $D\n", "$D"),
    ("WORKDIR \\app\n", "\\app"),
    ("WORKDIR a\\\n/b\n", "a\\\n/b"),
    ("WORKDIR my app\n", "my app"),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_found_at_the_path(rules: Any, text: str, words: str) -> None:
    assert [place[2] for place in rules("DL3000").places(HEAD + text)] == [words]
    assert rules("DL3000").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_a_backslash_is_absolute_on_windows(rules: Any) -> None:
    text = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR \\app\nWORKDIR bin\n"
    assert rules("DL3000").places(text) == [(3, 9, "bin")]
    assert rules("DL3000").fixed(text, unsafe=True) == text


FIXED = [
    ("WORKDIR /srv\nWORKDIR app\n", "WORKDIR /srv\nWORKDIR /srv/app\n"),
    ("WORKDIR /\nWORKDIR app/\n", "WORKDIR /\nWORKDIR /app/\n"),
    ("WORKDIR /srv/\nWORKDIR 'app'\n", "WORKDIR /srv/\nWORKDIR '/srv/app'\n"),
    ("WORKDIR /srv\nWORKDIR ./a/../b\n", "WORKDIR /srv\nWORKDIR /srv/b\n"),
    ("WORKDIR /srv\nWORKDIR ..\nWORKDIR a\n", "WORKDIR /srv\nWORKDIR /\nWORKDIR /a\n"),
    ("WORKDIR /srv\nWORKDIR a\nWORKDIR b\n", "WORKDIR /srv\nWORKDIR /srv/a\nWORKDIR /srv/a/b\n"),
    ("WORKDIR /srv\nWORKDIR a/$X\nWORKDIR b\n", "WORKDIR /srv\nWORKDIR /srv/a/$X\nWORKDIR b\n"),
    ("ENV D=/srv\nWORKDIR $D\nWORKDIR app\n", "ENV D=/srv\nWORKDIR $D\nWORKDIR /srv/app\n"),
    ("WORKDIR /srv\r\nWORKDIR \\\r\n  app\r\n", "WORKDIR /srv\r\nWORKDIR \\\r\n  /srv/app\r\n"),
    ("WORKDIR /srv\nWORKDIR app", "WORKDIR /srv\nWORKDIR /srv/app"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL3000").fixed(HEAD + text, unsafe=True) == HEAD + fixed
    assert rules("DL3000").fixed(HEAD + text) == HEAD + text


LEFT = [
    "WORKDIR /srv\nWORKDIR $D/app\nWORKDIR bin\n",
    "WORKDIR C:\\srv\nWORKDIR app\n",
    'WORKDIR "/my srv"\nWORKDIR app\n',
    "WORKDIR /srv\nWORKDIR a\\\nb\n",
    "WORKDIR /srv\nWORKDIR 'a'b\n",
    "WORKDIR /srv\nWORKDIR ../$X\n",
    "ENV D=app\nWORKDIR /srv\nWORKDIR $D\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_the_place_or_the_word_is_not_plain(rules: Any, text: str) -> None:
    assert rules("DL3000").findings(HEAD + text)
    assert rules("DL3000").fixed(HEAD + text, unsafe=True) == HEAD + text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("WORKDIR app\n", {"WorkdirRelativePath", "DS-0009", "CKV_DOCKER_10"}),
        ("WORKDIR /\nWORKDIR app\n", {"DS-0009", "CKV_DOCKER_10"}),
        ("WORKDIR /\nWORKDIR app/$V\n", {"CKV_DOCKER_10"}),
        ("WORKDIR /\nENV V=app\nWORKDIR $V\n", set()),
    ],
)
def test_the_names_are_those_of_the_tools_that_see_it(rules: Any, text: str, names: set[str]) -> None:
    found = rules("DL3000").only(HEAD + text).same_as
    assert set(found) - {"use-absolute-workdir", "kics/workdir_path_not_absolute"} == names


def test_one_finding_with_its_twin(rules: Any) -> None:
    assert [one.code for one in rules("DL3000", "WorkdirRelativePath").findings(HEAD + "WORKDIR app\n")] == ["DL3000"]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3000", profile="hadolint")
    for text in ("ENV D=app\nWORKDIR $D\n", "WORKDIR '''/x'\n", "WORKDIR é:/x\n", "WORKDIR '$D'\n"):
        assert lint.findings(HEAD + text) == []
    for text in ("WORKDIR 1:/x\n", "WORKDIR \\$D\n", "WORKDIR /\nWORKDIR xx\n"):
        assert [place[1] for place in lint.places(HEAD + text)] == [1]
