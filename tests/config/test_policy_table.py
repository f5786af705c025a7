from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from dockerpatch.config import policy_table, schema
from dockerpatch.config.load import ConfigError, load
from dockerpatch.config.places import line_of, lines_of
from dockerpatch.reports import openvex
from dockerpatch.rules.catalog import RuleInfo

Rules = tuple[RuleInfo, ...]

REST = 'reason = "r"\nowner = "o"\nexpires = 2027-01-31\n'


def write(folder: pathlib.Path, text: str, name: str = ".dockerpatch.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_policy_arrives_as_it_is_written(tmp_path: pathlib.Path, rules: Rules) -> None:
    text = f"""\
[policy]
fail-on = "error"
vex = ["a.json", "/b.json"]
paths = {{"examples/" = {{fail-on = "never"}}}}
[policy.pr]
vulnerabilities = "critical"
[[policy.waivers]]
rule = "avd-ds-0001"
{REST}
[[policy.waivers]]
id = "GHSA-aaaa-bbbb-cccc"
package = "@scope/name"
{REST}"""
    # No rule of the fixture goes by Trivy's name.
    found = load(write(tmp_path, text.replace("avd-ds-0001", "tally/stage-casing")), rules).policy
    assert found == {
        "fail-on": "error",
        "vex": (str(tmp_path / "a.json"), "/b.json"),
        "paths": {"examples/": {"fail-on": "never"}},
        "pr": {"vulnerabilities": "critical"},
        "waivers": (
            {"rule": "tally/stage-casing", "reason": "r", "owner": "o", "expires": "2027-01-31", "line": 7},
            {
                "id": "GHSA-aaaa-bbbb-cccc",
                "package": "@scope/name",
                "reason": "r",
                "owner": "o",
                "expires": "2027-01-31",
                "line": 13,
            },
        ),
    }


WRONG = [
    ("policy = 1", "1: policy must be a table, is a whole number"),
    ("[policy]\nfailon = 'error'", "2: unknown key 'policy.failon' (did you mean 'fail-on'?)"),
    ("[policy.prr]\nfail-on = 'error'", "1: unknown key 'policy.prr' (did you mean 'pr'?)"),
    ("[policy.pr]\nvex = []", "2: unknown key 'policy.pr.vex'"),
    ("[policy.pr]\n\nvulnerabilities = 'hihg'", "3: vulnerabilities must be one of critical, high, medium, low,"),
    ("[policy]\nfail-on = 'high'", "2: fail-on must be one of error, warning, note, never, is 'high'"),
    ("[policy]\nfixable-only = 'yes'", "2: fixable-only must be true or false, is a text"),
    ("[policy.paths]\n'a/' = 'never'", "2: a/ must be a table, is a text"),
    ("[policy.paths.'a/']\npaths = {}", "2: unknown key 'policy.paths.a/.paths'"),
    ("[policy.paths.'!a/']\nfail-on = 'never'", "1: '!a/' is no pattern that files can match"),
    ("[policy.paths.'# a']\nfail-on = 'never'", "1: '# a' is no pattern that files can match"),
    ("[policy]\nvex = 'a.json'", "2: vex must be a list of texts, is a text"),
    ("[policy]\nwaivers = 1", "2: waivers must be tables, each under [[policy.waivers]]"),
    ("[policy.waivers]\nid = 'CVE-2026-1'", "1: waivers must be tables, each under [[policy.waivers]]"),
    ("[[policy.waivers]]\nid = 'CVE-2026-1'", "1: a waiver needs reason, owner and expires; this one has no reason"),
    (f"[[policy.waivers]]\n{REST}", "1: a waiver needs the id of a vulnerability or a rule; this one has neither"),
    (f"[[policy.waivers]]\nid='CVE-2026-1'\nrule='DP101'\n{REST}", "1: a waiver needs the id of a vulnerability or a"),
    (f"[[policy.waivers]]\nid='DP 101'\n{REST}", "2: id must be that of one vulnerability, such as CVE-2026-1234, is"),
    (f"[[policy.waivers]]\nid='DP101'\n{REST}", "2: id must be that of one vulnerability, such as CVE-2026-1234, is"),
    (f"[[policy.waivers]]\nid='CVE-*'\n{REST}", "2: id must be that of one vulnerability, such as CVE-2026-1234, is"),
    (f"[[policy.waivers]]\nrule='DP1'\n{REST}", "2: no rule is called 'DP1'"),
    (f"[[policy.waivers]]\nrule='DP1O1'\n{REST}", "2: no rule is called 'DP1O1' (did you mean 'DP101'?)"),
    (f"[[policy.waivers]]\nrule='CVE-2026-1'\n{REST}", "2: 'CVE-2026-1' is a vulnerability: write id = ..."),
    (f"[[policy.waivers]]\nrule='DP101'\n{REST}image='a'", "6: image is for a vulnerability: a waiver of a rule may"),
    (f"[[policy.waivers]]\nrule='DP101'\n{REST}path='!a'", "6: '!a' is no pattern that files can match"),
    (f"[[policy.waivers]]\nid='CVE-2026-1'\n{REST}owners='a'", "6: unknown key 'owners' of a waiver (did you mean"),
    (f"[[policy.waivers]]\nid='CVE-2026-1'\n{REST}status='fine'", "6: status must be one of not_affected, affected,"),
    (
        f"[[policy.waivers]]\nid='CVE-2026-1'\n{REST}justification='component_not_present'",
        '6: justification is for status = "not_affected"',
    ),
    (
        f"[[policy.waivers]]\nid='CVE-2026-1'\n{REST}status='fixed'\njustification='component_not_present'",
        '7: justification is for status = "not_affected"',
    ),
    ("[[policy.waivers]]\nid='CVE-2026-1'\nreason='r'\nowner='o'\nexpires='31.1.2027'", "5: expires must be a day,"),
    ("[[policy.waivers]]\nid='CVE-2026-1'\nreason=' '\nowner='o'\nexpires=2027-01-31", "3: reason must not be empty"),
    (
        f"[[policy.waivers]]\nid='CVE-2026-1'\n{REST}\n[[policy.waivers]]\nid='cve-2026-1'\n{REST}",
        "7: there is a waiver for the same already",
    ),
    (
        f"[[policy.waivers]]\nid='CVE-2026-1'\n{REST}[[policy.waivers]]\nid='CVE-2026-2'\n{REST}paht='x'\n",
        "11: unknown key 'paht' of a waiver (did you mean 'path'?)",
    ),
    (
        "policy.waivers = [\n  {id='CVE-2026-1', reason='r', owner='o', expires=2027-01-31},\n  {id='CVE-2026-2'},\n]",
        "3: a waiver needs reason, owner and expires; this one has no reason",
    ),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_wrong_policy_has_its_line(tmp_path: pathlib.Path, rules: Rules, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load(path, rules)
    assert str(error.value).startswith(f"{path}:{says}")
    assert "\n" not in str(error.value)


def test_waivers_of_the_same_with_other_scopes_stand_together(tmp_path: pathlib.Path, rules: Rules) -> None:
    scopes = ("", 'package = "a"', 'package = "b"', 'image = "a"', 'path = "a"')
    text = "".join(f'[[policy.waivers]]\nid = "CVE-2026-1"\n{scope}\n{REST}' for scope in scopes)
    assert len(load(write(tmp_path, text), rules).policy["waivers"]) == len(scopes)


def test_lines_of_tables_in_brackets_and_under_headers() -> None:
    text = "[a]\n[[a.b]]\nx = 1\n\n[[a.b]]\ny = 2\nx = 3\n[c]\nd = [{x = 1},\n {x = [\n1], y = 2}]\n"
    assert lines_of(text, ("a", "b")) == [2, 5]
    assert lines_of(text, ("c", "d")) == [9, 10]
    assert [line_of(text, ("a", "b", "x"), entry) for entry in (0, 1)] == [3, 7]
    assert [line_of(text, ("c", "d", "x"), entry) for entry in (0, 1)] == [9, 10]
    assert line_of(text, ("a", "b", "y"), 1) == 6
    assert line_of(text, ("a", "b", "z"), 1) == 5
    assert line_of(text, ("a", "b", "y")) == 6


VALUES = {
    "id": ["CVE-2026-1", "DP101", "x", ""],
    "rule": ["DP101", "missing", "CVE-2026-1"],
    "package": ["a", ""],
    "image": ["a"],
    "path": ["a/", "*"],
    "reason": ["r", ""],
    "owner": ["o"],
    "expires": ["2027-01-31", "2027-02-30", "soon"],
    "status": [*openvex.STATUSES, "fine"],
    "justification": [policy_table.JUSTIFICATIONS[0], "because"],
    "other": ["x"],
}
WAIVERS = st.fixed_dictionaries(
    {"owner": st.just("o")},
    optional={name: st.sampled_from(values) for name, values in VALUES.items() if name != "owner"},
)
THRESHOLDS = st.dictionaries(
    st.sampled_from(["fail-on", "vulnerabilities", "fixable-only", "vex"]),
    st.sampled_from(["error", "never", "critical", "high", True, 1]),
    max_size=2,
)
POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "fail-on": st.sampled_from(["note", "critical"]),
        "paths": st.dictionaries(st.sampled_from(["a/", "b"]), THRESHOLDS, max_size=2),
        "pr": THRESHOLDS,
        "prod": THRESHOLDS,
        "vex": st.lists(st.sampled_from(["a", ""]), max_size=1),
        "waivers": st.lists(WAIVERS, max_size=2),
    },
)


def to_toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {to_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_toml, value)) + "]"
    return json.dumps(value)


@given(POLICIES)
def test_agrees_with_the_json_schema(
    tmp_path_factory: pytest.TempPathFactory, rules: Rules, policy: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "policy.toml"
    path.write_text(f"policy = {to_toml(policy)}", encoding="utf-8")
    valid = Draft202012Validator(schema.json_schema(rules), format_checker=FormatChecker()).is_valid({"policy": policy})
    fault = ""
    try:
        load(str(path), rules)
    except ConfigError as error:
        fault = str(error).removeprefix(f"{path}:1: ")
    # A schema cannot know the names of the rules and ids, nor what is there twice.
    beyond = ("no rule is called", "id must be", "is a vulnerability", "a waiver for the same")
    assert valid == (not fault) or (valid and any(words in fault for words in beyond)), fault


def test_each_key_and_each_example_is_on_the_page(tmp_path: pathlib.Path, rules: Rules) -> None:
    for key in policy_table.THRESHOLDS:
        found = load(write(tmp_path, f"[policy]\n{key.name} = {key.example}\n"), rules).policy
        assert found.keys() == {key.name}
    waiver = {key.name: key.example for key in policy_table.WAIVER}
    for leave in ("id", "rule"):
        kept = {name: value for name, value in waiver.items() if name != leave}
        if leave == "id":
            kept = {name: value for name, value in kept.items() if name in ("rule", "path", *policy_table.REQUIRED)}
        text = "[[policy.waivers]]\n" + "".join(f"{name} = {value}\n" for name, value in kept.items())
        (found_waiver,) = load(write(tmp_path, text), rules).policy["waivers"]
        assert found_waiver.keys() == {*kept, "line"}
