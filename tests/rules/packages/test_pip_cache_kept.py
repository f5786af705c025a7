from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM python:3.14\n"
PIP = "RUN pip install a==1\n"

SILENT = [
    "RUN pip install --no-cache-dir a\n",
    "RUN pip --no-cache-dir install a\n",
    "RUN pip install --dry-run a\n",
    "RUN pip download a\n",
    "RUN pipx install a\n",
    "RUN PIP_NO_CACHE_DIR=1 pip install a\n",
    "RUN export PIP_NO_CACHE_DIR=off && pip install a\n",
    "RUN env PIP_NO_CACHE_DIR=1 pip install a\n",
    "ENV PIP_NO_CACHE_DIR=0\n" + PIP,
    'ENV A=b PIP_NO_CACHE_DIR="true"\n' + PIP,
    "ENV PIP_NO_CACHE_DIR $X\n" + PIP,
    "ARG PIP_NO_CACHE_DIR=1\n" + PIP,
    "RUN --mount=type=cache,target=/root/.cache/pip pip install a\n",
    "RUN --mount=type=cache,target=/root/.cache/ pip install a\n",
    "RUN --mount=target=/opt/x/.cache,type=tmpfs pip install a\n",
    "RUN --mount=type=cache,target=/pip pip install --cache-dir /pip a\n",
    "ENV PIP_CACHE_DIR=/pip/x\nRUN --mount=type=cache,dst=/pip pip install a\n",
    "RUN pip install a && pip cache purge\n",
    "RUN python -m pip install a && python -m pip cache purge\n",
    "RUN pip install a && rm -rf ~/.cache/pip /tmp/*\n",
    "RUN pip install a; rm -rf /root/.cache\n",
    'RUN pip install a; rm -rf "/root/.cache/"*\n',
    'SHELL ["pwsh", "-c"]\nRUN pip install a\n',
    "ENV PIP=pip\n",
    "CMD pip install a\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3042").findings(HEAD + text) == []


FIXED = [
    (PIP, "RUN pip install --no-cache-dir a==1\n"),
    ("RUN a && pip3 install \\\n    # why\n    a\n", "RUN a && pip3 install --no-cache-dir \\\n    # why\n    a\n"),
    ("RUN pip -q install a\r\n", "RUN pip -q install --no-cache-dir a\r\n"),
    ("RUN sudo python3 -m pip install a", "RUN sudo python3 -m pip install --no-cache-dir a"),
    ('RUN ["pip", "install", "a"]\n', 'RUN ["pip", "install", "--no-cache-dir", "a"]\n'),
    ("RUN sh -c 'pip install a'\n", "RUN sh -c 'pip install --no-cache-dir a'\n"),
    ("ONBUILD RUN pip install a\n", "ONBUILD RUN pip install --no-cache-dir a\n"),
    ("RUN <<EOF\npip install a\nEOF\n", "RUN <<EOF\npip install --no-cache-dir a\nEOF\n"),
    ("RUN pip install --cache-dir /x a\n", "RUN pip install --no-cache-dir --cache-dir /x a\n"),
    ("RUN pip cache purge && pip install a\n", "RUN pip cache purge && pip install --no-cache-dir a\n"),
    (PIP + "ENV PIP_NO_CACHE_DIR=1\n", "RUN pip install --no-cache-dir a==1\nENV PIP_NO_CACHE_DIR=1\n"),
    (
        "RUN pip install a; PIP_NO_CACHE_DIR=1 pip install b\n",
        "RUN pip install --no-cache-dir a; PIP_NO_CACHE_DIR=1 pip install b\n",
    ),
    (
        "RUN --mount=type=cache,target=/var/cache/apt pip install a\n",
        "RUN --mount=type=cache,target=/var/cache/apt pip install --no-cache-dir a\n",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3042")
    assert {words for _, _, words in lint.places(HEAD + text)} <= {"install", '"install"'}
    assert lint.fixed(HEAD + text) == HEAD + fixed


STAGES = [
    ("FROM a:1 AS x\nENV PIP_NO_CACHE_DIR=1\nFROM x\n" + PIP, 0, 0),
    ("FROM a:1 AS x\nENV PIP_NO_CACHE_DIR=1\nFROM b:1\n" + PIP, 1, 1),
    ("FROM a:1 AS x\nARG PIP_NO_CACHE_DIR=1\nFROM x\n" + PIP, 1, 1),
    ("ARG PIP_NO_CACHE_DIR=1\nFROM a:1\nARG PIP_NO_CACHE_DIR\n" + PIP, 0, 1),
    # Two stages on one image are one to hadolint.
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=1\nFROM a:2\n" + PIP, 1, 0),
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=off\n" + PIP, 0, 1),
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=1\nENV PIP_NO_CACHE_DIR=0\n" + PIP, 0, 0),
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=1\nONBUILD " + PIP, 0, 1),
    ("FROM a:1\nONBUILD ENV PIP_NO_CACHE_DIR=1\nFROM b:1\nONBUILD " + PIP, 1, 0),
    ("FROM a:1\nRUN --mount=type=cache,target=/root/.cache pip install a\n", 0, 1),
    ("FROM a:1\nRUN echo PIP_NO_CACHE_DIR = 1x && pip install a\n", 1, 0),
    ("FROM a:1\nRUN PIP_NO_CACHE_DIR=0 PIP_NO_CACHE_DIR=1 pip install a\n", 0, 1),
    ("FROM a:1\nRUN pip install --no-cache-dir=1 a\n", 0, 1),
    ('FROM a:1\nSHELL ["cmd"]\nRUN pip install a\n', 0, 1),
    ("FROM a:1\nRUN /usr/bin/pip install a\n", 1, 0),
]


@pytest.mark.parametrize(("text", "ours", "theirs"), STAGES)
def test_what_is_set_above(rules: Any, text: str, ours: int, theirs: int) -> None:
    assert len(rules("DL3042").findings(text)) == ours
    assert len(rules("DL3042", profile="hadolint").findings(text)) == theirs


def test_many_commands_are_read_in_time(rules: Any) -> None:
    lines = " && \\\n".join(["export PIP_NO_CACHE_DIR=", "pip install a"] * 2000)
    assert len(rules("DL3042").findings(f"{HEAD}RUN {lines}\n")) == 2000


def test_names_are_true(rules: Any) -> None:
    lint = rules("DL3042")
    assert lint.only(HEAD + PIP).same_as == ("missing-pip-no-cache-dir",)
    assert lint.only(HEAD + "RUN pip install . a\n").same_as == ()
