"""Where an upgrade is put, and which of those that are there count."""

from __future__ import annotations

import pytest

from dockerpatch.engine.session import Session


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(change=lambda config: config.replace(as_of="2026-08-22", select=("DP201", "DP202")))


def fixed(session: Session, text: str) -> str:
    report = session.fix_text(text, unsafe=True)
    assert report.errors == []
    return text if report.fixed_source is None else report.fixed_source.text


UP = "RUN apk upgrade --no-cache"
PLACES = [
    ("FROM alpine:3.24\n", f"FROM alpine:3.24\n{UP}\n"),
    ("FROM alpine:3.24", f"FROM alpine:3.24\n{UP}"),
    ("FROM alpine:3.24\r\nRUN x\r\n", f"FROM alpine:3.24\r\n{UP}\r\nRUN x\r\n"),
    ("from alpine:3.24\nrun x\n", f"from alpine:3.24\nrun {UP[4:]}\nrun x\n"),
    ("  FROM alpine:3.24\n", f"  FROM alpine:3.24\n  {UP}\n"),
    ("\ufeffFROM alpine:3.24\n", f"\ufeffFROM alpine:3.24\n{UP}\n"),
    ("FROM alpine:3.24\nARG A\nARG B=1\nRUN x\n", f"FROM alpine:3.24\nARG A\nARG B=1\n{UP}\nRUN x\n"),
    ("FROM alpine:3.24\nRUN x\nARG B\n", f"FROM alpine:3.24\n{UP}\nRUN x\nARG B\n"),
    ("FROM alpine:3.24\n\n# c\nRUN x\n", f"FROM alpine:3.24\n{UP}\n\n# c\nRUN x\n"),
    ("FROM \\\n  alpine:3.24 \\\n  AS a\nUSER x\n", f"FROM \\\n  alpine:3.24 \\\n  AS a\n{UP}\nUSER x\n"),
    ("FROM alpine:3.24\\", f"FROM alpine:3.24\n{UP}\\"),
    ("FROM alpine:3.24 \\\n", f"FROM alpine:3.24\n{UP} \\\n"),
    ("# escape=`\nFROM alpine:3.24 `\n# c\n\n", f"# escape=`\nFROM alpine:3.24\n{UP} `\n# c\n\n"),
    (
        "FROM scratch\nFROM alpine:3.24 AS a\nUSER x\nFROM a\n",
        f"FROM scratch\nFROM alpine:3.24 AS a\n{UP}\nUSER x\nFROM a\n",
    ),
    ("FROM alpine:3.24 AS a\nFROM a\n", f"FROM alpine:3.24 AS a\nFROM a\n{UP}\n"),
]


@pytest.mark.parametrize(("text", "wanted"), PLACES)
def test_where_an_upgrade_is_put(session: Session, text: str, wanted: str) -> None:
    assert fixed(session, text) == wanted
    assert fixed(session, wanted) == wanted


INDEX = [
    ("RUN apk upgrade", "RUN apk upgrade --no-cache"),
    ('RUN ["apk", "upgrade"]', 'RUN ["apk", "upgrade", "--no-cache"]'),
    ("RUN x && apk upgrade -a && y", "RUN x && apk upgrade --no-cache -a && y"),
]


@pytest.mark.parametrize(("run", "wanted"), INDEX)
def test_an_upgrade_without_an_index_gets_one(session: Session, run: str, wanted: str) -> None:
    assert fixed(session, f"FROM alpine:3.24\n{run}\n") == f"FROM alpine:3.24\n{wanted}\n"


@pytest.mark.parametrize(
    "body",
    [
        "RUN apk upgrade --no-cache",
        "RUN apk -U upgrade",
        "RUN apk update && apk upgrade",
        "RUN apk update\nRUN apk upgrade",
        "RUN <<E\napk -U upgrade\nE",
        'RUN ["apk", "-U", "upgrade"]',
        'SHELL ["/bin/ash", "-c"]\nRUN apk -U upgrade',
        "USER root\nRUN apk -U upgrade\nUSER app",
        "USER app\nRUN sudo apk -U upgrade",
    ],
)
def test_an_upgrade_that_works_is_enough(session: Session, body: str) -> None:
    assert session.check_text(f"FROM alpine:3.24\n{body}\n").findings == []
    assert session.check_text(f"FROM alpine:3.24 AS a\n{body}\nFROM a\n").findings == []


@pytest.mark.parametrize(
    "body",
    [
        "RUN apk upgrade",
        "USER app\nRUN apk -U upgrade",
        "RUN apk -U upgrade || true",
        "RUN if x; then apk -U upgrade; fi",
        "RUN echo apk -U upgrade",
        "# RUN apk -U upgrade",
        "ONBUILD RUN apk -U upgrade",
        "RUN apk -U upgrade curl",
        "RUN <<E cat\napk -U upgrade\nE",
    ],
)
def test_an_upgrade_that_does_not_work_is_not(session: Session, body: str) -> None:
    assert session.check_text(f"FROM alpine:3.24\n{body}\n").findings


def test_many_users_and_upgrades_take_no_time(session: Session) -> None:
    text = "FROM alpine:3.18\n" + "USER a\nRUN apk upgrade\n" * 2_000
    assert len(session.check_text(text).findings) == 2_000
