"""The picture of rows, causes and edits: legible and whole, whatever flows through it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reporters.legible import width
from dockerpatch.reports.report import SEVERITIES, Report, Row
from dockerpatch.triage.answer import BASE, CLOSED, LIKELY, VERDICTS, Cause, Item, Judgement
from dockerpatch.triage.views.flow import LETTER, MOST_CAUSES, WIDTH, Box, Flow, flow, wrapped
from dockerpatch.triage.views.outline import Hunk

SCAN = Report("report.json", "grype-json", "grype", [])

COUNTS = st.lists(
    st.dictionaries(st.tuples(st.sampled_from(SEVERITIES), st.sampled_from(VERDICTS)), st.integers(1, 40), min_size=1),
    min_size=1,
    max_size=15,
)


def causes(counts: list[dict[tuple[str, str], int]]) -> list[Cause]:
    found = []
    for number, one in enumerate(counts):
        cause = Cause(
            BASE,
            f"the base image number{number}:1.2.3-alpine3.20 " * (1 + number % 3),
            number * 10 + 1,
            number * 10 + 1,
        )
        for (severity, verdict), many in one.items():
            for _ in range(many):
                item = Item(Row("CVE-2024-1", "p", "1", severity=severity), SCAN, cause)
                item.judgement = Judgement(verdict, "")
                cause.items.append(item)
        found.append(cause)
    return found


def drawn(counts: list[dict[tuple[str, str], int]], edited: int = 2) -> Flow:
    changes = [Hunk(number * 10 + 1, number * 10 + 1, ["FROM a\n"], ["FROM b\n"]) for number in range(edited)]
    made = flow(causes(counts), changes, "cause-")
    assert made is not None
    return made


@given(COUNTS, st.integers(0, 3))
def test_boxes_stand_apart_and_hold_their_labels(counts: list[dict[tuple[str, str], int]], edited: int) -> None:
    made = drawn(counts, edited)
    for column in made.boxes:
        at = 0.0
        for box in column:
            assert box.top >= at - 0.01
            at = box.top + box.height + 5
            assert box.height >= box.least - 0.01, "the label has its room"
            assert box.right <= WIDTH
            assert box.least >= 31 + 17 * len(box.lines)
            assert all(width(line) * LETTER <= box.wide - 20 for line in box.lines)
        assert at - 5 <= made.height + 0.01


@given(COUNTS)
def test_every_row_flows_through_once(counts: list[dict[tuple[str, str], int]]) -> None:
    made = drawn(counts)
    total = sum(sum(one.values()) for one in counts)
    assert [sum(box.rows for box in column) for column in made.boxes] == [total] * 3
    assert len(made.boxes[1]) == min(len(counts), MOST_CAUSES + 1)
    # Each end of a box is taken up whole by bands: what comes in and goes out adds up to its height.
    for column, box in ((column, box) for column, boxes in enumerate(made.boxes) for box in boxes):
        for side, x in (("out", box.right), ("in", box.left)):
            if (side, column) in (("out", 2), ("in", 0)):
                continue
            taken = sum(
                height
                for left, right, height in (ends(band.path, x) for band in made.bands)
                if inside(box, left, right)
            )
            assert taken == pytest.approx(box.height, abs=0.15 * (1 + len(made.bands)))


def ends(path: str, x: int) -> tuple[float, float, float]:
    """Top, bottom and height of the band's end at x; nothing where it has none there."""
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]
    x1, a, _, _, _, c, x2, _, d, _, _, _, b, *_ = [*numbers[:8], *numbers[8:]]
    if x == x1:
        return a, b, b - a
    if x == x2:
        return c, d, d - c
    return -1, -1, 0


def inside(box: Box, top: float, bottom: float) -> bool:
    return box.top - 0.1 <= top <= bottom <= box.top + box.height + 0.1


def test_one_row_makes_a_picture() -> None:
    made = drawn([{("high", CLOSED): 1}])
    assert [[box.note for box in column] for column in made.boxes] == [["1 row"], ["line 1, 1 row"], ["1 closed"]]
    assert made.boxes[2][0].full == "Edit of line 1: FROM b"
    assert made.boxes[1][0].link == "#cause-1"


def test_a_cause_without_an_edit_of_its_own_owes_it_to_all_of_them() -> None:
    made = drawn([{("high", CLOSED): 1}, {("low", CLOSED): 1}, {("low", LIKELY): 3}])
    assert [box.full for box in made.boxes[2]] == [
        "Edit of lines 1, 11: FROM b; FROM b",
        "Edit of line 1: FROM b",
        "Edit of line 11: FROM b",
    ]


def test_what_is_likely_only_is_not_called_closed() -> None:
    made = drawn([{("high", CLOSED): 2, ("low", LIKELY): 3}, {("low", LIKELY): 1}])
    assert [(box.note, box.style) for box in made.boxes[2]] == [
        ("2 closed, 3 likely closed", CLOSED),
        ("1 likely closed", LIKELY),
    ]


def test_no_rows_make_no_picture() -> None:
    assert flow([], [], "") is None


@given(st.text(max_size=400), st.integers(8, 40), st.integers(1, 3))
def test_labels_are_wrapped_and_cut(text: str, room: int, most: int) -> None:
    found = wrapped(text, room, most)
    assert len(found) <= most
    assert all(width(line) <= room for line in found)
    assert all(line.isprintable() for line in found)


def test_a_label_that_fits_is_whole() -> None:
    assert wrapped("the base image python:3", 20, 2) == ["the base image", "python:3"]
    assert wrapped("x" * 50, 20, 2) == ["x" * 20, "x" * 19 + "…"]
