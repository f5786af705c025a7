from __future__ import annotations

import pathlib

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.engine.surroundings import Surroundings
from dockerpatch.lint.finding import Finding

HEAD = "FROM debian:13 AS base\n"
SESSION = Session(change=lambda own: own.replace(as_of="2026-08-22", select=("CopyIgnoredFile",)))


def found(dockerignore: str | None, lines: str) -> list[Finding]:
    return SESSION.check_text(HEAD + lines, around=Surroundings.of_text(dockerignore)).findings


# BuildKit's own tests, but for the experimental switch.
def test_as_buildkit_tests_it() -> None:
    both = found("\nDockerfile\n", "COPY Dockerfile .\nADD Dockerfile /windy\n")
    assert [finding.message for finding in both] == [
        "`Dockerfile` is kept out of the build context by the pattern `Dockerfile` in `.dockerignore`"
    ] * 2
    rest = "COPY Dockerfile /foobar\nADD Dockerfile /windy\nFROM base\nCOPY --from=base /foobar /Dockerfile\n"
    assert found("\nfoobar\n", rest) == []


@pytest.mark.parametrize(
    ("dockerignore", "source", "is_found"),
    [
        ("*.env", "a.env", True),
        ("*.env", "x/a.env", False),
        ("**/*.env", "x/a.env", True),
        ("node_modules", "node_modules/a/b", True),
        ("node_modules", "./node_modules/", True),
        ("node_modules", "/node_modules", True),
        ("node_modules", "../node_modules", True),
        ("/node_modules/", "node_modules", True),
        ("node_modules", "x/node_modules", False),
        ("*", "a", True),
        ("*\n!a", "a", False),
        ("*\n!a", "a/b", False),
        ("*\n!a/b", "a", False),
        ("*\n!a", "b", True),
        ("*\n!**/*.go", "a", False),
        ("*\n!a\na/secret", "a/secret", True),
        ("*", ".", True),
        (".*", ".", False),
        ("*\n!a", ".", False),
        ("*.log", "*.log", True),
        ("?.log", "*.log", False),
        ("# a", "a", False),
        ("!", "a", False),
        ("[", "a", False),
        ("a", "$F", True),
        ("a", "$G", False),
        ("a", "a\\b", False),
    ],
)
def test_patterns(dockerignore: str, source: str, is_found: bool) -> None:
    assert bool(found(dockerignore, f"ARG F=a\nARG G\nCOPY {source} /x\n")) is is_found


def test_what_does_not_come_from_the_context() -> None:
    lines = "ADD https://a/b /x\nCOPY --from=base a /x\nCOPY <<EOF /x\na\nEOF\nONBUILD COPY a /x\n"
    assert found("*", lines) == []
    assert found(None, "COPY a /x\n") == []


def test_an_endless_file_is_given_up() -> None:
    patterns = "\n".join("**/a*b*c*d*e" + "f" * number for number in range(2000))
    assert found(patterns, "".join(f"COPY {'x/' * 50}{number} /\n" for number in range(2000))) == []


def test_the_file_beside_is_read_and_the_own_one_first(tmp_path: pathlib.Path) -> None:
    def places(name: str) -> list[str]:
        (report,) = SESSION.check([str(tmp_path / name)], lambda: b"")
        return [finding.message for finding in report.findings]

    for name in ("Dockerfile", "dev.Dockerfile"):
        (tmp_path / name).write_text("FROM debian:13\nCOPY a b /x/\n")
    assert places("Dockerfile") == []
    (tmp_path / ".dockerignore").write_bytes(b"\xef\xbb\xbfa\r\n")
    (tmp_path / "dev.Dockerfile.dockerignore").write_text("b\n")
    assert ["`a`" in message for message in places("Dockerfile")] == [True]
    assert ["`b`" in message and "dev.Dockerfile.dockerignore" in message for message in places("dev.Dockerfile")] == [
        True
    ]
