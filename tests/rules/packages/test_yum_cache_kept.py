from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN yum -y install x && yum clean all\n",
    "RUN yum -y install x; yum -q clean all\n",
    "RUN <<EOF\nyum -y install x\nyum clean all\nEOF\n",
    "RUN --mount=type=cache,target=/var/cache yum -y install x\n",
    "RUN --mount=type=tmpfs,target=/var/cache/yum yum -y install x\n",
    "RUN yum -y install x && rm -rf /var/cache/yum/*\n",
    "RUN yum search install\n",
    "RUN yum clean all\n",
    "ENV A=yum\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3032").findings(HEAD + text) == []


FIXED = [
    ("RUN yum -y install x\n", "RUN yum -y install x && yum clean all\n"),
    ("RUN yum clean all && yum -y install x\n", "RUN yum clean all && yum -y install x && yum clean all\n"),
    (
        "RUN a \\\n    # why\n    && yum -y install x \\\n    && b\n",
        "RUN a \\\n    # why\n    && yum -y install x \\\n    && b \\\n    && yum clean all\n",
    ),
    ("RUN yum -y install x # why\n", "RUN yum -y install x && yum clean all # why\n"),
    ("ONBUILD RUN yum -y install x\r\n", "ONBUILD RUN yum -y install x && yum clean all\r\n"),
    ("RUN yum -y install x\nRUN yum clean all\n", "RUN yum -y install x && yum clean all\nRUN yum clean all\n"),
]


LEFT = [
    "RUN sudo yum -y install x\n",
    "RUN yum -y --installroot=/m install x\n",
    "RUN yum -y install x && yum -y remove yum\n",
    "RUN yum -y install x && rpm -e yum\n",
    "RUN yum -y install x\nRUN yum -y -C install y\n",
    "RUN if a; then yum -y install x; fi\n",
    "RUN yum -y install x || apt-get -y install x\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_found_and_left_where_the_fix_might_break_the_build(rules: Any, text: str) -> None:
    lint = rules("DL3032")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text


def test_what_is_filled_again_is_found(rules: Any) -> None:
    text = "RUN yum -y install x && yum clean all && yum -y install y\n"
    assert rules("DL3032").only(HEAD + text).span.start == len(HEAD) + text.rindex("install")
    assert rules("DL3032", profile="hadolint").findings(HEAD + text) == []


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3032")
    assert [words for _, _, words in lint.places(HEAD + text)] == ["install"]
    assert lint.fixed(HEAD + text) == HEAD + fixed


NO_FIX = [
    "RUN if a; then yum -y install x; fi\n",
    'RUN ["yum", "-y", "install", "x"]\n',
    "RUN a || yum -y install x\n",
]


@pytest.mark.parametrize("text", NO_FIX)
def test_no_fix_is_better_than_a_wrong_one(rules: Any, text: str) -> None:
    lint = rules("DL3032")
    assert lint.only(HEAD + text).fix is None


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3032", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo yum -y install x\n") == []
    assert lint.places(HEAD + "RUN true && \\\n  yum -y install x\n") == [(2, 1, "R")]


NAMES = [
    ("yum install -y x", True),
    ("yum -y install x", True),
    ("yum -y install x && yum clean metadata", True),
    ("true && /usr/bin/yum install x", False),
    ("yum -y update", False),
    ("yum -y install x; yum clean packages; echo && echo all", False),
]


@pytest.mark.parametrize(("text", "named"), NAMES)
def test_what_trivy_reports(rules: Any, text: str, named: bool) -> None:
    assert ("DS-0015" in rules("DL3032").only(f"{HEAD}RUN {text}\n").same_as) is named
