from __future__ import annotations

from typing import Any

import pytest

from dockerpatch.lint.readings import slips

# BuildKit's own tests (dockerfile_lint_test.go): the file, and each line with the end of its message.
BUILDKIT = [
    ("FROM scratch\nARG foo\nCOPY Dockerfile${foo} .\n", []),
    ("FROM alpine AS base\nARG foo=Dockerfile\n\nFROM base\nCOPY $foo .\n", []),
    ("FROM alpine\nRUN echo $PATH\n", []),
    ("FROM alpine\nCOPY $foo .\nARG foo=bar\nRUN echo $foo\n", [(2, "")]),
    (
        "FROM alpine\nARG DIR_BINARIES=binaries/\nARG DIR_ASSETS=assets/\nARG DIR_CONFIG=config/\nCOPY $DIR_ASSET .\n",
        [(5, "DIR_ASSETS")],
    ),
    ("FROM alpine\nENV PATH=$PAHT:/tmp/bin\n", [(2, "PATH")]),
    ("FROM scratch AS first\nCOPY $foo .\n\nFROM scratch AS second\nCOPY $bar .\n", [(2, ""), (5, "")]),
]


@pytest.mark.parametrize(("text", "wanted"), BUILDKIT)
def test_as_buildkit_tests_it(rules: Any, text: str, wanted: list[tuple[int, str]]) -> None:
    report = rules("UndefinedVar").report(text)
    found = [
        (report.source.line_at(one.span.start), one.advice.split("`$")[1][:-2] if "did you" in one.advice else "")
        for one in report.findings
    ]
    assert found == wanted
    assert all(finding.severity == "warning" for finding in report.findings)


READ = [
    "ENV A=$X",
    "ENV A $X",
    'ENV A="$X"',
    "ENV $X=a",
    "ENV A=${X:-y}",
    "ENV A=${X#y}",
    "ENV A=${Z:-$X}",
    "ARG A=$X",
    "LABEL a=$X",
    "COPY $X /a",
    'COPY ["$X", "/a"]',
    "COPY --chown=$X a /a",
    "COPY --chmod=$X a /a",
    "ADD a /$X",
    "ADD --checksum=$X https://a /a",
    "USER $X",
    "WORKDIR /$X",
    "VOLUME $X",
    "STOPSIGNAL $X",
    "RUN --mount=type=cache,target=/$X true",
    "COPY <<E /a\n'$X'\nE",
]
NOT_READ = [
    "RUN echo $X",
    "CMD $X",
    'ENTRYPOINT ["$X"]',
    "HEALTHCHECK CMD $X",
    "EXPOSE $X",
    "MAINTAINER $X",
    'SHELL ["$X"]',
    "ONBUILD COPY $X /a",
    "COPY --from=$X a /a",
    "COPY <<'E' /a\n$X\nE",
    "ENV A='$X'",
    "ENV A=\\$X",
    "ARG $X=a",
    "RUN <<E\necho $X\nE",
    "LABEL a=$BUILDKIT_SBOM_SCAN_STAGE",
]


@pytest.mark.parametrize("line", READ)
def test_read(rules: Any, line: str) -> None:
    messages = rules("UndefinedVar").messages(f"FROM scratch\n{line}\n")
    assert any(message.startswith("`$X` is set nowhere before") for message in messages)


@pytest.mark.parametrize("line", NOT_READ)
def test_not_read(rules: Any, line: str) -> None:
    assert rules("UndefinedVar").findings(f"FROM scratch\n{line}\n") == []


IN_FORCE = [
    "ARG X=1\nFROM scratch\nARG X\nCOPY $X /a\n",
    "ARG X\nFROM scratch\nARG X\nCOPY $X /a\n",
    "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /a\n",
    "FROM scratch\nARG X=1 Y=$X\n",
    "FROM scratch AS a\nENV X=1\nFROM a AS b\nFROM b\nCOPY $X /a\n",
    "FROM scratch AS a\nONBUILD ENV X=1\nFROM a\nCOPY $X /a\n",
    'FROM scratch\nENV "X"=1\nCOPY $X /a\n',
    "FROM golang:1.25\nENV A=$GOPATH\n",
    "FROM golang:1.25 AS a\nFROM a\nENV A=$GOPATH\n",
]
NOT_IN_FORCE = [
    "ARG X=1\nFROM scratch\nCOPY $X /a\n",
    "FROM scratch\nCOPY $TARGETARCH /a\n",
    "FROM scratch\nENV X=1 Y=$X\n",
    "FROM scratch AS a\nENV X=1\nFROM scratch\nCOPY $X /a\n",
    "FROM scratch AS a\nENV X=1\nFROM scratch AS b\nFROM b\nCOPY $X /a\n",
    "FROM alpine:3.24\nENV A=$GOPATH\n",
]


@pytest.mark.parametrize("text", IN_FORCE)
def test_in_force(rules: Any, text: str) -> None:
    assert rules("UndefinedVar").findings(text) == []


@pytest.mark.parametrize("text", NOT_IN_FORCE)
def test_not_in_force(rules: Any, text: str) -> None:
    assert rules("UndefinedVar").only(text).severity == "warning"


def test_what_the_image_may_set_is_a_note(rules: Any) -> None:
    lint = rules("UndefinedVar")
    for image in ("registry.example.com/base", "$BASE", "golang:1.25"):
        finding = lint.only(f"ARG BASE\nFROM {image}\nCOPY $APP_ROOT /a\n")
        assert (finding.severity, finding.confidence) == ("note", "low")
        assert "unless the base image sets it" in finding.message
    slip = lint.only("FROM registry.example.com/base\nENV APP_ROOT=/a\nCOPY $APP_ROT /a\n")
    assert (slip.severity, slip.advice) == ("warning", "did you mean `$APP_ROOT`?")


def test_places(rules: Any) -> None:
    lint = rules("UndefinedVar")
    text = "FROM scratch\nENV A=1 \\\n  B=x${X}y\nCOPY <<E /a\nq $Y\nE\nUSER $X$X\n"
    assert lint.places(text) == [(3, 6, "${X}"), (5, 3, "$Y"), (7, 6, "$X")]
    assert lint.places("FROM scratch\nENV A=x$\\\nX\n") == [(2, 8, "$")]


def test_slips() -> None:
    assert [slips(*pair) for pair in (("a", "a"), ("ab", "ba"), ("abc", "ac"), ("abc", "axc"), ("", "ab"))] == [
        0,
        1,
        1,
        1,
        2,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "FROM scratch AS s\n" + "".join(f"ENV V{number}=1\n" for number in range(3000)) + "FROM s\nCOPY $X /\n" * 3000,
        "FROM scratch AS s0\n" + "".join(f"FROM s{n} AS s{n + 1}\nENV V{n}=1\nCOPY $X /\n" for n in range(3000)),
        "FROM scratch AS s\n" + "ONBUILD ENV A=1\n" * 3000 + "FROM s\nCOPY $X /\n" * 3000,
    ],
    ids=["wide", "deep", "triggers"],
)
def test_hostile(rules: Any, text: str) -> None:
    assert len(rules("UndefinedVar").findings(text)) == 3000
