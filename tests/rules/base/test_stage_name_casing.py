from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("text", ["FROM a:1\n", "FROM a:1 AS b-1.x_y\n", "FROM A AS b\n", "FROM a:1 # As B\n"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("StageNameCasing").findings(text) == []


FIXED = [
    ("FROM a:1 AS Build", "FROM a:1 AS build"),
    ("from\ta:1 \\\n as  BUILD\r\n", "from\ta:1 \\\n as  build\r\n"),
    (
        "FROM a:1 AS Build\nFROM Build AS x\nFROM build AS y\nCOPY --from=Build a b\nCOPY --from=BUILD --chown=a a b\n",
        "FROM a:1 AS build\nFROM build AS x\nFROM build AS y\nCOPY --from=build a b\nCOPY --from=build --chown=a a b\n",
    ),
    (
        "FROM a:1 AS Build\nFROM b:1\nRUN --mount=type=bind,from=Build,rw \\\n --mount=from=bUILD,rw Build\n",
        "FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=build,rw \\\n --mount=from=build,rw Build\n",
    ),
    # Another stage, an image, the context, a number, text: none of them is the stage.
    (
        "FROM a:1 AS Build\nFROM b:1\nCOPY --from=Build2 /a /b\nCOPY Build /b\nCOPY --from=0 Build Build\nRUN Build\n",
        "FROM a:1 AS build\nFROM b:1\nCOPY --from=Build2 /a /b\nCOPY Build /b\nCOPY --from=0 Build Build\nRUN Build\n",
    ),
    # An ONBUILD copies from a stage of the build that comes to be built on this one.
    ("FROM a:1 AS Build\nONBUILD COPY --from=Build /a /b\n", "FROM a:1 AS build\nONBUILD COPY --from=Build /a /b\n"),
    (
        'FROM a:1 AS Build\nFROM b:1\nCOPY --from="Build" /a /b\nCOPY --from=Bu\\\nild /a /b\n',
        'FROM a:1 AS build\nFROM b:1\nCOPY --from="Build" /a /b\nCOPY --from=Bu\\\nild /a /b\n',
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("StageNameCasing")
    assert lint.only(text).fix.safety == "safe"
    assert lint.fixed(text) == fixed


def test_no_edit_where_the_name_is_not_in_one_place(rules: Any) -> None:
    assert rules("StageNameCasing").only("FROM a:1 AS Bu\\\nild\n").fix is None
    assert rules("StageNameCasing").only("FROM a:1 AS BÜ\n").fix is None


@pytest.mark.parametrize("text", ["FROM a:1 AS Build\nFROM b:1 AS build\n", "FROM a:1 AS Scratch\n"])
def test_a_name_that_has_to_go_anyway_is_left(rules: Any, text: str) -> None:
    assert rules("StageNameCasing").only(text).fix is None


def test_with_the_case_of_the_keyword(rules: Any) -> None:
    assert rules("StageNameCasing", "FromAsCasing").fixed("FROM a:1 as Build\n") == "FROM a:1 AS build\n"
