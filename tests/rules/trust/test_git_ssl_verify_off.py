from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "ARG GIT_SSL_NO_VERIFY\n",
    "RUN echo GIT_SSL_NO_VERIFY=1\n",
    "RUN git config --global http.sslVerify true\n",
    "RUN git config --get http.sslVerify\n",
    "RUN git -c http.sslVerify=true clone a\n",
    "RUN git clone a\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP433").findings(HEAD + text) == []


FIXED = [
    ("RUN GIT_SSL_NO_VERIFY=false git clone a\n", "RUN git clone a\n"),
    ("RUN a && export GIT_SSL_NO_VERIFY=true \\\n    && git clone b\n", "RUN a && git clone b\n"),
    ("ENV GIT_SSL_NO_VERIFY ${GIT_SSL_NO_VERIFY}\n", ""),
    ("ENV A=1 \\\n    GIT_SSL_NO_VERIFY=1\n", "ENV A=1\n"),
    ("RUN git config --global http.sslVerify false && git clone a\n", "RUN git clone a\n"),
    ("RUN git config --system http.https://a.sslverify 0\nRUN a\n", "RUN a\n"),
    ("RUN git config set --global http.sslVerify off; a\n", "RUN a\n"),
    ("RUN git -c http.sslVerify=false clone a\n", "RUN git clone a\n"),
    ("RUN git clone -c http.sslVerify=false a\n", "RUN git clone a\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP433")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


def test_names_are_true(rules: Any) -> None:
    lint = rules("DP433")
    assert lint.only(HEAD + "ENV GIT_SSL_NO_VERIFY=1\n").same_as == ("CKV2_DOCKER_14",)
    assert lint.only(HEAD + "RUN git config --global http.sslVerify false\n").same_as == ()
