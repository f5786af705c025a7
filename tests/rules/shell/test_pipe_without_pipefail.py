from __future__ import annotations

from typing import Any

import pytest

DEBIAN, ALPINE, FEDORA, OTHER = "FROM debian:13\n", "FROM alpine:3.22\n", "FROM fedora:42\n", "FROM example.com/a:1\n"
SHELL = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\n'

FOUND = [
    "RUN a | b\n",
    "RUN a |& b\n",
    "RUN (a; b) | c\n",
    "RUN x=$(a | b)\n",
    "RUN if a | b; then c; fi\n",
    "RUN echo x | a | b\n",
    "RUN cat x | b\n",
    "RUN <<EOF\na | b\nEOF\n",
    "RUN sh -c 'a | b'\n",
    "RUN ['x'] | b\n",
    "ONBUILD RUN a | b\n",
    "RUN set +o pipefail; a | b\n",
    "RUN (set -o pipefail; x); a | b\n",
    "RUN a | b; set -o pipefail\n",
    'SHELL ["/bin/bash", "-c"]\nRUN a | b\n',
    "FROM x\nRUN a | b\n",
]
SILENT = [
    "RUN a || b\n",
    "RUN echo 'a | b'\n",
    "RUN case x in a|b) c;; esac\n",
    "RUN echo x | b\n",
    "RUN printf x | cut -c1 | tr a b > c\n",
    "RUN yes | b\n",
    "RUN a | b || true\n",
    "RUN a | b &\n",
    "RUN echo $(a | b)\n",
    "RUN diff <(a | b) c\n",
    "RUN set -o pipefail && a | b\n",
    "RUN set -eo pipefail; a | b\n",
    "RUN set -euxo pipefail; a | b\n",
    "RUN shopt -so pipefail; a | b\n",
    "RUN a && (set -o pipefail; b | c)\n",
    "RUN bash -o pipefail -c 'a | b'\n",
    "RUN <<EOF\nset -o pipefail\na | b\nEOF\n",
    'RUN ["a", "|", "b"]\n',
    'SHELL ["/usr/bin/bash", "-eo", "pipefail", "-c"]\nRUN a | b\n',
    'SHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b\n',
    'SHELL ["pwsh", "-c"]\nRUN a | b\n',
    f"{SHELL}RUN a | b\nFROM s\nRUN c | d\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(rules: Any, text: str) -> None:
    assert len(rules("DL4006").findings(f"FROM debian:13 AS s\n{text}")) == 1


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL4006").findings(f"FROM debian:13 AS s\n{text}") == []


def test_windows_runs_cmd(rules: Any) -> None:
    assert rules("DL4006").findings("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN a | b\n") == []


PREFIX = [
    (ALPINE, "RUN a | b\n", "RUN set -o pipefail && a | b\n"),
    (FEDORA, "RUN a && \\\n  b | c\n", "RUN set -o pipefail && a && \\\n  b | c\n"),
    (ALPINE, "RUN a & b | c\n", "RUN set -o pipefail; a & b | c\n"),
    (ALPINE, "RUN a | b & c | d\n", "RUN set -o pipefail; a | b & c | d\n"),
    (ALPINE, "RUN set -eux; a | b\n", "RUN set -euxo pipefail; a | b\n"),
    (ALPINE, "RUN set -e -u; a | b\n", "RUN set -o pipefail && set -e -u; a | b\n"),
    (ALPINE, "RUN --mount=type=cache,target=/x a | b\n", "RUN --mount=type=cache,target=/x set -o pipefail && a | b\n"),
    (ALPINE, "RUN <<EOF\na | b\nEOF\n", "RUN <<EOF\nset -o pipefail\na | b\nEOF\n"),
    (DEBIAN, "RUN <<EOF\n#!/bin/bash\na | b\nEOF\n", "RUN <<EOF\n#!/bin/bash\nset -o pipefail\na | b\nEOF\n"),
    (
        DEBIAN,
        'SHELL ["/bin/bash", "-c"]\nRUN a | b\r\n',
        'SHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && a | b\r\n',
    ),
    (OTHER, "RUN apk add x\nRUN a | b\n", "RUN apk add x\nRUN set -o pipefail && a | b\n"),
]


@pytest.mark.parametrize(("head", "text", "fixed"), PREFIX)
def test_turned_on_in_the_script(rules: Any, head: str, text: str, fixed: str) -> None:
    lint = rules("DL4006")
    assert lint.fixed(head + text) == head + text
    assert lint.fixed(head + text, unsafe=True) == head + fixed


INSERTED = [
    ("RUN a | b\n", f"{SHELL}RUN a | b\n"),
    ("RUN x\n\n# why\n# so\nRUN a | b\nRUN c | d\n", f"RUN x\n\n{SHELL}# why\n# so\nRUN a | b\nRUN c | d\n"),
    ('RUN a | b\nCMD ["x"]\nHEALTHCHECK NONE\n', f'{SHELL}RUN a | b\nCMD ["x"]\nHEALTHCHECK NONE\n'),
    ("  RUN a | b", f"  {SHELL}  RUN a | b"),
]


@pytest.mark.parametrize(("text", "fixed"), INSERTED)
def test_a_shell_that_has_it(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL4006")
    assert lint.fixed(DEBIAN + text) == DEBIAN + text
    assert lint.fixed(DEBIAN + text, unsafe=True) == DEBIAN + fixed


LEFT = [
    (OTHER, "RUN a | b\n"),
    (DEBIAN, "RUN a | b\nCMD x\n"),
    (DEBIAN, "RUN a | b\nENTRYPOINT x\n"),
    (DEBIAN, "RUN a | b\nHEALTHCHECK CMD x\n"),
    (DEBIAN, "RUN a | b\nONBUILD RUN x\n"),
    (DEBIAN, "RUN a | b\nRUN echo 'x\\ny' > z\n"),
    (DEBIAN, "RUN a | b\nRUN echo -e x > z\n"),
    (DEBIAN, "RUN a | b\nRUN yes | c\n"),
    (DEBIAN, "RUN a | head -1\n"),
    (ALPINE, "RUN a | head -1\n"),
    (ALPINE, "RUN a | grep -q x\n"),
    (ALPINE, "RUN a | grep -m1 x\n"),
    (ALPINE, "RUN a | sed 1q\n"),
    (ALPINE, "RUN a | awk '{ exit }'\n"),
    (ALPINE, "RUN a | b; yes | c\n"),
    (ALPINE, "RUN sh -c 'a | b'\n"),
    (ALPINE, "ONBUILD RUN a | b\n"),
    (DEBIAN, 'SHELL ["/bin/sh", "-c"]\nRUN a | b\n'),
]


@pytest.mark.parametrize(("head", "text"), LEFT)
def test_left_alone(rules: Any, head: str, text: str) -> None:
    lint = rules("DL4006")
    assert lint.findings(head + text)
    assert lint.fixed(head + text, unsafe=True) == head + text


def test_a_stage_that_is_built_on_another(rules: Any) -> None:
    text = "FROM debian:13 AS a\nRUN a | b\nFROM a\nCMD x\n"
    assert rules("DL4006").fixed(text, unsafe=True) == text


AS_HADOLINT = [
    ("RUN a | b\n", True),
    ("RUN set -o pipefail && a | b\n", True),
    ("RUN echo x | b\n", True),
    ('RUN ["a", "|", "b"]\n', True),
    ("RUN sh -c 'a | b'\n", False),
    ("ONBUILD RUN a | b\n", False),
    (f"{SHELL}RUN a | b\n", False),
    (f"{SHELL}FROM s\nRUN a | b\n", True),
    ('SHELL ["/usr/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n', True),
    ('SHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b\n', True),
    ('SHELL ["/bin/bash", "-opipefail", "-c"]\nRUN a | b\n', True),
    ('SHELL ["/bin/zsh", "-eo", "pipefail", "-c"]\nRUN a | b\n', False),
    ("SHELL /bin/bash -o pipefail -c\nRUN a | b\n", False),
    ('SHELL ["powershell.exe"]\nRUN a | b\n', False),
    ('SHELL ["/usr/bin/pwsh"]\nRUN a | b\n', True),
]


@pytest.mark.parametrize(("text", "found"), AS_HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL4006", profile="hadolint").findings(f"FROM debian:13 AS s\n{text}")) is found


def test_fixed_as_hadolint_wants_it(rules: Any) -> None:
    text = ALPINE + "RUN a | b\nRUN c | d\n"
    shell = 'SHELL ["/bin/ash", "-o", "pipefail", "-c"]\n'
    assert rules("DL4006", profile="hadolint").fixed(text, unsafe=True) == text.replace("RUN a", f"{shell}RUN a")


def test_names(rules: Any) -> None:
    lint = rules("DL4006")
    assert lint.only(DEBIAN + "RUN a | b\n").same_as == ("DS-0032", "set-pipefail")
    assert lint.only(DEBIAN + "RUN sh -c 'a | b'\n").same_as == ()


@pytest.mark.parametrize(
    "text",
    [
        "RUN " + "a | \\\n" * 20_000 + "b || true\n",
        "RUN " + "echo | \\\n" * 20_000 + "b\n",
        "RUN " + "echo $(a | b); \\\n" * 5_000 + "a\n",
        "RUN set -o pipefail; " + "a | b; \\\n" * 20_000 + "a\n",
        "RUN a | b\n" * 3_000,
        "".join(f"FROM s{n} AS s{n + 1}\nRUN a | b\n" for n in range(600)),
    ],
    ids=range(6),
)
def test_long_texts_are_read_in_time(rules: Any, text: str) -> None:
    rules("DL4006").findings("FROM debian:13 AS s0\n" + text)
