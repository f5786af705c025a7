from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.config.select import choices, chosen, is_shellcheck, reach, unmatched
from dockerpatch.rules.catalog import RuleInfo

from .conftest import make_rule

DEFAULT = "DP101 DP102 DP201 DL3027 StageNameCasing"
STRICT = "DP101 DP102 DP103 DP201 DP204 DL3027 StageNameCasing"

CASES: list[tuple[dict[str, object], str]] = [
    ({}, DEFAULT),
    ({"profile": "strict"}, STRICT),
    ({"profile": "hadolint"}, "DL3027"),
    ({"select": ()}, ""),
    ({"select": ("ALL",)}, STRICT),
    ({"select": ("all",)}, STRICT),
    ({"select": ("DP1",)}, "DP101 DP102 DP103"),
    ({"select": ("dp1",)}, "DP101 DP102 DP103"),
    ({"select": ("DL3007",)}, "DP102"),
    ({"select": ("DL",)}, "DP102 DL3027"),
    ({"select": ("missing-",)}, "DP201 DP204"),
    ({"select": ("STAGENAMECASING",)}, "StageNameCasing"),
    ({"select": ("tally/",)}, "StageNameCasing"),
    ({"select": ("DP9",)}, ""),
    ({"select": ("DP900",)}, "DP900"),
    ({"select": ("brand-new",)}, "DP900"),
    ({"select": ("ALL", "DP900")}, STRICT + " DP900"),
    ({"extend_select": ("DP900",)}, DEFAULT + " DP900"),
    ({"extend_select": ("DP204",)}, "DP101 DP102 DP201 DP204 DL3027 StageNameCasing"),
    ({"profile": "strict", "extend_select": ("ALL",)}, STRICT),
    ({"ignore": ("DP1",)}, "DP201 DL3027 StageNameCasing"),
    # another tool's name is about findings, not about a whole rule of ours
    ({"ignore": ("DL3007",)}, DEFAULT),
    ({"ignore": ("DL3027",)}, "DP101 DP102 DP201 StageNameCasing"),
    # a name that is a rule's own code is that rule's
    ({"select": ("DL3027",)}, "DL3027"),
    ({"ignore": ("ALL",)}, ""),
    ({"ignore": ("ALL",), "extend_select": ("DP101",)}, "DP101"),
    # the longest prefix wins, on either side
    ({"select": ("DP1",), "ignore": ("DP101",)}, "DP102 DP103"),
    ({"select": ("DP101",), "ignore": ("DP1",)}, "DP101"),
    ({"select": ("DP10",), "ignore": ("DP1",)}, "DP101 DP102 DP103"),
    ({"select": ("ALL",), "ignore": ("DP",)}, "DL3027 StageNameCasing"),
    # a tie is ignored; a whole name is longer than any prefix, and as long as any other whole name
    ({"select": ("DP1",), "ignore": ("DP1",)}, ""),
    ({"select": ("DP101",), "ignore": ("delisted-base-tag",)}, ""),
    ({"select": ("delisted-base-tag",), "ignore": ("DP101",)}, ""),
    ({"select": ("DP101",), "ignore": ("delisted-base-ta",)}, "DP101"),
    ({"select": (" DP101 ", "")}, "DP101"),
]


HEARD: list[tuple[dict[str, object], str, str | None, str]] = [
    ({}, "DP102", None, ""),
    ({"select": ("DP102",)}, "DP102", None, ""),
    ({"select": ("DL3007",)}, "DP102", "DL3007", ""),
    ({"select": ("DL300",)}, "DP102", "DL3006 DL3007", ""),
    ({"select": ("ALL",)}, "DP102", None, ""),
    ({"ignore": ("dl3007",)}, "DP102", None, "DL3007"),
    ({"select": ("DL300",), "ignore": ("DL3007",)}, "DP102", "DL3006 DL3007", "DL3007"),
    ({"select": ("DP1",), "ignore": ("DL3007",)}, "DP102", None, "DL3007"),
    ({"select": ("DS002",)}, "DL3002", "DS-0002", ""),
    ({"select": ("avd-ds-0002",)}, "DL3002", "DS-0002", ""),
]


@pytest.mark.parametrize(("settings", "code", "only", "without"), HEARD)
def test_names_of_other_tools_choose_among_findings(
    rules: tuple[RuleInfo, ...], settings: dict[str, object], code: str, only: str | None, without: str
) -> None:
    more = (*rules, make_rule("DL3002", "last-user-is-root", ("DS-0002", "CKV_DOCKER_8")))
    (choice,) = [one for one in choices(more, **settings) if one.rule.code == code]
    assert choice.only == (None if only is None else frozenset(only.split()))
    assert choice.without == frozenset(without.split())


SET = [
    ({}, ""),
    ({"settings": ("labels.schema",)}, "DL3052"),
    ({"profile": "strict"}, ""),
    ({"profile": "strict", "settings": ("labels.schema",)}, "DL3052"),
    ({"profile": "hadolint", "settings": ("labels.schema",)}, "DL3052"),
    ({"select": ("DL3052",)}, "DL3052"),
    ({"extend_select": ("invalid-url-label",)}, "DL3052"),
    ({"ignore": ("DL3052",), "settings": ("labels.schema",)}, ""),
]


@pytest.mark.parametrize(("settings", "wanted"), SET)
def test_a_setting_turns_its_rule_on(settings: dict[str, object], wanted: str) -> None:
    rule = make_rule("DL3052", "invalid-url-label", setting="labels.schema", hadolint="warning")
    assert [one.code for one in chosen((rule,), **settings)] == wanted.split()


@pytest.mark.parametrize(("settings", "wanted"), CASES)
def test_chosen(rules: tuple[RuleInfo, ...], settings: dict[str, object], wanted: str) -> None:
    assert [rule.code for rule in chosen(rules, **settings)] == wanted.split()


SELECTORS = st.lists(
    st.sampled_from(["ALL", "D", "DP", "DP1", "DP10", "DP101", "DP2", "DL3007", "delisted-base-tag", "missing-", "X"]),
    max_size=4,
).map(tuple)


@given(select=st.none() | SELECTORS, extend=SELECTORS, ignore=SELECTORS, more=SELECTORS)
def test_more_ignores_never_add_and_order_never_matters(
    rules: tuple[RuleInfo, ...],
    select: tuple[str, ...] | None,
    extend: tuple[str, ...],
    ignore: tuple[str, ...],
    more: tuple[str, ...],
) -> None:
    found = set(chosen(rules, select, extend, ignore))
    assert set(chosen(rules, select, extend, ignore + more)) <= found
    assert set(chosen(rules, select, extend + more, ignore)) >= found
    turned = None if select is None else select[::-1]
    assert set(chosen(rules[::-1], turned, extend[::-1], ignore[::-1])) == found


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [("ALL", 0), ("D", 1), ("dp10", 4), ("DL300", 5), ("DP102", 1 << 16), ("dl3006", 1 << 16), ("DP2", -1), ("", -1)],
)
def test_reach(rules: tuple[RuleInfo, ...], selector: str, wanted: int) -> None:
    assert reach(rules[1], selector) == wanted


@pytest.mark.parametrize(
    ("selector", "foreign", "wanted"),
    [
        ("ALL", False, []),
        ("DP1", False, []),
        ("DL3006", False, []),
        ("DP2O1", False, [("DP2O1", " (did you mean 'DP201'?)")]),
        ("delisted-base-tags", False, [("delisted-base-tags", " (did you mean 'delisted-base-tag'?)")]),
        ("qqqqqq", False, [("qqqqqq", "")]),
        ("SC9999", False, []),
        ("SX9999", False, [("SX9999", "")]),
        ("DL4006", True, []),
        ("SC2086", True, []),
        ("CKV_DOCKER_3", True, []),
        ("CKV2_DOCKER_3", True, []),
        ("AVD-DS-0002", True, []),
        ("DS002", True, []),
        ("tally/prefer-run-heredoc", True, []),
        ("DP2O1", True, [("DP2O1", " (did you mean 'DP201'?)")]),
        ("", True, [("", "")]),
    ],
)
def test_unmatched(rules: tuple[RuleInfo, ...], selector: str, foreign: bool, wanted: list[tuple[str, str]]) -> None:
    assert unmatched([selector], rules, foreign) == wanted


@pytest.mark.parametrize("name", ["SC2086", "sc2", "SC", " SC2086 ", "ShellCheck"])
def test_what_shellcheck_finds_is_known(name: str) -> None:
    assert is_shellcheck(name)
    assert unmatched([name], []) == []


@pytest.mark.parametrize("name", ["SC20860", "SCX", "SC2086x", "shell", "DL3000", "SC\u0662\u0660\u0668\u0666"])
def test_what_only_looks_like_it_is_not(name: str) -> None:
    assert not is_shellcheck(name)
    assert unmatched([name], []) == [(name, "")]
