from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN yum -y install a-1.2-3\n",
    "RUN yum -y install ./a.rpm https://example.org/b.rpm\n",
    "RUN yum -y install $PACKAGES\n",
    "RUN yum -y remove a\n",
    "RUN yum -y update\n",
    "ENV A=yum\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3033").findings(HEAD + text) == []


FOUND = [
    ("RUN yum -y install a\n", "a", "`a`"),
    ("RUN yum -y install a-1.2-3 b c\n", "b", "`b`, `c`"),
    ("RUN sudo yum -y install \\\n  a\n", "a", "`a`"),
    ("RUN <<EOF\nyum -y install 'a'\nEOF\n", "'a'", "`a`"),
    ("ONBUILD RUN yum -y install a\n", "a", "`a`"),
]


@pytest.mark.parametrize(("text", "place", "names"), FOUND)
def test_one_finding_a_command_names_all_its_packages(rules: Any, text: str, place: str, names: str) -> None:
    lint = rules("DL3033")
    finding = lint.only(HEAD + text)
    assert finding.fix is None
    assert finding.message == f"`yum` takes whatever version is newest of {names}"
    assert [words for _, _, words in lint.places(HEAD + text)] == [place]


AS_HADOLINT = [
    ("RUN sudo yum -y install a\n", []),
    ("RUN yum -y install a\n", [(2, 1)]),
    ("RUN yum -y install $A\n", [(2, 1)]),
    ("RUN true && \\\n  yum -y install a && yum -y install b\n", [(2, 1)]),
    ("RUN yum -y install a-1.2-3\n", []),
]


@pytest.mark.parametrize(("text", "places"), AS_HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, places: list[tuple[int, int]]) -> None:
    lint = rules("DL3033", profile="hadolint")
    assert [(line, column) for line, column, _ in lint.places(HEAD + text)] == places
