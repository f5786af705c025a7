from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN zypper -y install x && zypper clean\n",
    "RUN zypper -y install x; zypper -q clean\n",
    "RUN <<EOF\nzypper -y install x\nzypper clean\nEOF\n",
    "RUN --mount=type=cache,target=/var/cache zypper -y install x\n",
    "RUN --mount=type=tmpfs,target=/var/cache/zypp zypper -y install x\n",
    "RUN zypper -y install x && rm -rf /var/cache/zypp/*\n",
    "RUN zypper search install\n",
    "RUN zypper clean\n",
    "ENV A=zypper\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3036").findings(HEAD + text) == []


FIXED = [
    ("RUN zypper -y install x\n", "RUN zypper -y install x && zypper clean\n"),
    ("RUN zypper clean && zypper -y install x\n", "RUN zypper clean && zypper -y install x && zypper clean\n"),
    (
        "RUN a \\\n    # why\n    && zypper -y install x \\\n    && b\n",
        "RUN a \\\n    # why\n    && zypper -y install x \\\n    && b \\\n    && zypper clean\n",
    ),
    ("RUN zypper -y install x # why\n", "RUN zypper -y install x && zypper clean # why\n"),
    ("ONBUILD RUN zypper -y install x\r\n", "ONBUILD RUN zypper -y install x && zypper clean\r\n"),
    ("RUN zypper -y install x\nRUN zypper clean\n", "RUN zypper -y install x && zypper clean\nRUN zypper clean\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3036")
    assert [words for _, _, words in lint.places(HEAD + text)] == ["install"]
    assert lint.fixed(HEAD + text) == HEAD + fixed


NO_FIX = [
    "RUN if a; then zypper -y install x; fi\n",
    'RUN ["zypper", "-y", "install", "x"]\n',
    "RUN a || zypper -y install x\n",
]


@pytest.mark.parametrize("text", NO_FIX)
def test_no_fix_is_better_than_a_wrong_one(rules: Any, text: str) -> None:
    lint = rules("DL3036")
    assert lint.only(HEAD + text).fix is None


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3036", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo zypper -y install x\n") == []
    assert lint.places(HEAD + "RUN true && \\\n  zypper -y install x\n") == [(2, 1, "R")]


NAMES = [
    ("zypper in x", True),
    ("zypper -n install x", True),
    ("zypper clean && zypper --non-interactive install x", True),
    ("zypper -n in x", False),
    ("zypper install x; echo zypper clean", False),
]


@pytest.mark.parametrize(("text", "named"), NAMES)
def test_what_trivy_reports(rules: Any, text: str, named: bool) -> None:
    assert ("DS-0020" in rules("DL3036").only(f"{HEAD}RUN {text}\n").same_as) is named
