from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dockerpatch.engine import proof
from dockerpatch.engine.fixpoint import ROUNDS
from dockerpatch.lint.finding import DISPLAY, NOTE, UNSAFE, Finding, Fix
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dockerpatch.engine.analyze import ActiveRule

    Rule = Callable[..., ActiveRule]

TEXT = "FROM a\nRUN one\nRUN two\n"


def test_a_fix_is_made(bench: Any, rule: Rule) -> None:
    fixed = bench(rule("R1", "one", ("one", "1"))).fix(TEXT)
    assert fixed.analysis.source.text == "FROM a\nRUN 1\nRUN two\n"
    assert [finding.code for finding in fixed.applied] == ["R1"]
    assert fixed.left == []


def test_all_edits_of_a_fix_or_none(bench: Any, rule: Rule) -> None:
    both = rule("R1", "one", ("one", "1"), ("two", "2"))
    worse = rule("R2", "RUN two", ("RUN two", "RUN x two"), severity="error")
    made = bench(both, worse)
    assert made.fixed(TEXT) == "FROM a\nRUN 1\nRUN x 2\n"
    # The place that nobody else wanted waited for the one that was taken.
    assert made.texts[1] == "FROM a\nRUN one\nRUN x two\n"


def test_a_line_can_go_and_its_neighbours_stay(bench: Any, rule: Rule) -> None:
    assert bench(rule("R1", "one", ("RUN one\n", ""))).fixed(TEXT) == "FROM a\nRUN two\n"


def test_the_worse_finding_wins_and_the_loser_meets_the_next_round(bench: Any, rule: Rule) -> None:
    mild = rule("R1", "one", ("one", "mild"))
    worse = rule("R2", "RUN one", ("RUN one", "RUN worse one"), severity="error")
    made = bench(mild, worse)
    fixed = made.fix(TEXT)
    assert fixed.analysis.source.text == "FROM a\nRUN worse mild\nRUN two\n"
    assert [finding.code for finding in fixed.applied] == ["R2", "R1"]
    assert made.texts[1] == "FROM a\nRUN worse one\nRUN two\n"


def test_of_two_equals_the_first_code_wins(bench: Any, rule: Rule) -> None:
    made = bench(rule("R2", "one", ("one", "second")), rule("R1", "one", ("one", "first")))
    assert made.fixed(TEXT) == "FROM a\nRUN first\nRUN two\n"


def test_the_same_edit_of_two_rules_is_made_once(bench: Any, rule: Rule) -> None:
    same = ("FROM a\n", "FROM a\nRUN up\n")
    made = bench(rule("R1", "one", ("one", "1"), same), rule("R2", "two", ("two", "2"), same))
    assert made.fixed(TEXT) == "FROM a\nRUN up\nRUN 1\nRUN 2\n"


def test_rounds_follow_each_other(bench: Any, rule: Rule) -> None:
    made = bench(rule("R1", "one", ("one", "uno")), rule("R2", "uno", ("uno", "eins"), severity=NOTE))
    fixed = made.fix(TEXT)
    assert fixed.analysis.source.text == "FROM a\nRUN eins\nRUN two\n"
    assert [finding.code for finding in fixed.applied] == ["R1", "R2"]


def test_a_loop_changes_nothing_and_is_named(bench: Any, rule: Rule) -> None:
    there = rule("R1", "one", ("one", "uno"), severity=NOTE)
    back = rule("R2", "uno", ("uno", "one"), severity=NOTE)
    still = rule("R3", "two")
    fixed = bench(there, back, still).fix(TEXT)
    assert fixed.analysis.source.text == TEXT
    assert fixed.applied == []
    assert [(left.finding.code, left.reason) for left in fixed.left] == [
        ("R1", "not applied: the fixes of R1, R2 undo each other"),
        ("R3", "has no automatic fix"),
    ]


def test_a_rule_that_was_done_before_the_loop_is_not_named(bench: Any, rule: Rule) -> None:
    there = rule("R1", "uno", ("uno", "due"), severity=NOTE)
    back = rule("R2", "due", ("due", "uno"), severity=NOTE)
    reasons = bench(rule("R0", "one", ("one", "uno")), there, back).reasons(TEXT)
    assert reasons == [("R0", "not applied: the fixes of R1, R2 undo each other")]


def test_it_ends_after_ten_rounds(bench: Any, rule: Rule) -> None:
    steps = [rule(f"R{n:02}", f"s{n:02}", (f"s{n:02}", f"s{n + 1:02}"), severity=NOTE) for n in range(20)]
    fixed = bench(*steps).fix("FROM s00\n")
    assert fixed.analysis.source.text == f"FROM s{ROUNDS}\n"
    assert len(fixed.applied) == ROUNDS
    assert [left.reason for left in fixed.left] == [f"not applied within {ROUNDS} rounds"]


@pytest.mark.parametrize(
    ("safety", "unsafe", "made", "reason"),
    [
        ("safe", False, True, ""),
        (UNSAFE, False, False, "has an unsafe fix: --unsafe applies it"),
        (UNSAFE, True, True, ""),
        (DISPLAY, True, False, "needs a person's decision"),
    ],
)
def test_safety(bench: Any, rule: Rule, safety: str, unsafe: bool, made: bool, reason: str) -> None:
    planted = bench(rule("R1", "one", ("one", "1"), safety=safety))
    assert (planted.fixed(TEXT, unsafe) != TEXT) == made
    assert planted.reasons(TEXT, unsafe) == ([] if made else [("R1", reason)])


BROKEN = [
    ("FROM a", ("FROM a", "ENV a"), "the patched file would have an error"),
    ("one", ("one", "<<E"), "the patched file would have an error"),
    ("one", ("one", "one x"), "the patch would not remove R1"),
    ("one", ("one", "1 \\"), "the patch would change RUN on line 3"),
]


@pytest.mark.parametrize(("old", "edit", "reason"), BROKEN)
def test_a_bad_patch_is_refused_and_costs_no_other(
    bench: Any, rule: Rule, old: str, edit: tuple[str, str], reason: str
) -> None:
    bad = rule("R1", old, (old, edit[1]) if edit[0] == old else edit)
    good = rule("R2", "CMD z", ("CMD z", "CMD y"))
    fixed = bench(bad, good).fix(TEXT + "CMD z\n")
    assert fixed.analysis.source.text == TEXT + "CMD y\n"
    assert [one.code for one in fixed.applied] == ["R2"]
    (left,) = fixed.left
    assert left.reason.startswith(f"not applied: {reason}")


def test_a_patch_that_brings_a_new_finding_is_refused(bench: Any, rule: Rule) -> None:
    reasons = bench(rule("R1", "one", ("one", "bad")), rule("R2", "bad")).reasons(TEXT)
    assert reasons == [("R1", "not applied: the patch would bring a new finding: R2 on line 2: 'bad' is here")]


def test_a_patch_that_brings_a_note_is_made(bench: Any, rule: Rule) -> None:
    fixed = bench(rule("R1", "one", ("one", "meh")), rule("R2", "meh", severity=NOTE)).fix(TEXT)
    assert fixed.analysis.source.text == "FROM a\nRUN meh\nRUN two\n"
    assert [(left.finding.code, left.reason) for left in fixed.left] == [("R2", "has no automatic fix")]


def test_edits_that_overlap_each_other_are_refused(bench: Any, rule: Rule) -> None:
    reasons = bench(rule("R1", "one", ("one", "1"), ("RUN one", "x"))).reasons(TEXT)
    assert reasons == [("R1", "not applied: its edits overlap each other")]


def test_edits_outside_the_file_are_refused(bench: Any, plant: Rule) -> None:
    def check(ctx: Any) -> Iterator[Finding]:
        fix = Fix("safe", "", [Edit(900, 901, "x")])
        yield Finding(code="R1", name="n", severity="warning", message="", path="", span=Span(0, 1), fix=fix)

    assert bench(plant("R1", check)).reasons(TEXT) == [("R1", "not applied: its edits do not fit the file")]


def test_one_bad_fix_of_many_costs_only_itself(bench: Any, rule: Rule) -> None:
    text = "FROM a\n" + "".join(f"RUN one{number}\n" for number in range(30))
    rules = [
        rule(f"R{number:02}", f"one{number}\n", (f"one{number}\n", f"1{number}\n"))
        for number in range(30)
        if number != 7
    ]
    made = bench(*rules, rule("R07", "one7\n", ("one7\n", "<<E\n")))
    fixed = made.fix(text)
    assert fixed.analysis.source.text == text.replace("one", "1").replace(
        "RUN 17\nRUN 18\nRUN 19\nRUN 110", "RUN one7\nRUN 18\nRUN 19\nRUN 110"
    )
    assert [left.finding.code for left in fixed.left] == ["R07"]
    assert len(fixed.applied) == 29
    assert len(made.texts) < 30


def test_findings_of_one_key_are_judged_each(bench: Any, plant: Rule) -> None:
    """The fix of the first is wrong, those of the others are right, and all look alike."""

    def check(ctx: Any) -> Iterator[Finding]:
        text = ctx.source.text
        for at in [at for at in range(len(text)) if text.startswith("old", at)]:
            new = "<<E" if "RUN keep\n" not in text[:at] else "new"
            fix = Fix("safe", "", [Edit(at, at + 3, new)])
            yield Finding(
                code="R1", name="n", severity="warning", message="", path="", span=Span(at, at + 3), fix=fix, key="old"
            )

    fixed = bench(plant("R1", check)).fix("FROM a\nRUN old\nRUN keep\nRUN old\nRUN old\n")
    assert fixed.analysis.source.text == "FROM a\nRUN old\nRUN keep\nRUN new\nRUN new\n"
    assert len(fixed.left) == 1


def test_the_second_opinion_catches_a_planted_fault(bench: Any, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own parser is made blind: what the patch does to another line is seen by dockerfile-parse alone."""
    from dockerpatch.hosts import dockerfile

    monkeypatch.setattr(dockerfile, "objections", lambda *_: [])
    blind = bench(rule("R1", "one", ("one", "1 \\")))
    assert blind.reasons(TEXT) == [
        ("R1", "not applied: dockerfile-parse reads instructions outside the patch differently after it")
    ]
    monkeypatch.setattr(proof, "_second_opinion", lambda *_: [])
    assert blind.fixed(TEXT) == "FROM a\nRUN 1 \\\nRUN two\n"


@pytest.mark.parametrize(
    "text", ["FROM a\r\nRUN one\r\n", "\ufeffFROM a\nRUN one", "FROM a\nRUN one \udcff\n", "FROM a\n\tRUN one"]
)
def test_what_is_not_edited_stays(bench: Any, rule: Rule, text: str) -> None:
    assert bench(rule("R1", "one", ("one", "1"))).fixed(text) == text.replace("one", "1")
