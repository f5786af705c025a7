from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN dnf -y install a-1.2-3\n",
    "RUN dnf -y install ./a.rpm https://example.org/b.rpm\n",
    "RUN dnf -y install $PACKAGES\n",
    "RUN dnf -y remove a\n",
    "RUN dnf -y update\n",
    "ENV A=dnf\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3041").findings(HEAD + text) == []


FOUND = [
    ("RUN dnf -y install a\n", "a", "`a`"),
    ("RUN dnf -y install a-1.2-3 b c\n", "b", "`b`, `c`"),
    ("RUN sudo dnf -y install \\\n  a\n", "a", "`a`"),
    ("RUN <<EOF\ndnf -y install 'a'\nEOF\n", "'a'", "`a`"),
    ("ONBUILD RUN dnf -y install a\n", "a", "`a`"),
]


@pytest.mark.parametrize(("text", "place", "names"), FOUND)
def test_one_finding_a_command_names_all_its_packages(rules: Any, text: str, place: str, names: str) -> None:
    lint = rules("DL3041")
    finding = lint.only(HEAD + text)
    assert finding.fix is None
    assert finding.message == f"`dnf` takes whatever version is newest of {names}"
    assert [words for _, _, words in lint.places(HEAD + text)] == [place]


AS_HADOLINT = [
    ("RUN sudo dnf -y install a\n", []),
    ("RUN dnf -y install a\n", [(2, 1)]),
    ("RUN dnf -y install $A\n", [(2, 1)]),
    ("RUN true && \\\n  dnf -y install a && dnf -y install b\n", [(2, 1)]),
    ("RUN dnf -y install a-1.2-3\n", []),
]


@pytest.mark.parametrize(("text", "places"), AS_HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, places: list[tuple[int, int]]) -> None:
    lint = rules("DL3041", profile="hadolint")
    assert [(line, column) for line, column, _ in lint.places(HEAD + text)] == places
