from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN zypper -y install a=1.2\n",
    "RUN zypper -y install ./a.rpm https://example.org/b.rpm\n",
    "RUN zypper -y install $PACKAGES\n",
    "RUN zypper -y remove a\n",
    "RUN zypper -y update\n",
    "ENV A=zypper\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3037").findings(HEAD + text) == []


FOUND = [
    ("RUN zypper -y install a\n", "a", "`a`"),
    ("RUN zypper -y install a=1.2 b c\n", "b", "`b`, `c`"),
    ("RUN sudo zypper -y install \\\n  a\n", "a", "`a`"),
    ("RUN <<EOF\nzypper -y install 'a'\nEOF\n", "'a'", "`a`"),
    ("ONBUILD RUN zypper -y install a\n", "a", "`a`"),
]


@pytest.mark.parametrize(("text", "place", "names"), FOUND)
def test_one_finding_a_command_names_all_its_packages(rules: Any, text: str, place: str, names: str) -> None:
    lint = rules("DL3037")
    finding = lint.only(HEAD + text)
    assert finding.fix is None
    assert finding.message == f"`zypper` takes whatever version is newest of {names}"
    assert [words for _, _, words in lint.places(HEAD + text)] == [place]


AS_HADOLINT = [
    ("RUN sudo zypper -y install a\n", []),
    ("RUN zypper -y install a\n", [(2, 1)]),
    ("RUN zypper -y install $A\n", [(2, 1)]),
    ("RUN true && \\\n  zypper -y install a && zypper -y install b\n", [(2, 1)]),
    ("RUN zypper -y install a=1.2\n", []),
]


@pytest.mark.parametrize(("text", "places"), AS_HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, places: list[tuple[int, int]]) -> None:
    lint = rules("DL3037", profile="hadolint")
    assert [(line, column) for line, column, _ in lint.places(HEAD + text)] == places
