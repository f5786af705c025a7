from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.lint.almost_json import is_meant, repaired
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.edit import apply

WORDS = st.text("abz019./:=@%+-_", max_size=5).map(lambda text: f"x{text}")
TEXTS = st.text("ab.,[]' {}$", max_size=6)
ANY = st.text("[]\"'\\,ab “” \t:{1", max_size=30)


def mended(text: str) -> str | None:
    """What the repair of ``CMD text`` makes of the text."""
    file = f"FROM a\nCMD {text}\n"
    instruction = parse(file).instructions[1]
    edits = repaired(instruction, instruction.rest_start)
    return apply(file, edits).split("CMD ", 1)[1].rstrip("\n") if edits is not None else None


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A list with mistakes, and what it can only mean."""
    items: list[tuple[str, str]] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from("bare single double curly path".split()))
        value = draw(WORDS if kind in ("bare", "path") else TEXTS).replace("'", "" if kind == "single" else "'")
        written = {
            "bare": value,
            "single": f"'{value}'",
            "double": json.dumps(value),
            "curly": f"“{value}”",
            "path": f'"C:\\{value}\\@"',
        }[kind]
        items.append((f"C:\\{value}\\@" if kind == "path" else value, written))
    comma = draw(st.sampled_from([",", ", ", " , "]))
    end = draw(st.sampled_from(["]", " ]", ",]"]))
    return f"[{comma.join(written for _, written in items)}{end}", [value for value, _ in items]


@given(lists())
def test_a_repair_says_what_was_meant(case: tuple[str, list[str]]) -> None:
    text, values = case
    found = mended(text)
    if found is None:
        assert is_json(text)
    else:
        assert json.loads(found) == values


def is_json(text: str) -> bool:
    try:
        found: Any = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, list)


@given(ANY)
def test_any_text(text: str) -> None:
    file = parse(f"FROM a\nCMD [{text}\n")
    if file.fault is not None or len(file.instructions) != 2 or file.instructions[1].is_json:
        return
    instruction = file.instructions[1]
    edits = repaired(instruction, instruction.rest_start)
    if edits is not None:
        again = parse(apply(file.text, edits))
        assert again.fault is None
        assert again.instructions[1].is_json


@pytest.mark.parametrize(
    ("text", "keyword", "meant"),
    [
        ("['a']", "RUN", True),
        ("[ 'a' ]", "RUN", True),
        ("[ 'a' = 'a' ]", "RUN", False),
        ("[ 'a' ] && b", "RUN", False),
        ('["a" && b', "RUN", True),
        ("[ a ]", "CMD", False),
        ("[a]", "CMD", True),
        ("[a]", "COPY", False),
        ("[a, b]", "COPY", True),
        ("[a-c]*.txt /d", "COPY", False),
        ("[", "CMD", False),
        ("a", "CMD", False),
    ],
)
def test_what_was_meant_as_a_list(text: str, keyword: str, meant: bool) -> None:
    assert is_meant(text, keyword) is meant


@pytest.mark.parametrize(
    "text",
    ["[" + "'a'," * 15_000, "[" + "[" * 60_000, "['" + "\\" * 60_000, "[" + "a," * 30_000 + " b", '["' * 20_000],
    ids=range(5),
)
def test_long_texts_take_no_time(text: str) -> None:
    assert is_meant(text, "CMD") in (True, False)
    instruction = parse(f"FROM a\nCMD {text}\n").instructions[1]
    assert repaired(instruction, instruction.rest_start) is None
