"""`check --gate` and waivers from the outside: what fails, what is told, and what is left alone."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Callable

import jsonschema
import pytest

from dockerpatch.cli.problems import told
from dockerpatch.reports.openvex import OpenVexError

from .conftest import AS_OF, STALE, Done

Run = Callable[..., Done]

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCHEMA = json.loads((ROOT / "dockerpatch" / "reporters" / "report.schema.json").read_text(encoding="utf-8"))
TODAY = "2026-09-01"
PINNED = "FROM python:3.13.3-alpine3.20\n"


def waiver(rule: str, expires: str = "2027-01-31", path: str = "") -> str:
    scope = f'path = "{path}"\n' if path else ""
    terms = 'reason = "the vendor\'s plugin needs it"\nowner = "team-api"\n'
    return f'[[policy.waivers]]\nrule = "{rule}"\n{scope}{terms}expires = {expires}\n'


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the day it is."""

    def call(day: str) -> None:
        monkeypatch.setattr("dockerpatch.cli.lint.today", lambda: day)

    call(TODAY)
    return call


@pytest.fixture
def project(folder: pathlib.Path) -> Callable[..., None]:
    """Writes the config and Dockerfiles with one finding of DP101 each."""

    def call(policy: str, *files: str) -> None:
        (folder / ".dockerpatch.toml").write_text(f'select = ["DP101"]\n{policy}', encoding="utf-8")
        for name in files or ("Dockerfile",):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(PINNED, encoding="utf-8")

    return call


def held(done: Done) -> dict[str, object]:
    data: dict[str, object] = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


@pytest.mark.parametrize(
    ("policy", "words", "code"),
    [
        ("", [], 1),
        ("", ["--gate=pr"], 1),
        ('[policy]\nfail-on = "error"', [], 0),
        ('[policy.pr]\nfail-on = "error"', [], 1),
        ('[policy.pr]\nfail-on = "error"', ["--gate", "pr"], 0),
        ('[policy.pr]\nfail-on = "error"', ["--gate=main"], 1),
        ('fail-on = "error"\n[policy.release]\nfail-on = "note"', [], 0),
        ('fail-on = "error"\n[policy.release]\nfail-on = "note"', ["--gate=release"], 1),
        ('[policy.paths."*"]\nfail-on = "never"', [], 0),
        ('[policy.paths."*"]\nfail-on = "never"', ["--fail-on=warning"], 1),
        ('[policy.pr]\nfail-on = "note"', ["--gate=pr", "--fail-on=never"], 0),
    ],
)
def test_what_fails(run: Run, project: Callable[..., None], policy: str, words: list[str], code: int) -> None:
    project(policy)
    assert run("check", *words).code == code


def test_another_gate_is_a_usage_error(run: Run, project: Callable[..., None]) -> None:
    project("")
    done = run("check", "--gate=prod")
    assert done.code == 2
    assert "pr" in done.line


def test_a_waived_finding_is_told_and_does_not_fail(run: Run, project: Callable[..., None]) -> None:
    project(waiver("DP101", path="a/"), "a/Dockerfile", "b/Dockerfile")
    done = run("check")
    assert done.code == 1
    assert re.findall(r"^(\S+?):\d", done.out, re.MULTILINE) == ["b/Dockerfile"]
    assert done.out.splitlines()[-2:] == [
        "waived until 2027-01-31 by team-api: the vendor's plugin needs it (1 finding of DP101 in a/)",
        "checked 2 files: 1 warning; 1 can be fixed with `dockerpatch fix`; 1 waived",
    ]
    assert done.err == ""
    data = held(run("check", "--format=json", "--gate=main"))
    assert [one["file"] for one in data["findings"]] == ["b/Dockerfile"]  # type: ignore[attr-defined]
    (waived,) = data["waived"]  # type: ignore[misc]
    assert (waived["code"], waived["file"], waived["owner"]) == ("DP101", "a/Dockerfile", "team-api")
    assert data["policy"] == {"gate": "main", "remarks": []}
    assert data["summary"]["waived"] == 1  # type: ignore[index]
    assert run("check", "a").code == 0


def test_without_a_policy_the_report_is_as_before(run: Run, project: Callable[..., None]) -> None:
    project("")
    data = held(run("check", "--format=json"))
    assert not {"waived", "policy"} & data.keys()
    assert "waived" not in data["summary"]  # type: ignore[operator]


def test_an_expired_waiver_fails_and_says_since_when(
    run: Run, project: Callable[..., None], today: Callable[[str], None]
) -> None:
    project(waiver("DP101", "2026-08-31"))
    says = (
        ".dockerpatch.toml:2: the waiver of DP101 expired on 2026-08-31, 1 day ago (owner: team-api): 1 finding is back"
    )
    done = run("check")
    assert (done.code, done.err) == (1, f"error: {says}\n")
    assert "DP101" in done.out
    data = held(run("check", "--format=json"))
    assert [(one["state"], one["message"]) for one in data["policy"]["remarks"]] == [("expired", says)]  # type: ignore[index]
    today("2026-08-31")
    assert run("check").code == 0


def test_an_expired_waiver_fails_whatever_the_severity(run: Run, project: Callable[..., None]) -> None:
    project('fail-on = "error"\n' + waiver("DP101", "2026-08-31"))
    assert run("check").code == 1
    assert run("check", "--fail-on=never").code == 0
    project('fail-on = "error"\n')
    assert run("check").code == 0


def test_a_waiver_that_nothing_needs_is_told_and_does_not_fail(
    run: Run, project: Callable[..., None], folder: pathlib.Path
) -> None:
    project(waiver("DP101", path="a/") + waiver("DL3020", "2026-01-31"), "b/Dockerfile")
    done = run("check", "--fail-on=never")
    assert (done.code, done.err.splitlines()) == (
        0,
        [
            "warning: .dockerpatch.toml:2: the waiver of DP101 in a/ is no longer needed: nothing of the kind is found",
            "warning: .dockerpatch.toml:8: the waiver of DL3020 is no longer needed: nothing of the kind is found",
        ],
    )
    data = held(run("check", "--format=json", str(folder)))
    assert [one["state"] for one in data["policy"]["remarks"]] == ["unused", "unused"]  # type: ignore[index]


@pytest.mark.parametrize(
    "words",
    [
        ["b/Dockerfile"],
        ["b"],
        ["b", "-"],
        [".", "--select=DP1"],
        [".", "--ignore=DP103"],
        [".", "--profile=strict"],
        [".", AS_OF],
        [".", "missing"],
    ],
)
def test_a_run_that_did_not_see_all_says_nothing_of_unused_waivers(
    run: Run, project: Callable[..., None], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project(waiver("DP101", path="a/"), "b/Dockerfile")
    monkeypatch.setattr("dockerpatch.cli.lint.read_stdin", lambda: b"FROM scratch\n")
    assert "no longer needed" not in run("check", *words).err


def test_a_broken_file_may_hold_what_a_waiver_is_about(
    run: Run, project: Callable[..., None], folder: pathlib.Path
) -> None:
    project(waiver("DL3020"))
    (folder / "broken.dockerfile").write_text("FROM a\nRUN <<E\n")
    done = run("check")
    assert done.code == 4
    assert "no longer needed" not in done.err


def test_a_waiver_of_shellcheck_is_for_runs_with_it(run: Run, project: Callable[..., None]) -> None:
    project(waiver("SC2086"))
    assert run("check").err == ""


def test_a_waiver_of_a_vulnerability_is_not_for_check(run: Run, project: Callable[..., None]) -> None:
    project(waiver("x").replace('rule = "x"', 'id = "CVE-2026-1"'))
    assert run("check").err == ""


def test_what_the_cache_remembers_is_not_waived_for_ever(
    run: Run, project: Callable[..., None], today: Callable[[str], None], folder: pathlib.Path
) -> None:
    project(waiver("DP101", "2026-09-01"))
    assert [run("check").code for _ in range(2)] == [0, 0]
    entries = sorted((folder / ".dockerpatch_cache").rglob("*"))
    today("2026-09-02")
    assert run("check").code == 1
    project("")
    assert run("check").code == 1
    project(waiver("DP101"))
    assert run("check").code == 0
    # What is waived changes no finding, so nothing had to be judged anew.
    assert sorted((folder / ".dockerpatch_cache").rglob("*")) == entries


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_many_files_are_waived_alike(run: Run, project: Callable[..., None], jobs: str) -> None:
    project(waiver("DP101", path="a/"), *(f"{folder}/{at}.dockerfile" for folder in "ab" for at in range(60)))
    data = held(run("check", "--format=json", "--no-cache", "--jobs", jobs))
    assert (data["summary"]["findings"]["warning"], data["summary"]["waived"]) == (60, 60)  # type: ignore[index]


def test_fix_leaves_what_is_waived(run: Run, project: Callable[..., None], folder: pathlib.Path) -> None:
    project(waiver("DP101", path="a/"), "a/Dockerfile", "b/Dockerfile")
    done = run("fix")
    assert done.code == 0
    assert (folder / "a" / "Dockerfile").read_text() == PINNED
    assert (folder / "b" / "Dockerfile").read_text() != PINNED
    assert done.out.splitlines()[-1] == "fixed 1 finding in 1 file; 0 left; 1 waived"
    data = held(run("fix", "--format=json"))
    assert [one["file"] for one in data["waived"]] == ["a/Dockerfile"]  # type: ignore[attr-defined]


def test_what_is_waived_is_left_in_every_round(run: Run, folder: pathlib.Path) -> None:
    (folder / ".dockerpatch.toml").write_text(f'select = ["DP101", "DP102"]\n{waiver("DP101")}', encoding="utf-8")
    (folder / "Dockerfile").write_text(f"FROM python AS other\n{PINNED}")
    done = run("fix")
    assert (done.code, done.out.splitlines()[-1]) == (0, "fixed 1 finding in 1 file; 0 left; 1 waived")
    first, second = (folder / "Dockerfile").read_text().splitlines(keepends=True)
    assert first.startswith("FROM python:3.")
    assert second == PINNED


def test_fix_mends_what_is_waived_no_longer(run: Run, project: Callable[..., None], folder: pathlib.Path) -> None:
    project(waiver("DP101", "2026-08-31"))
    diff = run("fix", "--diff")
    assert (diff.code, "no longer needed" in diff.err) == (1, False)
    done = run("fix")
    assert done.code == 0
    assert (folder / "Dockerfile").read_text() != PINNED
    assert done.line.endswith("is no longer needed: nothing of the kind is found")


def test_a_fix_may_take_a_waived_finding_with_it(run: Run, folder: pathlib.Path) -> None:
    (folder / ".dockerpatch.toml").write_text(f'select = ["DP101", "DP103"]\n{waiver("DP101")}', encoding="utf-8")
    (folder / "Dockerfile").write_text(PINNED)
    done = run("fix", "--format=json")
    data = held(done)
    assert [one["code"] for one in data["fixed"]] == ["DP103"]  # type: ignore[attr-defined]
    assert (data["waived"], data["findings"]) == ([], [])


def test_what_a_config_says_is_shown_legible(run: Run, project: Callable[..., None]) -> None:
    project(waiver("DP101").replace("team-api", "\\u001b[31mteam") + waiver("DL3020").replace("team-api", "\\u202ex"))
    done = run("check")
    assert "\x1b" not in done.out
    assert "\\x1b[31mteam" in done.out


def test_a_waiver_that_is_wrong_is_a_usage_error(run: Run, project: Callable[..., None]) -> None:
    project(waiver("DP101", "2226-01-31"))
    done = run("check")
    assert done.code == 2
    assert done.line == (
        "error: .dockerpatch.toml:2: expires must be at most 10 years away, is 2226-01-31: name a day on which somebody"
        " looks again"
    )


def test_a_check_without_a_policy_loads_nothing_of_it(folder: pathlib.Path) -> None:
    (folder / "Dockerfile").write_text(STALE)
    probe = (
        "import sys; from dockerpatch.cli.main import run; run(['check', '--fail-on=never']);"
        " print([name for name in sorted(sys.modules) if name.startswith('dockerpatch.reports.')"
        " or name.rpartition('.')[2] in ('gate', 'waivers', 'standing', 'policy_table')])"
    )
    import subprocess
    import sys

    from .conftest import environment

    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_document_that_cannot_be_used_is_one_line_and_exit_code_4() -> None:
    assert told(OpenVexError("a.json: not JSON")) == ("a.json: not JSON", 4)
