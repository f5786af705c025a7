from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM python:3.14\n"

SILENT = [
    "RUN pip install a\n",
    "RUN echo --trusted-host x\n",
    "RUN echo PIP_TRUSTED_HOST=x\n",
    "ARG PIP_TRUSTED_HOST\n",
    'ENV PIP_TRUSTED_HOST=""\n',
    "ENV XPIP_TRUSTED_HOST=x PIP_TRUSTED_HOSTS=y\n",
    "RUN pip config get global.trusted-host\n",
    "RUN PIP_TRUSTED_HOST=x && pip install a\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP431").findings(HEAD + text) == []


FIXED = [
    ("RUN pip install --trusted-host x a\n", "RUN pip install a\n"),
    ("RUN pip --trusted-host=x --trusted-host y install a\n", "RUN pip install a\n"),
    ("RUN pip install a --trusted-host x\n", "RUN pip install a\n"),
    ("RUN pip install \\\n    --trusted-host x \\\n    a\n", "RUN pip install \\\n    a\n"),
    ("RUN pip install a \\\n    --trusted-host \\\n    x\n", "RUN pip install a\n"),
    ("RUN python -m pip install --trusted-host x a\n", "RUN python -m pip install a\n"),
    ('RUN ["pip", "install", "--trusted-host", "x", "a"]\n', 'RUN ["pip", "install", "a"]\n'),
    ("ENV PIP_TRUSTED_HOST=x\nRUN a\n", "RUN a\n"),
    ("ENV PIP_TRUSTED_HOST x\n", ""),
    ("ARG PIP_TRUSTED_HOST='x y'\n", ""),
    ("ENV A=1 PIP_TRUSTED_HOST=x\n", "ENV A=1\n"),
    ("ENV PIP_TRUSTED_HOST=x \\\n    A=1\n", "ENV A=1\n"),
    ("ENV A=1 \\\n    PIP_TRUSTED_HOST=x\n", "ENV A=1\n"),
    ("ENV A=1 \\\n    # why\n    PIP_TRUSTED_HOST=x \\\n    B=2\n", None),
    ("RUN PIP_TRUSTED_HOST=x pip install a\n", "RUN pip install a\n"),
    ("RUN A=1 \\\n    PIP_TRUSTED_HOST=x \\\n    pip install a\n", "RUN A=1 \\\n    pip install a\n"),
    ("RUN export PIP_TRUSTED_HOST=x && pip install a\n", "RUN pip install a\n"),
    ("RUN a && \\\n    export PIP_TRUSTED_HOST=x && \\\n    b\n", "RUN a && \\\n    b\n"),
    ("RUN export A=1 PIP_TRUSTED_HOST=x && a\n", "RUN export A=1 && a\n"),
    ("RUN export PIP_TRUSTED_HOST=x\n", ""),
    ("RUN env PIP_TRUSTED_HOST=x A=1 pip install a\n", "RUN env A=1 pip install a\n"),
    ("RUN if a; then export PIP_TRUSTED_HOST=x; fi\n", None),
    ("RUN <<EOF\nexport PIP_TRUSTED_HOST=x\n# why\na\nEOF\n", None),
    ("RUN pip config set global.trusted-host x\n", None),
    ("ONBUILD ENV PIP_TRUSTED_HOST=x\nRUN a\n", "RUN a\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DP431")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + (text if fixed is None else fixed)


NAMES = [
    ("RUN pip install --trusted-host x a\n", ("CKV2_DOCKER_4",)),
    ("ENV PIP_TRUSTED_HOST=x\n", ("CKV2_DOCKER_16",)),
    ("ONBUILD ENV PIP_TRUSTED_HOST=x\n", ()),
    ("RUN pip config set global.trusted-host x\n", ()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_are_true(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP431").only(HEAD + text).same_as == names
