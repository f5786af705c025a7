from __future__ import annotations

from typing import Any

import pytest

SUM = "@sha256:" + "0" * 64

SILENT = [
    f"FROM alpine{SUM}\n",
    f"FROM alpine:3.24{SUM} AS a\nFROM a\nFROM scratch\nCOPY --from=a /x /x\nCOPY --from=0 /x /x\n",
    f"ARG SUM={SUM}\nFROM alpine$SUM\n",
    "ARG SUM\nFROM alpine:3.24$SUM\n",
    "FROM $IMAGE\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP401").findings(text) == []


def test_found_wherever_an_image_is_named(rules: Any) -> None:
    text = "ARG T=3.24\nFROM alpine:$T\nFROM q.io/a/b\nCOPY --from=busybox:1 /a /b\nRUN --mount=from=c:1,target=/x y\n"
    lint = rules("DP401")
    assert lint.places(text) == [(1, 7, "3.24"), (3, 6, "q.io/a/b"), (4, 21, "1"), (5, 20, "1")]
    assert [list(finding.same_as) for finding in lint.findings(text)] == [["dockerfile-source-not-pinned"]] * 2 + [
        []
    ] * 2
    assert all(finding.fix is None for finding in lint.findings(text))


def test_off_until_it_is_asked_for() -> None:
    from dockerpatch.rules.catalog import by_key

    assert not by_key("DP401")[0].default
