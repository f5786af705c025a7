"""The comment on a pull request, read back by a parser that is not ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from dockerpatch.triage.answer import WORDS, by_severity, remaining
from dockerpatch.triage.views.markdown import MOST, render

PARSER = MarkdownIt("commonmark").enable("table")
TAGS = {"<details>", "</details>", "<summary>", "</summary>", "<br>"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def tables(text: str) -> list[list[list[str]]]:
    """Each table of the text as rows of cells, whose code spans and breaks are read."""
    found: list[list[list[str]]] = []
    for token in PARSER.parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and found and token.level > 3:
            found[-1][-1].append("".join(child.content for child in token.children or []))
    return found


def test_tells_counts_causes_patch_and_rows(safe: Any, telling: Any) -> None:
    text = render([safe], telling())
    before, after = by_severity(safe.items), by_severity(remaining(safe.items))
    counts, causes, rows = tables(text)
    assert counts == [
        ["", *before],
        ["before", *map(str, before.values())],
        ["after", *(str(after.get(severity, 0)) for severity in before)],
    ]
    assert [row[1] for row in causes[1:]] == [cause.title for cause in safe.causes]
    assert len(rows) == 1 + len(safe.items)
    told = {(row[0], row[1], row[4].partition(";")[0]) for row in rows[1:]}
    assert told == {(item.row.severity, item.row.id, WORDS[item.verdict]) for item in safe.items}
    patch = [token.content for token in PARSER.parse(text) if token.type == "fence"]
    assert patch[0] == safe.patch.diff()
    assert f"{len(remaining(safe.items))} stay open" in text


def test_every_fact_is_told_with_source_and_date(safe: Any, telling: Any) -> None:
    text = "".join(cell for row in tables(render([safe], telling()))[-1] for cell in row)
    facts = [one for item in safe.items for one in item.judgement.evidence]
    assert facts
    for one in facts:
        assert f"{one.fact} ({one.source}, {one.date})" in text


def test_the_edit_of_a_cause_is_the_line_that_takes_its_place(safe: Any, telling: Any) -> None:
    edits = {row[1]: row[5] for row in tables(render([safe], telling()))[1][1:]}
    (base,) = [cause for cause in safe.causes if cause.kind == "base-image"]
    added = [line[1:] for line in safe.patch.diff().splitlines() if line.startswith("+FROM python")]
    assert added[0] in edits[base.title]


def test_an_unsafe_patch_is_folded_and_named(pinned: Any, telling: Any) -> None:
    text = render([pinned], telling())
    assert "No safe edit" in text
    assert text.index("With unsafe fixes too") < text.index("```diff")
    bolder = sum(
        item.bold is not None and item.bold.verdict in ("closed-by-edit", "likely-closed") for item in pinned.items
    )
    assert bolder
    assert f"Unsafe fixes would close or likely close {bolder} more." in text


def test_hostile_texts_are_inert(hostile: Any, telling: Any) -> None:
    text = render([hostile], telling(gate="</b>@all", remarks=["@all #1 <b>"]))
    assert all(mark.isprintable() or mark in "\n\t" for mark in text)
    for token in PARSER.parse(text):
        if token.type in ("html_block", "html_inline"):
            assert set(re.findall(r"<[^>]*>", token.content)) <= TAGS, token.content
        for child in token.children or []:
            assert child.type in ("text", "code_inline", "html_inline", "softbreak", "strong_open", "strong_close")
            if child.type == "html_inline":
                assert child.content in TAGS
            if child.type == "text":
                assert not re.search(r"[@#<>\[\]~$%&|\\`*_]|://|www\.", child.content), child.content
    found = tables(text)
    assert [len({len(row) for row in one}) for one in found] == [1] * len(found)
    assert len(found[-1]) == 1 + len(hostile.items)


@pytest.mark.parametrize("number", [1000, 3000])
def test_a_comment_is_never_too_long(grown: Any, telling: Any, number: int) -> None:
    answer = grown(number)
    text = render([answer], telling())
    assert units(text) <= MOST
    assert units(text) > MOST * 0.8, "what room there is is used"
    told = len(tables(text)[-1]) - 1
    assert f"{len(answer.items) - told:,} rows more would not fit" in text


def test_many_images_fit_too(grown: Any, telling: Any) -> None:
    answer = grown(200)
    text = render([answer] * 400, telling())
    assert units(text) <= MOST
    heads = text.count("\n### ")
    assert f"{400 - heads} images more would not fit" in text


def test_a_patch_is_told_whole_or_not_at_all(make: Any, many: Any, telling: Any, texts: Any) -> None:
    near = "".join(f"LABEL l{number}={'x' * 30_000}\n" for number in range(3))
    answer = make(many(20), texts["safe"].replace("WORKDIR /app\n", f"{near}WORKDIR /app\n"))
    assert len(answer.patch.diff()) > MOST
    long = render([answer], telling())
    assert "A patch of " in long
    assert "```" not in long
    assert units(long) <= MOST


def test_says_what_was_written_and_what_fails(safe: Any, telling: Any) -> None:
    text = render([safe], telling(written=True, gate="high", failing=safe.items[:2], remarks=["a waiver has ended"]))
    assert "It stands in the file already." in text
    assert "**Gate `high`:** 2 rows fail it." in text
    assert text.count("**fails the gate**") == 2
    assert "- a waiver has ended\n" in text
    assert "no row fails it" in render([safe], telling(gate="high"))


def test_waived_rows_stay_closed(waived: Any, telling: Any) -> None:
    text = render([waived], telling())
    assert "0 stay open" in text
    assert "until 2027-01-31" in text
    assert "none is asked for" in text


def test_no_rows_at_all(make: Any, telling: Any) -> None:
    text = render([make([])], telling())
    assert "0 rows, 0 causes, 0 stay open" in text
    assert "| --- |" not in text


def test_the_same_every_time(safe: Any, telling: Any) -> None:
    assert render([safe], telling()) == render([safe], telling())
    assert render([safe], telling()).endswith("\n")
