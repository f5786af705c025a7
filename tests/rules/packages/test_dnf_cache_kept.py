from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM fedora:44\n"

SILENT = [
    "RUN dnf -y install x && dnf clean all\n",
    "RUN dnf -y install x; dnf -q clean all\n",
    "RUN <<EOF\ndnf -y install x\ndnf clean all\nEOF\n",
    "RUN --mount=type=cache,target=/var/cache dnf -y install x\n",
    "RUN --mount=type=tmpfs,target=/var/cache/dnf dnf -y install x\n",
    "RUN dnf -y install x && rm -rf /var/cache/dnf/*\n",
    "RUN dnf search install\n",
    "RUN dnf clean all\n",
    "ENV A=dnf\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3040").findings(HEAD + text) == []


FIXED = [
    ("RUN dnf -y install x\n", "RUN dnf -y install x && dnf clean all\n"),
    ("RUN dnf clean all && dnf -y install x\n", "RUN dnf clean all && dnf -y install x && dnf clean all\n"),
    (
        "RUN a \\\n    # why\n    && dnf -y install x \\\n    && b\n",
        "RUN a \\\n    # why\n    && dnf -y install x \\\n    && b \\\n    && dnf clean all\n",
    ),
    ("RUN dnf -y install x # why\n", "RUN dnf -y install x && dnf clean all # why\n"),
    ("ONBUILD RUN dnf -y install x\r\n", "ONBUILD RUN dnf -y install x && dnf clean all\r\n"),
    ("RUN dnf -y install x\nRUN dnf clean all\n", "RUN dnf -y install x && dnf clean all\nRUN dnf clean all\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3040")
    assert [words for _, _, words in lint.places(HEAD + text)] == ["install"]
    assert lint.fixed(HEAD + text) == HEAD + fixed


NO_FIX = [
    "RUN if a; then dnf -y install x; fi\n",
    'RUN ["dnf", "-y", "install", "x"]\n',
    "RUN a || dnf -y install x\n",
]


@pytest.mark.parametrize("text", NO_FIX)
def test_no_fix_is_better_than_a_wrong_one(rules: Any, text: str) -> None:
    lint = rules("DL3040")
    assert lint.only(HEAD + text).fix is None


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3040", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo dnf -y install x\n") == []
    assert lint.places(HEAD + "RUN true && \\\n  dnf -y install x\n") == [(2, 1, "R")]


NAMES = [
    ("dnf install -y x", ("DS-0019", "missing-dnf-clean-all")),
    ("dnf clean all && dnf install -y x", ("DS-0019", "missing-dnf-clean-all")),
    ("dnf -y install x", ("missing-dnf-clean-all",)),
    ("dnf -y upgrade", ("missing-dnf-clean-all",)),
    ("dnf install -y x && dnf clean metadata", ("DS-0019", "missing-dnf-clean-all")),
    ("microdnf install -y x", ("DS-0019", "DS-0027")),
    ("tdnf install -y x", ("DS-0019",)),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_others_call_it(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DL3040").only(f"{HEAD}RUN {text}\n").same_as == names


@pytest.mark.parametrize("text", ["dnf clean packages metadata", "dnf -q clean all", "yum clean all"])
def test_what_empties_the_cache(rules: Any, text: str) -> None:
    assert rules("DL3040").findings(f"{HEAD}RUN dnf -y install x && {text}\n") == []
