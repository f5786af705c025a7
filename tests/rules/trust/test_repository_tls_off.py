from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"


@pytest.mark.parametrize("text", ["RUN dnf config-manager --setopt=sslverify=1\n", "RUN echo --setopt=sslverify=0\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP422").findings(HEAD + text) == []


FIXED = [
    ("RUN dnf config-manager --save --setopt=sslverify=0\n", "RUN dnf config-manager --save\n"),
    ("RUN yum-config-manager --setopt=a.sslverify=False --save\n", "RUN yum-config-manager --save\n"),
    ("RUN yum -y --setopt=sslverify=no install x\n", "RUN yum -y install x\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed_when_asked(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP422")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RUN dnf config-manager --setopt=sslverify=0\n", ("CKV2_DOCKER_15",)),
        ("RUN yum -y --setopt=sslverify=no install x\n", ()),
    ],
)
def test_what_checkov_calls_it(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP422").only(HEAD + text).same_as == names
