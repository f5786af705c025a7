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
            same_as=("DL3007", "StageNameCasing", "DS-0001", "CKV_DOCKER_1"),
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
    ("# hadolint ignore=DL3007", True),
    ("# hadolint ignore=DL3006,DL3007", True),
    ("# hadolint ignore = DL3006 , DL3007 # reason", True),
    ("# hadolint ignore=DL3006", False),
    ("# hadolint DL3007", False),
    ("# check=skip=StageNameCasing", True),
    ("# check=skip=JSONArgsRecommended,StageNameCasing", True),
    ("# check=skip=all", True),
    ("# check=skip=StageNameCasing;error=true", True),
    ("# check=error=true;skip=StageNameCasing", True),
    ("# check=error=true", False),
    ("# check=skip=Other StageNameCasing", False),
    ("# trivy:ignore:DS-0001", True),
    ("#trivy:ignore:ds-0001", True),
    ("#trivy:ignore:AVD-1 #trivy:ignore:DS-0001", True),
    ("#trivy:ignore:AVD-1 trivy:ignore:DS-0001", True),
    ("#trivy:ignore:*", True),
    ("#trivy:ignore:DS-0002", False),
]


@pytest.mark.parametrize(("comment", "holds"), NAMES)
def test_names(comment: str, holds: bool) -> None:
    assert silenced(above(2, "USER x\n" + comment)) == ([4] if holds else [])


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
    (5, "# hadolint global ignore=DL3007", [1, 2, 7, 8]),
    (1, "# hadolint stage ignore=DL3007", [2, 3]),
    (6, "# hadolint stage ignore=DL3007", [7, 8]),
    (8, "# hadolint stage ignore=DL3007", []),
    (2, "USER x\n# check=skip=StageNameCasing\n# another", [5]),
    (1, "# check=skip=StageNameCasing", [2, 3, 7, 8]),
    (1, "# a comment\n# check=skip=StageNameCasing", [3]),
    (2, "#trivy:ignore:DS-0001", [3]),
    (8, "# checkov:skip=CKV_DOCKER_1: because", [1, 2, 6, 7]),
    (8, "#checkov:skip=CKV_DOCKER_2", []),
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
    ],
)
def test_dates(comment: str, today: str, holds: bool) -> None:
    assert (3 in silenced(above(2, comment), today)) == holds


def test_a_heredoc_holds_no_comments() -> None:
    assert silenced("FROM a\nRUN <<E\n# dockerpatch: ignore-file[*]\n# checkov:skip=CKV_DOCKER_1\nE\nUSER x\n") == []


def test_carriage_returns_and_a_byte_order_mark() -> None:
    assert silenced(
        "\ufeffFROM a\r\n# dockerpatch: ignore[DP101]\r\nRUN x\r\n# hadolint ignore=DL3007\r\nRUN y\r\n"
    ) == [3, 5]


def test_a_comment_knows_its_reason_and_its_use() -> None:
    text = "FROM a\n# dockerpatch: ignore[DP101] reason= we build it ourselves \nRUN x\n# dockerpatch: ignore[DP101]\n"
    used, unused = suppress.suppressions(Source.of("Dockerfile", text), parse(text))
    finding = Finding(code="DP101", name="n", severity="note", message="", path="", span=Span(text.index("RUN"), 0))
    assert suppress.apply([finding], [used, unused], TODAY) == []
    assert (used.reason, used.used, unused.used) == ("we build it ourselves", True, False)


def test_a_file_without_such_comments_has_none() -> None:
    text = "# about alpine\nFROM a\n"
    assert suppress.suppressions(Source.of("Dockerfile", text), parse(text)) == []


def test_the_run_counts_what_is_silenced_and_does_not_mend_it() -> None:
    session = Session(change=lambda config: config.replace(as_of=TODAY))
    text = "# dockerpatch: ignore[DP101,DP103] until={}\nFROM debian:buster-slim\n"
    report = session.fix_text(text.format("2026-08-22"), unsafe=True)
    assert (report.findings, report.suppressed, report.changed) == ([], 2, False)
    codes = [finding.code for finding in session.check_text(text.format("2026-08-21")).findings]
    assert codes == ["DP101", "DP103"]


def test_a_tag_in_an_arg_is_silenced_above_either_line() -> None:
    session = Session(change=lambda config: config.replace(as_of=TODAY, select=("DP101",)))
    plain = ["ARG V=3.13.3-slim", "FROM python:$V"]
    assert len(session.check_text("\n".join(plain)).findings) == 1
    for at in (0, 1):
        lines = [*plain[:at], "# dockerpatch: ignore[DP101]", *plain[at:]]
        assert session.check_text("\n".join(lines)).findings == []


def test_many_comments_take_no_time() -> None:
    text = "FROM a\n" + "# dockerpatch: ignore[DP1]\n#trivy:ignore:x\n# hadolint ignore=x\nUSER x\n" * 20_000
    assert len(suppress.suppressions(Source.of("Dockerfile", text), parse(text))) == 60_000
