"""Images and reports to try triage on, made in memory: no scanner's file is needed."""

from __future__ import annotations

import os
import pathlib

from dockerpatch.engine.session import Session
from dockerpatch.reports.report import APK, DEB, FIXED, GO, Distro, Report, Row, Step
from dockerpatch.triage.answer import Answer, Item
from dockerpatch.triage.triage import triage

PYTHON = """\
# A service.
FROM python:3.13.3-alpine3.20
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "-m", "service"]
"""

BROKER = """\
FROM golang:alpine AS build
WORKDIR /src
COPY . .
RUN go build -o /out/brokerd ./apps/brokerd

FROM alpine:3.24
RUN apk upgrade --no-cache && apk add --no-cache curl
COPY --from=build /out/brokerd /usr/local/bin/
ENTRYPOINT ["brokerd"]
"""


def report(*rows: Row, **facts: object) -> Report:
    """A report of the rows; ``facts`` are those of `Report`, some have values that most tests do not care for."""
    known: dict[str, object] = {"names": ["service:1"], "created": "2025-06-20T08:00:00Z"}
    tool = str(facts.pop("tool", "grype"))
    return Report("report.json", f"{tool}-json", tool, rows, **{**known, **facts})  # type: ignore[arg-type]


def alpine(id: str, package: str, version: str, *fixed: str, **facts: object) -> Row:
    state = {"state": FIXED} if fixed else {}
    return Row(id, package, version, **{"ecosystem": APK, "severity": "high", "fixed": fixed, **state, **facts})  # type: ignore[arg-type]


def debian(id: str, package: str, version: str, *fixed: str, **facts: object) -> Row:
    state = {"state": FIXED} if fixed else {}
    return Row(id, package, version, **{"ecosystem": DEB, "severity": "medium", "fixed": fixed, **state, **facts})  # type: ignore[arg-type]


def stdlib(id: str, version: str, path: str = "usr/local/bin/brokerd", **facts: object) -> Row:
    return Row(id, "stdlib", version, **{"ecosystem": GO, "severity": "high", "path": path, **facts})  # type: ignore[arg-type]


def history(*steps: str) -> list[Step]:
    """Steps as they are recorded; every one that does not start with "-" made a layer, called after its place."""
    return [
        Step(text.removeprefix("-"), "" if text.startswith("-") else f"sha256:{number}")
        for number, text in enumerate(steps)
    ]


def ask(folder: pathlib.Path, text: str, *reports: Report, name: str = "Dockerfile", **options: object) -> Answer:
    """The answer for a Dockerfile of this text, written into the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    before = os.getcwd()
    os.chdir(folder)
    try:
        return triage(reports, Session(), ["."], **options)  # type: ignore[arg-type]
    finally:
        os.chdir(before)


def only(answer: Answer) -> Item:
    """The one row of the answer."""
    (item,) = answer.items
    return item


ALPINE_320 = Distro("alpine", "3.20.6")
