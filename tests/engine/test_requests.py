"""Experimental checks run on the files that ask for them, as in BuildKit, and on no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dockerpatch.engine.session import Session

if TYPE_CHECKING:
    import pathlib

NAME = "InvalidDefinitionDescription"
BODY = "# it\nARG foo=bar\n# other\nFROM scratch AS base\nCOPY a /\n"

ASKED = [
    f"# check=experimental={NAME}\n",
    "# check=experimental=all\n",
    f"# syntax=docker/dockerfile:1\n#check = skip=all;experimental=X,{NAME} because\n",
]
NOT_ASKED = [
    "",
    f"# check=experimental=X{NAME}\n",
    f"# check=experimental={NAME};unknown=x\n",
    f"# check=skip={NAME} experimental={NAME}\n",
    f"# no directive\n# check=experimental={NAME}\n\n",
]


def found(tmp_path: pathlib.Path, text: str, **values: Any) -> list[int]:
    path = tmp_path / "Dockerfile"
    path.write_text(text)
    session = Session(change=lambda config: config.replace(**values))
    (report,) = session.check([str(path)], lambda: b"")
    assert report.source is not None
    return [report.source.line_at(one.span.start) for one in report.findings if one.code == NAME]


@pytest.mark.parametrize("head", ASKED)
@pytest.mark.parametrize("profile", ["default", "strict"])
def test_asked_for(tmp_path: pathlib.Path, head: str, profile: str) -> None:
    lines = head.count("\n")
    assert found(tmp_path, head + BODY, profile=profile) == [lines + 2, lines + 4]


@pytest.mark.parametrize("head", NOT_ASKED)
def test_not_asked_for(tmp_path: pathlib.Path, head: str) -> None:
    assert found(tmp_path, head + BODY, profile="strict") == []


OFF: list[dict[str, Any]] = [
    {"profile": "hadolint"},
    {"ignore": (NAME,)},
    {"ignore": ("InvalidDef",), "profile": "strict"},
    {"select": ("DL3006",)},
]


@pytest.mark.parametrize("values", OFF)
def test_the_user_has_the_last_word(tmp_path: pathlib.Path, values: dict[str, Any]) -> None:
    assert found(tmp_path, ASKED[0] + BODY, **values) == []


def test_once_where_it_runs_anyway(tmp_path: pathlib.Path) -> None:
    assert found(tmp_path, ASKED[0] + BODY, extend_select=(NAME,)) == [3, 5]


def test_an_ignore_of_it_is_used(tmp_path: pathlib.Path) -> None:
    text = ASKED[0] + BODY.replace("# it\n", f"# dockerpatch: ignore[{NAME}]\n")
    assert found(tmp_path, text) == [5]
