from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN apt-get install -y --no-install-recommends x\n",
    "RUN apt-get --no-install-recommends install x\n",
    "RUN apt-get install x --no-install-recommends=true\n",
    "RUN apt-get install --install-recommends x\n",
    "RUN apt-get install -o APT::Install-Recommends=false x\n",
    "RUN apt-get -o=apt::install-recommends=0 install x\n",
    "RUN apt-get install -o 'APT::Install-Recommends=\"no\"' x\n",
    "RUN apt-get -f install\n",
    "RUN apt-get install --simulate x\n",
    "RUN apt-get reinstall x\n",
    "RUN apt install x\n",
    'ENV OPTIONS="-y --no-install-recommends"\nRUN apt-get install $OPTIONS x\n',
    "RUN apt-get install $APT_OPTS x\n",
    "RUN echo 'APT::Install-Recommends \"0\";' >> /etc/apt/apt.conf\nRUN apt-get install x\n",
    "COPY <<EOF /etc/apt/apt.conf.d/9\nAPT::Install-Recommends=false\nEOF\nRUN apt-get install x\n",
    'SHELL ["powershell", "-Command"]\nRUN apt-get install x\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3015").findings(HEAD + text) == []


FIXED = [
    ("RUN apt-get install x\n", "RUN apt-get install --no-install-recommends x\n"),
    ("RUN apt-get install -y -q x\n", "RUN apt-get install -y -q --no-install-recommends x\n"),
    ("RUN apt-get install -t sid x\n", "RUN apt-get install --no-install-recommends -t sid x\n"),
    ("RUN apt-get install \\\n  -y \\\n  x\n", "RUN apt-get install --no-install-recommends \\\n  -y \\\n  x\n"),
    ("RUN apt-get install -y \\\n  x\n", "RUN apt-get install -y --no-install-recommends \\\n  x\n"),
    ("RUN apt-get install -y $X\n", "RUN apt-get install -y --no-install-recommends $X\n"),
    ("RUN apt-get install --no-install-recommends=no x\n", None),
    ('RUN ["apt-get", "install", "-y", "x"]\n', 'RUN ["apt-get", "install", "-y", "--no-install-recommends", "x"]\n'),
    ("RUN echo 'APT::Install-Recommends \"1\";' > /etc/apt/apt.conf.d/1 && apt-get install x\n", None),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DL3015")
    assert len(lint.findings(HEAD + text)) == 1
    assert lint.fixed(HEAD + text) == HEAD + text, "the fix is not a safe one"
    if fixed is not None:
        assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


def test_a_setting_below_does_not_count(rules: Any) -> None:
    text = HEAD + "RUN apt-get install x\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/9\n"
    assert len(rules("DL3015").findings(text)) == 1


def test_a_setting_of_the_stage_below_counts(rules: Any) -> None:
    text = (
        "FROM debian:13 AS base\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/9\n"
        "FROM base\nRUN apt-get install x\n"
    )
    assert rules("DL3015").findings(text) == []


TRIVY = [
    ("RUN apt-get install -y aa\n", True),
    ("RUN apt-get install -y aa && apt-get install --no-install-recommends bb\n", False),
    ("RUN apt-get -o A=b install aa\n", False),
    ("ONBUILD RUN apt-get install aa\n", False),
]


@pytest.mark.parametrize(("text", "seen"), TRIVY)
def test_the_name_of_trivy_is_true(rules: Any, text: str, seen: bool) -> None:
    assert ("DS-0029" in rules("DL3015").only(HEAD + text).same_as) is seen


HADOLINT = [
    ("RUN apt-get install --no-install-recommends=false x\n", 0),
    ("RUN apt-get install -o APT::Install-Recommends=false x\n", 0),
    ("RUN apt-get install -o APT::Install-Recommends=0 x\n", 1),
    ("RUN apt-get install --install-recommends x\n", 1),
    ("RUN apt-get -f install\n", 1),
    ("RUN sudo apt-get install x\n", 0),
]


@pytest.mark.parametrize(("text", "count"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, count: int) -> None:
    assert len(rules("DL3015", profile="hadolint").findings(HEAD + text)) == count
