from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.text.edit import Edit, OverlapError, Taken, apply, moved, ordered

TEXT = "FROM alpine\r\né\udcff\n"
edits = st.tuples(st.integers(0, 14), st.integers(0, 14), st.text("xy", max_size=2)).map(
    lambda three: Edit(min(three[:2]), max(three[:2]), three[2])
)
some = st.lists(edits, max_size=6)


def are_at_peace(group: list[Edit]) -> bool:
    return not any(one.conflicts(other) for one in group for other in group)


def spliced(text: str, group: list[Edit]) -> str:
    """The plain way: the last place first, each edit once."""
    for edit in sorted(set(group), key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@given(edits, edits)
def test_a_conflict_is_mutual(one: Edit, other: Edit) -> None:
    assert one.conflicts(other) == other.conflicts(one)
    assert not one.conflicts(one)


@given(edits, edits)
def test_edits_conflict_when_they_share_a_character_or_a_place(one: Edit, other: Edit) -> None:
    """Without a conflict the order in which two edits are made is of no account; with one, `apply` refuses."""
    if one.conflicts(other):
        with pytest.raises(OverlapError):
            apply(TEXT, [one, other])
    else:
        assert not set(range(one.start, one.end)) & set(range(other.start, other.end)) or one == other
        assert apply(TEXT, [one, other]) == apply(TEXT, [other, one]) == spliced(TEXT, [one, other])


@given(some, st.randoms())
def test_edits_are_made_at_once_whatever_their_order(group: list[Edit], random: object) -> None:
    shuffled = list(group)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    if are_at_peace(group):
        assert apply(TEXT, shuffled) == spliced(TEXT, group)
        assert ordered(shuffled) == ordered(group)
        assert apply(TEXT, [*group, *shuffled]) == apply(TEXT, group)
    else:
        with pytest.raises(OverlapError):
            ordered(shuffled)


@given(some)
def test_what_no_edit_covers_stays_where_moved_says(group: list[Edit]) -> None:
    if not are_at_peace(group):
        return
    new = apply(TEXT, group)
    for at, mark in enumerate(TEXT):
        if not any(edit.start <= at < edit.end for edit in group):
            assert new[moved(at, ordered(group))] == mark
    assert moved(len(TEXT), ordered(group)) == len(new)


@given(st.lists(some, max_size=5))
def test_groups_are_taken_whole_unless_they_conflict(groups: list[list[Edit]]) -> None:
    taken = Taken()
    kept: list[Edit] = []
    for group in groups:
        if not are_at_peace(group):
            continue
        free = not any(mine.conflicts(other) for mine in group for other in kept)
        assert taken.take(group) == free
        if free:
            kept += group
    assert are_at_peace(kept)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (Edit(2, 5, "a"), Edit(2, 5, "a"), False),
        (Edit(2, 5, "a"), Edit(2, 5, "b"), True),
        (Edit(2, 5, "a"), Edit(5, 7, "b"), False),
        (Edit(2, 5, "a"), Edit(4, 7, "b"), True),
        (Edit(2, 5, "a"), Edit(3, 3, "b"), True),
        (Edit(2, 5, "a"), Edit(2, 2, "b"), False),
        (Edit(2, 5, "a"), Edit(5, 5, "b"), False),
        (Edit(3, 3, "a"), Edit(3, 3, "b"), True),
        (Edit(3, 3, "a"), Edit(3, 3, "a"), False),
        (Edit(0, 9, ""), Edit(3, 4, "b"), True),
    ],
)
def test_conflicts(one: Edit, other: Edit, conflict: bool) -> None:
    assert one.conflicts(other) is conflict


@pytest.mark.parametrize("edit", [Edit(-1, 0, "x"), Edit(0, 99, ""), Edit(99, 99, "x"), Edit(3, 2, "")])
def test_an_edit_outside_the_text_is_refused(edit: Edit) -> None:
    with pytest.raises(OverlapError):
        apply(TEXT, [edit])


def test_an_insertion_stands_before_what_replaces_the_same_place() -> None:
    assert apply("abc", [Edit(1, 2, "X"), Edit(1, 1, "i"), Edit(2, 2, "j")]) == "aiXjc"


def test_edits_are_equal_by_what_they_do() -> None:
    assert len({Edit(1, 2, "a"), Edit(1, 2, "a"), Edit(1, 2, "b")}) == 2
    assert Edit(1, 2, "a") != (1, 2, "a")
    assert repr(Edit(1, 2, "a")) == "Edit(1, 2, 'a')"


@pytest.mark.parametrize(("offset", "new"), [(0, 0), (1, 1), (2, 3), (3, 3), (4, 3), (5, 3)], ids=str)
def test_a_place_inside_an_edit_moves_to_the_end_of_its_text(offset: int, new: int) -> None:
    assert moved(offset, [Edit(1, 1, ""), Edit(2, 2, "i"), Edit(2, 5, "")]) == new
