"""A fix is shown as the lines it changes, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reporters.change import MOST_ROWS, change, hunks
from dockerpatch.reporters.paint import Paint
from dockerpatch.reporters.snippet import COLUMNS
from dockerpatch.text.diff import lines_of
from dockerpatch.text.edit import Edit, OverlapError, apply, ordered
from dockerpatch.text.source import Source

FILE = "FROM alpine:3.18\nRUN a\nRUN b\n"


def drawn(text: str, *edits: Edit) -> list[str]:
    return change(Source.of("Dockerfile", text), edits, Paint(False))[1]


@pytest.mark.parametrize(
    ("edits", "rows"),
    [
        ([Edit(12, 16, "3.24")], ["1 - FROM alpine:3.18", "1 + FROM alpine:3.24"]),
        ([Edit(17, 17, "RUN up\n")], ["1   FROM alpine:3.18", "2 + RUN up"]),
        ([Edit(0, 0, "# x\n")], ["1 + # x"]),
        ([Edit(17, 23, "")], ["2 - RUN a"]),
        ([Edit(28, 29, "")], ["3 - RUN b", "3 + RUN b"]),
        (
            [Edit(12, 16, "3.24"), Edit(17, 17, "RUN up\n")],
            ["1 - FROM alpine:3.18", "1 + FROM alpine:3.24", "2 + RUN up"],
        ),
        (
            [Edit(17, 17, "RUN up\n"), Edit(27, 28, "c")],
            ["1   FROM alpine:3.18", "2 + RUN up", "3 - RUN b", "4 + RUN c"],
        ),
        ([Edit(16, 22, "")], ["2 - RUN a"]),
    ],
)
def test_rows(edits: list[Edit], rows: list[str]) -> None:
    assert drawn(FILE, *edits) == rows


def test_carriage_returns_are_not_shown() -> None:
    assert drawn("FROM a\r\nRUN b\r\n", Edit(5, 6, "c")) == ["1 - FROM a", "1 + FROM c"]


def test_a_long_fix_is_cut() -> None:
    rows = drawn("FROM a\n", Edit(7, 7, "".join(f"RUN {n}\n" for n in range(100))))
    assert len(rows) == MOST_ROWS + 1
    assert rows[-1].strip() == f"({101 - MOST_ROWS} more lines)"


def test_a_long_line_is_cut_around_the_change() -> None:
    text = "RUN " + "x" * 1_000_000 + "old" + "y" * 1_000_000 + "\n"
    rows = drawn(text, Edit(1_000_004, 1_000_007, "new"))
    assert [row[0:3] for row in rows] == ["1 -", "1 +"]
    assert "old" in rows[0]
    assert "new" in rows[1]
    assert max(map(len, rows)) <= COLUMNS


def test_escapes_are_shown() -> None:
    assert drawn("FROM a\n", Edit(7, 7, "RUN \x1b[2J\u202e\n"))[1] == "2 + RUN \\x1b[2J\\u202e"


LINES = st.lists(st.sampled_from(["FROM a", "RUN b", "", "x" * 9]), max_size=8).map("\n".join)


@given(LINES, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.sampled_from(["", "z", "\n", "p\nq\n"]))))
def test_hunks_are_the_change(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edits = []
    for start, length, new in wanted:
        edit = Edit(min(start, len(text)), min(start + length, len(text)), new)
        try:
            ordered([*edits, edit])
        except OverlapError:
            continue
        edits.append(edit)
    old, new_lines = lines_of(text), []
    at = 0
    for hunk in hunks(Source.of("f", text), edits):
        new_lines += old[at : hunk.old - 1]
        assert hunk.new == len(new_lines) + 1
        assert old[hunk.old - 1 : hunk.old - 1 + len(hunk.removed)] == hunk.removed
        new_lines += hunk.added
        at = hunk.old - 1 + len(hunk.removed)
    assert "".join([*new_lines, *old[at:]]) == apply(text, edits)
