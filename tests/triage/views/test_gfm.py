"""Text in Markdown, read back by a parser that is not ours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dockerpatch.reporters.legible import legible
from dockerpatch.triage.views.gfm import LONGEST, code, diff, prose, row, table

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NASTY = st.text(st.sampled_from("ab1 `|\\@#!~<>[]()&;:*_{}$%/.-\n\r\t\x1b\u202e\udc80") | st.characters(), max_size=40)
PLAIN = re.compile(r"[A-Za-z0-9 .,;:()'-]*")


def cells(text: str) -> list[Token]:
    """The one cell's tokens of a table that holds the text in its middle cell."""
    tokens = PARSER.parse(table(["a", "b", "c"]) + row(["1", text, "3"]))
    inline = [token for token in tokens if token.type == "inline"]
    assert [token.content for token in inline[:4]] == ["a", "b", "c", "1"]
    assert len(inline) == 6, "the row keeps its three cells"
    assert inline[5].content == "3"
    return inline[4].children or []


@given(NASTY)
def test_a_code_span_holds_exactly_the_text(text: str) -> None:
    found = cells(code(text))
    want = legible(text)
    if not want.strip():
        assert found == []
        return
    (token,) = found
    assert token.type == "code_inline"
    assert token.content == want.replace("\\|", "\\\\x7c") or token.content == want


@given(NASTY)
def test_prose_is_plain_words_and_code_spans(text: str) -> None:
    for token in cells(prose(text)):
        assert token.type in ("text", "code_inline"), token
        if token.type == "text":
            assert PLAIN.fullmatch(token.content), token.content
            assert not re.search(r"[A-Fa-f0-9]{7,}\b", token.content), "may be taken for a commit"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("musl 1.2.5-r1 fixes CVE-2025-26519", "musl `1.2.5-r1` fixes `CVE-2025-26519`"),
        ("as of 2026-08-22: nothing (yet).", "as of 2026-08-22: nothing (yet)."),
        ("`apk upgrade` takes it", "apk upgrade takes it"),
        ("deadbeef1 deadbee", "`deadbeef1` `deadbee`"),
        ("@all", "`@all`"),
    ],
)
def test_prose(text: str, want: str) -> None:
    assert prose(text) == want


def test_long_texts_are_cut() -> None:
    assert code("x" * 10_000) == f"`{'x' * LONGEST}…`"
    assert len(prose("word " * 10_000)) < 10 * LONGEST


@given(st.lists(NASTY, max_size=6))
def test_a_fence_holds_any_diff(lines: list[str]) -> None:
    text = "".join(f"+{line}\n" for line in lines)
    block, _ = diff(text)
    tokens = PARSER.parse(f"before\n\n{block}\nafter\n")
    assert [token.type for token in tokens if token.type != "inline"] == [
        "paragraph_open",
        "paragraph_close",
        "fence",
        "paragraph_open",
        "paragraph_close",
    ]
    (fence,) = [token for token in tokens if token.type == "fence"]
    assert fence.info == "diff"
    assert all(mark.isprintable() or mark in "\n\t" for mark in fence.content)


def test_what_can_be_seen_stays_as_it_is() -> None:
    assert diff("-a\tb\r\n+```\n") == ("````diff\n-a\tb\n+```\n````\n", False)
    assert diff("+a\u202eb\n") == ("```diff\n+a\\u202eb\n```\n", True)
