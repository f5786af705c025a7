from __future__ import annotations

import json
import os
import pathlib
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from dockerpatch.config import schema
from dockerpatch.config.load import ConfigError, Configs, find, load
from dockerpatch.config.settings import Config
from dockerpatch.rules.catalog import RuleInfo

Rules = tuple[RuleInfo, ...]

FULL = """\
# all of it
select = ["DP1", 'missing-apk-upgrade']
extend-select = ["DP204"]
ignore = ["DP103", "DL4006"]
profile = "strict"
python-rules = true
shellcheck = true
fail-on = "error"
exclude = ["vendor/"]
almanac = "data/almanac.sqlite"
as-of = 2026-08-22

[per-file-ignores]
"examples/" = ["DP2"]

[severity]
DP101 = "note"
dl3007 = "error"
sc2086 = "error"

[upgrades]
strategy = "upgrade-scoped"
packages = ["openssl"]
placement = "first-add"

[freshness]
precision = "patch"
eol-notice-days = 0

[labels]
strict = true
schema = {maintainer = "email"}

[suppressions]
comments = false
require-reason = true

[policy]
vulnerabilities = "medium"
fixable-only = true
vex = ["app.openvex.json"]

[policy.paths."examples/"]
fail-on = "never"

[policy.release]
fail-on = "note"
fixable-only = false

[policy.release.paths]
"services/" = {vulnerabilities = "unknown"}

[[policy.waivers]]
rule = "dl3007"
path = "services/"
reason = "the vendor ships no other"
owner = "team-api"
expires = 2027-01-31

[[policy.waivers]]
id = "CVE-2026-1234"
package = "openssl"
image = "ghcr.io/acme/app"
reason = "never parsed"
owner = "team-api"
expires = "2027-01-31"
status = "not_affected"
justification = "vulnerable_code_not_in_execute_path"

[rules.missing-apk-upgrade]
packages = ["a", "b"]
depth = 3
style = "b"
strict = true
"""


def write(folder: pathlib.Path, text: str, name: str = ".dockerpatch.toml") -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_setting_arrives(tmp_path: pathlib.Path, rules: Rules) -> None:
    config = load(write(tmp_path, FULL), rules)
    assert config.select == ("DP1", "missing-apk-upgrade")
    assert config.extend_select == ("DP204",)
    assert config.ignore == ("DP103", "DL4006")
    assert (config.profile, config.fail_on) == ("strict", "error")
    assert config.exclude == ("vendor/",)
    assert config.per_file_ignores == {"examples/": ("DP2",)}
    assert config.almanac == str(tmp_path / "data" / "almanac.sqlite")
    assert config.as_of == "2026-08-22"
    assert config.severity == {"DP101": "note", "DP102": "error", "SC2086": "error"}
    assert config.upgrade_strategy == "upgrade-scoped"
    assert config.upgrade_packages == ("openssl",)
    assert config.upgrade_placement == "first-add"
    assert config.precision == "patch"
    assert config.eol_notice_days == 0
    assert (config.strict_labels, config.label_schema) == (True, {"maintainer": "email"})
    assert (config.suppression_comments, config.require_reason) == (False, True)
    assert config.shellcheck is True
    assert config.rules == {"DP201": {"packages": ("a", "b"), "depth": 3, "style": "b", "strict": True}}
    assert config.root == str(tmp_path)
    untouched = [key.dotted for key in schema.KEYS if getattr(config, key.attribute) == key.default]
    assert untouched == []


def test_the_same_in_pyproject(tmp_path: pathlib.Path, rules: Rules) -> None:
    lines = []
    for line in ("[]\n" + FULL).splitlines():
        prefix = "tool.dockerpatch" if line == "[]" else "tool.dockerpatch."
        lines.append(re.sub(r"^(\[+)", rf"\1{prefix}", line))
    path = write(tmp_path, "[project]\nname = 'x'\n" + "\n".join(lines), "pyproject.toml")
    plain = load(write(tmp_path, FULL), rules)
    moved = tuple({**waiver, "line": waiver["line"] + 3} for waiver in plain.policy["waivers"])
    assert load(path, rules) == plain.replace(path=path, policy={**plain.policy, "waivers": moved})


def test_empty_file_is_all_defaults(tmp_path: pathlib.Path, rules: Rules) -> None:
    path = write(tmp_path, "")
    assert load(path, rules) == Config(path, str(tmp_path))
    assert load(write(tmp_path, "\ufeff# bom"), rules) == Config(path, str(tmp_path))


WRONG = [
    ("selct = []", "1: unknown key 'selct' (did you mean 'select'?)"),
    ("\n\nnonsense = 1", "3: unknown key 'nonsense'"),
    ("upgrade = {}", "1: unknown key 'upgrade' (did you mean 'upgrades'?)"),
    ("strategy = 'upgrade-all'", "1: unknown key 'strategy'"),
    ("[upgrades]\n\nstrategi = 1", "3: unknown key 'upgrades.strategi' (did you mean 'strategy'?)"),
    ("upgrades.strategi = 1", "1: unknown key 'upgrades.strategi' (did you mean 'strategy'?)"),
    ("fail-on = 'warning'\nupgrades = 3", "2: upgrades must be a table, is a whole number"),
    ("[[upgrades]]\nstrategy = 'x'", "1: upgrades must be a table, is a list of texts"),
    ("select = 'DP1'", "1: select must be a list of texts, is a text"),
    ("select = [\n  'DP1',\n  2]", "1: select must be a text, is a whole number"),
    ("select = ['']", "1: select must not be empty"),
    ("profile = 'stict'", "1: profile must be one of default, strict, hadolint, is 'stict' (did you mean 'strict'?)"),
    ("profile = true", "1: profile must be a text, is true or false"),
    ("as-of = '2026-02-30'", "1: as-of must be a day, written YYYY-MM-DD"),
    ("as-of = 2026-02-20T10:00:00Z", "1: as-of must be a day, written YYYY-MM-DD"),
    ("as-of = 10:00:00", "1: as-of must be a day, written YYYY-MM-DD"),
    ("as-of = 20260220", "1: as-of must be a day, written YYYY-MM-DD"),
    ("almanac = ''", "1: almanac must not be empty"),
    ("[freshness]\neol-notice-days = true", "2: eol-notice-days must be a whole number, is true or false"),
    ("[freshness]\neol-notice-days = -1", "2: eol-notice-days must be from 0 to 36500, is -1"),
    ("[freshness]\neol-notice-days = 1.5", "2: eol-notice-days must be a whole number, is a number with a point"),
    ("ignore = ['DP2O1']", "1: no rule is called 'DP2O1' (did you mean 'DP201'?)"),
    ("select = ['DL4006']", "1: no rule is called 'DL4006'"),
    ("[severity]\n# here\nDP2O1 = 'note'", "3: no rule is called 'DP2O1' (did you mean 'DP201'?)"),
    ("[severity]\nDP101 = 'info'", "2: DP101 must be one of error, warning, note, is 'info'"),
    ("[per-file-ignores]\n'a/' = ['DP2']\n'b/' = 'DP2'", "3: b/ must be a list of texts, is a text"),
    ("[per-file-ignores]\n\"a\\u002f\" = ['DP7']", "2: no rule is called 'DP7'"),
    ("[upgrades]\nstrategy = 'upgrade-scoped'", "2: upgrade-scoped needs the packages to upgrade: packages = [...]"),
    ("[labels]\nstrict = 'yes'", "2: strict must be true or false, is a text"),
    ("[labels]\nschema = ['a']", "2: schema must be a table, is a list of texts"),
    ("[labels.schema]\na = 'text'\nb = 'uri'", "3: b must be one of text, rawtext, url, rfc3339, spdx, hash, semver,"),
    ("[labels.schema]\n'a.b' = 1", "2: a.b must be a text, is a whole number"),
    ("[labels.schema.a]\nb = 'url'", "1: a must be a text, is a table"),
    ("[rules.missing-apk]\nx = 1", "1: no rule is called 'missing-apk' (did you mean 'missing-apk-upgrade'?)"),
    ("[rules.DP201]\ndept = 1", "2: unknown option 'dept' of missing-apk-upgrade (did you mean 'depth'?)"),
    ("[rules.DP201]\nstyle = 'c'", "2: style must be one of a, b, is 'c'"),
    ("[rules.DP201]\nstrict = 1", "2: strict must be true or false, is a whole number"),
    ("[rules]\nDP101 = {x = 1}", "2: unknown option 'x' of delisted-base-tag; the rule has none"),
    ("[rules]\nDP101 = 1", "2: DP101 must be a table, is a whole number"),
    ("select = [\n", "2: not TOML: "),
    ("a = 1\nb = = 2", "2:5: not TOML: invalid value"),
    ("a = 1\n\x00", "2:1: not TOML: "),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_wrong_setting_has_its_line(tmp_path: pathlib.Path, rules: Rules, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load(path, rules)
    assert str(error.value).startswith(f"{path}:{says}")
    assert "\n" not in str(error.value)


def test_wrong_setting_in_pyproject_has_its_line(tmp_path: pathlib.Path, rules: Rules) -> None:
    text = "[tool.other]\nselct = 1\n[tool.dockerpatch.severity]\nDP101 = 'bad'\n"
    path = write(tmp_path, text, "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:4: DP101 must be one of"):
        load(path, rules)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff", "not UTF-8"),
        (b"x = " + b"[" * 100_000, "nested too deep"),
        (b"#" * (1 << 20 | 1), "longer than 1 MiB"),
    ],
)
def test_unreadable_config(tmp_path: pathlib.Path, rules: Rules, content: bytes, says: str) -> None:
    path = tmp_path / ".dockerpatch.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        load(str(path), rules)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_folder_and_wrong_pyproject(tmp_path: pathlib.Path, rules: Rules) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(str(tmp_path / "none.toml"), rules)
    with pytest.raises(ConfigError, match="a folder, not a file"):
        load(str(tmp_path), rules)
    with pytest.raises(ConfigError, match=r"has no table \[tool.dockerpatch\]"):
        load(write(tmp_path, "[project]\nname = 'x'", "pyproject.toml"), rules)


TOML_VALUES = st.recursive(
    st.one_of(
        st.sampled_from(["DP101", "upgrade-all", "error", "2026-08-22", "", " ", "a"]),
        st.integers(-2, 40000),
        st.booleans(),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["DP101", "strategy", "packages", "missing-apk-upgrade", "x"]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


def to_toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {to_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_toml, value)) + "]"
    return json.dumps(value)


@given(key=st.sampled_from([*sorted({(key.section or key.name) for key in schema.KEYS}), "other"]), value=TOML_VALUES)
def test_agrees_with_the_json_schema(
    tmp_path_factory: pytest.TempPathFactory, rules: Rules, key: str, value: object
) -> None:
    text = f"{key} = {to_toml(value)}"
    path = tmp_path_factory.getbasetemp() / "some.toml"
    path.write_text(text, encoding="utf-8")
    validator = Draft202012Validator(schema.json_schema(rules), format_checker=FormatChecker())
    valid = validator.is_valid(tomllib.loads(text))
    fault = ""
    try:
        load(str(path), rules)
    except ConfigError as error:
        fault = str(error).removeprefix(f"{path}:1: ")
    # A schema cannot know the names of the rules, nor what blanks are worth.
    beyond = ("no rule is called", "upgrade-scoped needs", " must not be empty")
    assert valid == (not fault) or (valid and any(words in fault for words in beyond)), fault


def test_json_schema_is_one_and_takes_the_full_config(rules: Rules) -> None:
    found = schema.json_schema(rules)
    Draft202012Validator.check_schema(found)
    data = tomllib.loads(FULL.replace("as-of = 2026-08-22", "as-of = '2026-08-22'"))
    data["policy"]["waivers"][0]["expires"] = "2027-01-31"
    Draft202012Validator(found, format_checker=FormatChecker()).validate(data)
    assert found["properties"].keys() == {key.section or key.name for key in schema.KEYS}


@pytest.mark.parametrize("key", schema.KEYS, ids=lambda key: key.dotted)
def test_the_example_of_each_setting_is_valid(tmp_path: pathlib.Path, rules: Rules, key: schema.Key) -> None:
    if key.type in schema.TABLES:
        text = f"[{key.dotted}]\n{key.example}\n"
    else:
        text = (f"[{key.section}]\n" if key.section else "") + f"{key.name} = {key.example}\n"
    if key.example == '"upgrade-scoped"':
        text += "packages = ['a']\n"
    config = load(write(tmp_path, text), rules)
    if key.example:
        assert getattr(config, key.attribute) != key.default


def test_find_nearest_wins(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".git").mkdir()
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    assert find(str(deep)) == ""
    top = write(tmp_path, "[tool.dockerpatch]\n", "pyproject.toml")
    assert find(str(deep)) == top
    write(tmp_path, "[project]\nname = 'dockerpatch-like'\n", "a/b/pyproject.toml")
    assert find(str(deep)) == top
    middle = write(tmp_path, "", "a/.dockerpatch.toml")
    assert find(str(deep)) == middle
    write(tmp_path, "[tool.dockerpatch]\n", "a/pyproject.toml")
    assert find(str(deep)) == middle
    assert find(str(tmp_path)) == top


def test_find_stops_at_the_checkout(tmp_path: pathlib.Path) -> None:
    write(tmp_path, "")
    inner = tmp_path / "repo"
    (inner / "sub").mkdir(parents=True)
    assert find(str(inner / "sub")) == str(tmp_path / ".dockerpatch.toml")
    (inner / ".git").write_text("gitdir: elsewhere")
    assert find(str(inner / "sub")) == ""


def test_a_neighbours_broken_pyproject_is_not_our_business(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "this is [not toml", "pyproject.toml")
    assert find(str(tmp_path)) == ""
    write(tmp_path, "[tool.dockerpatch]\nselect = = []\n", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:2:10: not TOML"):
        find(str(tmp_path))
    for text in ("tool = 'dockerpatch'\n", "dependencies = ['dockerpatch==1', 'dockerpatch>=1'] and not [ toml"):
        write(tmp_path, text, "pyproject.toml")
        assert find(str(tmp_path)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "[tool.dockerpatch]",
        "[ tool . 'dockerpatch' ]",
        '[tool."dockerpatch".severity]',
        "[tool]\ndockerpatch.profile = 'strict'",
        "tool.dockerpatch = {}",
        'tool = { "dockerpatch" = {} }',
    ],
)
def test_every_way_to_write_the_table_is_found(tmp_path: pathlib.Path, text: str) -> None:
    (tmp_path / ".git").mkdir()
    path = write(tmp_path, text, "pyproject.toml")
    assert find(str(tmp_path)) == path


def test_a_config_that_cannot_be_read_is_not_passed_over(tmp_path: pathlib.Path, rules: Rules) -> None:
    (tmp_path / ".dockerpatch.toml").mkdir()
    with pytest.raises(ConfigError, match="a folder, not a file"):
        load(find(str(tmp_path)), rules)
    (tmp_path / ".dockerpatch.toml").rmdir()
    (tmp_path / ".dockerpatch.toml").symlink_to("nowhere")
    with pytest.raises(ConfigError, match="no such file"):
        load(find(str(tmp_path)), rules)


def test_configs_reads_each_once_and_the_command_line_has_the_last_word(
    tmp_path: pathlib.Path, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "fail-on = 'note'")
    write(tmp_path, "fail-on = 'error'", "sub/.dockerpatch.toml")
    (tmp_path / "sub" / "deep").mkdir()
    configs = Configs(rules, change=lambda config: config.replace(profile="strict"))
    top, sub = configs.of(str(tmp_path / "Dockerfile")), configs.of(str(tmp_path / "sub" / "Dockerfile"))
    assert (top.fail_on, top.profile) == ("note", "strict")
    assert (sub.fail_on, sub.profile) == ("error", "strict")
    assert configs.of(str(tmp_path / "sub" / "deep" / "x")) is sub
    monkeypatch.chdir(tmp_path / "sub")
    assert Configs(rules).of("-").fail_on == "error"
    named = Configs(rules, named=str(tmp_path / ".dockerpatch.toml"))
    assert named.of("Dockerfile").fail_on == "note"
    assert os.path.isabs(named.of("Dockerfile").root)


def test_no_config_at_all_is_all_defaults(tmp_path: pathlib.Path, rules: Rules) -> None:
    (tmp_path / ".git").mkdir()
    assert Configs(rules).of(str(tmp_path / "Dockerfile")) == Config()
