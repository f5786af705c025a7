from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ENV DB_USR=1\n", "DB_USR"),
        ("ENV TOKEN_FILE=1\n", "TOKEN_FILE"),
        ("ARG a KEY_VERSION=1\n", "KEY_VERSION"),
        ("ENV AZURE_CLIENT_ID=1\n", "AZURE_CLIENT_ID"),
        ("ENV VITE_AZURE_CLIENT_ID=1\n", "VITE_AZURE_CLIENT_ID"),
        ("COPY a $AWS_CONFIG_FILE\n", "$AWS_CONFIG_FILE"),
        ("COPY a /app/\nENV AWS_CONFIG_FILE=./app/x\n", "AWS_CONFIG_FILE"),
        ("ARG HF_TOKEN_PATH=app/x\nCOPY a app\n", "HF_TOKEN_PATH"),
    ],
)
def test_found(rules: Any, text: str, words: str) -> None:
    finding = rules("DP461").only(HEAD + text)
    assert finding.span.text(HEAD + text) == words
    assert finding.same_as == ("DS-0031",)


@pytest.mark.parametrize(
    "text",
    [
        "ENV DB_PASSWORD=1 SORT_KEY=2\n",
        "ENV AWS_CONFIG_FILE=/x/y\n",
        "COPY a /other\nENV AWS_CONFIG_FILE=/app/x\n",
        "ENV AZURE_CLIENT_ID=1\nFROM debian:13\n",
        "ARG AZURE_CLIENT_ID=a=b\n",
        "ONBUILD ENV AZURE_CLIENT_ID=1\n",
        "ENV PUBLIC_USR=1\n",
        "COPY a b $AWS_CONFIG_FILE\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP461").findings(HEAD + text) == []
