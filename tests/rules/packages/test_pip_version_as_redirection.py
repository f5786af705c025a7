from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM python:3.14\n"

SILENT = [
    "RUN pip install 'a>=1' \"b<2\" c\\>=1 d==1\n",
    "RUN pip install a > log\n",
    "RUN pip install a>log 2>err\n",
    "RUN pip install a>2.txt\n",
    "RUN pip install -r requirements.txt>=1\n",
    "RUN pip install a 2>1\n",
    "RUN pip download a>=1\n",
    "RUN echo a>=1\n",
    'RUN ["pip", "install", "a>=1"]\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP440").findings(HEAD + text) == []


FIXED = [
    ("RUN pip install a>=1\n", 'RUN pip install "a>=1"\n'),
    ("RUN pip install a[x]>=1.2,<2 b==1\n", 'RUN pip install "a[x]>=1.2,<2" b==1\n'),
    ("RUN python -m pip install a<2 b>3.1 && c\n", 'RUN python -m pip install "a<2" "b>3.1" && c\n'),
    ("RUN pip install \\\n  a>=1 \\\n  b\n", 'RUN pip install \\\n  "a>=1" \\\n  b\n'),
    ("RUN <<EOF\npip install a>=1\nEOF\n", 'RUN <<EOF\npip install "a>=1"\nEOF\n'),
    ("RUN sh -c 'pip install a>=1'\n", None),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DP440")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + (text if fixed is None else fixed)
