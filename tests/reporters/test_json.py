"""The report for programs keeps to the schema that is shipped, and its offsets are those of the bytes."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

import dockerpatch.reporters
from dockerpatch.engine.report import FileReport
from dockerpatch.lint.finding import SAFETIES, SEVERITIES
from dockerpatch.text.edit import apply

Told = Callable[..., tuple[str, str]]


@pytest.fixture(scope="module")
def schema() -> Any:
    path = pathlib.Path(dockerpatch.reporters.__path__[0]) / "report.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


def held(text: str, schema: Any) -> Any:
    data = json.loads(text)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)] == []
    return data


@pytest.mark.parametrize("mode", ["check", "fix", "diff"])
def test_keeps_to_the_schema(
    told: Told, reports: list[FileReport], fixes: list[FileReport], schema: Any, mode: str
) -> None:
    for given in (reports, fixes, []):
        text, err = told("json", mode, given)
        data = held(text, schema)
        assert err == ""
        assert ("fixed" in data) == (mode != "check")
        assert text.isascii()


def test_the_schema_refuses_what_is_not_in_it(told: Told, reports: list[FileReport], schema: Any) -> None:
    data = json.loads(told("json", "check", reports)[0])
    data["findings"][0]["span"]["start"]["line"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_the_schema_names_every_severity_and_safety(schema: Any) -> None:
    finding = schema["$defs"]["finding"]["properties"]
    assert finding["severity"]["enum"] == list(SEVERITIES)
    assert finding["fix"]["oneOf"][1]["properties"]["safety"]["enum"] == list(SAFETIES)
    assert list(schema["properties"]["summary"]["properties"]["findings"]["required"]) == list(SEVERITIES)


def test_places(told: Told, reports: list[FileReport], schema: Any) -> None:
    data = held(told("json", "check", reports)[0], schema)
    source = reports[0].source
    assert source is not None
    for found, finding in zip(data["findings"], reports[0].findings, strict=True):
        start, end = found["span"]["start"], found["span"]["end"]
        word = source.text[finding.span.start : finding.span.end]
        assert source.data[start["offset"] : end["offset"]].decode() == word
        line = source.data.split(b"\n")[start["line"] - 1].decode("utf-8", "surrogateescape")
        assert line[start["column"] - 1 :].startswith(word)
        assert found["file"] == "app/Dockerfile"


def test_edits_are_those_of_the_fix(told: Told, reports: list[FileReport], schema: Any) -> None:
    data = held(told("json", "check", reports)[0], schema)
    source = reports[0].source
    assert source is not None
    for found, finding in zip(data["findings"], reports[0].findings, strict=True):
        if finding.fix is None:
            assert found["fix"] is None
            continue
        new = source.data
        for edit in reversed(found["fix"]["edits"]):
            new = new[: edit["start"]] + edit["text"].encode() + new[edit["end"] :]
        wanted = apply(source.text, finding.fix.edits)
        assert new == wanted.encode("utf-8", "surrogateescape")


def test_same_flaws_have_fingerprints_of_their_own(told: Told, reports: list[FileReport], schema: Any) -> None:
    data = held(told("json", "check", reports)[0], schema)
    prints = [found["fingerprint"] for found in data["findings"]]
    assert len(set(prints)) == len(prints) == 4


def test_the_summary_adds_up(told: Told, reports: list[FileReport], schema: Any) -> None:
    data = held(told("json", "check", reports)[0], schema)
    assert data["summary"] == {
        "files": 3,
        "findings": {"error": 1, "warning": 1, "note": 2},
        "fixable": {"safe": 1, "unsafe": 1, "display": 1},
        "fixed": 0,
        "fixed_files": 0,
        "suppressed": 2,
        "broken": 1,
        "missing": 1,
    }
    assert [(one["file"], one["line"], one["column"]) for one in data["errors"]] == [
        ("b\x1b[2Jad", 2, 5),
        ("gone", None, None),
    ]


def test_fix_tells_what_it_fixed_and_left(told: Told, fixes: list[FileReport], schema: Any) -> None:
    data = held(told("json", "fix", fixes)[0], schema)
    assert [(one["code"], one["file"], one["line"], one["safety"]) for one in data["fixed"]] == [
        ("T1", "app/Dockerfile", 2, "safe")
    ]
    assert [(one["code"], one["reason"]) for one in data["skipped"]] == [
        ("T2", "has an unsafe fix: --unsafe applies it"),
        ("T3", "has no automatic fix"),
    ]
    assert data["summary"]["fixed"] == data["summary"]["fixed_files"] == 1


def test_findings_are_written_as_they_come(reports: list[FileReport]) -> None:
    from dockerpatch.reporters.json import Json
    from dockerpatch.reporters.reporter import World

    out: list[str] = []
    one = Json("check", World("2026-08-22", "2026-08-22", 0), out.append)
    one.begin()
    one.file(reports[0])
    assert "".join(out).count('"code"') == 4
