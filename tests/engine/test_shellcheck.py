from __future__ import annotations

import json
import os
import pathlib
import stat
import sys
from typing import Any

import pytest

from dockerpatch.config.load import ConfigError
from dockerpatch.engine import shellcheck
from dockerpatch.engine.session import Session
from dockerpatch.system import programs

REAL = programs.find("shellcheck")

needs_shellcheck = pytest.mark.skipif(not REAL, reason="shellcheck is not installed: pip install -e '.[dev]'")
needs_scripts = pytest.mark.skipif(os.name == "nt", reason="the programs here are scripts that begin with #!")


def session(**values: object) -> Session:
    values = {"shellcheck": True, "select": ("SC",), **values}
    return Session(change=lambda own: own.replace(as_of="2026-08-22", **values))


def places(text: str, **values: object) -> list[tuple[str, int, int, str]]:
    """Code, line, column and words of each finding."""
    report = session(**values).check_text(text)
    assert report.source is not None
    assert [error.message for error in report.errors] == []
    found = []
    for finding in report.findings:
        at = report.source.position(finding.span.start)
        found.append((finding.code, at.line, at.column, finding.span.text(text)))
    return found


def fixed(text: str, **values: object) -> str:
    report = session(**values).fix_text(text, unsafe=True)
    assert [left.reason for left in report.left if left.reason.startswith("not applied")] == []
    return report.fixed_source.text if report.fixed_source is not None else text


@needs_shellcheck
def test_places_across_lines() -> None:
    text = "FROM a\nRUN cd /x; \\\n  # why\n    echo $A \\\n      $B\n"
    assert places(text) == [
        ("SC2164", 2, 5, "cd /x"),
        ("SC2086", 4, 10, "$A"),
        ("SC2086", 5, 7, "$B"),
    ]


@needs_shellcheck
def test_places_in_heredocs() -> None:
    text = "FROM a\nRUN <<EOF\n#!/bin/bash\na=(1)\necho ${a[0]}\nEOF\nRUN cat <<EOF > /x\n$(echo $B)\nEOF\n"
    assert [place for place in places(text) if place[0] == "SC2086"] == [
        ("SC2086", 5, 6, "${a[0]}"),
        ("SC2086", 8, 8, "$B"),
    ]


@needs_shellcheck
def test_comments_of_its_own_hold_in_heredocs() -> None:
    assert places("FROM a\nRUN <<EOF\n# shellcheck disable=SC2086\necho $A\nEOF\n") == []


@needs_shellcheck
def test_variables_of_the_build_are_known() -> None:
    text = 'FROM a\nENV foo="a b"\nARG bar\nRUN echo $foo $bar "$baz" $http_proxy\n'
    assert places(text) == [("SC2154", 4, 21, "$baz")]


@needs_shellcheck
def test_dialects() -> None:
    run = 'RUN a=(1); echo "${a[0]}"\n'
    assert {code[:4] for code, *_ in places(f"FROM a\n{run}")} == {"SC30"}
    assert places(f'FROM a\nSHELL ["/bin/bash", "-c"]\n{run}') == []
    assert places(f"FROM a\n# hadolint shell=bash\n{run}") == []
    assert places(f'FROM a\nSHELL ["pwsh", "-c"]\n{run}') == []


@needs_shellcheck
def test_options_of_the_shell_count() -> None:
    assert places('FROM a\nSHELL ["/bin/bash", "-ec"]\nRUN cd /x; y\n') == []


@needs_shellcheck
def test_severities() -> None:
    report = session(severity={"SC2086": "error"}).check_text("FROM a\nRUN echo $A; cd /x; B=`c`; [[ 1 ]]\n")
    found = {finding.code: finding.severity for finding in report.findings}
    assert found["SC2086"] == "error"
    assert found["SC2164"] == "warning"
    assert found["SC2006"] == "note"
    assert {finding.name for finding in report.findings} == {"shellcheck"}


@needs_shellcheck
@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, {"SC2086", "SC2164"}),
        ({"select": ("SC2086",)}, {"SC2086"}),
        ({"select": ("shellcheck",)}, {"SC2086", "SC2164"}),
        ({"select": ("DL",)}, set()),
        ({"select": ("DP450",), "extend_select": ("SC216",)}, {"SC2164"}),
        ({"select": None, "ignore": ("SC2164", "DP", "DL")}, {"SC2086"}),
        ({"ignore": ("SC208",)}, {"SC2164"}),
        ({"select": None, "ignore": ("shellcheck", "DP", "DL")}, set()),
        ({"per_file_ignores": {"Dockerfile": ("SC2086",)}}, {"SC2164"}),
    ],
)
def test_selection(values: dict[str, Any], codes: set[str]) -> None:
    found = {code for code, *_ in places("FROM debian:13\nRUN echo $A; cd /x; y\n", **values)}
    assert {code for code in found if code[:2] == "SC"} == codes


@needs_shellcheck
@pytest.mark.parametrize(
    "comment", ["# hadolint ignore=SC2086", "# dockerpatch: ignore[SC2086]", "# hadolint global ignore=SC2086"]
)
def test_suppression(comment: str) -> None:
    assert places(f"FROM a\n{comment}\nRUN echo $A\n") == []


@needs_shellcheck
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("RUN echo $A\n", 'RUN echo "$A"\n'),
        ("RUN echo $A \\\r\n  $B\r\n", 'RUN echo "$A" \\\r\n  "$B"\r\n'),
        ("RUN cd /x; \\\n  y\n", "RUN cd /x || exit; \\\n  y\n"),
        ('RUN A=`b` && c "$A"\n', 'RUN A=$(b) && c "$A"\n'),
        ("RUN <<EOF\necho $A/x\nEOF\n", 'RUN <<EOF\necho "$A"/x\nEOF\n'),
        ("ONBUILD RUN echo $A\n", 'ONBUILD RUN echo "$A"\n'),
        ("RUN apk add $PACKAGES\n", "RUN apk add $PACKAGES\n"),
        ("RUN apt-mark manual $savedAptMark;\n", "RUN apt-mark manual $savedAptMark;\n"),
        ("RUN echo ${OPTS}/x\n", 'RUN echo "${OPTS}"/x\n'),
        ("RUN x ${conf:-} y\n", "RUN x ${conf:-} y\n"),
        ('RUN x "a"$A"b" y\n', 'RUN x "a"$A"b" y\n'),
        ("RUN x ${conf:+--conf} y\n", "RUN x ${conf:+--conf} y\n"),
        ("RUN x && \\\n  # why \\\n$A/y && \\\n  z\n", 'RUN x && \\\n  # why \\\n"$A"/y && \\\n  z\n'),
        ("RUN x \\\n$A\\\n/y\n", 'RUN x \\\n"$A"\\\n/y\n'),
        ("RUN cd /x \\\n  ; y\n", "RUN cd /x || exit \\\n  ; y\n"),
        ("RUN echo $\\\nA\n", 'RUN echo "$\\\nA"\n'),
    ],
)
def test_its_own_fix(text: str, wanted: str) -> None:
    assert session().fix_text(f"FROM a\n{text}").fixed_source is None, "it is not a safe one"
    assert fixed(f"FROM a\n{text}") == f"FROM a\n{wanted}"


@needs_shellcheck
def test_hadolint_shows_the_last_of_each_run() -> None:
    text = "FROM a\nRUN cd /x; echo $A; [ a == b ]\nRUN cd /x; echo $A\n"
    assert places(text, profile="hadolint") == [("SC3014", 2, 1, "R"), ("SC2086", 3, 1, "R")]
    assert places("FROM a\nRUN <<EOF echo $A\necho $B\nEOF\n", profile="hadolint") == [("SC2086", 2, 1, "R")]
    # What is ignored is not made up for by the one before it.
    assert places(text, profile="hadolint", ignore=("SC2086",)) == [("SC3014", 2, 1, "R")]
    commented = text.replace("\nRUN cd", "\n# hadolint ignore=SC2086\nRUN cd")
    assert [code for code, *_ in places(commented, profile="hadolint")] == ["SC3014"]


@needs_shellcheck
def test_hadolint_is_given_fixes_too() -> None:
    text = "FROM a\nRUN cd /x; y; echo $A\n"
    report = session(profile="hadolint").fix_text(text, unsafe=True)
    assert report.fixed_source is not None
    assert report.fixed_source.text == 'FROM a\nRUN cd /x || exit; y; echo "$A"\n'
    assert report.left == []


@needs_shellcheck
def test_a_fix_of_another_rule_is_proven_with_it() -> None:
    text = "FROM debian:13\nRUN apt-get install x$A\n"
    assert "-y" in fixed(text, select=("SC", "DL3014"))


@needs_shellcheck
def test_files_in_a_folder(tmp_path: pathlib.Path) -> None:
    for number in range(70):
        (tmp_path / f"Dockerfile.{number:02}").write_text(f"FROM a\nRUN echo $A{number % 5}\n", encoding="utf-8")
    calls = []
    running = session()
    judge = running._judge
    real = shellcheck.ShellCheck._call

    def counted(self: shellcheck.ShellCheck, texts: Any) -> Any:
        calls.append(len(texts))
        return real(self, texts)

    judge.shellcheck(running.config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shellcheck.ShellCheck, "_call", counted)
        reports = list(running.check([str(tmp_path)], lambda: b""))
    assert [report.path[-2:] for report in reports] == [f"{number:02}" for number in range(70)]
    assert [len(report.findings) for report in reports] == [1] * 70
    assert calls == [5], "one call for the first files; the others hold nothing new"


def program(folder: pathlib.Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a ShellCheck in place that does as ``body`` says."""
    path = folder / "shellcheck"
    path.write_text(f"#!{sys.executable}\nimport json, sys, time\n{body}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shellcheck, "find", lambda name: str(path))


@needs_scripts
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("sys.stderr.write('no such option\\nx'); sys.exit(4)", "shellcheck failed with exit code 4: no such option"),
        ("sys.exit(3)", "shellcheck failed with exit code 3"),
        ("print('{')", "shellcheck gave an answer that cannot be read"),
        ("print('[' * 100_000)", "shellcheck gave an answer that cannot be read"),
        ("print(json.dumps({'comments': [{'file': '7'}]}))", "shellcheck gave an answer that cannot be read"),
        ("time.sleep(60)", "shellcheck was not done after 1 seconds"),
    ],
)
def test_its_failure_is_one_line(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, body: str, message: str
) -> None:
    program(tmp_path, body, monkeypatch)
    monkeypatch.setattr(shellcheck, "_SECONDS", 0.5)
    report = session(select=("SC", "DL3014")).check_text("FROM a\nRUN apt-get install x\n")
    assert [error.message for error in report.errors] == [message]
    assert [finding.code for finding in report.findings] == ["DL3014"], "what others find is still told"


@needs_scripts
def test_one_bad_script_spoils_no_other(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "names = [one for one in sys.argv if one.isdigit()]\n"
        "if any('bad' in open(name).read() for name in names): sys.exit(2)\n"
        "note = dict(line=2, column=1, endLine=2, endColumn=2, level='error', code=1000, message='Here.', fix=None)\n"
        "print(json.dumps({'comments': [dict(note, file=name) for name in names]}))\n"
    )
    program(tmp_path, body, monkeypatch)
    report = session().check_text("FROM a\n" + "".join(f"RUN a{n}\n" for n in range(9)) + "RUN bad\nRUN b\n")
    assert [error.message for error in report.errors] == ["shellcheck failed with exit code 2"]
    assert len(report.findings) == 10
    assert {(finding.code, finding.message) for finding in report.findings} == {("SC1000", "Here")}


@needs_scripts
def test_places_that_are_out_of_reach(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "note = dict(file='0', level='style', code=2000, message='x', fix=None)\n"
        "places = [(1, 1, 1, 2), (2, 1, 2, 1), (2, 99, 2, 120), (99, 1, 99, 9), (2, 2, 9, 9)]\n"
        "rows = [dict(note, line=a, column=b, endLine=c, endColumn=d) for a, b, c, d in places]\n"
        "print(json.dumps({'comments': rows}))\n"
    )
    program(tmp_path, body, monkeypatch)
    text = "FROM a\nRUN x \\\n  y\n"
    found = places(text)
    assert found
    assert all(text.index(words) >= 0 and line >= 2 for _, line, _, words in found)


@needs_scripts
def test_a_text_is_asked_about_once(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    body = f"open({str(log)!r}, 'a').write('x'); print(json.dumps(dict(comments=[])))"
    program(tmp_path, body, monkeypatch)
    running = session()
    for _ in range(3):
        running.check_text("FROM a\nRUN a\nRUN a\n")
    assert log.read_text(encoding="utf-8") == "x"


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shellcheck, "find", lambda name: "")
    with pytest.raises(ConfigError, match=r"^shellcheck is not installed: pip install 'dockerpatch\[shellcheck\]'$"):
        session().ready()
    session(shellcheck=False, select=None).ready()


def test_it_is_not_loaded_unless_asked_for() -> None:
    import subprocess

    code = (
        "import sys; from dockerpatch.engine.session import Session\n"
        "Session().check_text('FROM a\\nRUN echo $A\\n')\n"
        "print(json.dumps([name for name in sys.modules if 'shellcheck' in name or name.endswith('session')]))\n"
    )
    done = subprocess.run([sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["dockerpatch.engine.session"]
