from __future__ import annotations

import pytest

from dockerpatch.model.written import behind, literals, operands, option_names
from dockerpatch.syntax.shell import parse

WORDS = {
    "a\"b\"'c'": "abc",
    "\\a\\$b": "a$b",
    "$X/y": "$X/y",
    '"${X:-a}b"': "${X:-a}b",
    "`a b`x": "x",
    '"a`b`c"': "ac",
    "$(echo a/b)": "$(echo a/b)",
    "$(a | b)x": "x",
    "$(a && b)x": "x",
    "$((1+1))x": "x",
    "<(a)": "",
    "$'a'": "a",
    '$"a"b': "b",
    "{a,b}==1": "==1",
    "a{1}b": "a{1}b",
    "'a{b,c}'": "a{b,c}",
}


@pytest.mark.parametrize(("raw", "text"), WORDS.items())
def test_literal(raw: str, text: str) -> None:
    assert literals(parse(f"x {raw}").commands[0].words[1:]) == [text]


def test_options() -> None:
    assert option_names("--a=b") == ("a",)
    assert option_names("-ab") == ("a", "b")
    assert option_names("-") == option_names("--") == option_names("a") == ()


def test_operands() -> None:
    valued = frozenset(("t", "target"))
    assert operands(["a", "-t", "b", "-xt", "c", "--target=d", "e"], valued) == ["a", "e"]
    assert operands(["-t", "-t", "a", "b"], valued) == ["b"]


def test_behind() -> None:
    assert behind(["a", "go", "go", "b", "go"], "go") == ["b", "go"]
    assert behind(["a"], "go") == []


@pytest.mark.parametrize("piece", ["$[", "<(", "{", "{a,", "\\$(", "a{b"])
def test_long_words_are_read_in_time(piece: str) -> None:
    literals(parse('x "' + piece * 30_000 + '"').commands[0].words)
