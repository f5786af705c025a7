"""The list that a command in shell form becomes holds the very words that ``sh`` gives the program."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dockerpatch.lint.exec_form import json_string, plain_words

SHELLS = [path for path in (shutil.which(name) for name in ("sh", "bash", "dash")) if path]
PIECES = st.sampled_from(
    [
        *"ab-=.,:/@%+_^é#~*?[]{}!$`\"'\\|&;<>() \t",
        "'a b'",
        '"a b"',
        "\\ ",
        "''",
        '""',
        "\\'",
        '"\\""',
        '"\\a"',
        "$x",
        "a",
    ]
)
COMMANDS = st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=4).map(" ".join)


def given_words(shell: str, arguments: str) -> list[str]:
    """The words that ``shell`` makes of ``arguments``."""
    script = f"show() {{ printf '%s\\0' \"$@\"; }}; show x {arguments}\n"
    done = subprocess.run([shell, "-c", script], capture_output=True, check=True, cwd="/")
    return done.stdout.decode().split("\0")[1:-1]


@pytest.mark.skipif(not SHELLS, reason="there is no shell here")
@given(COMMANDS)
@example("a 'b c' \"d\"e \\f")
@example("'' \"\"")
@example('"\\a\\\\ \\"" \'\\\'')
@example("a#b")
@example("--x='y z'")
def test_the_words_are_those_of_the_shell(arguments: str) -> None:
    words = plain_words(f"program {arguments}")
    if words is None:
        return
    values = [word.value for word in words[1:]]
    for shell in SHELLS:
        assert given_words(shell, arguments) == values


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=' "\\'), max_size=9))
def test_a_json_string_means_its_value(value: str) -> None:
    assert json.loads(json_string(value)) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b", ["a", "b"]),
        ("exec a b", ["a", "b"]),
        ("exec exec", ["exec"]),
        ("exec", None),
        ("exec -c a", None),
        ("a=b c", None),
        ("true", None),
        ("a\\", None),
        ("", None),
        ("(" * 100_000, None),
        ("a " + "'b' " * 50_000, ["a", *["b"] * 50_000]),
    ],
)
def test_one_program_and_nothing_else(text: str, words: list[str] | None) -> None:
    found = plain_words(text)
    assert (found and [word.value for word in found]) == words
