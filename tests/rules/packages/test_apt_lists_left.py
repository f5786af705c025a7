from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
CLEAN = "rm -rf /var/lib/apt/lists/*"
WELL = f"RUN apt-get update && apt-get install x && {CLEAN}\n"

SILENT = [
    f"RUN apt-get update && apt-get install -y x && {CLEAN}\n",
    "RUN apt-get update && rm -r /var/lib/apt/lists\n",
    "RUN apt-get update && rm -rf '/var/lib/apt/lists/'*\n",
    "RUN apt-get update && rm -rf /var/lib/apt/*\n",
    "RUN apt-get update && rm -rf /var/lib/{apt,dpkg}/lists\n",
    "RUN apt-get update && sudo rm -rf /var/lib/apt/lists/*\n",
    "RUN apt-get update && find /var/lib/apt/lists -type f -delete\n",
    "RUN apt-get update && cd /var/lib/apt/lists && rm -rf *\n",
    "RUN apt-get update && apt-get distclean\n",
    "RUN apt-get install x\n",
    "RUN apt-get upgrade -y\n",
    "RUN echo apt-get update\n",
    "RUN --mount=type=cache,target=/var/lib/apt apt-get update\n",
    "RUN --mount=type=tmpfs,dst=/var/lib/apt/lists/ apt-get update\n",
    "RUN --mount=target=/var,type=cache apt-get update\n",
    'SHELL ["powershell", "-Command"]\nRUN apt-get update\n',
    "RUN apt-get update\nFROM scratch\n",
    "RUN apt-get update\nFROM alpine\nCOPY --from=0 / /\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3009").findings(HEAD + text) == []


FOUND = [
    "RUN apt-get update\n",
    "RUN apt-get -qq update || true\n",
    "RUN sudo apt update\n",
    "RUN aptitude update\n",
    f"RUN {CLEAN} && apt-get update\n",
    "RUN apt-get update && rm -rf /tmp/*\n",
    "RUN apt-get update && rm -rf /var/lib/apt/lists/partial\n",
    f"RUN apt-get update\nRUN {CLEAN}\n",
    "RUN --mount=type=bind,target=/var/lib/apt/lists apt-get update\n",
    "RUN --mount=type=cache,target=/var/cache/apt apt-get update\n",
    "ONBUILD RUN apt-get update\n",
    'RUN ["apt-get", "update"]\n',
]


@pytest.mark.parametrize("text", FOUND)
def test_found(rules: Any, text: str) -> None:
    assert len(rules("DL3009").findings(HEAD + text)) == 1


FIXED = [
    ("RUN apt-get update && apt-get install -y x\n", f"RUN apt-get update && apt-get install -y x && {CLEAN}\n"),
    ("RUN apt-get update; apt-get upgrade -y\n", f"RUN apt-get update; apt-get upgrade -y && {CLEAN}\n"),
    (
        "RUN apt-get update && apt-get install -y \\\n    x \\\n    y\n",
        f"RUN apt-get update && apt-get install -y \\\n    x \\\n    y \\\n    && {CLEAN}\n",
    ),
    (
        "RUN apt-get update \\\r\n && apt-get install x\r\n",
        f"RUN apt-get update \\\r\n && apt-get install x \\\r\n && {CLEAN}\r\n",
    ),
    ("RUN apt-get update && \\\n\tapt install x", f"RUN apt-get update && \\\n\tapt install x && \\\n\t{CLEAN}"),
    (
        "RUN <<EOF\nset -e\napt-get update\napt-get install -y x\nEOF\n",
        f"RUN <<EOF\nset -e\napt-get update\napt-get install -y x\n{CLEAN}\nEOF\n",
    ),
    (
        f"RUN apt-get update && apt-get install x\nRUN apt-get update && apt-get install y && {CLEAN}\n",
        f"RUN apt-get update && apt-get install x && {CLEAN}\nRUN apt-get update && apt-get install y && {CLEAN}\n",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL3009").fixed(HEAD + text) == HEAD + fixed


UNSAFE = [
    ("RUN apt-get update\n", f"RUN apt-get update && {CLEAN}\n"),
    (
        "RUN apt-get update && apt-get install x\nRUN ./setup.sh\n",
        f"RUN apt-get update && apt-get install x && {CLEAN}\nRUN ./setup.sh\n",
    ),
    (
        "RUN apt-get update && apt-get install curl\nRUN curl u | bash - && apt-get install x\n",
        f"RUN apt-get update && apt-get install curl && {CLEAN}\nRUN curl u | bash - && apt-get install x\n",
    ),
    (
        "RUN apt-get update && apt-get install x\nRUN make && apt-get install y\n",
        f"{WELL}RUN make && apt-get update && apt-get install y && {CLEAN}\n",
    ),
    (
        f"RUN apt-get update && apt-get install x\nRUN set -e; A=b apt-get install y; {CLEAN}\n",
        f"{WELL}RUN set -e; apt-get update; A=b apt-get install y; {CLEAN}\n",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), UNSAFE)
def test_unsafe(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3009")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


def test_a_stage_that_is_built_on_it_fetches_anew(rules: Any) -> None:
    text = (
        "FROM debian:13 AS base\nRUN apt-get update && apt-get install -y x\n"
        "FROM base AS one\nRUN apt-get install -y y\nFROM base\nRUN apt-get install -y z\n"
    )
    assert rules("DL3009").fixed(text, unsafe=True) == (
        f"FROM debian:13 AS base\nRUN apt-get update && apt-get install -y x && {CLEAN}\n"
        f"FROM base AS one\nRUN apt-get update && apt-get install -y y && {CLEAN}\n"
        f"FROM base\nRUN apt-get update && apt-get install -y z && {CLEAN}\n"
    )


UNFIXED = [
    "RUN sudo apt-get update && sudo apt-get install x\n",
    "RUN apt-get update && apt-get install x\nRUN sudo apt-get install y\n",
    "RUN apt-get update\nRUN apt-get install x\n",
    "RUN apt-get update && apt-get install x\nRUN yes | apt-get install y\n",
    "RUN apt-get update && apt-get install x\nRUN if a; then apt-get install y; fi\n",
    "RUN apt-get update && apt-get install x && exec y\n",
    "RUN apt-get update && apt-get install x\n" + "RUN apt-get install y\n" * 40,
    "RUN --mount=type=cache,target=/var/lib/apt/lists/partial apt-get update && apt-get install x\n",
    'RUN ["apt-get", "update"]\n',
]


@pytest.mark.parametrize("text", UNFIXED)
def test_unfixed(rules: Any, text: str) -> None:
    assert rules("DL3009").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_stages_that_are_built_on_count(rules: Any) -> None:
    lint = rules("DL3009")
    run = "RUN apt-get update\n"
    assert len(lint.findings(f"FROM debian:13 AS Base\n{run}FROM base\n")) == 1
    assert lint.findings(f"FROM debian:13 AS base\n{run}FROM base:1\n") == []


def test_the_names_of_semgrep(rules: Any) -> None:
    lint = rules("DL3009")
    assert "remove-package-cache" in lint.only(HEAD + "RUN apt-get update\n").same_as
    assert "remove-package-cache" not in lint.only(HEAD + "RUN apt-get update && apt-get clean\n").same_as


HADOLINT = [
    (HEAD + "RUN apt-get update && rm -rf /tmp/x\n", []),
    (HEAD + "RUN rm -rf /x && apt-get update\n", []),
    (HEAD + "RUN apt-get update && rm -r /var/lib/apt/lists\n", [2]),
    (HEAD + "RUN apt-get update && rm /var/lib/apt/lists/*\n", []),
    (HEAD + "RUN sudo apt-get update\n", []),
    (HEAD + "RUN apt-get install update\n", [2]),
    (HEAD + "RUN --mount=type=cache,target=/var/lib/apt apt-get update\n", [2]),
    (HEAD + "RUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update\n", []),
    (HEAD + "RUN --mount=type=tmpfs,target=/x/var/lib/apt/lists apt-get update\n", []),
    (HEAD + "RUN <<EOF\r\napt-get update\r\nEOF\r\n", [2]),
    ("FROM a AS x\nRUN apt-get update\nFROM b AS y\nFROM r.io/x:1\n", [2]),
    ("FROM a AS X\nRUN apt-get update\nFROM x\n", []),
    ("FROM a AS x\nRUN apt-get update\nFROM r/x\n", []),
    ("FROM a\nRUN apt-get update\nFROM a\n", [2]),
    ("FROM a AS x\nONBUILD RUN apt-get update\nFROM b\n", [2]),
    ("RUN apt-get update\nFROM b\n", []),
]


@pytest.mark.parametrize(("text", "lines"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, lines: list[int]) -> None:
    assert [line for line, _, _ in rules("DL3009", profile="hadolint").places(text)] == lines


def test_together_with_the_upgrade_of_the_base(rules: Any) -> None:
    lint = rules("DL3009", "DP204", "DP410")
    text = HEAD + "RUN apt-get update && apt-get install -y x\n"
    fixed = lint.fixed(text, unsafe=True)
    assert fixed == (
        f"{HEAD}RUN apt-get update && apt-get upgrade -y && {CLEAN}\n"
        f"RUN apt-get update && apt-get install -y x && {CLEAN}\n"
    )
    assert lint.findings(fixed) == []
