from __future__ import annotations

import pathlib

import pytest

from dockerpatch.config import policy
from dockerpatch.config.schema import CHOICES, KEYS
from dockerpatch.config.settings import Config
from dockerpatch.rules.catalog import RuleInfo


def test_config_holds_what_the_table_says() -> None:
    config = Config()
    assert sorted(Config.__slots__) == sorted(["path", "root", *(key.attribute for key in KEYS)])
    assert {key.attribute: getattr(config, key.attribute) for key in KEYS} == {
        key.attribute: key.default for key in KEYS
    }
    for key in KEYS:
        assert not key.choices or key.type == CHOICES or key.default in (*key.choices, "")


def test_replace_makes_another() -> None:
    config = Config("p", "/r", ignore=("DP1",))
    other = config.replace(fail_on="note")
    assert (other.path, other.root, other.ignore, other.fail_on) == ("p", "/r", ("DP1",), "note")
    assert config.fail_on == ""
    assert config != other
    assert repr(other) == "Config('p', ignore=('DP1',), fail_on='note')"
    with pytest.raises(TypeError, match="no such setting: fail"):
        config.replace(fail="note")


def test_options_are_the_defaults_under_what_is_set(rules: tuple[RuleInfo, ...]) -> None:
    rule = rules[3]
    assert policy.options(Config(), rule) == {
        "packages": ("zlib",),
        "depth": 2,
        "style": "a",
        "strict": False,
        "upgrades.strategy": "upgrade-all",
        "upgrades.packages": (),
        "upgrades.placement": "own-run",
        "freshness.precision": "none",
        "freshness.eol-notice-days": 90,
        "labels.schema": {},
        "labels.strict": False,
        "suppressions.comments": True,
        "suppressions.require-reason": False,
    }
    found = policy.options(Config(rules={"DP201": {"depth": 5}, "DP101": {"x": 1}}, eol_notice_days=7), rule)
    assert (found["depth"], found["style"], found["freshness.eol-notice-days"]) == (5, "a", 7)
    assert "x" not in found


def test_what_is_set_turns_rules_on() -> None:
    assert "labels.schema" not in policy.set_up(Config())
    assert policy.set_up(Config(label_schema={"a": "url"})) >= {"labels.schema"}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Dockerfile", ("A", "C")),
        ("examples/Dockerfile", ("A", "B", "C")),
        ("x/examples/y/Dockerfile", ("A", "B", "C")),
        ("docs/Dockerfile", ("A",)),
        ("api.dockerfile", ("C",)),
        ("../Dockerfile", ()),
    ],
)
def test_ignored_by_file(tmp_path: pathlib.Path, path: str, wanted: tuple[str, ...]) -> None:
    table = {"Dockerfile": ("A",), "examples/": ("B",), "*": ("C",), "/docs/**": ()}
    config = Config(root=str(tmp_path), per_file_ignores=table)
    found = policy.ignored(config, str(tmp_path / path))
    assert set(wanted) <= set(found) | {"C"}
    assert ("A" in found, "B" in found) == ("A" in wanted, "B" in wanted)
    assert ("C" in found) == (path != "../Dockerfile")


def test_nothing_is_ignored_when_nothing_is_said() -> None:
    assert policy.ignored(Config(), "Dockerfile") == ()
