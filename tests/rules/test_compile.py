from __future__ import annotations

import inspect
import json
import os
import pathlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from dockerpatch.rules import catalog
from dockerpatch.rules import compile as compiler
from dockerpatch.rules.schema import RuleFileError, check, plain, read

SCHEMA = json.loads((pathlib.Path(compiler.__file__).parent / "rule.schema.json").read_text(encoding="utf-8"))

RULE = """\
code: DP999
name: sample-flaw
since: 0.1.0
severity: warning
confidence: high
default: true
same-as: [DL9999, tally/sample]
summary: A sample of a flaw
why: |
  Because.
fix:
  safety: safe
  what: Takes it away.
messages:
  main: "`{image}` is stale"
advice:
  main: use {next}
options:
  depth: {type: integer, default: 2, what: How deep.}
examples:
  - title: bad
    as-of: 2026-08-22
    config: {upgrades: {strategy: upgrade-all}}
    input: |
      FROM x
    findings: [{line: 1, column: 6, text: stale}]
    output: |
      FROM y
  - title: good
    input: "FROM y\\n"
    findings: []
"""


def write(folder: pathlib.Path, text: str = RULE, inside: str = "freshness/sample_flaw.yaml") -> pathlib.Path:
    path = folder / inside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def execute(path: pathlib.Path) -> dict[str, object]:
    found: dict[str, object] = {}
    exec(path.read_text(encoding="utf-8"), found)
    return found


def test_compiled_row_makes_a_rule_info(tmp_path: pathlib.Path) -> None:
    write(tmp_path / "rules")
    compiler.compile_rules(str(tmp_path / "rules"), str(tmp_path / "out"))
    (row,) = execute(tmp_path / "out" / "_compiled.py")["RULES"]
    rule = catalog.RuleInfo(*row)
    assert rule.code == "DP999"
    assert rule.module == "dockerpatch.rules.freshness.sample_flaw"
    assert rule.keys == ("DP999", "sample-flaw", "DL9999", "tally/sample")
    assert (rule.default, rule.preview, rule.safety, rule.since) == (True, False, "safe", "0.1.0")
    assert rule.messages["main"].format(image="a:1") == "`a:1` is stale"
    assert rule.options["depth"]["default"] == 2
    docs = execute(tmp_path / "out" / "_docs.py")["DOCS"]["DP999"]
    assert docs["why"] == "Because.\n"
    assert docs["examples"][0]["as-of"] == "2026-08-22"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["_compiled.py", "_docs.py"]


def test_columns_are_the_parameters_of_rule_info() -> None:
    assert tuple(inspect.signature(catalog.RuleInfo).parameters) == compiler.COLUMNS


def test_rules_are_ordered_by_code_and_the_text_is_stable(tmp_path: pathlib.Path) -> None:
    write(tmp_path)
    write(tmp_path, RULE.replace("DP999", "DP001").replace("sample-flaw", "first-flaw"), "upkeep/first_flaw.yaml")
    rules = compiler.read_rules(str(tmp_path))
    assert [rule["code"] for rule in rules] == ["DP001", "DP999"]
    assert compiler.render(rules) == compiler.render(compiler.read_rules(str(tmp_path)))


FAULTS = [
    ("code: DP999", "code: XY1", ":1:7: 'XY1' does not have the form"),
    ("severity: warning", "severity: warnin", ":4:11: must be one of error, warning, note (did you mean 'warning'?)"),
    ("severity: warning", "severty: warning", ":4:1: unknown key 'severty' (did you mean 'severity'?)"),
    ("default: true", "default: yes", ":6:10: must be true or false, is a text"),
    ("since: 0.1.0", "since: 0.1", ":3:8: must be a text, is a number with a point; put it in quotes"),
    ("default: true", "default: true\ndefault: true", ":7:1: 'default' is given twice"),
    ("A sample of a flaw", "A sample of a flaw.", ":8:10:"),
    ("  safety: safe\n", "", ":12:3: 'safety' is missing"),
    ('main: "`{image}` is stale"', 'main: "{image.name}"', ":15:9: {image.name} must be a plain name in braces"),
    ('main: "`{image}` is stale"', 'main: "{image!r}"', ":15:9: {image} must be a plain name"),
    ('main: "`{image}` is stale"', 'main: "{image"', ":15:9: braces:"),
    ("as-of: 2026-08-22", "as-of: 2026-02-30", ":22:12: must be a day, written YYYY-MM-DD"),
    ("default: 2", "default: two", ":19:35: the default must be of the type integer"),
    ("{line: 1, column", "{line: 7, column", ":26:23: the input has 2 lines"),
    ("      FROM y\n", "      FROM x\n", ":27:13: equal to the input"),
    ("code: DP999", "code: [DP999", ":2:5: not YAML:"),
    ("code: DP999", "code: !!python/object DP999", ":1:7: must be a text, is"),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS)
def test_fault_has_its_place(tmp_path: pathlib.Path, old: str, new: str, says: str) -> None:
    assert old in RULE
    path = write(tmp_path, RULE.replace(old, new, 1))
    with pytest.raises(RuleFileError) as caught:
        compiler.compile_rules(str(tmp_path), str(tmp_path / "out"))
    assert str(caught.value).startswith(str(path) + says)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_file_name_must_be_the_rule_name(tmp_path: pathlib.Path) -> None:
    write(tmp_path, inside="freshness/other.yaml")
    with pytest.raises(RuleFileError, match=r"must be called sample_flaw\.yaml"):
        compiler.read_rules(str(tmp_path))


def test_code_taken_twice(tmp_path: pathlib.Path) -> None:
    write(tmp_path)
    write(tmp_path, RULE.replace("sample-flaw", "other-flaw"), "packages/other_flaw.yaml")
    with pytest.raises(RuleFileError, match="'DP999' is already taken by"):
        compiler.read_rules(str(tmp_path))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"code: \xe9", b"- a\n", b"a: *b\n", b"a: &a [*a]\n", b"\x00"])
def test_hostile_file_is_one_line(tmp_path: pathlib.Path, content: bytes) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "x.yaml").write_bytes(content)
    with pytest.raises(RuleFileError) as caught:
        compiler.read_rules(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_missing_folder(tmp_path: pathlib.Path) -> None:
    with pytest.raises(RuleFileError, match="No such file"):
        compiler.read_rules(str(tmp_path / "none"))


def test_deep_nesting_is_refused(tmp_path: pathlib.Path) -> None:
    deep = "[" * 60 + "]" * 60
    write(tmp_path, RULE.replace("{upgrades: {strategy: upgrade-all}}", "{a: " + deep + "}"))
    with pytest.raises(RuleFileError, match="nested deeper than"):
        compiler.read_rules(str(tmp_path))


VALUES = st.recursive(
    st.one_of(st.text("abcDP019-{}. \n", max_size=8), st.integers(-3, 12), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["code", "line", "safety", "what", "title", "x"]), inner, max_size=3),
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(SCHEMA["properties"])), VALUES)
def test_agrees_with_jsonschema(field: str, value: object) -> None:
    rule = {**plain(read("x", RULE)), field: value}
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    # JSON is YAML, so one text serves both.
    faults = list(check(read("x", json.dumps(rule)), SCHEMA))
    assert bool(faults) == (not validator.is_valid(rule)), [fault.message for fault in faults]


def test_the_sample_is_valid_for_jsonschema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(plain(read("x", RULE)))


def set_time(path: pathlib.Path, nanoseconds: int) -> None:
    os.utime(path, ns=(nanoseconds, nanoseconds))


def test_stale_when_a_rule_or_a_folder_is_newer(tmp_path: pathlib.Path) -> None:
    rules, out = tmp_path / "rules", tmp_path / "out"
    path = write(rules)
    assert catalog.is_stale(str(rules), str(out))
    compiler.compile_rules(str(rules), str(out))
    made = (out / "_compiled.py").stat().st_mtime_ns + 10**12
    set_time(out / "_compiled.py", made)
    assert not catalog.is_stale(str(rules), str(out))
    for newer in (path, path.parent, rules):
        set_time(newer, made + 1)
        assert catalog.is_stale(str(rules), str(out)), newer
        set_time(newer, made - 1)
    assert not catalog.is_stale(str(rules), str(out))
    (out / "_docs.py").unlink()
    assert catalog.is_stale(str(rules), str(out))


def test_a_folder_called_rules_among_installed_packages_is_not_a_checkout(tmp_path: pathlib.Path) -> None:
    (tmp_path / "rules").mkdir()
    assert not catalog.is_checkout(str(tmp_path / "rules"))
    (tmp_path / "hatch_build.py").touch()
    assert catalog.is_checkout(str(tmp_path / "rules"))


@pytest.fixture
def fresh_catalog(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """The catalog as a process finds it that has a checkout of its own in tmp_path, nothing loaded yet."""
    here = tmp_path / "dockerpatch" / "rules"
    here.mkdir(parents=True)
    for name in ("compile.py", "rule.schema.json"):
        (here / name).touch()
    (tmp_path / "hatch_build.py").touch()
    monkeypatch.setattr(catalog, "HERE", str(here))
    monkeypatch.setattr(catalog, "_loaded", ())
    for name in ("_compiled", "_docs"):
        monkeypatch.setitem(sys.modules, f"dockerpatch.rules.{name}", sys)
        monkeypatch.delitem(sys.modules, f"dockerpatch.rules.{name}")
    return tmp_path


def test_checkout_compiles_on_first_use_and_after_an_edit(
    fresh_catalog: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(fresh_catalog / "rules")
    assert [rule.code for rule in catalog.load()] == ["DP999"]
    assert catalog.load()[0].docs["fix"] == "Takes it away."
    assert (fresh_catalog / "dockerpatch" / "rules" / "_compiled.py").is_file()
    write(fresh_catalog / "rules", RULE.replace("DP999", "DP998"))
    set_time(path, path.stat().st_mtime_ns + 10**12)
    monkeypatch.setattr(catalog, "_loaded", ())
    assert [rule.code for rule in catalog.load()] == ["DP998"]


@pytest.mark.parametrize("key", ["DP999", "dp999", "sample-flaw", "DL9999", "tally/sample"])
def test_by_key(fresh_catalog: pathlib.Path, key: str) -> None:
    write(fresh_catalog / "rules")
    assert [rule.code for rule in catalog.by_key(key)] == ["DP999"]
    assert catalog.by_key("DP99") == ()


def test_checkout_that_may_only_be_read(fresh_catalog: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(fresh_catalog / "rules")

    def refuse(folder: str, target: str) -> None:
        raise PermissionError(target)

    monkeypatch.setattr(compiler, "compile_rules", refuse)
    assert [rule.code for rule in catalog.load()] == ["DP999"]
    assert catalog.load()[0].docs["why"] == "Because.\n"
