"""Rules in ``rules.d`` as a user meets them."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from .conftest import Done

Run = Callable[..., Done]

RULE = """\
code: ORG001
name: no-volume-here
severity: error
match: {instruction: VOLUME}
message: "no `{instruction}`"
examples:
  - input: "FROM a:1\\nVOLUME /x\\n"
    findings: [{line: 2}]
"""
PYTHON = """\
from dockerpatch.rules.own import rule

@rule(code="ORG002", name="python-rule", severity="error", message="python")
def check(ctx):
    yield ctx.report(ctx.build.stages[0].site.word, "found")
"""


@pytest.fixture
def project(folder: pathlib.Path) -> pathlib.Path:
    (folder / "rules.d").mkdir()
    (folder / "rules.d" / "volume.yaml").write_text(RULE)
    (folder / "Dockerfile").write_text("FROM example.org/a:1\nVOLUME /x\n")
    return folder


def test_they_run_with_all_others(run: Run, project: pathlib.Path) -> None:
    done = run("check")
    assert done.code == 1
    assert "Dockerfile:2:1: error ORG001 no-volume-here: no `VOLUME`" in done.out
    assert "ORG001" not in run("check", "--ignore", "ORG001").out
    assert "ORG001" in run("check", "--select", "ORG").out
    (project / "Dockerfile").write_text("FROM example.org/a:1\n# dockerpatch: ignore[ORG001] reason=x\nVOLUME /x\n")
    assert "ORG001" not in run("check").out


def test_they_are_listed_and_explained(run: Run, project: pathlib.Path) -> None:
    assert "no-volume-here" in run("rules").out
    assert "no-volume-here" in run("explain", "org001").out


def test_from_below_and_with_a_config(run: Run, project: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "below").mkdir()
    monkeypatch.chdir(project / "below")
    assert "ORG001" in run("check", "../Dockerfile").out
    (project / ".dockerpatch.toml").write_text('[severity]\nORG001 = "note"\n')
    assert "note ORG001" in run("check", "../Dockerfile").out


def test_one_that_is_not_right_stops_the_run(run: Run, project: pathlib.Path) -> None:
    (project / "rules.d" / "volume.yaml").write_text(RULE.replace("VOLUME}", "VOLUM}"))
    done = run("check")
    assert done.code == 2
    assert done.err == (
        "error: rules.d/volume.yaml:4:22: must be an instruction in upper case (did you mean 'VOLUME'?)\n"
    )


def test_python_runs_only_where_the_config_says_so(run: Run, project: pathlib.Path) -> None:
    (project / "rules.d" / "own.py").write_text(PYTHON)
    done = run("check")
    assert "ORG002" not in done.out
    assert "note: rules.d holds Python rules, which are code and are not run; `python-rules = true`" in done.err
    (project / ".dockerpatch.toml").write_text("python-rules = true\n")
    done = run("check")
    assert "error ORG002 python-rule: python" in done.out
    assert "Python rules" not in done.err


def test_a_changed_rule_is_not_remembered(run: Run, project: pathlib.Path) -> None:
    assert "no `VOLUME`" in run("check").out
    (project / "rules.d" / "volume.yaml").write_text(RULE.replace("no `", "never a `"))
    assert "never a `VOLUME`" in run("check").out


def test_rules_test(run: Run, project: pathlib.Path) -> None:
    done = run("rules", "test", "rules.d")
    assert (done.code, done.out) == (
        0,
        "ORG001 no-volume-here: 1 example, all well\n1 rule, 1 example, 0 with faults\n",
    )
    (project / "rules.d" / "volume.yaml").write_text(RULE.replace("line: 2", "line: 1"))
    done = run("rules", "test", "rules.d/volume.yaml")
    assert done.code == 1
    assert "  example 1: finds line 2, should find line 1\n" in done.out
    (project / "rules.d" / "own.py").write_text(PYTHON)
    assert "ORG002 python-rule: no examples: nothing says that it works" in run("rules", "test", "rules.d").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing",), 2, "error: nothing: no such file or folder\n"),
        ((), 2, "error: missing argument 'PATH...' (see `dockerpatch rules test --help`)\n"),
        (("Dockerfile",), 3, ""),
    ],
)
def test_rules_test_of_nothing(run: Run, project: pathlib.Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = run("rules", "test", *words)
    assert (done.code, done.err) == (code, said)
