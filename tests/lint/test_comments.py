from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dockerpatch.engine.session import Session

if TYPE_CHECKING:
    from dockerpatch.lint.finding import Finding


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(change=lambda config: config.replace(as_of="2026-08-22", select=("DP101", "DP102", "DP107")))


def fixed(session: Session, text: str) -> str:
    report = session.fix_text(text)
    return text if report.fixed_source is None else report.fixed_source.text


FROM = "FROM python:3.13.3-slim\n"
AFTER = "FROM python:3.13.15-slim\n"

FOLLOW = [
    ("# python:3.13.3-slim\n", "# python:3.13.15-slim\n"),
    ("# 3.13.3-slim is good\n", "# 3.13.15-slim is good\n"),
    ("# Python 3.13.3, slim\n", "# Python 3.13.15, slim\n"),
    ("#3.13.3\n", "#3.13.15\n"),
    ("# 3.13.3 and 3.13.3.\n", "# 3.13.15 and 3.13.15.\n"),
    ("# one\n# 3.13.3\n# two\n", "# one\n# 3.13.15\n# two\n"),
    ("  # 3.13.3\r\n", "  # 3.13.15\r\n"),
]


@pytest.mark.parametrize(("comment", "wanted"), FOLLOW)
def test_a_comment_that_restates_the_tag_follows_it(session: Session, comment: str, wanted: str) -> None:
    assert fixed(session, comment + FROM) == wanted + AFTER


@pytest.mark.parametrize(
    ("comment", "wanted"),
    [
        ("# Python 3.13.3 on Alpine 3.20\n", "# Python 3.13.15 on Alpine 3.24\n"),
        ("# python 3.13.3 (python:3.13.3-alpine3.20)\n", "# python 3.13.15 (python:3.13.15-alpine3.24)\n"),
        ("# 3.13.3-alpine3.20: alpine v3.20, foo 3.20\n", "# 3.13.15-alpine3.24: alpine v3.24, foo 3.20\n"),
        # What gives another version, or nothing of the product, is no copy of the tag.
        ("# 3.13.3 on alpine 3.20.1\n", "# 3.13.15 on alpine 3.20.1\n"),
        ("# needs what alpine 3.20 has\n", "# needs what alpine 3.20 has\n"),
    ],
)
def test_what_a_comment_says_of_the_distribution_follows_with_the_rest(
    session: Session, comment: str, wanted: str
) -> None:
    text = comment + "FROM python:3.13.3-alpine3.20\n"
    assert fixed(session, text) == wanted + "FROM python:3.13.15-alpine3.24\n"


@pytest.mark.parametrize(
    "comment",
    [
        "# 3.13.31\n",
        "# 13.13.3\n",
        "# v3.13.3-slim-extra\n",
        "# x3.13.3\n",
        "# slim\n",
        "# 3.13\n",
        "# 3.13.3\n\n",
        "# 3.13.3\nARG X=1\n",
        "# renovate: 3.13.3\n",
        "# syntax=a:3.13.3\n",
    ],
)
def test_other_comments_stay(session: Session, comment: str) -> None:
    assert fixed(session, comment + FROM) == comment + AFTER


def test_a_comment_below_stays(session: Session) -> None:
    assert fixed(session, FROM + "# 3.13.3\n") == AFTER + "# 3.13.3\n"


def test_a_comment_inside_the_instruction_follows(session: Session) -> None:
    text = "FROM \\\n  # 3.13.3\n  python:3.13.3-slim\n"
    assert fixed(session, text) == text.replace("3.13.3", "3.13.15")


def test_a_comment_above_the_arg_that_holds_the_tag_follows(session: Session) -> None:
    text = "# 3.13.3\nARG V=3.13.3\n# 3.13.3\nFROM python:${V}-slim\n"
    new = fixed(session, text)
    assert "ARG V=3.13.15" in new
    assert len(new.split("\n")) == len(text.split("\n"))


def findings(session: Session, text: str) -> list[Finding]:
    return [finding for finding in session.check_text(text).findings if finding.code == "DP107"]


def test_the_finding_is_at_the_words(session: Session) -> None:
    text = "# built on 3.13.3, see 3.13.3\n" + FROM
    assert [finding.span.text(text) for finding in findings(session, text)] == ["3.13.3", "3.13.3"]
    assert findings(session, "# 3.13.15\n" + AFTER) == []
