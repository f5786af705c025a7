"""The commands that ask and explain."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable

import pytest

from dockerpatch import __version__
from dockerpatch.knowledge.almanac import Almanac
from dockerpatch.rules import catalog

from .conftest import Done

Run = Callable[..., Done]


def test_version(run: Run) -> None:
    assert run("--version").out == f"dockerpatch {__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    for name in ("ast", "audit", "check", "db", "explain", "fix", "init", "rules"):
        assert f"\n  {name} " in done.out
        assert run(name, "--help").code == 0
    assert run().out == done.out


def test_completion_is_clicks(process: Run) -> None:
    done = process(_DOCKERPATCH_COMPLETE="bash_complete", COMP_WORDS="dockerpatch ex", COMP_CWORD="1")
    assert done.out == "plain,explain\n"
    done = process("check", _DOCKERPATCH_COMPLETE="bash_complete", COMP_WORDS="dockerpatch check --f", COMP_CWORD="2")
    assert done.out.split() == ["plain,--format", "plain,--fail-on"]


def test_rules(run: Run) -> None:
    head, *rows = run("rules").out.splitlines()
    assert head.split() == ["code", "name", "severity", "runs", "fix", "what", "it", "finds"]
    assert [row.split()[:3] for row in rows] == [[rule.code, rule.name, rule.severity] for rule in catalog.load()]
    data = json.loads(run("rules", "--format=json").out)
    assert [(one["code"], one["default"], one["fix"]) for one in data] == [
        (rule.code, rule.default, rule.safety) for rule in catalog.load()
    ]


@pytest.mark.parametrize("rule", catalog.load(), ids=lambda rule: rule.code)
def test_explain(run: Run, rule: catalog.RuleInfo) -> None:
    done = run("explain", rule.code)
    assert (done.code, done.err) == (0, "")
    assert " ".join(done.out.split()).startswith(f"{rule.code} {rule.name} {rule.summary}. severity ")
    assert "\nWhy\n" in done.out
    assert "\nExample: " in done.out
    assert all(option in done.out for option in rule.options)
    assert max(len(line) for line in done.out.splitlines() if not line.startswith("    ")) <= 100
    # The code of another rule calls that one.
    codes = {one.code for one in catalog.load()} - {rule.code}
    for key in rule.keys:
        if key not in codes:
            assert f"{rule.code} {rule.name}\n" in run("explain", key.lower()).out


def test_query(run: Run) -> None:
    done = run("db", "query", "python:3.13.3-alpine3.20", "--as-of", "2026-08-22")
    assert (done.code, done.err) == (0, "")
    head, _, status, rebuilt, ways, *_ = done.out.splitlines()
    assert head == "python:3.13.3-alpine3.20 as of 2026-08-22"
    assert status.split(None, 1)[1].startswith("delisted: listed from 2025-04-09 to 2025-05-30")
    assert rebuilt.split() == ["last", "rebuilt", "2025-05-09"]
    assert "3.13.15-alpine3.24" in ways
    assert "listed since 2025-04-09" in run("db", "query", "python:3.13.3-alpine3.20", "--as-of", "2025-05-01").out


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("docker.io/library/alpine", "alpine:latest as of 2026-08-22 (no tag means latest)"),
        ("ghcr.io/a/b:1", "not official"),
        ("python:0.0.1", "never listed"),
        ("centos:7", "removed: listed from"),
        ("golang:1.21.6-alpine", "hit the standard library"),
    ],
)
def test_query_in_words(run: Run, reference: str, said: str) -> None:
    assert said in run("db", "query", reference, "--as-of", "2026-08-22").out


@pytest.mark.parametrize(
    ("reference", "known"), [("ghcr.io/a/b:1", False), ("python:3.99", False), ("python:3.12.99", True)]
)
def test_a_line_is_told_only_where_one_is_known(run: Run, reference: str, known: bool) -> None:
    out = run("db", "query", reference, "--as-of", "2026-08-22").out
    assert any(row.split()[:1] == ["line"] for row in out.splitlines()) == known


def test_query_as_json_is_what_the_almanac_says(run: Run) -> None:
    data = json.loads(run("db", "query", "golang:1.21.6-alpine", "--format=json", "--as-of", "2024-03-01").out)
    assert data == json.loads(json.dumps(Almanac.open(None, "2024-03-01").describe("golang", "1.21.6-alpine")))


def test_a_day_after_the_almanac_is_told(run: Run) -> None:
    assert "note" in run("db", "query", "alpine:3.20", "--as-of", "2999-01-01").out
    assert run("check", "gone", "--as-of", "2999-01-01").err.startswith("note: ")


def test_status(run: Run) -> None:
    data = json.loads(run("db", "status", "--format=json").out)
    almanac = Almanac.open()
    assert data["date"] == almanac.date
    assert data["bytes"] == almanac.size
    assert [one["name"] for one in data["sources"]] == [row.name for row in almanac.sources()]
    text = run("db", "status").out
    for row in almanac.sources():
        assert row.name in text
        assert row.licence in text
        assert f"{row.rows:,}" in text


BUILD = """\
# syntax=docker/dockerfile:1
ARG V=3.20
FROM --platform=$BUILDPLATFORM alpine:${V} AS base
SHELL ["/bin/ash", "-e", "-c"]
USER app:app
run <<-EOF
	echo
EOF
FROM base
COPY --from=0 --chown=a:b ["a", "b"]
FROM scratch
"""


def test_ast(run: Run, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_text(BUILD)
    data = json.loads(run("ast", "Dockerfile").out)
    assert list(data) == ["instructions", "directives", "stages"]
    assert data["directives"] == {"syntax": "docker/dockerfile:1"}
    one = {item["start_line"]: item for item in data["instructions"]}
    assert one[6] == {
        "keyword": "RUN",
        "start_line": 6,
        "end_line": 8,
        "flags": [],
        "args": ["<<-EOF"],
        "json": False,
        "heredocs": [{"name": "EOF", "content": "\techo\n", "expand": True, "chomp": True}],
    }
    assert (one[10]["flags"], one[10]["args"], one[10]["json"]) == (["--from=0", "--chown=a:b"], ["a", "b"], True)
    first, second, last = data["stages"]
    assert first == {
        "index": 0,
        "name": "base",
        "base": "alpine:3.20",
        "parent": None,
        "platform": "$BUILDPLATFORM",
        "start_line": 3,
        "end_line": 8,
        "user": "app:app",
        "distro": {"family": "alpine", "version": "3.20", "codename": None},
        "shell": ["/bin/ash", "-e", "-c"],
    }
    inherited = {name: second[name] for name in ("base", "parent", "user", "distro", "shell")}
    assert inherited == {**{name: first[name] for name in ("user", "distro", "shell")}, "base": "base", "parent": 0}
    assert (second["start_line"], second["end_line"]) == (9, 10)
    assert (last["base"], last["parent"], last["distro"]) == ("scratch", None, None)


def test_ast_of_a_base_that_the_file_does_not_tell(run: Run, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_text("FROM alpine:$UNKNOWN\n")
    (stage,) = json.loads(run("ast", "Dockerfile").out)["stages"]
    assert (stage["base"], stage["parent"], stage["distro"]) == (None, None, None)


def test_ast_of_what_is_no_dockerfile(run: Run, folder: pathlib.Path, process: Run) -> None:
    (folder / "Dockerfile").write_text("FROM a\nRUN <<E\n")
    done = run("ast", "Dockerfile")
    assert (done.code, done.out) == (4, "")
    assert done.line.startswith("Dockerfile:2:")
    assert run("ast", "gone").code == 3
    assert run("ast", ".").code == 4
    assert json.loads(process("ast", "-", stdin=b"FROM a\xff\n").out)["stages"][0]["base"] == "a\udcff"
