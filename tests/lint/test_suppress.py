from __future__ import annotations

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.lint import suppress
from dockerpatch.lint.finding import Finding
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.source import Source
from dockerpatch.text.span import Span

TODAY = "2026-08-22"
FILE = """\
FROM one:1
RUN two \\
  # inside
  && three

FROM four:4 AS four
RUN five
"""


def silenced(text: str, today: str = TODAY, code: str = "DP101") -> list[int]:
    """The lines of ``text`` on which a finding is silenced; one is made for each instruction, at its second word."""
    source, file = Source.of("Dockerfile", text), parse(text)
    found = []
    for each in file.instructions:
        finding = Finding(
            code=code,
            name="some-flaw",
            severity="warning",
            message="",
            path="Dockerfile",
            span=Span(each.keyword_end + 1, each.body_end),
            covers=(Span(each.start, each.end),),
            same_as=("DL3007", "StageNameCasing", "DS-0001", "CKV_DOCKER_1", "avoid-latest-version"),
        )
        if not suppress.apply([finding], suppress.suppressions(source, file), today):
            found.append(each.start_line)
    return found


def above(number: int, comment: str) -> str:
    """FILE with ``comment`` (of one or more lines) above the line ``number``."""
    lines = FILE.split("\n")
    return "\n".join([*lines[: number - 1], comment, *lines[number - 1 :]])


NAMES = [
    ("# dockerpatch: ignore[DP101]", True),
    ("# dockerpatch: ignore[dp101]", True),
    ("# dockerpatch: ignore[some-flaw]", True),
    ("# dockerpatch: ignore[DL3007]", True),
    ("# dockerpatch: ignore[DP999, DP101]", True),
    ("# dockerpatch: ignore[*]", True),
    ("# dockerpatch: ignore[all]", True),
    ("#dockerpatch:ignore [ DP101 ] reason=because", True),
    ("# DockerPatch: Ignore[DP101]", True),
    ("  # dockerpatch: ignore[DP101]", True),
    ("# dockerpatch: ignore[DP101] and some words", True),
    ("# dockerpatch: ignore[]", False),
    ("# dockerpatch: ignore[DP1]", False),
    ("# dockerpatch: ignore[DP999]", False),
    ("# dockerpatch: ignore[no-such-rule]", False),
    ("# dockerpatch: ignore", False),
    ("# dockerpatch ignore[DP101]", False),
    ("# please dockerpatch: ignore[DP101]", False),
    # What hadolint's binary takes and does not take.
    ("# hadolint ignore=DL3007", True),
    ("#hadolint ignore=DL3007", True),
    ("#\thadolint\tignore\t=\tDL3007\t", True),
    ("  # hadolint ignore=DL3007", True),
    ("# hadolint ignore=DL3006,DL3007", True),
    ("# hadolint ignore = DL3006 , DL3007 # reason", True),
    ("# hadolint ignore=DL3007# reason", True),
    ("# hadolint ignore=DL3007,DL", True),
    ("# hadolint ignore=DL3007,SC2086,3", True),
    ("# hadolint ignore=DL3006", False),
    ("# hadolint DL3007", False),
    ("# hadolint ignore=dl3007", False),
    ("# HADOLINT ignore=DL3007", False),
    ("# hadolint ignore=DL3007 reason", False),
    ("# hadolint ignore=DL3007,", False),
    ("# hadolint ignore=,DL3007", False),
    ("# hadolint ignore=DL3007,foo", False),
    ("# hadolint ignore=DL3007 DL3006", False),
    ("# hadolint ignore=DL3007;DL3006", False),
    ("# hadolint ignore:DL3007", False),
    ("# hadolint ignore=all", False),
    ("## hadolint ignore=DL3007", False),
    ("# see hadolint ignore=DL3007", False),
    # What BuildKit does.
    ("# check=skip=StageNameCasing", True),
    ("# Check = skip=StageNameCasing", True),
    ("# check=skip=JSONArgsRecommended,StageNameCasing", True),
    ("# check=skip=JSONArgsRecommended;error=true", False),
    ("# check=skip=all", True),
    ("# check=skip=StageNameCasing;error=true", True),
    ("# check=error=true;skip=StageNameCasing", True),
    ("# check=error=true;experimental=all;skip=StageNameCasing", True),
    ("# check=skip=StageNameCasing and why", True),
    ("# check=error=true", False),
    ("# check=skip=Other StageNameCasing", False),
    ("# check=skip=StageNameCasing;other=1", False),
    ("# check=Skip=StageNameCasing", False),
    ("  # check=skip=StageNameCasing", False),
    ("# check=skip=Other\n# check=skip=StageNameCasing", False),
    ("# check=skip=StageNameCasing\n# check=skip=Other", True),
    # What tally does.
    ("# tally ignore=hadolint/DL3007", True),
    ("# tally ignore=buildkit/StageNameCasing", True),
    ("# tally ignore=DL3007;reason=some words", True),
    ("# TALLY IGNORE = hadolint/DL3006, hadolint/DL3007", True),
    ("# tally ignore=all", True),
    ("# tally global ignore=all;reason=x", True),
    ("# tally ignore=hadolint/DL3006", False),
    ("# tally ignore=hadolint/DL3007 words", False),
    ("# tally ignore=hadolint/DL3007 # words", False),
    ("# tally ignore=hadolint/*", False),
    ("# tally stage ignore=hadolint/DL3007", False),
    # What Trivy does.
    ("# trivy:ignore:DS-0001", True),
    ("#trivy:ignore:ds-0001", True),
    ("#trivy:ignore:AVD-DS-0001", True),
    ("#trivy:ignore:DS001", True),
    ("#trivy:ignore:use-specific-tags", True),
    ("#trivy:ignore:docker-use-specific-tags", True),
    ("#trivy:ignore:AVD-DS-0*", True),
    ("#trivy:ignore:*-specific-*", True),
    ("#trivy:ignore:DS-0001[a=b]", True),
    ("#tfsec:ignore:DS-0001", True),
    ("# words trivy:ignore:DS-0001 and more words", True),
    ("#trivy:ignore:AVD-1 #trivy:ignore:DS-0001", True),
    ("#trivy:ignore:AVD-1 trivy:ignore:DS-0001", True),
    ("#trivy:ignore:*", True),
    ("#trivy:ignore:DS-0002", False),
    ("#trivy:ignore:DS-0001,DS-0002", False),
    ("#trivy:ignore:*-sudo-*", False),
    ("#trivy:ignore:", False),
    ("#xtrivy:ignore:DS-0001", False),
    # What Checkov does.
    ("# checkov:skip=CKV_DOCKER_1", True),
    ("# checkov:skip= CKV_DOCKER_1: words", True),
    ("# words checkov:skip=CKV_DOCKER_1 words", True),
    ("# bridgecrew:skip=CKV_DOCKER_1", True),
    ("# checkov:skip=CKV_DOCKER_2 checkov:skip=CKV_DOCKER_1", False),
    ("# checkov:skip=CKV_DOCKER_1,CKV_DOCKER_2", False),
    ("# checkov:skip=ckv_docker_1", False),
    ("# Checkov:skip=CKV_DOCKER_1", False),
    ("# checkov:skip = CKV_DOCKER_1", False),
    # What semgrep does.
    ("# nosemgrep", True),
    ("# nosem", True),
    ("# NoSemgrep: avoid-latest-version", True),
    ("# nosemgrep: dockerfile.best-practice.avoid-latest-version.avoid-latest-version", True),
    ("# nosemgrep: other, avoid-latest-version", True),
    ("# words nosemgrep", False),
    ("# nosemgrep: missing-user", False),
    ("#nosemgrep", False),
    ("# nosemgrepped", False),
    # What KICS does.
    ("# kics-scan ignore-line", True),
    ("# KICS-scan ignore-line because", True),
    ("# kics-scan ignore-block", True),
    ("# kics-scan ignore-lines", False),
    ("# kics-scan ignore", False),
]


@pytest.mark.parametrize(("comment", "holds"), NAMES)
def test_names(comment: str, holds: bool) -> None:
    assert (3 + comment.count("\n") + 1 in silenced(above(2, "USER x\n" + comment))) == holds


REACH = [
    (2, "# dockerpatch: ignore[DP101]", [3]),
    (2, "# dockerpatch: ignore[DP101]\n# another\n\n", [6]),
    (3, "  # dockerpatch: ignore[DP101]", [2]),
    (8, "# dockerpatch: ignore[DP101]", []),
    (5, "# dockerpatch: ignore-file[DP101]", [1, 2, 7, 8]),
    (8, "# dockerpatch: ignore-file[DP101]", [1, 2, 6, 7]),
    (2, "# hadolint ignore=DL3007", [3]),
    (2, "# hadolint ignore=DL3007\n# another", []),
    (2, "# hadolint ignore=DL3007\n", []),
    (3, "  # hadolint ignore=DL3007", []),
    (5, "# hadolint global ignore=DL3007", [1, 2, 7, 8]),
    (3, "  # hadolint global ignore=DL3007", []),
    (1, "# hadolint stage ignore=DL3007", [3, 7]),
    (6, "# hadolint stage ignore=DL3007", [8]),
    (6, "# hadolint stage ignore=DL3007\n", [8]),
    (6, "# hadolint stage ignore=DL3007\n# another", [8]),
    (2, "# hadolint stage ignore=DL3007", [7]),
    (2, "# hadolint stage ignore=DL3007\n# hadolint stage ignore=DL3006\n", []),
    (2, "# hadolint stage ignore=DL3006\n# hadolint stage ignore=DL3007\n", [5, 9]),
    (3, "  # hadolint stage ignore=DL3007", []),
    (8, "# hadolint stage ignore=DL3007", []),
    (2, "USER x\n# check=skip=StageNameCasing\n# another\n", [6]),
    (2, "USER x\n# check=skip=StageNameCasing\n#\n# another", []),
    (2, "USER x\n# check=skip=Other\n#\n# check=skip=StageNameCasing", [6]),
    (3, "# check=skip=StageNameCasing", []),
    (1, "# check=skip=StageNameCasing", [2, 3, 7, 8]),
    (1, "# a comment\n# check=skip=StageNameCasing", [3]),
    (2, "# tally ignore=DL3007\n\n# another", [5]),
    (3, "  # tally ignore=DL3007", [7]),
    (8, "# tally global ignore=DL3007", [1, 2, 6, 7]),
    (2, "#trivy:ignore:DS-0001", [3]),
    (2, "#trivy:ignore:DS-0001\n", []),
    (2, "#trivy:ignore:DS-0001\n# another", []),
    (2, "#trivy:ignore:DS-0001\n#trivy:ignore:DS-0002\n#trivy:ignore:DS-0003", [5]),
    (2, "#trivy:ignore:DS-0001\n# why trivy:ignore:DS-0002", [4]),
    (2, "# why trivy:ignore:DS-0001\n#trivy:ignore:DS-0002", []),
    (2, "#trivy:ignore:DS-0001\n# why trivy:ignore:DS-0002\n#trivy:ignore:DS-0003", []),
    (3, "  #trivy:ignore:DS-0001", []),
    (7, "RUN six #trivy:ignore:DS-0001", [7, 8]),
    (8, "# checkov:skip=CKV_DOCKER_1: because", [1, 2, 6, 7]),
    (3, "# checkov:skip=CKV_DOCKER_1: because", [1, 2, 7, 8]),
    (8, "#checkov:skip=CKV_DOCKER_2", []),
    (2, "# nosemgrep", [3]),
    (2, "# nosemgrep\n", []),
    (7, "RUN six # nosemgrep: avoid-latest-version", [7]),
    (2, "# kics-scan ignore-line\n# another", [4]),
    (3, "  # kics-scan ignore-line", []),
    (2, "# kics-scan ignore-block", [3]),
    (6, "# kics-scan ignore-block", [7, 8]),
    (6, "# kics-scan ignore-block\n# kics-scan ignore-block", [8, 9]),
    (1, "# kics-scan ignore", [2, 3, 7, 8]),
    (1, "# kics-scan", [2, 3, 7, 8]),
    (1, "# kics-scan disable=x,f45ea400-6bbe-4501-9fc7-1c3d75c32067", [2, 3, 7, 8]),
    (1, "# kics-scan disable=9efb0b2d-89c9-41a3-91ca-dcc0aec911fd", []),
    (2, "# kics-scan disable=f45ea400-6bbe-4501-9fc7-1c3d75c32067", []),
    (8, "# kics-scan ignore-line", []),
    (2, "# dockerpatch: ignore[DP999]\n# hadolint ignore=DL3007", [4]),
]


@pytest.mark.parametrize(("line", "comment", "lines"), REACH)
def test_reach(line: int, comment: str, lines: list[int]) -> None:
    assert silenced(above(line, comment)) == lines


@pytest.mark.parametrize(
    ("comment", "today", "holds"),
    [
        ("# dockerpatch: ignore[DP101] until=2026-08-23", TODAY, True),
        ("# dockerpatch: ignore[DP101] until=2026-08-22", TODAY, True),
        ("# dockerpatch: ignore[DP101] until=2026-08-21", TODAY, False),
        ("# dockerpatch: ignore[DP101] until=2026-08-21", "2026-08-20", True),
        ("# dockerpatch: ignore[DP101] reason=why until=2026-08-21", TODAY, False),
        ("# dockerpatch: ignore[DP101] until=2026-08-21 reason=why", TODAY, False),
        ("# dockerpatch: ignore[DP101] until=next-week", TODAY, False),
        ("# dockerpatch: ignore[DP101] until=2027-13-01", TODAY, False),
        ("# dockerpatch: ignore[DP101] until=2027-1-1", TODAY, False),
        ("# dockerpatch: ignore[DP101] until=", TODAY, False),
        ("# dockerpatch: ignore-file[DP101] until=2026-08-21", TODAY, False),
        ("#trivy:ignore:DS-0001:exp:2026-08-23", TODAY, True),
        ("#trivy:ignore:DS-0001:exp:2026-08-21", TODAY, False),
        ("#trivy:ignore:DS-0001:exp:soon", TODAY, False),
        ("#trivy:ignore:DS-0001:exp:", TODAY, False),
        ("#trivy:exp:2026-08-23:ignore:DS-0001", TODAY, True),
    ],
)
def test_dates(comment: str, today: str, holds: bool) -> None:
    assert (3 in silenced(above(2, comment), today)) == holds


def test_a_heredoc_holds_no_comments() -> None:
    text = "FROM a\nRUN <<E\n# dockerpatch: ignore-file[*]\n# checkov:skip=CKV_DOCKER_1\n# trivy:ignore:*\nE\nUSER x\n"
    assert silenced(text) == []


def test_carriage_returns_and_a_byte_order_mark() -> None:
    text = "\ufeffFROM a\r\n# dockerpatch: ignore[DP101]\r\nRUN x\r\n# hadolint ignore=DL3007\r\nRUN y\r\n"
    assert silenced(text) == [3, 5]
    assert silenced(text.replace("hadolint ignore=DL3007", "trivy:ignore:DS-0001")) == [3, 5]
    assert silenced("\ufeff# a comment\r\n# check=skip=StageNameCasing\r\nFROM a\r\nUSER x\r\n") == [3]


@pytest.mark.parametrize("comment", ["# check=skip=InvalidDefinitionDescription", "# check=skip=all"])
def test_an_experimental_check_cannot_be_skipped(comment: str) -> None:
    text = f"FROM a AS b\n{comment}\nARG x\n"
    finding = Finding(
        code="InvalidDefinitionDescription",
        name="invalid-definition-description",
        severity="note",
        message="",
        path="",
        span=Span(text.index("ARG"), len(text)),
    )
    found = suppress.suppressions(Source.of("Dockerfile", text), parse(text))
    assert suppress.apply([finding], found, TODAY) == [finding]


def test_a_name_that_stands_for_all_of_a_tool_is_not_for_the_others() -> None:
    text = "FROM a\n# {}\nRUN x\n"
    for comment in ("check=skip=all", "trivy:ignore:*", "nosemgrep", "kics-scan ignore-line"):
        source = Source.of("Dockerfile", text.format(comment))
        finding = Finding(
            code="DP101", name="n", severity="note", message="", path="", span=Span(source.text.index("RUN"), 0)
        )
        found = suppress.suppressions(source, parse(source.text))
        assert suppress.apply([finding], found, TODAY) == [finding]


REASONS = [
    ("# dockerpatch: ignore[DP101] reason= we build it ourselves ", "we build it ourselves"),
    ("# dockerpatch: ignore[DP101] until=2027-01-01", ""),
    ("# hadolint ignore=DL3007 # a test image", "a test image"),
    ("# hadolint ignore=DL3007", ""),
    ("# check=skip=StageNameCasing old habit", "old habit"),
    ("# tally ignore=DL3007;reason=old habit", "old habit"),
    ("#trivy:ignore:DS-0001 old habit", "old habit"),
    ("# old habit #trivy:ignore:DS-0001", "old habit"),
    ("#trivy:ignore:DS-0001 #trivy:ignore:DS-0002", ""),
    ("# checkov:skip=CKV_DOCKER_1: old habit", "old habit"),
    ("# checkov:skip=CKV_DOCKER_1", ""),
    ("# nosemgrep: missing-user - old habit", "old habit"),
    ("# nosemgrep", ""),
    ("# kics-scan ignore-line old habit", "old habit"),
]


@pytest.mark.parametrize(("comment", "reason"), REASONS)
def test_reasons(comment: str, reason: str) -> None:
    text = f"FROM a\nUSER x\n{comment}\nRUN y\n"
    (found,) = suppress.suppressions(Source.of("Dockerfile", text), parse(text))
    assert found.reason == reason


def test_a_mention_knows_its_place_and_its_use() -> None:
    text = "FROM a\n# dockerpatch: ignore[DP9, DP101]\nRUN x\n# dockerpatch: ignore[DP101]\n"
    used, unused = suppress.suppressions(Source.of("Dockerfile", text), parse(text))
    finding = Finding(code="DP101", name="n", severity="note", message="", path="", span=Span(text.index("RUN"), 0))
    assert suppress.apply([finding, finding], [used, unused], TODAY) == []
    assert [(one.text, one.used) for one in (*used.mentions, *unused.mentions)] == [
        ("DP9", False),
        ("DP101", True),
        ("DP101", False),
    ]
    assert all(text[one.start : one.end] == one.text for one in used.mentions)


def test_what_cannot_be_read_is_kept_without_names() -> None:
    text = "# hadolint ignore=DL3007 because\nFROM a\n"
    (found,) = suppress.suppressions(Source.of("Dockerfile", text), parse(text))
    assert (found.mentions, found.reaches) == ((), ())


def test_a_file_without_such_comments_has_none() -> None:
    text = "# about alpine\nFROM a\n"
    assert suppress.suppressions(Source.of("Dockerfile", text), parse(text)) == []


def test_the_run_counts_what_is_silenced_and_does_not_mend_it() -> None:
    session = Session(change=lambda config: config.replace(as_of=TODAY))
    text = "# dockerpatch: ignore[DP101,DP103] until={}\nFROM debian:buster-slim\n"
    report = session.fix_text(text.format("2026-08-22"), unsafe=True)
    assert (report.findings, report.suppressed, report.changed) == ([], 2, False)
    codes = [finding.code for finding in session.check_text(text.format("2026-08-21")).findings]
    assert codes == ["DP001", "DP101", "DP103"]


def test_comments_can_be_told_to_be_only_comments() -> None:
    text = "# dockerpatch: ignore[DP101,DP103]\nFROM debian:buster-slim\n"
    session = Session(change=lambda config: config.replace(as_of=TODAY, suppression_comments=False))
    assert [finding.code for finding in session.check_text(text).findings] == ["DP101", "DP103"]


def test_a_tag_in_an_arg_is_silenced_above_either_line() -> None:
    session = Session(change=lambda config: config.replace(as_of=TODAY, select=("DP101",)))
    plain = ["ARG V=3.13.3-slim", "FROM python:$V"]
    assert len(session.check_text("\n".join(plain)).findings) == 1
    for at in (0, 1):
        lines = [*plain[:at], "# dockerpatch: ignore[DP101]", *plain[at:]]
        assert session.check_text("\n".join(lines)).findings == []


MANY = [
    "# dockerpatch: ignore[DP1]\n#trivy:ignore:x\n# hadolint ignore=DL1\nUSER x\n",
    "# dockerpatch: ignore-file[DP1]\nUSER x\n",
    "# hadolint stage ignore=DL1\nFROM x\n",
    "# hadolint stage ignore=DL1\nUSER x\n",
    "# kics-scan ignore-block\nUSER x\n",
    "# check=skip=all\nUSER x\n",
]


@pytest.mark.parametrize("lines", MANY)
def test_many_comments_take_no_time(lines: str) -> None:
    text = "FROM a\n" + lines * 10_000
    file = parse(text)
    found = suppress.suppressions(Source.of("Dockerfile", text), file)
    assert len(found) in (10_000, 30_000)
    findings = [
        Finding(code="DP1", name="n", severity="note", message="", path="", span=Span(each.start, each.end))
        for each in file.instructions
    ]
    suppress.apply(findings, found, TODAY)
