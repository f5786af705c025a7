from __future__ import annotations

from typing import Any

import pytest

SILENT = [
    "FROM a:1\nRUN x\n",
    "# a\nARG A\narg B=1 C\nFROM a:1\nRUN x\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3061").findings(text) == []


def test_found_at_the_keyword(rules: Any) -> None:
    text = "# a\nARG A\nrun x \\\n y\nONBUILD RUN x\nARG B\nFROM a:1\nRUN x\n"
    lint = rules("DL3061")
    assert lint.places(text) == [(3, 1, "run"), (5, 1, "ONBUILD")]
    assert lint.messages(text)[0] == "RUN stands before the first FROM, where only ARG may"


def test_a_file_without_from_is_told_of_as_a_whole(rules: Any) -> None:
    report = rules("DL3061").session.check_text("RUN x\nRUN y\n")
    assert report.findings == []
    assert len(report.errors) == 1
    report = rules("DL3061", profile="hadolint").session.check_text("RUN x\nARG A\nRUN y\n")
    assert report.source is not None
    assert [report.source.line_at(finding.span.start) for finding in report.findings] == [1, 3]
