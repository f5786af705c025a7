"""The commands `triage` and `verify` as a user meets them."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

import dockerpatch.triage.views

from .conftest import STALE, Done

Run = Callable[..., Done]

VIEWS = pathlib.Path(dockerpatch.triage.views.__path__[0])


def trivy(*rows: dict[str, Any], image: str = "service:1", created: str = "2025-06-20T00:00:00Z") -> dict[str, Any]:
    """A report as Trivy writes it."""
    return {
        "SchemaVersion": 2,
        "CreatedAt": created,
        "ArtifactName": image,
        "ArtifactType": "container_image",
        "Metadata": {"OS": {"Family": "alpine", "Name": "3.20.6"}},
        "Results": [{"Target": image, "Class": "os-pkgs", "Type": "alpine", "Vulnerabilities": list(rows)}],
    }


def row(id: str = "CVE-2025-6965", package: str = "sqlite-libs", **facts: Any) -> dict[str, Any]:
    known = {"InstalledVersion": "3.45.3-r1", "FixedVersion": "3.45.3-r3", "Status": "fixed", "Severity": "HIGH"}
    return {"VulnerabilityID": id, "PkgName": package, **known, **facts}


@pytest.fixture
def project(folder: pathlib.Path) -> pathlib.Path:
    """A folder with the Dockerfile of an image, and a report of it."""
    (folder / "Dockerfile").write_text(STALE)
    (folder / "report.json").write_text(json.dumps(trivy(row())))
    return folder


def test_the_first_five_minutes(run: Run, project: pathlib.Path) -> None:
    done = run("triage", "report.json")
    assert done.code == 1
    assert done.err == ""
    head, why, blank, cause, line, *_ = done.out.splitlines()
    assert head == "service:1 (alpine 3.20.6), scanned by trivy on 2025-06-20: 1 row, 1 cause"
    assert why == "  made by Dockerfile: its base is alpine 3.20, as the image is"
    assert blank == ""
    assert cause == "1. Dockerfile:1: the base image python:3.13.3-alpine3.20: 1 high"
    assert line == "   1 | FROM python:3.13.3-alpine3.20"
    assert "   1 likely closed\n" in done.out
    assert (
        "the patch (--fix writes it):\n  -FROM python:3.13.3-alpine3.20\n  +FROM python:3.13.15-alpine3.24\n"
        in done.out
    )
    after = "after the edits and a rebuild: nothing (1 of the others likely closed, not proven to be)\n"
    assert after in done.out
    assert (project / "Dockerfile").read_text() == STALE


def test_fix_writes_what_fix_writes(run: Run, project: pathlib.Path) -> None:
    done = run("triage", "report.json", "--fix")
    assert done.code == 0
    assert "the patch, written:" in done.out
    written = (project / "Dockerfile").read_text()
    (project / "Dockerfile").write_text(STALE)
    run("fix")
    assert (project / "Dockerfile").read_text() == written != STALE


def test_rows_are_written_out_when_asked(run: Run, project: pathlib.Path) -> None:
    done = run("triage", "report.json", "--rows")
    assert "     high CVE-2025-6965 sqlite-libs 3.45.3-r1 (fails the gate): " in done.out
    assert "       = sqlite 3.45.3-r3 in v3.20 fixes CVE-2025-6965 (Alpine secdb, " in done.out


@pytest.mark.parametrize("words", [["report.json"], ["report.json", "--unsafe"], ["report.json", "--fix"]])
def test_json_keeps_to_its_schema(run: Run, project: pathlib.Path, words: list[str]) -> None:
    data = json.loads(run("triage", *words, "--format=json").out)
    jsonschema.validate(data, json.loads((VIEWS / "triage.schema.json").read_text()))
    (image,) = data["images"]
    assert image["rows"][0]["verdict"] == "likely-closed"
    assert image["summary"]["before"] == {"high": 1}
    assert image["summary"]["after"] == {}
    assert image["patch"]["written"] is ("--fix" in words)


def test_a_report_comes_through_a_pipe(process: Run, project: pathlib.Path) -> None:
    done = process("triage", "-", stdin=(project / "report.json").read_bytes())
    assert done.code == 1
    assert done.out.startswith("service:1 ")
    assert "\x1b" not in done.out


def test_a_dockerfile_is_named_in_a_path_s_place_or_by_its_option(run: Run, project: pathlib.Path) -> None:
    (project / "Dockerfile.other").write_text(STALE)
    assert run("triage", "report.json").code == 2
    assert (
        run("triage", "report.json", "Dockerfile.other").out.splitlines()[1].startswith("  made by Dockerfile.other:")
    )
    named = run("triage", "report.json", "--dockerfile", "Dockerfile.other")
    assert named.out.splitlines()[1].startswith("  made by Dockerfile.other:")


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        ([], 2, "error: name a scanner's report (see `dockerpatch triage --help`)"),
        (["."], 2, "error: name a scanner's report (see `dockerpatch triage --help`)"),
        (["nope.json"], 4, "error: nope.json: no such file or directory"),
        (["empty.json"], 4, "error: empty.json: "),
        (["cut.json"], 4, "error: cut.json: "),
        (["report.json", "--dockerfile", "nope"], 3, "error: report.json: nope: cannot be read as a Dockerfile"),
        (["report.json", "--target", "nope"], 2, "error: report.json: no stage is called 'nope' in Dockerfile"),
        (["report.json", "--fail-on", "bad"], 2, "error: invalid value for '--fail-on'"),
        (["report.json", "--as-of", "yesterday"], 2, "error: "),
        (["report.json", "--almanac", "nope"], 5, "error: "),
        (["report.json", "--output", "no/where"], 2, "error: --output: there is no folder no"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, project: pathlib.Path, words: list[str], code: int, line: str
) -> None:
    (project / "empty.json").write_text("")
    (project / "cut.json").write_text((project / "report.json").read_text()[:-40])
    done = run("triage", *words)
    assert done.code == code
    assert done.line.startswith(line)
    assert done.out == ""


def test_a_folder_without_a_dockerfile(run: Run, folder: pathlib.Path) -> None:
    (folder / "report.json").write_text(json.dumps(trivy(row())))
    done = run("triage", "report.json")
    assert done.code == 3
    assert done.line == "error: report.json: no Dockerfile with a stage was found"


def test_a_report_without_a_vulnerability_is_said_to_be_one(run: Run, project: pathlib.Path) -> None:
    (project / "report.json").write_text(json.dumps(trivy()))
    done = run("triage", "report.json")
    assert done.code == 0
    assert done.line == "note: report.json: holds no vulnerability"


def test_the_mildest_severity_that_fails(run: Run, project: pathlib.Path) -> None:
    assert run("triage", "report.json", "--fail-on=critical").code == 0
    assert run("triage", "report.json", "--fail-on=high").code == 1
    assert run("triage", "report.json", "--fail-on=never").code == 0


def test_two_images_are_two_answers(run: Run, project: pathlib.Path) -> None:
    (project / "other.json").write_text(json.dumps(trivy(row("CVE-2025-29087"), image="other:2")))
    done = run("triage", "report.json", "other.json", "--format=json")
    assert [image["reports"][0]["image"] for image in json.loads(done.out)["images"]] == ["service:1", "other:2"]


def test_hostile_text_stays_text(run: Run, project: pathlib.Path) -> None:
    name = "evil\x1b[2J\u202e\npkg"
    (project / "report.json").write_text(json.dumps(trivy(row(package=name), image="im\x1b[31mage")))
    out = run("triage", "report.json", "--rows").out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_output_goes_into_a_file(run: Run, project: pathlib.Path) -> None:
    done = run("triage", "report.json", "--output", "answer.txt")
    assert done.out == ""
    assert (project / "answer.txt").read_text().startswith("service:1 ")


# -- verify


def test_verify_holds_the_new_image_to_the_promise(run: Run, project: pathlib.Path) -> None:
    (project / "after.json").write_text(json.dumps(trivy()))
    done = run("verify", "report.json", "after.json")
    assert done.code == 0
    assert "Dockerfile:1: the base image python:3.13.3-alpine3.20: 1 closed\n" in done.out
    again = run("verify", "report.json", "report.json")
    assert again.code == 1
    assert "still there high CVE-2025-6965 sqlite-libs 3.45.3-r1 (promised: likely closed)\n" in again.out
    assert again.out.endswith("fails: 1 promised and still there\n")


def test_verify_takes_the_promise_from_triage(run: Run, project: pathlib.Path) -> None:
    run("triage", "report.json", "--fix", "--format=json", "--output=promise.json")
    (project / "after.json").write_text(json.dumps(trivy(row("CVE-2026-1", "zlib"))))
    done = run("verify", "report.json", "after.json", "--promised=promise.json", "--format=json")
    assert done.code == 1
    data = json.loads(done.out)
    jsonschema.validate(data, json.loads((VIEWS / "verify.schema.json").read_text()))
    assert data["summary"] == {"closed": 1, "still-there": 0, "new": 1}
    assert data["rows"][0]["promised"] == "likely-closed"
    passed = run("verify", "report.json", "after.json", "--promised=promise.json", "--fail-on=critical")
    assert passed.code == 0


def test_a_promise_that_breaks_off_in_its_rows_is_named(run: Run, project: pathlib.Path) -> None:
    run("triage", "report.json", "--format=json", "--output=promise.json")
    data = json.loads((project / "promise.json").read_text())
    data["images"][0]["rows"].append({**data["images"][0]["rows"][0], "path": "usr/bin/x", "cause": 9})
    (project / "promise.json").write_text(json.dumps(data))
    done = run("verify", "report.json", "report.json", "--promised=promise.json")
    assert done.code == 2
    assert done.line.startswith("error: --promised: promise.json is not what")


def test_verify_without_a_dockerfile_compares_all_the_same(run: Run, folder: pathlib.Path) -> None:
    (folder / "report.json").write_text(json.dumps(trivy(row())))
    done = run("verify", "report.json", "report.json")
    assert done.code == 0
    assert "packages of the distribution: 1 still there\n" in done.out
    assert done.line.startswith("note: nothing was promised: ")


def test_verify_in_markdown_cannot_be_broken_by_a_name(run: Run, project: pathlib.Path) -> None:
    (project / "after.json").write_text(json.dumps(trivy(row("CVE-2026-1", "a|b`c<img>@you"))))
    out = run("verify", "report.json", "after.json", "--format=markdown").out
    (line,) = [line for line in out.splitlines() if "CVE-2026-1" in line]
    assert "`a\\|b'c<img>@you`" in line


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["-", "-"], 2, "error: only one of the reports can be standard input"),
        (["report.json", "nope"], 4, "error: nope: no such file or directory"),
        (["report.json"], 2, "error: missing argument 'AFTER'"),
        (["report.json", "report.json", "--promised", "report.json"], 2, "error: --promised: report.json is not what"),
        (["report.json", "report.json", "--promised", "nope"], 4, "error: nope: "),
    ],
)
def test_what_cannot_be_verified_is_one_line(
    run: Run, project: pathlib.Path, words: list[str], code: int, line: str
) -> None:
    done = run("verify", *words)
    assert done.code == code
    assert done.line.startswith(line)


# -- what a policy has decided


def waiver(**facts: str) -> str:
    """A waiver as it stands in a config."""
    known = {"id": "CVE-2025-6965", "reason": "not reached", "owner": "team-a", "expires": "2030-01-31", **facts}
    rows = [f'{name} = "{value}"' if name != "expires" else f"{name} = {value}" for name, value in known.items()]
    return "[[policy.waivers]]\n" + "\n".join(rows) + "\n"


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> str:
    """The day that it is."""
    for module in ("dockerpatch.cli.triage", "dockerpatch.cli.verify"):
        monkeypatch.setattr(f"{module}.today", lambda: "2026-11-25")
    return "2026-11-25"


def test_a_waiver_holds_until_its_day(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(waiver())
    done = run("triage", "report.json")
    assert done.code == 0
    assert "1 waived\n     CVE-2025-6965: waived until 2030-01-31 by team-a: not reached\n" in done.out
    (image,) = json.loads(run("triage", "report.json", "--format=json").out)["images"]
    assert (image["rows"][0]["verdict"], image["rows"][0]["until"]) == ("waived", "2030-01-31")


def test_a_waiver_past_its_day_fails_and_says_since_when(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(waiver(expires="2026-11-01"))
    for words in (["triage", "report.json", "--fail-on=critical"], ["triage", "report.json", "--fix"]):
        done = run(*words)
        assert done.code == 1
        assert done.line.startswith("error: .dockerpatch.toml:1: the waiver of CVE-2025-6965 expired on 2026-11-01")


def test_a_waiver_of_what_is_gone_is_no_longer_needed(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(waiver(id="CVE-2020-1"))
    done = run("triage", "report.json", "--fail-on=critical")
    assert done.code == 0
    assert done.line.startswith("warning: .dockerpatch.toml:1: the waiver of CVE-2020-1 is no longer needed")


def test_a_clean_report_tells_of_waivers_that_are_no_longer_needed(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(waiver())
    (project / "report.json").write_text(json.dumps(trivy()))
    done = run("triage", "report.json")
    assert done.code == 0
    assert "the waiver of CVE-2025-6965 is no longer needed" in done.err


def test_the_gate_says_what_fails(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(
        '[policy.pr]\nvulnerabilities = "critical"\n[policy.release]\nvulnerabilities = "low"\n'
    )
    (project / "report.json").write_text(json.dumps(trivy(row(Severity="MEDIUM"))))
    assert run("triage", "report.json").code == 0
    assert run("triage", "report.json", "--gate=pr").code == 0
    assert run("triage", "report.json", "--gate=release").code == 1
    assert run("triage", "report.json", "--gate=nope").code == 2


def test_vex_is_written_and_heeded(run: Run, project: pathlib.Path, day: str) -> None:
    claims = waiver(status="not_affected", justification="vulnerable_code_not_in_execute_path")
    (project / ".dockerpatch.toml").write_text(claims)
    done = run("triage", "report.json", "--write-vex=app.vex.json", "--vex-author=team@example.com")
    assert done.code == 0
    document = json.loads((project / "app.vex.json").read_text())
    assert document["author"] == "team@example.com"
    assert [one["status"] for one in document["statements"]] == ["not_affected"]
    (project / ".dockerpatch.toml").unlink()
    assert run("triage", "report.json").code == 1
    heeded = run("triage", "report.json", "--vex=app.vex.json")
    assert heeded.code == 0
    assert "1 waived\n" in heeded.out


def test_a_waiver_of_one_dockerfile_makes_vex_of_its_image(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(waiver(path="Dockerfile", status="not_affected"))
    assert run("triage", "report.json", "--write-vex=app.vex.json").code == 0
    (statement,) = json.loads((project / "app.vex.json").read_text())["statements"]
    assert statement["impact_statement"] == "not reached (team-a, until 2030-01-31)"
    (project / ".dockerpatch.toml").write_text(waiver(path="other/", status="not_affected"))
    assert run("triage", "report.json").code == 1


def test_a_waiver_that_claims_nothing_makes_no_vex(run: Run, project: pathlib.Path, day: str) -> None:
    (project / ".dockerpatch.toml").write_text(waiver())
    done = run("triage", "report.json", "--write-vex=app.vex.json")
    assert not (project / "app.vex.json").exists()
    assert done.err.splitlines() == [
        "note: without a status a waiver claims nothing that VEX could tell: CVE-2025-6965",
        "note: no VEX document is written: nothing was decided that it could state",
    ]


def test_vex_that_cannot_be_read_is_one_line(run: Run, project: pathlib.Path) -> None:
    (project / "bad.json").write_text('{"statements": 1}')
    for name in ("bad.json", "nope.json"):
        done = run("triage", "report.json", "--vex", name)
        assert done.code == 4
        assert done.line.startswith(f"error: {name}")


def test_verify_goes_by_the_policy_too(run: Run, project: pathlib.Path, day: str) -> None:
    (project / "after.json").write_text(json.dumps(trivy(row("CVE-2026-1", "zlib"))))
    assert run("verify", "report.json", "after.json").code == 1
    (project / ".dockerpatch.toml").write_text(waiver(id="CVE-2026-1"))
    assert run("verify", "report.json", "after.json").code == 0
    (project / ".dockerpatch.toml").write_text(waiver(id="CVE-2026-1", expires="2026-11-01"))
    assert run("verify", "report.json", "after.json", "--fail-on=critical").code == 1
