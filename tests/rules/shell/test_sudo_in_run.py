from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

FIXED = [
    ("RUN sudo a\n", "RUN a\n"),
    ("RUN sudo   a b\n", "RUN a b\n"),
    ("RUN a && sudo b && \\\n  sudo c\n", "RUN a && b && \\\n  c\n"),
    ("RUN echo x | sudo tee /y\r\n", "RUN echo x | tee /y\r\n"),
    ("RUN /usr/bin/sudo a\n", "RUN a\n"),
    ("RUN env sudo a\n", "RUN env a\n"),
    ("RUN sh -c 'sudo a'\n", "RUN sh -c 'a'\n"),
    ("RUN <<EOF\nsudo a b\nEOF\n", "RUN <<EOF\na b\nEOF\n"),
    ("USER root\nRUN sudo a\n", "USER root\nRUN a\n"),
    ("USER 0:0\nRUN sudo a\n", "USER 0:0\nRUN a\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3004")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


LEFT = [
    "RUN sudo -u app a\n",
    "RUN sudo -E a\n",
    "RUN sudo\n",
    "RUN sudo A=b c\n",
    "RUN sudo $x\n",
    "RUN sudo \\\n  a\n",
    'RUN ["sudo", "a"]\n',
    "USER app\nRUN sudo a\n",
    "USER $U\nRUN sudo a\n",
    "ONBUILD RUN sudo a\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(rules: Any, text: str) -> None:
    lint = rules("DL3004")
    assert len(lint.findings(HEAD + text)) == 1
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


@pytest.mark.parametrize(("text", "fixed"), [("RUN sudo a\n", False), ("RUN apt-get install -y x\nRUN sudo a\n", True)])
def test_a_base_that_is_not_known(rules: Any, text: str, fixed: bool) -> None:
    head = "FROM example.com/base:1\n"
    assert (rules("DL3004").fixed(head + text, unsafe=True) != head + text) is fixed


@pytest.mark.parametrize(
    "text", ["RUN echo sudo\n", "RUN apt-get install -y sudo\n", "RUN sudoers\n", "CMD sudo a\n", "RUN su -\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3004").findings(HEAD + text) == []


def test_messages(rules: Any) -> None:
    lint = rules("DL3004")
    assert "root's already" in lint.only(HEAD + "USER root\nRUN sudo a\n").message
    assert "`app`" in lint.only(HEAD + "USER app\nRUN sudo a\n").message
    assert lint.only(HEAD + "USER $A\nRUN sudo a\n").message == "`sudo` in a RUN"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RUN sudo a\n", {"DS-0010", "CKV2_DOCKER_1"}),
        ("RUN a && sudo b\n", {"DS-0010", "CKV2_DOCKER_1"}),
        ("RUN a; sudo b\n", {"CKV2_DOCKER_1"}),
        ("RUN a &&sudo b\n", {"DS-0010"}),
        ("RUN (sudo b)\n", set()),
        ('RUN ["sudo", "a"]\n', set()),
        ("RUN <<EOF\nsudo a\nEOF\n", {"DS-0010"}),
        ("ONBUILD RUN sudo a\n", set()),
    ],
)
def test_names_of_those_who_see_it(rules: Any, text: str, names: set[str]) -> None:
    assert set(rules("DL3004").only(HEAD + text).same_as) == {"no-sudo-in-dockerfile", *names}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN exec sudo a\n", True),
        ("RUN env sudo a\n", False),
        ("RUN sh -c 'sudo a'\n", False),
        ("RUN /usr/bin/sudo a\n", False),
        ('SHELL ["pwsh"]\nRUN sudo a\n', True),
    ],
)
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL3004", profile="hadolint").findings(HEAD + text)) is found
