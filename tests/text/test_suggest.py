from __future__ import annotations

import pytest

from dockerpatch.text.suggest import did_you_mean, meant


@pytest.mark.parametrize(
    ("word", "known", "wanted"),
    [
        ("DP10l", ["DP101", "DP410", "DP110"], "DP101"),
        ("dp101x", ["DP101", "DP102"], "DP101"),
        ("chek", ["fix", "check"], "check"),
        ("Sevirity", ["severity", "select"], "severity"),
        ("zzz", ["severity", "select"], None),
        ("", ["severity"], None),
        ("x" * 100_000, ["severity"], None),
        ("a", [], None),
    ],
)
def test_meant(word: str, known: list[str], wanted: str | None) -> None:
    assert meant(word, known) == wanted


def test_did_you_mean() -> None:
    assert did_you_mean("chek", ["check"]) == " (did you mean 'check'?)"
    assert did_you_mean("chek", iter(["check"]), quoted=False) == " (did you mean check?)"
    assert did_you_mean("q", ["check"]) == ""
