from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN chgrp root /etc/passwd\n",
    "RUN apt-get install -y chpasswd\n",
    "RUN echo chpasswd\n",
    "CMD chpasswd < x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP436").findings(HEAD + text) == []


FOUND = [
    ("RUN echo 'root:a' | chpasswd\n", ("CKV2_DOCKER_17",)),
    ("RUN a; \\\n    echo 'root:a' | chpasswd && b\n", ("CKV2_DOCKER_17",)),
    ("RUN chpasswd < input.txt", ("CKV2_DOCKER_17",)),
    ("RUN echo a:b|/usr/sbin/chpasswd\n", ()),
    ("RUN echo a:b | chpasswd; c\n", ()),
    ("RUN echo a:b | sudo chpasswd -e\n", ("CKV2_DOCKER_17",)),
    ("RUN <<X\nchpasswd < a\nX\n", ()),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(rules: Any, text: str, names: tuple[str, ...]) -> None:
    found = rules("DP436").only(HEAD + text)
    assert found.same_as == names
    assert found.fix is None
