"""What docs/policy.md shows is so: its configs load, its document is what is written, its lines are what is said."""

from __future__ import annotations

import json
import pathlib
import re

from dockerpatch.config.decisions import Decisions
from dockerpatch.config.load import load
from dockerpatch.config.policy_table import THRESHOLDS, WAIVER
from dockerpatch.config.waivers import Waivers
from dockerpatch.reports.openvex_writer import written
from dockerpatch.reports.report import APK, Distro, Report, Row
from dockerpatch.rules.catalog import load as all_rules

PAGE = (pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "policy.md").read_text(encoding="utf-8")
WAIVERS = 1


def blocks(language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)


def test_each_config_loads(tmp_path: pathlib.Path) -> None:
    path = tmp_path / ".dockerpatch.toml"
    for text in blocks("toml"):
        path.write_text(text, encoding="utf-8")
        assert load(str(path), all_rules()).policy
    assert len(blocks("toml")) == 3


def test_each_key_is_named() -> None:
    for key in (*THRESHOLDS, *WAIVER):
        assert f"`{key.name}`" in PAGE or f"{key.name} = " in PAGE
        for choice in key.choices:
            assert re.search(rf"\b{choice}\b", PAGE) or key.name == "justification", choice


def test_the_document_and_the_lines_are_what_the_waivers_give(tmp_path: pathlib.Path) -> None:
    path = tmp_path / ".dockerpatch.toml"
    path.write_text(blocks("toml")[WAIVERS], encoding="utf-8")
    config = load(str(path), all_rules())
    (document,) = blocks("json")
    row = Row("CVE-2026-1234", "openssl", "3.1.4-r2", ecosystem=APK)
    scan = Report("r", "x", "trivy", [row], names=("ghcr.io/acme/app:1.0",), distro=Distro("alpine", "3.19.0"))
    statements, left = Decisions(config, "2026-11-25").statements([(row, scan, "")])
    text = written(
        statements,
        author="team-app@acme.example",
        timestamp="2026-11-25T00:00:00Z",
        id="https://openvex.dev/docs/public/vex-0",
    )
    assert (text, left) == (document, [])
    assert json.loads(text)["statements"]

    waivers = Waivers(config, "2027-02-01")
    unused = [one.message for one in waivers.unused(lambda waiver: bool(waiver.rule))]
    waivers.count(waivers.all[:1])
    expired = [one.message for one in waivers.expired()]
    said = [f"error: {expired[0]}", f"warning: {unused[0]}"]
    place = str(path)
    assert [line.replace(place, ".dockerpatch.toml") for line in said] == [text.strip() for text in blocks("text")]
