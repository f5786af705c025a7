from __future__ import annotations

from typing import Any

import pytest

# The text and the lines on which hadolint has a finding.
CASES = [
    ("# hadolint ignore=DL3006\nFROM x\n", [1]),
    ("  # hadolint ignore=DL3006 # why\nFROM x\n", [1]),
    ("FROM x:1\n# hadolint ignore=DL3006\n", [2]),
    ("# hadolint ignore=DL1001\nFROM x\n", [1]),
    ("# hadolint ignore=DL1001\n# hadolint ignore=DL3006\nFROM x\n", [1]),
    ("# hadolint global ignore=DL1001\n\n# hadolint ignore=DL3006\nFROM x\n", []),
    ("# hadolint global ignore=DL3006\nFROM x\n", []),
    ("# hadolint stage ignore=DL3006\nFROM x\n", []),
    ("# hadolint ignore=DL3006 why\nFROM x\n", []),
    ("# hadolint ignore=DL3006,foo\nFROM x\n", []),
    ("# HADOLINT ignore=DL3006\nFROM x\n", []),
    ("# hadolint shell=pwsh\nFROM x\n", []),
    ("FROM x:1\nRUN a \\\n# hadolint ignore=DL3006\n b\n", []),
    ("# dockerpatch: ignore[DL3006]\nFROM x\n", []),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
@pytest.mark.parametrize("profile", ["default", "hadolint"])
def test_as_hadolint_has_it(rules: Any, text: str, lines: list[int], profile: str) -> None:
    assert [line for line, _, _ in rules("DL1001", profile=profile).places(text)] == lines
