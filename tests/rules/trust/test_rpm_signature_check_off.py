from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"


@pytest.mark.parametrize("text", ["RUN rpm -i x.rpm\n", "RUN rpm --import x\n", "RUN echo --nosignature\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP421").findings(HEAD + text) == []


FIXED = [
    ("RUN rpm -i --nosignature x.rpm\n", "RUN rpm -i x.rpm\n"),
    ("RUN rpm --nodigest --noverify -i x.rpm\n", "RUN rpm -i x.rpm\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed_when_asked(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP421")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


@pytest.mark.parametrize(("text", "names"), [("RUN rpm -i --nosignature x.rpm\n", ("CKV2_DOCKER_10",))])
def test_what_checkov_calls_it(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP421").only(HEAD + text).same_as == names
