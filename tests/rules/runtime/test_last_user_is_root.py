from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN x\n",
    "USER app\n",
    "USER root\nUSER app\n",
    "USER app:root\n",
    "USER $USER\n",
    "ONBUILD USER root\n",
    "ENV U=app\nUSER $U\n",
    "USER rooty\n",
    "USER root\nRUN x\nFROM debian:13\nCOPY --from=0 / /\nUSER app\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3002").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("USER root\n", "root"),
        ("user root:app \n", "root:app"),
        ("USER 0\n", "0"),
        ("USER 00:1\n", "00:1"),
        ('USER "root"\n', '"root"'),
        ("USER app\nUSER root\n", "root"),
        ("USER ro\\\not\n", "ro\\\not"),
        ("ARG U=root\nUSER $U\n", "$U"),
        ("ENV U=0\nUSER ${U}:${U}\n", "${U}:${U}"),
    ],
)
def test_found_at_the_user(rules: Any, text: str, words: str) -> None:
    assert [place[2] for place in rules("DL3002").places(HEAD + text)] == [words]
    assert rules("DL3002").fixed(HEAD + text, unsafe=True) == HEAD + text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("FROM a AS b\nUSER root\nFROM b\nRUN x\n", [2]),
        ("FROM a AS b\nUSER root\nFROM b\nUSER app\n", []),
        ("FROM a AS b\nUSER root\nFROM a\nCOPY --from=b / /\n", []),
        ("FROM a AS b\nUSER root\nFROM a\nUSER app\n", [2]),
        ("FROM a AS b\nUSER root\nFROM b AS c\nFROM b AS d\n", [2]),
    ],
)
def test_stages_on_the_way_may_end_as_root(rules: Any, text: str, lines: list[int]) -> None:
    assert [place[0] for place in rules("DL3002").places(text)] == lines


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("USER root\n", {"DS-0002", "CKV_DOCKER_8"}),
        ("USER app\nUSER root\n", {"DS-0002", "CKV_DOCKER_8", "last-user-is-root"}),
        ("USER 0:0\n", {"DS-0002"}),
        ("USER root:\n", set()),
        ("USER root\nFROM debian:13\nUSER app\n", set()),
    ],
)
def test_the_names_are_those_of_the_tools_that_see_it(rules: Any, text: str, names: set[str]) -> None:
    assert set(rules("DL3002").only(HEAD + text).same_as) - {"kics/last_user_is_root"} == names


FIXED = [
    ("USER app\nUSER root\nRUN x\n", "USER app\nUSER root\nRUN x\nUSER app\n"),
    (
        "USER 1000:1000\nUSER root\nCOPY a b\n\nCMD []\n",
        "USER 1000:1000\nUSER root\nCOPY a b\nUSER 1000:1000\n\nCMD []\n",
    ),
    ("USER app\r\nuser root\r\nRUN a \\\r\n  b\r\nEXPOSE 8080\r\n", None),
    ("USER root\nRUN useradd -m -s /bin/bash app", "USER root\nRUN useradd -m -s /bin/bash app\nUSER app"),
    ("USER app\nUSER root\nRUN <<E\nx\nE\nCMD []\n", "USER app\nUSER root\nRUN <<E\nx\nE\nUSER app\nCMD []\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_back_to_the_user_from_before(rules: Any, text: str, fixed: str | None) -> None:
    if fixed is None:
        fixed = text.replace("EXPOSE", "user app\r\nEXPOSE")
    assert rules("DL3002").fixed(HEAD + text, unsafe=True) == HEAD + fixed
    assert rules("DL3002").fixed(HEAD + text) == HEAD + text


LEFT = [
    "USER app\nUSER root\n",
    "USER app\nUSER root\nCMD []\n",
    "USER $U\nUSER root\nRUN x\n",
    "USER app\nUSER root\nRUN apt-get install gosu\n",
    'USER app\nUSER root\nRUN x\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
    "USER app\nUSER root\nRUN x\nEXPOSE 80\n",
    "USER root\nRUN useradd a && useradd b\n",
    "USER root\nRUN useradd $NAME\n",
    "USER root\nRUN useradd app && userdel app\n",
    "USER root\nRUN adduser app docker\n",
    "USER app\nUSER root\nRUN x \\",
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_root_may_be_wanted_or_nobody_is_known(rules: Any, text: str) -> None:
    assert rules("DL3002").findings(HEAD + text)
    assert rules("DL3002").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3002", profile="hadolint")
    for text in ('USER "root"\n', "USER root \n", "USER 00\n", "ENV U=root\nUSER $U\n", "USER root \\\n\n"):
        assert lint.findings(HEAD + text) == []
    text = "FROM a AS b\nUSER app\nUSER root:x \nFROM b\nUSER 0\nFROM a\nCOPY --from=b / /\n"
    assert [place[:2] for place in lint.places(text)] == [(3, 1), (5, 1)]
