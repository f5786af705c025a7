"""The SARIF log: held against the schema, and its fixes made by an editor that is not ours."""

from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import jsonschema
import pytest

from dockerpatch.engine.report import FileReport
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.text.source import Source
from dockerpatch.triage.answer import SETTLED
from dockerpatch.triage.views import outline
from dockerpatch.triage.views.sarif import LEVELS, SCORES, _fix, _message, _uri, render

SCHEMA = json.loads((pathlib.Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def run(answers: list[Any], telling: Any) -> dict[str, Any]:
    """The one run of the log, which the schema holds for."""
    text = render(answers, telling)
    text.encode("ascii")
    log = json.loads(text)
    VALIDATOR.validate(log)
    (found,) = log["runs"]
    for result in found["results"]:
        rule = found["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
    return found


def place(result: dict[str, Any]) -> tuple[str, int]:
    where = result["locations"][0]["physicalLocation"]
    return where["artifactLocation"]["uri"], where["region"]["startLine"]


def made(text: str, fix: dict[str, Any]) -> str:
    """The text with the fix made, by the standard's own words: lines and columns from 1, ends exclusive."""
    bom, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    starts = [0, *(index + 1 for index, mark in enumerate(text) if mark == "\n")]
    (change,) = fix["artifactChanges"]
    for one in sorted(change["replacements"], key=lambda one: -one["deletedRegion"]["startLine"]):
        region = one["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + one["insertedContent"]["text"] + text[end:]
    return bom + text


def test_one_result_for_each_cause_that_asks_for_something(safe: Any, telling: Any) -> None:
    found = run([safe], telling())
    asking = [cause for cause in safe.causes if any(item.verdict not in SETTLED for item in cause.items)]
    assert [result["ruleId"] for result in found["results"]] == [f"triage/{cause.kind}" for cause in asking]
    assert [place(result) for result in found["results"]] == [("Dockerfile", max(cause.line, 1)) for cause in asking]
    notes = found["invocations"][0].get("toolExecutionNotifications", [])
    assert len(found["results"]) + len(notes) == len(safe.causes)
    for result, cause in zip(found["results"], asking, strict=True):
        told = [(row["id"], row["verdict"], row["reason"]) for row in result["properties"]["rows"]]
        assert told == [(item.row.id, item.verdict, item.judgement.reason) for item in cause.items]
        facts = [row["evidence"] for row in result["properties"]["rows"]]
        for item, evidence in zip(cause.items, facts, strict=True):
            assert {(one["source"], one["fact"], one["date"]) for one in evidence} == {
                (one.source, one.fact, one.date) for one in item.judgement.evidence
            }


def test_the_worst_open_row_gives_level_and_severity(safe: Any, telling: Any) -> None:
    found = run([safe], telling())
    asking = [cause for cause in safe.causes if any(item.verdict not in SETTLED for item in cause.items)]
    for result, cause in zip(found["results"], asking, strict=True):
        severities = [item.row.severity for item in cause.items if item.verdict not in SETTLED]
        worst = next(severity for severity in SEVERITIES if severity in severities)
        assert result["level"] == LEVELS.get(worst, "warning")
        assert result["properties"].get("security-severity") == SCORES.get(worst)
    for rule in found["tool"]["driver"]["rules"]:
        own = [
            one["properties"].get("security-severity", "0") for one in found["results"] if one["ruleId"] == rule["id"]
        ]
        assert float(rule["properties"].get("security-severity", 0)) == max(map(float, own))


def test_the_fix_gives_the_text_of_the_patch(safe: Any, pinned: Any, telling: Any) -> None:
    fixes = [fix for result in run([safe], telling())["results"] for fix in result.get("fixes", [])]
    texts = {made(safe.patch.source.text, fix) for fix in fixes if "unsafe" not in fix["description"]["text"]}
    assert texts == {safe.patch.fixed_source.text}
    texts = {made(safe.bold.source.text, fix) for fix in fixes if "unsafe" in fix["description"]["text"]}
    assert texts == {safe.bold.fixed_source.text}
    bold = [fix for result in run([pinned], telling())["results"] for fix in result.get("fixes", [])]
    assert bold
    assert {made(pinned.bold.source.text, fix) for fix in bold} == {pinned.bold.fixed_source.text}
    assert all("unsafe" in fix["description"]["text"] for fix in bold)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb\nc", "a\nb\nC"),
        ("a\nb\nc", "a\nb\nc\nd"),
        ("a\nb\nc\n", "a\nb\nc\nd\n"),
        ("a\nb\nc\n", "a\nb\nc\nd"),
        ("a\nb", "x\na\nb"),
        ("\ufeffa\r\nb\r\n", "\ufeffA\r\nnew\r\nb\r\n"),
        ("a\nb\nc\nd\n", "A\nc\nd\ne\n"),
        ("größe 🐳\nb", "größe 🐳\nb 🐳\n"),
        ("a", ""),
        ("a\nb\n", "b\n"),
    ],
)
def test_a_fix_of_any_text(old: str, new: str) -> None:
    patch = FileReport("Dockerfile", Source.of("Dockerfile", old))
    patch.fixed_source = Source.of("Dockerfile", new)
    fix = _fix(patch, outline.hunks(patch), "words")
    assert fix is not None
    assert made(old, fix) == new


def test_no_fix_where_json_cannot_say_it() -> None:
    patch = FileReport("Dockerfile", Source("Dockerfile", b"a\nb\n"))
    patch.fixed_source = Source("Dockerfile", b"a\n\xff\n")
    assert _fix(patch, outline.hunks(patch), "words") is None


def test_what_is_written_is_told_on_the_lines_of_now(safe: Any, telling: Any) -> None:
    before, after = (run([safe], telling(written=written))["results"] for written in (False, True))
    assert all("fixes" not in result for result in after)
    new = safe.patch.fixed_source
    marks = [[result["partialFingerprints"] for result in results] for results in (before, after)]
    assert marks[0] == marks[1]
    installed = [result for result in after if result["ruleId"] == "triage/installed-package"]
    lines = [new.line_text(place(result)[1]) for result in installed]
    assert lines == ["RUN apk add --no-cache \\"] * len(installed)
    assert installed
    (base,) = [result for result in after if result["ruleId"] == "triage/base-image"]
    assert new.line_text(place(base)[1]).startswith("FROM python:3.13.15")


def test_fingerprints_outlive_moved_lines_and_new_tags(make: Any, many: Any, telling: Any, texts: Any) -> None:
    def prints(text: str, image: str) -> list[str]:
        results = run([make(many(40), text, image=image)], telling())["results"]
        return sorted(result["partialFingerprints"]["dockerpatchCause/v1"] for result in results)

    text = texts["safe"]
    old = prints(text, "registry:5000/service:1.2")
    assert len(set(old)) == len(old)
    assert prints(f"# more\n\n{text}".replace("3.13.3", "3.13.4"), "registry:5000/service:1.3") == old
    assert prints(text, "registry:5000/worker:1.2") != old


def test_rows_that_ask_for_nothing_make_no_alert(waived: Any, telling: Any) -> None:
    found = run([waived], telling())
    assert found["results"] == []
    assert len(found["invocations"][0]["toolExecutionNotifications"]) == len(waived.causes)


def test_hostile_texts_keep_to_the_schema(hostile: Any, telling: Any) -> None:
    found = run([hostile], telling(gate="\x1b\udc80", failing=hostile.items))
    text = json.dumps(found, ensure_ascii=False)
    assert all(mark.isprintable() for mark in text if mark != "\n")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("plain {x} [y]", "plain {x} [y]"),
        ("{0} of {12}", "{{0}} of {{12}}"),
        ("[a](b)", "[a\\](b)"),
        ("\x1b[0m", "\\x1b[0m"),
    ],
)
def test_messages_hold_no_placeholder_and_no_link(text: str, want: str) -> None:
    assert _message(text) == want


@pytest.mark.parametrize(
    ("path", "want"),
    [
        ("Dockerfile", "Dockerfile"),
        ("./a b/Dockerfile", "a%20b/Dockerfile"),
        ("a/ü#?%.dockerfile", "a/%C3%BC%23%3F%25.dockerfile"),
        ("a/\udcff", "a/%FF"),
        ("../x", "../x"),
        ("/elsewhere/Dockerfile", "file:///elsewhere/Dockerfile"),
    ],
)
def test_uris(path: str, want: str) -> None:
    assert _uri(path) == want


def test_a_path_below_here_is_relative(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _uri(str(pathlib.Path.cwd() / "a" / "Dockerfile")) == "a/Dockerfile"


def test_a_dockerfile_below_a_folder(make: Any, many: Any, telling: Any) -> None:
    found = run([make(many(10), path="my app/Dockerfile")], telling())
    assert {place(result)[0] for result in found["results"]} == {"my%20app/Dockerfile"}


def test_many_rows_are_few_results(grown: Any, telling: Any) -> None:
    answer = grown(2000)
    found = run([answer], telling())
    assert len(found["results"]) <= len(answer.causes)
    longest = max(len(result["message"]["markdown"]) for result in found["results"])
    assert longest < 20_000
    more = [result["message"]["markdown"] for result in found["results"] if len(result["properties"]["rows"]) > 20]
    assert more
    assert all(re.search(r"\d rows? more in the properties", text) for text in more)


def test_the_same_every_time(safe: Any, telling: Any) -> None:
    assert render([safe], telling()) == render([safe], telling())
