"""The comparison with Trivy and Checkov counts what it should, shown with stand-ins for the two."""

from __future__ import annotations

import json
import pathlib
import sys

import pytest

from tools.agree import __main__ as door
from tools.agree import scanners

TEXTS = {"1": "FROM alpine:3.20\nUSER 1000\nEXPOSE 22\n", "2": "FROM alpine:3.20\nADD a /b\n", "3": "# not told of\n"}
TRIVY = {"1": ["DS004", "AVD-DS-0026"], "2": ["DS-0002", "DS-0026", "DS-0014"]}
CHECKOV = {"1": ["CKV_DOCKER_1", "CKV_DOCKER_2"], "2": ["CKV_DOCKER_2", "CKV_DOCKER_3", "CKV_DOCKER_4"]}
STAND_IN = """#!{python}
import json, pathlib, sys
rows = json.loads({rows!r})
path = next(pathlib.Path(one) for one in sys.argv[1:] if one.startswith("/"))
files = [path] if path.is_file() else [path / name / "Dockerfile" for name in rows]
told = {{file: rows[file.parent.name] for file in files}}
if sys.argv[0].endswith("trivy"):
    found = {{str(file.relative_to(path)): [{{"ID": one}} for one in ids] for file, ids in told.items()}}
    print(json.dumps({{"Results": [{{"Target": one, "Misconfigurations": ids}} for one, ids in found.items()]}}))
else:
    failed = [{{"file_abs_path": str(file), "check_id": one}} for file, ids in told.items() for one in ids]
    print(json.dumps({{"results": {{"passed_checks": [], "failed_checks": failed}}}}))
"""


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Dockerfiles beside a folder with stand-ins for the tools, which is all that the PATH has."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name, text in TEXTS.items():
        (tmp_path / "files" / name).mkdir(parents=True)
        (tmp_path / "files" / name / "Dockerfile").write_text(text)
    return tmp_path / "files"


def put(folder: pathlib.Path, tool: str, rows: dict[str, list[str]]) -> None:
    program = folder.parent / "bin" / tool
    program.write_text(STAND_IN.format(python=sys.executable, rows=json.dumps(rows)))
    program.chmod(0o755)


def test_trivy(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "trivy", TRIVY)
    assert scanners.main(["trivy", str(folder), "--show"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{folder}/2/Dockerfile: missed ['DS-0014'], extra ['DS-0005']"
    assert [line.split() for line in out[1:3]] == [
        ["DS-0002", "both", "1", "missed", "0", "extra", "0"],
        ["DS-0004", "both", "1", "missed", "0", "extra", "0"],
    ]
    assert out[-1] == "2 files: both 4, missed 1, extra 1, agreement 0.667"
    assert scanners.main(["trivy", str(folder), "--without", "DS014,DS-0005"]) == 0


def test_checkov_by_the_one_door(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "checkov", CHECKOV)
    monkeypatch.setattr(sys, "argv", ["agree", "checkov", str(folder)])
    assert door.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 files: both 5, missed 0, extra 0, agreement 1.000"


def test_an_absent_tool_is_named(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scanners.main(["trivy", str(folder)]) == 2
    assert "trivy is not installed" in capsys.readouterr().err
