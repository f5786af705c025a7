from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM python:3.14\n"

SILENT = [
    "RUN pip install -i https://example.com a\n",
    "RUN pip config set global.extra-index-url https://example.com\n",
    "ARG PIP_EXTRA_INDEX_URL\n",
    "RUN echo --extra-index-url x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP437").findings(HEAD + text) == []


FOUND = [
    ("RUN pip install --extra-index-url x a\n", ("dockerfile-pip-extra-index-url",)),
    ("RUN pip download --extra-index-url=x a\n", ()),
    ("RUN python -m pip install --extra-index-url x a\n", ()),
    ("ENV PIP_EXTRA_INDEX_URL=x\n", ()),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(rules: Any, text: str, names: tuple[str, ...]) -> None:
    found = rules("DP437").only(HEAD + text)
    assert found.same_as == names
    assert found.fix is None
