from __future__ import annotations

import os
import pathlib
import stat
import sys

import pytest

from dockerpatch.system.programs import ProgramError, find, run_on_texts, stamp

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are scripts that begin with #!")


def program(folder: pathlib.Path, body: str, name: str = "tool") -> str:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_files_options_and_output(tmp_path: pathlib.Path) -> None:
    body = (
        "import os, sys\n"
        "print(sys.argv[1:], [open(name, 'rb').read() for name in sys.argv[2:]], sys.stdin.read())\n"
        "sys.stderr.write(os.getcwd()); sys.exit(3)\n"
    )
    done = run_on_texts(program(tmp_path, body), ["-x"], [b"a\n", b"\xff"], 60)
    assert done.code == 3
    assert done.out.decode().split() == ["['-x',", "'0',", "'1']", "[b'a\\n',", "b'\\xff']"]
    assert not os.path.exists(done.err.decode()), "the folder stays behind"


def test_variables_can_be_kept_from_it(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    tool = program(tmp_path, "import os; print(os.environ.get('A_SECRET'))\n")
    assert run_on_texts(tool, [], [], 60).out.strip() == b"x"
    assert run_on_texts(tool, [], [], 60, ("A_SECRET",)).out.strip() == b"None"


def test_it_is_ended_when_its_time_is_over(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ProgramError, match=r"^tool was not done after 1 seconds$"):
        run_on_texts(program(tmp_path, "import time; time.sleep(60)\n"), [], [b""], 1)


@pytest.mark.parametrize("body", [None, "x"])
def test_what_cannot_be_run(tmp_path: pathlib.Path, body: str | None) -> None:
    path = tmp_path / "tool"
    if body is not None:
        path.write_text(body, encoding="utf-8")
    with pytest.raises(ProgramError, match=r"^tool cannot be run: "):
        run_on_texts(str(path), [], [], 60)


def test_found_beside_python_first(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    monkeypatch.setattr(sys, "executable", str(near / "python"))
    monkeypatch.setenv("PATH", str(far))
    assert find("tool") == ""
    distant = program(far, "")
    assert find("tool") == distant
    beside = program(near, "")
    assert find("tool") == beside
    assert stamp(beside) != stamp(distant)
    assert stamp(str(tmp_path / "none")) == str(tmp_path / "none")
