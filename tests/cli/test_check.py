"""`dockerpatch check` and `fix` from the outside: what goes where, and which exit code."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable

import pytest

from .conftest import AS_OF, FRESH, STALE, Done

Run = Callable[..., Done]


def put(folder: pathlib.Path, name: str, text: str | bytes) -> pathlib.Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_finding(run: Run, folder: pathlib.Path) -> None:
    put(folder, "app/Dockerfile", STALE)
    done = run("check", AS_OF, "--select=DP101")
    assert done.code == 1
    head, bar, line, carets, *rest = done.out.splitlines()
    assert head.startswith("app/Dockerfile:1:13: warning DP101 delisted-base-tag: ")
    assert (bar, line) == ("  |", "1 | FROM python:3.13.3-alpine3.20")
    assert line[carets.index("^") : carets.rindex("^") + 1] == "3.13.3-alpine3.20"
    assert "2 + FROM" not in done.out
    assert "1 + FROM python:3.13.15-alpine3.24" in rest
    assert rest[-1] == "checked 1 file: 1 warning; 1 can be fixed with `dockerpatch fix`"
    assert done.err == ""


def test_the_same_on_a_day_on_which_it_was_listed(run: Run, folder: pathlib.Path) -> None:
    put(folder, "Dockerfile", STALE)
    done = run("check", "--as-of", "2025-05-01", "--select=DP101")
    assert (done.code, done.out) == (0, "checked 1 file: no findings\n")


def test_the_default_is_this_folder(run: Run, folder: pathlib.Path) -> None:
    put(folder, "a/Dockerfile", FRESH)
    put(folder, "b.dockerfile", FRESH)
    put(folder, "README.md", "FROM x\n")
    assert run("check").out == "checked 2 files: no findings\n"


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_fail_on(run: Run, folder: pathlib.Path, fail_on: str, code: int) -> None:
    put(folder, "Dockerfile", STALE)
    assert run("check", AS_OF, "--select=DP101", "--fail-on", fail_on).code == code


def test_select_goes_before_the_config_and_ignore_adds_to_it(run: Run, folder: pathlib.Path) -> None:
    put(folder, "Dockerfile", STALE)
    put(folder, ".dockerpatch.toml", 'ignore = ["DP101"]\n')
    codes = lambda done: {one["code"] for one in json.loads(done.out)["findings"]}  # noqa: E731
    plain = codes(run("check", AS_OF, "--format=json"))
    assert plain
    assert "DP101" not in plain
    assert codes(run("check", AS_OF, "--format=json", "--select=DP101")) == {"DP101"}
    some = min(plain)
    assert codes(run("check", AS_OF, "--format=json", "--ignore", some)) == plain - {some}


def test_json(run: Run, folder: pathlib.Path) -> None:
    import jsonschema

    import dockerpatch.reporters

    put(folder, "Dockerfile", STALE)
    put(folder, "bad.dockerfile", "FROM scratch\nRUN <<E\n")
    done = run("check", AS_OF, "--format=json", ".", "gone")
    assert done.code == 4
    assert done.err == ""
    data = json.loads(done.out)
    schema = pathlib.Path(dockerpatch.reporters.__path__[0]) / "report.schema.json"
    jsonschema.validate(data, json.loads(schema.read_text()))
    assert data["almanac"]["as_of"] == "2026-08-22"
    assert {one["file"] for one in data["findings"]} == {"Dockerfile"}
    assert [one["file"] for one in data["errors"]] == ["bad.dockerfile", "gone"]


def test_output_into_a_file(run: Run, folder: pathlib.Path) -> None:
    put(folder, "Dockerfile", STALE)
    plain = run("check", AS_OF)
    done = run("check", AS_OF, "--output", "report.txt")
    assert (done.code, done.out) == (1, "")
    assert (folder / "report.txt").read_text() == plain.out
    assert sorted(os.listdir(folder)) == [".dockerpatch_cache", ".git", "Dockerfile", "report.txt"]


def test_output_to_standard_output(run: Run, folder: pathlib.Path) -> None:
    put(folder, "Dockerfile", FRESH)
    assert run("check", "--output=-").out == run("check").out


@pytest.mark.parametrize("output", ["nowhere/report", "app"])
def test_output_is_tried_before_the_work(run: Run, folder: pathlib.Path, output: str) -> None:
    put(folder, "app/Dockerfile", STALE)
    done = run("fix", AS_OF, "--output", output)
    assert (done.code, done.out) == (2, "")
    assert done.line.startswith("error: --output: ")
    assert (folder / "app/Dockerfile").read_text() == STALE


def test_fix(run: Run, folder: pathlib.Path) -> None:
    path = put(folder, "Dockerfile", STALE)
    done = run("fix", AS_OF, "--select=DP101")
    assert (done.code, done.err) == (0, "")
    assert path.read_text() == STALE.replace("3.13.3-alpine3.20", "3.13.15-alpine3.24")
    assert done.out.splitlines() == [
        "Dockerfile:1: fixed DP101 delisted-base-tag: use python:3.13.15-alpine3.24",
        "fixed 1 finding in 1 file; 0 left",
    ]
    assert run("fix", AS_OF, "--select=DP101").out == "fixed 0 findings in 1 file; 0 left\n"


def test_what_is_left_is_told_with_the_reason(run: Run, folder: pathlib.Path) -> None:
    path = put(folder, "Dockerfile", "FROM golang:1.21.6-alpine\n")
    done = run("fix", AS_OF, "--select=DP101")
    assert done.code == 1
    assert done.out.startswith("Dockerfile:1:13: warning DP101 delisted-base-tag: ")
    assert "= left: has an unsafe fix: --unsafe applies it" in done.out
    assert done.out.endswith("fixed 0 findings in 1 file; 1 left\n")
    assert run("fix", AS_OF, "--select=DP101", "--unsafe").code == 0
    assert path.read_text() != "FROM golang:1.21.6-alpine\n"


@pytest.mark.parametrize("name", ["Dockerfile", "deep/a b/Dockerfile", 'größe/"q\\u\t/Dockerfile'])
@pytest.mark.parametrize(
    "text", [STALE, STALE.replace("\n", "\r\n"), STALE[:-1], f"# gr\xf6\xdfe\n{STALE}".encode("latin-1")]
)
@pytest.mark.parametrize("tool", [["git", "apply"], ["patch", "-p1"]])
def test_a_diff_that_tools_take(run: Run, folder: pathlib.Path, name: str, text: str | bytes, tool: list[str]) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    path = put(folder, name, text)
    before = path.read_bytes()
    done = run("fix", AS_OF, "--diff", "--select=DP101")
    assert done.code == 1, "something would change"
    assert path.read_bytes() == before
    assert "would fix 1 finding in 1 file; 0 left" in done.err
    assert run("fix", AS_OF, "--select=DP101").code == 0
    wanted = path.read_bytes()
    assert wanted != before
    path.write_bytes(before)
    (folder / "change").write_bytes(done.bytes)
    options = ["--binary"] if tool[0] == "patch" else []
    subprocess.run([*tool, *options, *(["-i"] if options else []), "change"], check=True, capture_output=True)
    assert path.read_bytes() == wanted


def test_a_diff_names_files_from_the_current_folder(
    run: Run, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "sub/below/Dockerfile", STALE)
    put(folder, "Dockerfile", STALE)
    monkeypatch.chdir(folder / "sub")
    for path in (".", "below", "./below/Dockerfile", "../sub/below", str(folder / "sub" / "below" / "Dockerfile")):
        assert run("fix", path, AS_OF, "--diff").out.startswith("--- a/below/Dockerfile\n+++ b/below/Dockerfile\n@@")
    assert run("fix", "../Dockerfile", AS_OF, "--diff").out.startswith("--- a/../Dockerfile\n+++ b/../Dockerfile\n@@")


def test_a_diff_of_nothing(run: Run, folder: pathlib.Path) -> None:
    put(folder, "Dockerfile", FRESH)
    done = run("fix", "--diff")
    assert (done.code, done.out, done.err) == (0, "", "would fix 0 findings in 1 file; 0 left\n")


def test_standard_input(process: Run, folder: pathlib.Path) -> None:
    done = process("check", "-", AS_OF, "--select=DP101", stdin=STALE.encode())
    assert done.code == 1
    assert done.out.startswith("<stdin>:1:13: warning DP101")
    done = process("fix", "-", AS_OF, "--select=DP101", stdin=STALE.encode())
    assert done.code == 0
    assert done.out == STALE.replace("3.13.3-alpine3.20", "3.13.15-alpine3.24")
    assert "<stdin>:1: fixed DP101" in done.err
    assert os.listdir(folder) == [".git"]


def test_standard_input_is_never_lost(process: Run) -> None:
    for text in (FRESH.encode(), b"FROM a\r\nRUN <<E\n", b"\xff\xfe nonsense"):
        assert process("fix", "-", stdin=text).bytes == text


def test_standard_input_as_a_diff(process: Run) -> None:
    done = process("fix", "--diff", "-", AS_OF, "--select=DP101", stdin=STALE.encode())
    assert done.code == 1
    assert done.out.startswith("--- a/-\n+++ b/-\n@@")


def test_a_config_of_hadolint_alone_is_pointed_at_once(run: Run, folder: pathlib.Path) -> None:
    put(folder, "a/Dockerfile", FRESH)
    put(folder, "b/Dockerfile", FRESH)
    put(folder, ".hadolint.yml", "ignored: []\n")
    pointer = ".hadolint.yml is not read; `dockerpatch init --from-hadolint` takes its settings over"
    for words in (("check",), ("fix",), ("fix", "--diff"), ("check", "--format", "json", "--output", "report")):
        assert run(*words).err.count(pointer) == 1
    for words in (("check", "--format=json"), ("check", "--profile", "hadolint")):
        assert run(*words).err == ""
    assert json.loads(run("check", "--format", "json").out)["findings"] == []
    put(folder, ".dockerpatch.toml", "")
    assert run("check").err == ""


def test_a_config_of_hadolint_outside_of_the_checkout_is_not_looked_for(
    run: Run, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, ".hadolint.yaml", "ignored: []\n")
    put(folder, "sub/Dockerfile", FRESH)
    monkeypatch.chdir(folder / "sub")
    assert run("check").line.startswith(f"..{os.sep}.hadolint.yaml is not read")
    (folder / "sub" / ".git").mkdir()
    assert run("check").err == ""
