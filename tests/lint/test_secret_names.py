"""Names of variables that may be secrets: the quick look at a line passes over none that a tool takes for one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.lint import secret_names
from dockerpatch.lint.rule import Context
from dockerpatch.lint.secret_names import named
from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.source import Source

WORDS = sorted(
    {part for name in (*secret_names._KNOWN, *secret_names.SECRET_FILES) for part in (name, *name.split("_"))}
    | {word.rstrip("s?") for word in secret_names._TRIVY.split("|")}
    | {*secret_names._PARTS, "passwd", "api_key", "apikey", "VITE", "REACT_APP", "my", "\u212aey", "\u017fecret"}
)


def names_of(text: str) -> list[str]:
    build = Build(parse(text))
    nobody: Any = None
    return [pair.name for _, pair in named(Context(Source.of("Dockerfile", text), build, [], nobody, {}, nobody, {}))]


def is_taken(name: str) -> bool:
    judges = (
        secret_names.hadolint_thinks_so,
        secret_names.buildkit_thinks_so,
        secret_names.trivy_thinks_so,
        secret_names.is_secret,
    )
    return name in secret_names.SECRET_FILES or any(judge(name) for judge in judges)


def test_the_words_are_those_of_secrets() -> None:
    assert sum(map(is_taken, WORDS)) > 30


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.sampled_from(["", "_"]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["ENV {}=1", "ARG {}", "ENV A=1 {}=2", "ENV {} some value", "ENV A=1 \\\n  {}=2"]),
)
def test_none_is_passed_over(words: list[str], joint: str, case: Any, line: str) -> None:
    name = case(joint.join(words))
    found = names_of(f"FROM scratch\n{line.format(name)}\n")
    assert name in found or not is_taken(name)


def test_others_are_not_looked_at() -> None:
    assert names_of("FROM scratch\nENV PATH=/bin LANG=C\nARG VERSION TOKEN_FILE\nENV A=1 MY_TOKEN=2\n") == [
        "TOKEN_FILE",
        "MY_TOKEN",
    ]
