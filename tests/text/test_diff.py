"""The oracles are `git apply` and `patch`: a diff that they do not take, or that gives another file, is wrong."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dockerpatch.text.diff import unified
from dockerpatch.text.source import encode

LONG = "".join(f"RUN {number}\n" for number in range(30))
PAIRS = {
    "one line": ("FROM a:1\nRUN x\n", "FROM a:2\nRUN x\n"),
    "an insertion": ("FROM a\nRUN x\n", "FROM a\nRUN up\nRUN x\n"),
    "a removal": ("FROM a\nRUN up\nRUN x\n", "FROM a\nRUN x\n"),
    "no newline at the end": ("FROM a", "FROM b"),
    "a newline gained": ("FROM a", "FROM a\nRUN up\n"),
    "a newline lost": ("FROM a\n", "FROM a"),
    "no newline, change above": ("FROM a\nRUN x", "FROM b\nRUN x"),
    "carriage returns": ("FROM a\r\nRUN x\r\n", "FROM b\r\nRUN x\r\n"),
    "carriage returns, no newline": ("FROM a\r\nRUN x", "FROM a\r\nRUN up\r\nRUN x"),
    "mixed line endings": ("FROM a\r\nRUN x\nRUN y\r\n", "FROM a\r\nRUN up\nRUN y\r\n"),
    "lone carriage returns": ("FROM a\rb\nRUN x\n", "FROM a\rc\nRUN x\n"),
    "form feeds and line separators": ("FROM a\x0c\u2028b\nRUN \x85\n", "FROM a\x0c\u2028c\nRUN \x85\n"),
    "no text": ("FROM \udcff\nRUN x\n", "FROM \udcff\nRUN \udcfe\n"),
    "a byte order mark": ("\ufeffFROM a\n", "\ufeffFROM b\n"),
    "from nothing": ("", "FROM a\n"),
    "two hunks": (LONG, LONG.replace("RUN 2\n", "RUN two\n").replace("RUN 27\n", "RUN 27\nRUN up\n")),
    "lines like a header": ("--- a/x\n+++ b/x\n@@ -1 @@\n\\ No\nend\n", "--- a/x\n+++ b/x\n@@ -1 @@\n\\ No\nEnd\n"),
}  # fmt: skip


def run(folder: pathlib.Path, command: list[str], diff: str) -> None:
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(command, cwd=folder, input=encode(diff), capture_output=True, check=False, env=environment)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")


def tools() -> list[list[str]]:
    git = [["git", "apply", "--whitespace=nowarn", "-"]]
    return git + ([["patch", "-p1", "--binary", "--batch", "--quiet"]] if shutil.which("patch") else [])


def taken(folder: pathlib.Path, name: str, old: str, new: str) -> None:
    diff = unified(old, new, name)
    for command in tools():
        place = folder / command[0]
        shutil.rmtree(place, ignore_errors=True)
        path = place / name
        path.parent.mkdir(parents=True)
        path.write_bytes(encode(old))
        run(place, command, diff)
        assert path.read_bytes() == encode(new), command[0]
        assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", PAIRS)
def test_a_diff_is_taken(tmp_path: pathlib.Path, name: str) -> None:
    taken(tmp_path, "Dockerfile", *PAIRS[name])


@pytest.mark.parametrize("name", ["sub/Dockerfile", "d\u00e9p\u00f4t/Dockerfile"])
def test_a_name_is_taken(tmp_path: pathlib.Path, name: str) -> None:
    taken(tmp_path, name, "FROM a\nRUN x\n", "FROM b\nRUN x\n")


lines = st.lists(st.sampled_from(["a\n", "b\n", "a\r\n", "\n", "\\\n", "-x\n", "+x\n", " \n"]), max_size=14)
texts = st.tuples(lines, st.sampled_from(["", "a", "\r", "-"])).map(lambda two: "".join(two[0]) + two[1])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(old=texts.filter(bool), new=texts.filter(bool))
def test_any_diff_is_taken(tmp_path: pathlib.Path, old: str, new: str) -> None:
    if old != new:
        taken(tmp_path, "Dockerfile", old, new)


@given(texts)
def test_equal_texts_have_no_diff(text: str) -> None:
    assert unified(text, text, "Dockerfile") == ""


def test_the_header_names_the_path_below_the_root() -> None:
    assert (
        unified("a\n", "b\n", "/srv/Dockerfile") == "--- a/srv/Dockerfile\n+++ b/srv/Dockerfile\n@@ -1 +1 @@\n-a\n+b\n"
    )


def test_context() -> None:
    assert (
        unified("1\n2\n3\n4\n5\n", "1\n2\nx\n4\n5\n", "f", 1) == "--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n 2\n-3\n+x\n 4\n"
    )
