from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text",
    [
        "USER 1000:app\n",
        'USER "1000"\n',
        "USER app\nUSER 1000\n",
        "USER root\n",
        "USER $USER\n",
        "ENV U=1000\nUSER $U\n",
        "ARG U=1000\nUSER ${U}\n",
        "ONBUILD USER app\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3066").findings(HEAD + text) == []


def test_silent_on_windows_and_on_the_way(rules: Any) -> None:
    lint = rules("DL3066")
    assert lint.findings("FROM mcr.microsoft.com/windows/nanoserver\nUSER ContainerUser\n") == []
    assert lint.findings("FROM a AS b\nUSER app\nFROM a\nCOPY --from=b / /\n") == []


@pytest.mark.parametrize("text", ["USER app\n", "USER app:1000\n", "ARG U=app\nUSER $U\n", "USER '1000a'\n"])
def test_found(rules: Any, text: str) -> None:
    assert rules("DL3066").only(HEAD + text)
    assert rules("DL3066").fixed(HEAD + text, unsafe=True) == HEAD + text


FIXED = [
    ("RUN useradd -u 1000 app\nUSER app\n", "RUN useradd -u 1000 app\nUSER 1000\n"),
    ("RUN useradd -rmu1000 app\nUSER  app:app\r\n", "RUN useradd -rmu1000 app\nUSER  1000:app\r\n"),
    ("RUN adduser -S -G x --uid=7 app\nUSER app", "RUN adduser -S -G x --uid=7 app\nUSER 7"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_the_number_that_the_stage_gives(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL3066").fixed(HEAD + text, unsafe=True) == HEAD + fixed
    assert rules("DL3066").fixed(HEAD + text) == HEAD + text


@pytest.mark.parametrize(
    "text",
    [
        "RUN useradd -u $ID app\nUSER app\n",
        "RUN useradd -u 1 app && usermod -u 2 app\nUSER app\n",
        "RUN useradd app\nUSER app\n",
        "RUN useradd -u 1 app\nUSER a\\\npp\n",
        'RUN useradd -u 1 app\nUSER "app"\n',
        "RUN useradd -u 1 other\nUSER app\n",
    ],
)
def test_no_number_is_made_up(rules: Any, text: str) -> None:
    assert rules("DL3066").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3066", profile="hadolint")
    silent = [
        "USER 1000\n",
        "USER 1:x y\n",
        "USER :\n",
        "ARG U=root\nUSER $U\n",
        "ARG U\nUSER x${U}\n",
        "ARG U\nUSER $UX\n",
    ]
    for text in silent:
        assert lint.findings(HEAD + text) == []
    found = ["USER root\nUSER 1000\n", "USER 1000 \n", "USER '1000'\n", "ENV U=1\nUSER $U\n", "ARG U\nUSER ${U:-1}\n"]
    for text in found:
        assert [place[1] for place in lint.places(HEAD + text)] == [1]
    assert [place[0] for place in lint.places("ARG A=1 U=2\nFROM a\nUSER $A\nUSER $U\nUSER b\n")] == [4, 5]


def test_root_in_the_eyes_of_hadolint(rules: Any) -> None:
    assert rules("DL3066", profile="hadolint").fixed(HEAD + "USER root\n", unsafe=True) == HEAD + "USER 0\n"
