"""The quick way past click reads every line as click does, or leaves it to click."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.cli.app import app
from dockerpatch.cli.flags import FLAGS, PROFILES, Settings, quick
from dockerpatch.config.schema import KEYS

from .conftest import AS_OF, STALE, environment

WORDS = st.one_of(
    st.sampled_from([flag.name for flag in FLAGS["fix"]]),
    st.sampled_from(["--format=json", "--diff=1", "--select=DP1,DP2", "--ignore=", "--as-of=", "--form", "--unsafe"]),
    st.sampled_from(["text", "json", "error", "default", "-", "--", "-x", "a/Dockerfile", "", "DP1,", "--help", "-h"]),
)


def by_click(command: str, words: list[str]) -> Settings | None:
    """What click makes of a line; None when it refuses it or shows its help."""
    found = app.commands[command]
    try:
        with found.make_context(command, list(words)) as context:
            values: dict[str, Any] = dict(context.params)
    except (click.ClickException, click.exceptions.Exit):
        return None
    settings = Settings(values.pop("paths"))
    for flag in FLAGS[command]:
        settings.set(flag, values.pop(flag.attribute))
    assert not values
    return settings


def values(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in Settings.__slots__}


@given(st.sampled_from(["check", "fix"]), st.lists(WORDS, max_size=6))
def test_read_as_click_reads_it(command: str, words: list[str]) -> None:
    mine = quick(FLAGS[command], words)
    if mine is not None:
        its = by_click(command, words)
        assert its is not None, "click refuses what the quick way takes"
        assert values(mine) == values(its)


PLAIN = [
    ["check"],
    ["check", "Dockerfile", "-", "a folder"],
    ["check", "--format", "json", "x", "--output=o", "--select", "A,B", "--select=C", "--ignore", "D"],
    ["check", "--profile=strict", "--fail-on", "error", "--config", "c", "--as-of", "2026-01-01", "--almanac=a"],
    ["fix", "--unsafe", "--diff", "x"],
]


@pytest.mark.parametrize("line", PLAIN)
def test_plain_lines_take_the_quick_way(line: list[str]) -> None:
    mine = quick(FLAGS[line[0]], line[1:])
    its = by_click(line[0], line[1:])
    assert mine is not None
    assert its is not None
    assert values(mine) == values(its)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--form", "json"],
        ["--format", "xml"],
        ["--format"],
        ["--diff=x"],
        ["--", "x"],
        ["-x"],
        ["--unsafe=1"],
        [""],
    ],
)
def test_all_else_is_for_click(words: list[str]) -> None:
    assert quick(FLAGS["fix"], words) is None


def test_lists_are_read_between_commas() -> None:
    settings = quick(FLAGS["check"], ["--select", " DP1 ,,DP2", "--select=DL3007"])
    assert settings is not None
    assert settings.select == ("DP1", "DP2", "DL3007")


def test_every_flag_has_a_place_and_the_config_its_choices() -> None:
    for flags in FLAGS.values():
        assert {flag.attribute for flag in flags} <= set(Settings.__slots__)
    (profile,) = (key for key in KEYS if key.name == "profile")
    assert profile.choices == PROFILES


HEAVY = {
    "click",
    "typing",
    "dataclasses",
    "json",
    "enum",
    "pathlib",
    "logging",
    "datetime",
    "ruamel",
    "libcst",
    "packaging",
}
BY_RE = {"enum"}
"""What `re` imports; there is no way around it."""


@pytest.mark.parametrize("words", [["check", "Dockerfile"], ["fix", "--diff", "Dockerfile"]])
def test_the_quick_way_imports_nothing_heavy(folder: Any, words: list[str]) -> None:
    (folder / "Dockerfile").write_text(STALE if words[0] == "check" else "FROM scratch\n")
    code = (
        "import sys; before = set(sys.modules); from dockerpatch.cli.main import run;"
        f"code = run({[*words, AS_OF]!r}); print(code, *(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )
    exit_code, *names = done.stderr.splitlines()[-1].split()
    assert exit_code == ("1" if words[0] == "check" else "0")
    assert not ({name.partition(".")[0] for name in names} & HEAVY) - BY_RE
