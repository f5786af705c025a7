from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "USER app\n",
        HEAD + "USER $U\n",
        "FROM debian:13 AS a\nUSER app\nFROM a\n",
        "FROM gcr.io/distroless/static:nonroot\n",
        "FROM nginxinc/nginx-unprivileged\n",
        "FROM mcr.microsoft.com/windows/servercore:ltsc2025\n",
        "FROM --platform=windows/amd64 app\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP471").findings(text) == []


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        (HEAD, 1, {"DS-0002", "CKV_DOCKER_3"}),
        ("FROM scratch\nCMD a\n", 1, {"DS-0002", "CKV_DOCKER_3", "missing-user"}),
        (
            HEAD + "ONBUILD USER a\nENTRYPOINT a\n",
            1,
            {"DS-0002", "CKV_DOCKER_3", "missing-user", "missing-user-entrypoint"},
        ),
        (HEAD + "USER a\nFROM debian:13\n", 3, set()),
    ],
)
def test_found_once_at_the_last_stage(rules: Any, text: str, line: int, names: set[str]) -> None:
    assert [place[0] for place in rules("DP471").places(text)] == [line]
    assert set(rules("DP471").only(text).same_as) - {"kics/missing_user_instruction"} == names


FIXED = [
    ("RUN useradd app\nCMD []\n", "RUN useradd app\nUSER app\nCMD []\n"),
    (
        "RUN adduser -D -u 1000 app\nLABEL a=b\nENTRYPOINT []",
        "RUN adduser -D -u 1000 app\nUSER app\nLABEL a=b\nENTRYPOINT []",
    ),
    ("RUN useradd app\r\nCMD []\r\nCOPY a b\r\n", "RUN useradd app\r\nCMD []\r\nCOPY a b\r\nUSER app\r\n"),
    ("RUN adduser --gecos '' --uid=5 app && adduser app docker\nCMD []\n", None),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_the_user_who_is_created(rules: Any, text: str, fixed: str | None) -> None:
    if fixed is None:
        fixed = text.replace("CMD", "USER app\nCMD")
    assert rules("DP471").fixed(HEAD + text, unsafe=True) == HEAD + fixed
    assert rules("DP471").fixed(HEAD + text) == HEAD + text


LEFT = [
    "CMD []\n",
    "RUN useradd app\n",
    "RUN useradd app\nCMD ./start.sh\n",
    "RUN useradd app && apt-get install supervisor\nCMD []\n",
    "RUN useradd app\nEXPOSE 443\nCMD []\n",
    'RUN useradd "my app"\nCMD []\n',
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_root_may_be_wanted_or_nobody_is_known(rules: Any, text: str) -> None:
    assert rules("DP471").findings(HEAD + text)
    assert rules("DP471").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_from_in_small_letters(rules: Any) -> None:
    text = "from debian:13\nrun useradd app\ncmd []\n"
    assert rules("DP471").fixed(text, unsafe=True) == text.replace("cmd", "user app\ncmd")
