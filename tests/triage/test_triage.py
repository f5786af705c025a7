"""From a report to the cause, the line, the patch and a verdict a row: the two stories this began with, and more."""

from __future__ import annotations

import os
import pathlib

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.reports.report import NOT_FIXED, Distro, Row, Step
from dockerpatch.triage.answer import (
    APPLICATION,
    BASE,
    CLOSED,
    COPIED,
    DISAGREE,
    INSTALLED,
    LIKELY,
    REBUILD,
    STUCK,
    TOOLCHAIN,
    UNPLACED,
    UNPROVEN,
    remaining,
)
from dockerpatch.triage.candidates import NoOrigin
from dockerpatch.triage.triage import images, merge

from .images import ALPINE_320, BROKER, PYTHON, alpine, ask, debian, history, only, report, stdlib

ALPINE_324 = Distro("alpine", "3.24.0")


def fixed(folder: pathlib.Path, *, unsafe: bool = False) -> str:
    """What `fix` would write."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        (one,) = Session().fix(["Dockerfile"], bytes, unsafe=unsafe, write=False)
    finally:
        os.chdir(before)
    return one.diff()


# -- the story of the Python image


def test_an_id_that_alpine_does_not_carry_is_a_disagreement_that_names_the_real_fixes(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-3277", "sqlite-libs", "3.45.3-r1", origin="sqlite", source="nvd:cpe")
    answer = ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))
    item = only(answer)
    assert item.verdict == DISAGREE
    assert "Alpine's own data for v3.20 (as of 2026) does not carry it" in item.judgement.reason
    assert "3.45.3-r2 (CVE-2025-29087), 3.45.3-r3 (CVE-2025-6965)" in item.judgement.reason
    assert {one.source for one in item.judgement.evidence} == {"Alpine secdb"}
    assert (item.cause.kind, item.cause.line) == (BASE, 2)
    assert answer.patch is not None
    assert answer.patch.diff() == fixed(tmp_path)
    assert "+FROM python:3.13.15-alpine3.24\n" in answer.patch.diff()


def test_a_disagreement_has_no_fixes_to_name_where_all_are_installed(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-3277", "sqlite-libs", "3.45.3-r9", origin="sqlite", source="nvd:cpe")
    reason = only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))).judgement.reason
    assert "no fix for sqlite that is newer than 3.45.3-r9" in reason


def test_an_id_that_the_scanner_has_from_alpine_is_no_disagreement(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-3277", "sqlite-libs", "3.45.3-r1", "3.45.3-r4", source="alpine:distro:alpine:3.20")
    assert only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))).verdict != DISAGREE


def test_what_trivy_says_of_alpine_is_alpine_s(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-3277", "sqlite-libs", "3.45.3-r1", "3.45.3-r4")
    assert only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320, tool="trivy"))).verdict != DISAGREE


def test_an_id_that_is_younger_than_the_data_is_no_disagreement(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.19\nUSER nobody\n"
    row = alpine("CVE-2026-1", "libcrypto3", "3.1.4-r2", source="nvd:cpe")
    answer = ask(tmp_path, text, report(row, distro=Distro("alpine", "3.19.0"), created="2026-08-01T00:00:00Z"))
    assert only(answer).verdict != DISAGREE


def test_a_fix_that_is_installed_is_a_disagreement(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r3", "3.45.3-r3")
    item = only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320)))
    assert item.verdict == DISAGREE
    assert "3.45.3-r3 is installed, which has it" in item.judgement.reason


def test_what_was_never_affected_is_a_disagreement(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2022-35737", "sqlite-libs", "3.45.3-r1", source="nvd:cpe")
    item = only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320)))
    assert item.verdict == DISAGREE
    assert "never affected" in item.judgement.reason


def test_a_move_to_a_branch_the_almanac_has_no_data_of_is_likely_at_most(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3")
    item = only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320)))
    assert item.verdict == LIKELY
    assert "python:3.13.15-alpine3.24 was rebuilt on 2026-08-10" in item.judgement.reason


def test_a_fix_without_a_day_is_no_older_than_the_end_of_its_branch(tmp_path: pathlib.Path) -> None:
    # The row stands in a copy that was made in 2026; nothing says that it is older than the dated history.
    row = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1")
    reason = only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320, created=""))).judgement.reason
    assert "was there by 2026-04-01" in reason


# -- the story of the broker


def broker_history() -> list[str]:
    return [
        "ADD alpine-minirootfs-3.24.0-x86_64.tar.gz / # buildkit",
        '-CMD ["/bin/sh"]',
        "RUN /bin/sh -c apk upgrade --no-cache && apk add --no-cache curl # buildkit",
        "COPY /out/brokerd /usr/local/bin/ # buildkit",
        '-ENTRYPOINT ["brokerd"]',
    ]


def test_the_standard_library_is_the_builders(tmp_path: pathlib.Path) -> None:
    row = stdlib("CVE-2024-34156", "1.22.5", layer="sha256:3")
    answer = ask(tmp_path, BROKER, report(row, distro=ALPINE_324, history=history(*broker_history())))
    item = only(answer)
    assert (item.cause.kind, item.cause.line) == (TOOLCHAIN, 1)
    assert "golang:alpine in stage build" in item.cause.title
    assert item.verdict == CLOSED
    assert "GO-2024-3106" in item.judgement.reason
    assert answer.patch is not None
    assert answer.patch.diff() == fixed(tmp_path)
    assert "+FROM golang:1.27.0-alpine AS build\n" in answer.patch.diff()
    assert [change.closes for change in answer.changes] == [1]
    assert remaining(answer.items) == []


def test_the_builder_is_found_without_layers(tmp_path: pathlib.Path) -> None:
    item = only(ask(tmp_path, BROKER, report(stdlib("CVE-2024-34156", "1.22.5"), distro=ALPINE_324)))
    assert (item.cause.kind, item.cause.line) == (TOOLCHAIN, 1)


def test_a_binary_is_followed_through_every_stage_it_passes(tmp_path: pathlib.Path) -> None:
    text = (
        "FROM golang:1.26.0-alpine AS one\nRUN go build -o /a/app .\n"
        "FROM golang:1.25.0-alpine AS other\nRUN go build -o /b/tool .\n"
        "FROM alpine:3.24 AS pack\nCOPY --from=one /a/app /pack/bin/app\nCOPY --from=other /b/tool /pack/bin/tool\n"
        "FROM scratch\nCOPY --from=pack /pack/ /\n"
    )
    answer = ask(
        tmp_path, text, report(stdlib("CVE-2026-1", "1.26.0", "bin/app"), stdlib("CVE-2026-2", "1.25.0", "bin/tool"))
    )
    assert {(item.row.path, item.cause.line) for item in answer.items} == {("bin/app", 1), ("bin/tool", 3)}


def test_a_line_that_is_kept_up_needs_a_rebuild_only(tmp_path: pathlib.Path) -> None:
    text = BROKER.replace("golang:alpine", "golang:1.26-alpine3.24")
    item = only(ask(tmp_path, text, report(stdlib("CVE-2025-61724", "1.24.0"), distro=ALPINE_324)))
    assert item.verdict in (REBUILD, CLOSED)
    assert "1.26.7" in item.judgement.reason


def test_a_go_release_that_has_the_flaw_still_is_no_cure(tmp_path: pathlib.Path) -> None:
    text = BROKER.replace("golang:alpine", "golang:1.22.5-alpine3.20")
    answer = ask(tmp_path, text, report(stdlib("CVE-2026-39821", "1.22.5"), distro=ALPINE_324))
    item = only(answer)
    assert item.verdict == STUCK
    assert item.bold is not None
    assert item.bold.verdict == CLOSED
    bold = ask(tmp_path, text, report(stdlib("CVE-2026-39821", "1.22.5"), distro=ALPINE_324), unsafe=True)
    assert only(bold).verdict == CLOSED
    assert bold.bold is None


def test_an_advisory_that_does_not_hit_the_version_is_a_disagreement(tmp_path: pathlib.Path) -> None:
    item = only(ask(tmp_path, BROKER, report(stdlib("CVE-2024-34156", "1.24.0"), distro=ALPINE_324)))
    assert item.verdict == DISAGREE


def test_an_id_that_go_has_no_advisory_for_is_not_proven(tmp_path: pathlib.Path) -> None:
    item = only(ask(tmp_path, BROKER, report(stdlib("CVE-1999-1", "1.22.5"), distro=ALPINE_324)))
    assert item.verdict == UNPROVEN


def test_a_version_that_is_no_release_is_not_proven(tmp_path: pathlib.Path) -> None:
    item = only(ask(tmp_path, BROKER, report(stdlib("CVE-2024-34156", "devel"), distro=ALPINE_324)))
    assert item.verdict == UNPROVEN


# -- what is to blame


def test_a_package_is_blamed_on_the_run_that_names_it(tmp_path: pathlib.Path) -> None:
    item = only(ask(tmp_path, BROKER, report(alpine("CVE-2025-1", "curl", "8.0-r0", "8.1-r0"), distro=ALPINE_324)))
    assert (item.cause.kind, item.cause.line) == (INSTALLED, 7)
    assert item.verdict == REBUILD


def test_a_package_is_blamed_on_the_run_that_made_its_layer(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-1", "libcurl", "8.0-r0", "8.1-r0", layer="sha256:2")
    item = only(ask(tmp_path, BROKER, report(row, distro=ALPINE_324, history=history(*broker_history()))))
    assert (item.cause.kind, item.cause.line) == (INSTALLED, 7)


def test_a_package_of_a_layer_of_the_base_is_the_bases(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-1", "curl", "8.0-r0", "8.1-r0", layer="sha256:0")
    item = only(ask(tmp_path, BROKER, report(row, distro=ALPINE_324, history=history(*broker_history()))))
    assert (item.cause.kind, item.cause.line) == (BASE, 6)


def test_the_base_is_found_through_an_argument(tmp_path: pathlib.Path) -> None:
    text = "ARG V=3.13.3\nARG BASE=python:${V}-alpine3.20\nFROM ${BASE}\nRUN pip install --no-cache-dir x\n"
    answer = ask(tmp_path, text, report(alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1"), distro=ALPINE_320))
    item = only(answer)
    assert (item.cause.kind, item.cause.line) == (BASE, 3)
    assert "python:3.13.3-alpine3.20" in item.cause.title
    assert answer.patch is not None
    assert "+ARG V=3.13.15\n+ARG BASE=python:${V}-alpine3.24\n" in answer.patch.diff()


def test_a_pinned_package_is_not_moved_by_a_rebuild(tmp_path: pathlib.Path) -> None:
    text = BROKER.replace("add --no-cache curl", "add --no-cache curl=8.0-r0")
    item = only(ask(tmp_path, text, report(alpine("CVE-2025-1", "curl", "8.0-r0", "8.1-r0"), distro=ALPINE_324)))
    assert item.verdict == STUCK
    assert "line 7 asks for curl" in item.judgement.reason


def test_an_application_s_dependency_is_out_of_reach_and_says_where(tmp_path: pathlib.Path) -> None:
    row = Row(
        "GHSA-1", "requests", "2.0", ecosystem="pypi", fixed=["2.1"], path="app/vendor/requests", layer="sha256:1"
    )
    answer = ask(
        tmp_path,
        PYTHON,
        report(row, distro=ALPINE_320, history=history("ADD x / # buildkit", "COPY . . # buildkit")),
    )
    item = only(answer)
    assert (item.cause.kind, item.cause.line) == (APPLICATION, 6)
    assert item.verdict == STUCK
    assert "/app/vendor/requests" in item.judgement.reason
    assert "2.1" in item.judgement.reason


def test_a_file_copied_out_of_another_image_is_that_image_s(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.24\nCOPY --from=busybox:1.36.0 /bin/busybox /usr/local/bin/brokerd\n"
    item = only(ask(tmp_path, text, report(stdlib("CVE-2024-34156", "1.22.5"), distro=ALPINE_324)))
    assert (item.cause.kind, item.cause.line) == (COPIED, 2)


def test_a_binary_from_the_build_context_was_built_elsewhere(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.24\nCOPY dist/ /usr/local/bin/\n"
    item = only(ask(tmp_path, text, report(stdlib("CVE-2024-34156", "1.22.5"), distro=ALPINE_324)))
    assert (item.cause.kind, item.cause.line, item.verdict) == (APPLICATION, 2, STUCK)
    assert "dockerpatch audit" in item.judgement.reason


@pytest.mark.parametrize(("base", "verdict"), [("alpine:3.24", UNPROVEN), ("alpine:3.19.0", STUCK)])
def test_a_binary_of_the_base_is_its_maker_s(tmp_path: pathlib.Path, base: str, verdict: str) -> None:
    row = stdlib("CVE-2024-34156", "1.22.5", "usr/bin/tool")
    item = only(ask(tmp_path, f"FROM {base}\nRUN apk add --no-cache git\n", report(row)))
    assert (item.cause.kind, item.verdict) == (BASE, verdict)


def test_a_go_that_a_run_brings_in_is_that_run_s(tmp_path: pathlib.Path) -> None:
    text = (
        "FROM debian:bookworm AS build\nRUN curl -fsSL https://go.dev/dl/go1.22.5.linux-amd64.tar.gz | tar -xz\n"
        "RUN go build -o /app .\nFROM debian:bookworm\nCOPY --from=build /app /usr/local/bin/brokerd\n"
    )
    item = only(ask(tmp_path, text, report(stdlib("CVE-2024-34156", "1.22.5"), distro=Distro("debian", "12.1"))))
    assert (item.cause.kind, item.cause.line) == (TOOLCHAIN, 2)


def test_what_nothing_places_is_not_placed(tmp_path: pathlib.Path) -> None:
    row = Row("GHSA-1", "left-pad", "1.0", ecosystem="npm")
    assert only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))).cause.kind == UNPLACED


# -- distributions without data of their own in the almanac


DEBIAN = "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n"


def test_a_listed_base_that_was_rebuilt_since_needs_a_rebuild_only(tmp_path: pathlib.Path) -> None:
    row = debian("CVE-2024-1", "openssl", "3.0.11-1", "3.0.13-1")
    item = only(ask(tmp_path, DEBIAN, report(row, distro=Distro("debian", "12.1"), created="2024-01-10T00:00:00Z")))
    assert item.verdict == REBUILD
    assert "2024-01-10" in item.judgement.reason


def test_a_base_that_was_not_rebuilt_since_is_not_proven(tmp_path: pathlib.Path) -> None:
    row = debian("CVE-2026-1", "openssl", "3.0.11-1", "3.0.13-1")
    item = only(ask(tmp_path, DEBIAN, report(row, distro=Distro("debian", "12.1"), created="2026-11-10T00:00:00Z")))
    assert item.verdict == UNPROVEN


def test_a_flaw_without_a_fix_is_stuck(tmp_path: pathlib.Path) -> None:
    row = debian("CVE-2024-1", "openssl", "3.0.11-1", state=NOT_FIXED)
    item = only(ask(tmp_path, DEBIAN, report(row, distro=Distro("debian", "12.1"))))
    assert item.verdict == STUCK
    assert "no fixed version is known" in item.judgement.reason


def test_a_base_that_nobody_rebuilds_will_not_get_a_fix_of_a_later_day(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.18.2\nRUN apk add --no-cache git\n"
    row = alpine("CVE-2024-6119", "libcrypto3", "3.1.1-r1", "3.1.7-r0")
    reason = only(ask(tmp_path, text, report(row))).judgement.reason
    assert "no rebuild will bring openssl 3.1.7-r0, of 2024-09-04" in reason


def test_what_its_last_rebuild_held_is_not_claimed(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.10\nRUN apk add --no-cache git\n"
    row = alpine("CVE-2019-1549", "libcrypto1.1", "1.1.1c-r0", "1.1.1d-r0", origin="openssl")
    reason = only(ask(tmp_path, text, report(row, created="2021-08-25T00:00:00Z"))).judgement.reason
    assert "whether that had openssl 1.1.1d-r0 is not known" in reason


def test_what_a_run_installs_is_newest_at_the_next_build_whatever_the_base(tmp_path: pathlib.Path) -> None:
    text = DEBIAN.replace("debian:bookworm-slim", "python:3.11.4-slim-bookworm")
    row = debian("CVE-2023-38545", "curl", "7.88.1-10+deb12u1", "7.88.1-10+deb12u4")
    answer = ask(tmp_path, text, report(row, distro=Distro("debian", "12.1"), created="2023-11-01T00:00:00Z"))
    assert answer.patch is not None
    assert "+FROM python:3.11.16-slim-bookworm" in answer.patch.diff()
    assert only(answer).verdict == REBUILD


def test_what_is_added_on_another_branch_is_closed_where_that_has_it(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.18.2\nRUN apk add --no-cache openssl\n"
    row = alpine("CVE-2024-6119", "openssl", "3.1.1-r1", "3.1.7-r0")
    item = only(ask(tmp_path, text, report(row, distro=Distro("alpine", "3.18.2")), unsafe=True))
    assert (item.cause.kind, item.verdict) == (INSTALLED, CLOSED)
    assert "on Alpine v3.21 openssl has it since 3.3.2-r0, and `apk add` takes it" in item.judgement.reason


def test_a_package_of_a_copied_image_is_its_makers_to_raise(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.24\nCOPY --from=ghcr.io/acme/tool:1 /tool /usr/local/bin/tool\n"
    row = Row("CVE-2024-1", "h2", "0.3", ecosystem="cargo", fixed=["0.4"], path="usr/local/bin/tool")
    item = only(ask(tmp_path, text, report(row, distro=ALPINE_324)))
    assert (item.cause.kind, item.verdict) == (COPIED, STUCK)
    assert "take one with h2 0.4" in item.judgement.reason


# -- which Dockerfile it is


def test_of_two_files_the_one_that_the_history_tells_is_taken(tmp_path: pathlib.Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "Dockerfile").write_text("FROM alpine:3.24\nRUN apk add --no-cache git\n")
    answer = ask(
        tmp_path,
        BROKER,
        report(stdlib("CVE-2024-34156", "1.22.5"), distro=ALPINE_324, history=history(*broker_history())),
        name="broker/Dockerfile",
    )
    assert answer.origin.path == "broker/Dockerfile"
    assert any("history" in reason for reason in answer.origin.reasons)


def test_a_file_of_another_distribution_is_out(tmp_path: pathlib.Path) -> None:
    (tmp_path / "Dockerfile.debian").write_text(DEBIAN)
    answer = ask(tmp_path, PYTHON, report(alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1"), distro=ALPINE_320))
    assert answer.origin.path == "Dockerfile"


def test_two_files_that_fit_alike_are_not_guessed_between(tmp_path: pathlib.Path) -> None:
    (tmp_path / "Dockerfile.two").write_text(PYTHON)
    with pytest.raises(NoOrigin, match=r"several Dockerfiles fit the image alike: Dockerfile, Dockerfile\.two"):
        ask(tmp_path, PYTHON, report(distro=ALPINE_320))


def test_a_label_tells_two_files_apart(tmp_path: pathlib.Path) -> None:
    (tmp_path / "Dockerfile.two").write_text(PYTHON + 'LABEL org.opencontainers.image.title="two"\n')
    answer = ask(tmp_path, PYTHON, report(distro=ALPINE_320, labels={"org.opencontainers.image.title": "two"}))
    assert answer.origin.path == "Dockerfile.two"


def test_the_base_that_the_report_names_tells_two_files_apart(tmp_path: pathlib.Path) -> None:
    (tmp_path / "Dockerfile.two").write_text(PYTHON.replace("3.13.3", "3.12.10"))
    answer = ask(tmp_path, PYTHON, report(distro=ALPINE_320, bases=["docker.io/library/python:3.12.10-alpine3.20"]))
    assert answer.origin.path == "Dockerfile.two"


def test_no_file_that_fits_is_said(tmp_path: pathlib.Path) -> None:
    with pytest.raises(NoOrigin, match=r"builds on debian, and the image is alpine 3\.20\.6"):
        ask(tmp_path, DEBIAN, report(distro=ALPINE_320))


def test_a_file_that_is_named_is_believed(tmp_path: pathlib.Path) -> None:
    answer = ask(tmp_path, DEBIAN, report(distro=ALPINE_320), dockerfile="Dockerfile")
    assert answer.origin.path == "Dockerfile"


def test_a_target_is_one_of_the_stages(tmp_path: pathlib.Path) -> None:
    answer = ask(tmp_path, BROKER, report(), target="build")
    assert answer.origin.shown == "Dockerfile --target build"
    with pytest.raises(NoOrigin, match="no stage is called 'nope'"):
        ask(tmp_path, BROKER, report(), target="nope")


def test_an_empty_folder_is_said(tmp_path: pathlib.Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(NoOrigin, match="no Dockerfile"):
        ask(tmp_path, "", report(), name="empty.txt")


# -- the patch


def test_only_what_is_to_blame_is_edited(tmp_path: pathlib.Path) -> None:
    text = BROKER.replace("alpine:3.24", "python:3.13.3-alpine3.20")
    answer = ask(tmp_path, text, report(stdlib("CVE-2024-34156", "1.22.5"), distro=ALPINE_320))
    assert answer.patch is not None
    assert "golang:1.27.0-alpine" in answer.patch.diff()
    assert "+FROM python" not in answer.patch.diff()


def test_the_patch_is_written_when_asked(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1")
    ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))
    assert (tmp_path / "Dockerfile").read_text() == PYTHON
    ask(tmp_path, PYTHON, report(row, distro=ALPINE_320), write=True)
    assert "FROM python:3.13.15-alpine3.24\nRUN apk upgrade --no-cache\n" in (tmp_path / "Dockerfile").read_text()


# -- several reports


def test_reports_of_one_image_are_one(tmp_path: pathlib.Path) -> None:
    one = report(alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1"), names=["a:1"])
    same = report(alpine("GHSA-x", "sqlite-libs", "3.45.3-r1", aliases=["CVE-2025-6965"]), names=["a:1", "a:latest"])
    other = report(names=["b:1"])
    assert [len(group) for group in images([one, other, same])] == [1, 2] or [
        len(group) for group in images([one, other, same])
    ] == [2, 1]
    merged, rows = merge([one, same])
    assert len(rows) == 1
    assert merged in (one, same)
    assert rows[0][1] in (one, same)


def test_a_report_without_a_name_belongs_to_the_only_image() -> None:
    named, nameless = report(names=["a:1"]), report(names=[])
    assert images([nameless, named]) == [[named, nameless]]
    assert len(images([nameless, named, report(names=["b:1"])])) == 3
    assert images([]) == []


# -- what a report leaves open


def test_a_distribution_that_the_report_does_not_name_is_the_bases(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3")
    item = only(ask(tmp_path, PYTHON, report(row)))
    assert item.verdict == LIKELY
    assert "python:3.13.15-alpine3.24 was rebuilt" in item.judgement.reason


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"of_distro": True}, BASE),
        ({}, BASE),
        ({"of_distro": False}, UNPLACED),
        ({"path": "usr/x"}, UNPLACED),
    ],
)
def test_a_package_of_no_kind_is_the_distribution_s_where_it_looks_so(
    tmp_path: pathlib.Path, facts: dict[str, object], kind: str
) -> None:
    row = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3", ecosystem="", **facts)
    assert only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))).cause.kind == kind


def test_a_version_that_no_packager_gave_is_no_package_of_the_distribution(tmp_path: pathlib.Path) -> None:
    row = alpine("CVE-2025-6965", "requests", "2.31.0", "2.32.0", ecosystem="")
    assert only(ask(tmp_path, PYTHON, report(row, distro=ALPINE_320))).cause.kind == UNPLACED


# -- what a report leaves out


def one_layer(*texts: str) -> list[Step]:
    """The history of a builder that makes one layer of all instructions, after the base's."""
    steps = [Step("ADD rootfs.tar.gz / # buildkit", "base"), *map(Step, texts)]
    return [*steps[:-1], Step(steps[-1].created_by, "all")]


def test_what_two_runs_may_have_installed_is_given_to_neither(tmp_path: pathlib.Path) -> None:
    text = 'FROM alpine:3.24\nRUN apk add --no-cache curl\nRUN apk add --no-cache git\nENTRYPOINT ["git"]\n'
    steps = one_layer(
        "/bin/sh -c apk add --no-cache curl",
        "/bin/sh -c apk add --no-cache git",
        '/bin/sh -c #(nop) ENTRYPOINT ["git"]',
    )
    named = alpine("CVE-2025-1", "git", "2.0-r0", "2.1-r0", layer="all")
    other = alpine("CVE-2025-2", "pcre2", "10.0-r0", "10.1-r0", layer="all")
    answer = ask(tmp_path, text, report(named, other, distro=ALPINE_324, history=steps))
    found = {item.row.package: item for item in answer.items}
    assert (found["git"].cause.kind, found["git"].cause.line) == (INSTALLED, 3)
    assert (found["pcre2"].cause.kind, found["pcre2"].cause.line) == (UNPLACED, 0)
    assert "lines 2, 3: they made one layer together" in found["pcre2"].cause.title


def test_what_one_run_of_a_joint_layer_installs_is_that_run_s(tmp_path: pathlib.Path) -> None:
    text = 'FROM alpine:3.24\nRUN apk add --no-cache git\nRUN mkdir /x\nENTRYPOINT ["git"]\n'
    steps = one_layer(
        "/bin/sh -c apk add --no-cache git", "/bin/sh -c mkdir /x", '/bin/sh -c #(nop) ENTRYPOINT ["git"]'
    )
    row = alpine("CVE-2025-2", "pcre2", "10.0-r0", "10.1-r0", layer="all")
    item = only(ask(tmp_path, text, report(row, distro=ALPINE_324, history=steps)))
    assert (item.cause.kind, item.cause.line) == (INSTALLED, 2)


def test_a_dependency_in_a_joint_layer_is_given_to_no_line(tmp_path: pathlib.Path) -> None:
    text = "FROM alpine:3.24\nRUN pip install x\nRUN npm install y\n"
    row = Row("GHSA-1", "left-pad", "1.0", ecosystem="npm", layer="all")
    steps = one_layer("/bin/sh -c pip install x", "/bin/sh -c npm install y")
    item = only(ask(tmp_path, text, report(row, distro=ALPINE_324, history=steps)))
    assert (item.cause.kind, item.verdict) == (UNPLACED, STUCK)
    assert "lines 2, 3" in item.cause.title


def test_a_distribution_that_is_not_named_is_the_base_s(tmp_path: pathlib.Path) -> None:
    bare = Row("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", fixed=["3.45.3-r3"], of_distro=True)
    full = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3")
    answer = ask(tmp_path, PYTHON, report(bare))
    item = only(answer)
    same = only(ask(tmp_path, PYTHON, report(full, distro=ALPINE_320)))
    assert (item.cause.kind, item.cause.line) == (BASE, 2)
    assert (item.verdict, item.judgement.reason) == (same.verdict, same.judgement.reason)
    assert "the report names no distribution, and its base is alpine 3.20" in answer.origin.reasons


def test_a_base_that_floats_tells_the_kind_of_packages_and_no_release(tmp_path: pathlib.Path) -> None:
    bare = Row("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", fixed=["3.45.3-r3"], of_distro=True)
    answer = ask(tmp_path, PYTHON.replace("python:3.13.3-alpine3.20", "python:3.13-alpine"), report(bare))
    item = only(answer)
    assert (item.cause.kind, item.row.ecosystem) == (BASE, "apk")
    assert not any("names no distribution" in reason for reason in answer.origin.reasons)


def test_what_a_report_does_not_call_the_distribution_s_stays_so(tmp_path: pathlib.Path) -> None:
    item = only(ask(tmp_path, PYTHON, report(Row("CVE-2025-6965", "sqlite-libs", "3.45.3"))))
    assert (item.cause.kind, item.row.ecosystem) == (UNPLACED, "")


def test_two_scanners_rows_for_a_package_of_the_distribution_are_one() -> None:
    one = alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", path="lib/apk/db/installed")
    _, rows = merge([report(one), report(alpine("CVE-2025-6965", "sqlite-libs", "3.45.3-r1", "3.45.3-r3"))])
    assert [row.fixed for row, _ in rows] == [("3.45.3-r3",)]


def test_the_day_a_tag_was_dropped_is_no_rebuild_of_it(tmp_path: pathlib.Path) -> None:
    # 3.18.9 came on 2024-09-06, with the fix, in place of 3.18.8.
    row = alpine("CVE-2024-6119", "libcrypto3", "3.1.6-r0", "3.1.7-r0")
    facts = {"distro": Distro("alpine", "3.18.8"), "created": "2024-09-16T00:00:00Z"}
    item = only(ask(tmp_path, "FROM alpine:3.18.8\nUSER nobody\n", report(row, **facts)))
    assert item.verdict == STUCK
    assert "alpine:3.18.8 was last rebuilt on 2024-07-22 and is not listed any more" in item.judgement.reason
