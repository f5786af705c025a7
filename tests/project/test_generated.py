"""Generated files are of today, and the generator does what it says."""

from __future__ import annotations

import pathlib

import pytest

from dockerpatch.config.schema import KEYS
from tools.docs import __main__ as docs
from tools.docs.config_page import page
from tools.docs.rule_page import fenced, toml


def test_generated_files_are_current() -> None:
    assert docs.old() == [], "run python -m tools.docs"


def test_writes_what_is_old_and_takes_away_what_is_gone(tmp_path: pathlib.Path) -> None:
    gone = tmp_path / docs.RULES / "DP000.md"
    gone.parent.mkdir(parents=True)
    gone.write_text("a rule that was")
    files = docs.generated()
    assert docs.old(tmp_path) == sorted([*files, "docs/rules/DP000.md"])
    assert docs.write(tmp_path) == sorted([*files, "docs/rules/DP000.md"])
    assert docs.old(tmp_path) == []
    assert {path: (tmp_path / path).read_text(encoding="utf-8") for path in files} == files
    assert not gone.exists()
    (tmp_path / "docs" / "configuration.md").write_text("edited by hand")
    assert docs.write(tmp_path) == ["docs/configuration.md"]


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main(["--chek"]) == 2
    assert capsys.readouterr().err.startswith("usage: ")


def test_the_page_about_the_config_has_every_setting() -> None:
    assert [line[3:] for line in page().splitlines() if line.startswith("## ")] == [key.dotted for key in KEYS]


def test_a_code_block_holds_its_text() -> None:
    assert fenced("x", "a\n```\nb\n") == "````x\na\n```\nb\n````"


def test_toml_of_plain_values() -> None:
    assert toml(["a", 'b"', 3, True]) == r'["a", "b\"", 3, true]'
