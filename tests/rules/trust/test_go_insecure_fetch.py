from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM golang:1.26\n"

SILENT = [
    "ENV GOPRIVATE=a GOINSECURE=\n",
    "ARG GOINSECURE\n",
    "ENV XGOINSECURE=a GOINSECUREX=b\n",
    "RUN go env -w GOINSECURE=\n",
    "RUN go build -insecure ./...\n",
    "RUN a -insecure\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP435").findings(HEAD + text) == []


FIXED = [
    ("ENV GOINSECURE *.example.com\nRUN a\n", "RUN a\n"),
    ("RUN a && GOINSECURE=b/* GOPRIVATE=b/* go mod vendor\n", "RUN a && GOPRIVATE=b/* go mod vendor\n"),
    ("RUN export GOINSECURE=a,*.a && go mod tidy\n", "RUN go mod tidy\n"),
    ("RUN go get -v -insecure a\n", "RUN go get -v a\n"),
    ("RUN go env -w GOINSECURE=a\n", None),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DP435")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + (text if fixed is None else fixed)


def test_names_are_true(rules: Any) -> None:
    lint = rules("DP435")
    assert lint.only(HEAD + "ENV GOINSECURE=a\n").same_as == ("CKV2_DOCKER_18",)
    assert lint.only(HEAD + "RUN go get -insecure a\n").same_as == ()
