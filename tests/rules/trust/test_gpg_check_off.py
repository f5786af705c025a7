from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"


@pytest.mark.parametrize("text", ["RUN dnf -y install x\n", "RUN echo --nogpgcheck\n", "RUN foo --nogpgcheck\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP420").findings(HEAD + text) == []


FIXED = [
    ("RUN dnf -y install --nogpgcheck x\n", "RUN dnf -y install x\n"),
    ("RUN sudo yum --nogpgcheck -y install x\n", "RUN sudo yum -y install x\n"),
    ("RUN a \\\n  && dnf -y install \\\n    --nogpgcheck \\\n    x\n", "RUN a \\\n  && dnf -y install \\\n    x\n"),
    ('RUN ["dnf", "install", "--nogpgcheck", "x"]\n', 'RUN ["dnf", "install", "x"]\n'),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed_when_asked(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP420")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RUN dnf --nogpgcheck -y install x\n", ("CKV2_DOCKER_9",)),
        ("RUN tdnf -y install x --nogpgcheck\n", ("CKV2_DOCKER_9",)),
        ("ONBUILD RUN yum --nogpgcheck install x\n", ()),
    ],
)
def test_what_checkov_calls_it(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP420").only(HEAD + text).same_as == names
