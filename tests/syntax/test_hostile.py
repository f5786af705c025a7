"""Texts made to be slow: each is read and asked for everything in time that grows with its size only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from dockerpatch.syntax.dockerfile import parse
from dockerpatch.syntax.expand import expand, expand_words, names
from dockerpatch.text.traced import Traced

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 8.0
"""Of processor time, several times what the slowest takes on a busy machine; anything quadratic takes minutes."""

MEGABYTE = 1_000_000

TEXTS: dict[str, Callable[[], str]] = {
    "escapes and blanks": lambda: "RUN " + "\\ \n\\ \t" * (MEGABYTE // 6),
    "one line of escapes and blanks": lambda: "RUN " + "\\ " * 32_000,
    "escapes": lambda: "RUN " + ("\\" * 60_000 + "\n") * 16,
    "blanks": lambda: ("FROM a" + " " * 60_000 + "\n") * 16,
    "continuations": lambda: "RUN a" + " \\\n b" * 100_000,
    "comments inside": lambda: "RUN a \\\n" + "# c \\\n" * 100_000 + "b",
    "comments": lambda: "# c\n" * 100_000 + "FROM a",
    "indented comments": lambda: (" " * 60_000 + "# c\n") * 16 + "FROM a",
    "blank lines": lambda: "\n \t\r\n" * 200_000 + "FROM a",
    "instructions": lambda: "USER a\n" * 100_000,
    "flags": lambda: "RUN " + "--a=b \\\n" * 200_000 + "x",
    "quoted flags": lambda: "RUN " + "--a='b' \\\n" * 100_000 + "x",
    "heredocs on one line": lambda: "RUN " + "<<A " * 2_000 + "\n" + "A\n" * 2_000,
    "heredocs": lambda: "RUN <<A\nx\nA\n" * 2_000,
    "a heredoc without end": lambda: "RUN <<A\n" + "AA\n" * 300_000,
    "a long heredoc name": lambda: "RUN <<" + "A" * 30_000 + "\n" + ("A" * 60_000 + "\n") * 16,
    "a tabbed heredoc": lambda: "RUN <<-A\n" + ("\t" * 60_000 + "B\n") * 16 + "A",
    "brackets": lambda: "RUN " + "[ \\\n" * 100_000,
    "brackets on one line": lambda: "RUN " + "[" * 60_000,
    "objects": lambda: "RUN " + '[{"a": \\\n' * 50_000,
    "strings": lambda: "RUN [" + '"a", \\\n' * 100_000 + '"b"]',
    "open strings": lambda: "RUN [" + '"a\\\\ \\\n' * 50_000,
    "triggers": lambda: "ONBUILD \\\n" * 100_000 + "ENV a",
    "pairs": lambda: "ENV " + "a=b \\\n" * 100_000 + "c=d",
    "quotes": lambda: "ENV a=" + "\"'" * 30_000,
    "labels": lambda: "LABEL " + "a='b c' \\\n" * 100_000 + "c=d",
    "arguments": lambda: "ARG " + "a=\\\\ \\\n" * 100_000 + "c=d",
    "a directive": lambda: "# escape=" + "` " * 30_000 + "x\nFROM a",
    "words": lambda: "COPY " + "a \\\n" * 100_000 + "b",
    "blanks past ASCII": lambda: ("\u3000" * 20_000 + "\n") * 16 + "FROM a",
    "health checks": lambda: "HEALTHCHECK \u00e9" + "\u00e9 \\\n" * 100_000 + "b",
    "carriage returns": lambda: "RUN a" + "\\\r\r\r\n" * 100_000,
    "long lines": lambda: ("RUN " + "x" * 65_000 + "\n") * 16,
}


@pytest.mark.parametrize("name", TEXTS)
def test_time_grows_with_size_only(name: str) -> None:
    text = TEXTS[name]()
    began = time.process_time()
    file = parse(text)
    assert file.instructions or file.fault
    assert time.process_time() - began < SECONDS / 4
    for one in file.instructions:
        assert one.start_line <= one.end_line
        read = (one.args, one.flags, one.words, one.pairs, one.comments_before)
        assert all(isinstance(part, tuple) for part in read)
    assert sum(end - start for _, start, end in file.tokens()) == len(text)
    assert all(text[comment.start] == "#" for comment in file.comments)
    assert time.process_time() - began < SECONDS


WORDS: dict[str, Callable[[], str]] = {
    "variables": lambda: "$A" * 30_000,
    "braces": lambda: "${A:-" * 10_000,
    "closed braces": lambda: "${A:-" * 10_000 + "}" * 10_000,
    "dollars": lambda: "$" * 60_000,
    "quotes": lambda: "\"'" * 30_000,
    "escapes": lambda: "\\" * 60_001,
    "angles": lambda: "<< " * 20_000,
    "stars": lambda: "${L##" + "*a" * 1_000 + "b}",
    "stars at the end": lambda: "${L%" + "a*" * 1_000 + "b}",
    "replaced stars": lambda: "${L//" + "*a" * 1_000 + "b/c}",
    "replaced marks": lambda: "${L//?/ab}",
    "letters": lambda: "x" * 60_000,
}


@pytest.mark.parametrize("name", WORDS)
def test_words_are_expanded_in_time_that_grows_with_size_only(name: str) -> None:
    word = WORDS[name]()
    env = {"A": Traced.foreign("a"), "L": Traced.foreign("a" * 5_000)}
    began = time.process_time()
    faulty = expand(word, env).fault is not None
    assert (expand_words(word, env) is None) == faulty
    assert isinstance(names(word), tuple)
    assert time.process_time() - began < SECONDS


def test_a_word_of_many_pieces_is_expanded_in_time_that_grows_with_size_only() -> None:
    word = Traced([("a$A", 5 * index) for index in range(50_000)])
    began = time.process_time()
    assert len(expand(word, {"aa": Traced.foreign("x")}).value) == 1
    assert time.process_time() - began < SECONDS
