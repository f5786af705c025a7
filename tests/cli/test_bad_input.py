"""Whatever goes wrong is one clear line and the right exit code; other files are still reported and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import pathlib
import sys
from collections.abc import Callable

import pytest

from .conftest import AS_OF, STALE, Done

Run = Callable[..., Done]


def test_nothing_there(run: Run, folder: pathlib.Path) -> None:
    done = run("check", "gone")
    assert (done.code, done.out, done.line) == (3, "", "gone: error: no such file or folder")


def test_an_empty_folder(run: Run, folder: pathlib.Path) -> None:
    (folder / "empty").mkdir()
    done = run("check", "empty")
    assert (done.code, done.out, done.line) == (3, "", "error: no Dockerfile found in empty")


@pytest.fixture
def good(folder: pathlib.Path) -> str:
    (folder / "good").mkdir()
    (folder / "good" / "Dockerfile").write_text(STALE)
    return "good/Dockerfile"


def make_broken(path: pathlib.Path, kind: str) -> None:
    if kind == "heredoc":
        path.write_text("FROM a\nRUN <<EOF\necho\n")
    elif kind == "unknown":
        path.write_text("FROM a\nNONSENSE b\n")
    elif kind == "empty":
        path.write_text("")
    elif kind == "no-from":
        path.write_text("RUN a\n")
    elif kind == "long-line":
        path.write_text("FROM a\nRUN " + "x" * 10_000_000 + "\n")
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(17 * 1024 * 1024)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "dangling":
        path.symlink_to("nowhere")
    elif kind == "outside":
        path.symlink_to(sys.executable)
    elif kind == "loop":
        path.symlink_to(path.name)


@pytest.mark.parametrize(
    "kind",
    ["heredoc", "unknown", "empty", "no-from", "long-line", "huge", "pipe", "dangling", "outside", "loop"],
)
@pytest.mark.parametrize("command", ["check", "fix"])
def test_one_bad_file_never_costs_another_its_findings(
    run: Run, folder: pathlib.Path, good: str, kind: str, command: str
) -> None:
    make_broken(folder / "Dockerfile.bad", kind)
    done = run(command, "Dockerfile.bad", good, AS_OF, "--select=DP101")
    assert done.code == 4
    assert done.line.startswith("Dockerfile.bad:")
    assert ": error: " in done.line
    assert len(done.line) < 300
    assert "good/Dockerfile:1" in done.out
    assert done.out.splitlines()[-1].endswith("; 1 path with errors")


def test_a_file_that_is_no_dockerfile_at_all(run: Run, folder: pathlib.Path, good: str) -> None:
    (folder / "Dockerfile.bad").write_bytes(bytes(range(256)) * 100)
    done = run("check", "Dockerfile.bad", good, AS_OF, "--select=DP101")
    assert done.code == 4
    assert len(done.err.splitlines()) <= 4
    assert all(line.isprintable() for line in done.err.splitlines())
    assert "good/Dockerfile:1" in done.out


def test_a_file_that_may_not_be_read(
    run: Run, folder: pathlib.Path, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "Dockerfile.bad"
    path.write_text(STALE)
    path.chmod(0)
    real = os.open

    def refusing(name: str, *rest: int) -> int:
        # The one who runs the tests may be allowed to read anything.
        if name == "Dockerfile.bad":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(name, *rest)

    monkeypatch.setattr(os, "open", refusing)
    done = run("check", "Dockerfile.bad", good, AS_OF, "--select=DP101")
    assert (done.code, done.line) == (4, "Dockerfile.bad: error: permission denied")
    assert "good/Dockerfile:1" in done.out


def test_a_folder_called_dockerfile(run: Run, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").mkdir()
    (folder / "Dockerfile" / "Dockerfile").write_text(STALE)
    assert run("check", "Dockerfile", AS_OF, "--select=DP101").out.startswith("Dockerfile/Dockerfile:1:13:")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_hostile_name(process: Run, folder: pathlib.Path) -> None:
    name = b"Dockerfile.\x1b[2J\xe2\x80\xae\xff\nx"
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:
        file.write(STALE.encode())
    for words in (["check"], ["fix"]):
        done = process(*words, os.fsdecode(name), AS_OF, "--select=DP101")
        assert "Dockerfile.\\x1b[2J\\u202e\\xff\\nx:1" in done.out
        assert "\x1b" not in done.out + done.err
        assert "\u202e" not in done.out + done.err
    done = process("check", "gone\x1b]0;x\x07")
    assert done.line == "gone\\x1b]0;x\\x07: error: no such file or folder"
    done = process("check", "--format=json", os.fsdecode(name), AS_OF)
    assert done.out.isascii()
    assert "\x1b" not in done.out


def test_hostile_content(run: Run, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_bytes(b"# \x1b[31m\nFROM python:3.13.3-alpine3.20 AS \x1b[2J\xe2\x80\xae\xff\x07\n")
    done = run("check", AS_OF)
    assert done.code == 1
    assert "\\x1b[2J\\u202e\\xff\\x07" in done.out
    assert all(line.isprintable() for line in (done.out + done.err).split("\n"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nope"], "error: no such command: nope (see `dockerpatch --help`)"),
        (["chekc"], "error: no such command: chekc (did you mean check?) (see `dockerpatch --help`)"),
        (["./Dockerfile"], "error: ./Dockerfile is no command: did you mean `dockerpatch check ./Dockerfile`?"),
        (["check", "--selct", "x"], "'--select', '--shellcheck'?) (see `dockerpatch check --help`)"),
        (["check", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (["check", "--as-of", "2025-13-01"], "'2025-13-01'"),
        (["check", "--as-of", "1999-01-01"], "1999-01-01"),
        (["check", "--select", "DP999"], "error: --select: no rule is called 'DP999'"),
        (["check", "--ignore", "nonsense"], "error: --ignore: no rule is called 'nonsense'"),
        (["check", "--config", "gone.toml"], "error: gone.toml: no such file or directory"),
        (["explain", "DP10l"], "error: no rule is called DP10l (did you mean DP10"),
        (["explain"], "error: missing argument 'RULE'"),
        (["db", "query", "A::B"], "error: A::B is no image name"),
        (["db", "query", "alpine", "--as-of", "x"], "'x'"),
    ],
)
def test_a_line_that_cannot_be_used(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert said.lower() in done.line.lower()


def test_other_tools_codes_may_be_ignored(run: Run, folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_text("FROM scratch\n")
    assert run("check", "--ignore", "DL3059,SC2086").code == 0


def test_a_config_that_is_wrong(run: Run, folder: pathlib.Path, good: str) -> None:
    (folder / ".dockerpatch.toml").write_text('\nselct = ["DP1"]\n')
    done = run("check")
    assert (done.code, done.out) == (2, "")
    assert ".dockerpatch.toml:2: " in done.line
    assert "did you mean 'select'?" in done.line


@pytest.mark.parametrize(
    ("config", "code", "said"),
    [
        ('\nselct = ["DP1"]\n', 2, ".dockerpatch.toml:2: unknown key 'selct' (did you mean 'select'?)"),
        ("select = [\n", 2, "not TOML"),
        ('as-of = "1999-01-01"\n', 2, "as-of: no facts before"),
        ('almanac = "gone.sqlite"\n', 5, "there is no almanac"),
    ],
)
def test_a_wrong_config_costs_only_the_files_it_holds_for(
    run: Run, folder: pathlib.Path, good: str, config: str, code: int, said: str
) -> None:
    for name in ("bad", "bad/below"):
        (folder / name).mkdir()
        (folder / name / "Dockerfile").write_text(STALE)
    (folder / "bad" / ".dockerpatch.toml").write_text(config)
    words = ["--select=DP101"] if "as-of" in config else ["--select=DP101", AS_OF]
    done = run("check", *words)
    assert done.code == code
    assert done.out.startswith("good/Dockerfile:1:13: ")
    assert done.line.startswith("bad/Dockerfile: error: its config cannot be used: ")
    assert said in done.line
    data = json.loads(run("check", "--format=json", *words).out)
    assert [one["file"] for one in data["findings"]] == [good]
    assert [one["file"] for one in data["skipped"]] == ["bad/Dockerfile", "bad/below/Dockerfile"]
    assert run("fix", *words).code == code
    assert (folder / good).read_text() != STALE
    assert (folder / "bad" / "Dockerfile").read_text() == STALE


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0" + b"\0" * 100, b"text"])
@pytest.mark.parametrize("command", [["check"], ["fix"], ["db", "status"], ["db", "query", "alpine:3.20"]])
def test_an_almanac_that_is_none(
    run: Run, folder: pathlib.Path, good: str, content: bytes | None, command: list[str]
) -> None:
    if content is not None:
        (folder / "almanac").write_bytes(content)
    done = run(*command, "--almanac", "almanac")
    assert (done.code, done.out) == (5, "")
    assert done.line.startswith("error: ")


def test_a_fault_of_ours(run: Run, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dockerpatch.cli.lint

    def broken(*_: object) -> int:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(dockerpatch.cli.lint, "lint", broken)
    done = run("check")
    assert done.code == 70
    assert done.line == ("internal error: RuntimeError: two\\nlines; please report (DOCKERPATCH_DEBUG=1 shows where)")
    monkeypatch.setenv("DOCKERPATCH_DEBUG", "1")
    assert "Traceback" in run("check").err


def test_a_file_that_became_unwritable_is_not_called_fixed(
    run: Run, folder: pathlib.Path, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dockerpatch.engine.session
    from dockerpatch.system.files import FileError

    def refuse(path: str, *_: object) -> None:
        raise FileError(path, "may not be written")

    monkeypatch.setattr(dockerpatch.engine.session, "write_bytes", refuse)
    done = run("fix", AS_OF, "--select=DP101")
    assert (done.code, done.line) == (4, "good/Dockerfile: error: may not be written")
    assert done.out.endswith("fixed 0 findings in 1 file; 1 left; 1 path with errors\n")
    assert (folder / good).read_text() == STALE
