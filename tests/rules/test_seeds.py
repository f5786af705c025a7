"""The two files that the project was begun for, through the command line, byte for byte."""

from __future__ import annotations

import gzip
import json
import pathlib
import subprocess
import sys
from typing import Any

import pytest

SINGLE = b"FROM python:3.13.3-alpine3.20\nRUN pip install flask\n"
STAGES = b"""\
# the builder
FROM   golang:alpine    AS  build

# what the build needs
RUN apk update && apk add git
WORKDIR   /src
COPY .   .
RUN go build -o /app ./...

FROM\talpine:latest
# certificates, so that the program can call others
RUN apk update && apk add ca-certificates
COPY --from=build   /app  /app
CMD ["/app"]
"""


def run(checkout: pathlib.Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dockerpatch", *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def dockerfile(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "Dockerfile"


def test_a_pinned_base(checkout: pathlib.Path, dockerfile: pathlib.Path) -> None:
    dockerfile.write_bytes(SINGLE)
    done = run(checkout, "fix", str(dockerfile), "--as-of", "2026-08-22")
    assert done.returncode == 0, done.stderr
    wanted = b"FROM python:3.13.15-alpine3.24\nRUN apk upgrade --no-cache\nRUN pip install flask\n"
    assert dockerfile.read_bytes() == wanted
    again = run(checkout, "fix", str(dockerfile), "--as-of", "2026-08-22")
    assert again.returncode == 0
    assert dockerfile.read_bytes() == wanted


@pytest.mark.parametrize(("day", "codes"), [("2025-05-01", {"DP201"}), ("2026-08-22", {"DP101", "DP103", "DP201"})])
def test_a_pinned_base_on_a_day(checkout: pathlib.Path, dockerfile: pathlib.Path, day: str, codes: set[str]) -> None:
    dockerfile.write_bytes(SINGLE)
    done = run(checkout, "check", str(dockerfile), "--as-of", day, "--format", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["almanac"]["as_of"] == day
    assert {finding["code"] for finding in report["findings"]} == codes


@pytest.mark.parametrize(
    ("day", "builder", "final"),
    [("2026-08-22", b"1.27.0-alpine", b"3.24"), ("2024-01-15", b"1.21.6-alpine", b"3.19")],
)
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("cut", [0, 1])
def test_two_stages(
    checkout: pathlib.Path, dockerfile: pathlib.Path, day: str, builder: bytes, final: bytes, newline: bytes, cut: int
) -> None:
    text = STAGES.replace(b"\n", newline)
    text = text[: len(text) - cut * len(newline)]
    dockerfile.write_bytes(text)
    done = run(checkout, "fix", str(dockerfile), "--as-of", day)
    assert done.returncode == 0, done.stderr
    wanted = text.replace(b"golang:alpine", b"golang:" + builder)
    wanted = wanted.replace(
        b"alpine:latest" + newline, b"alpine:" + final + newline + b"RUN apk upgrade --no-cache" + newline
    )
    assert dockerfile.read_bytes() == wanted


def test_the_old_builder_today(checkout: pathlib.Path, dockerfile: pathlib.Path) -> None:
    dockerfile.write_bytes(STAGES.replace(b"golang:alpine", b"golang:1.21.6-alpine"))
    done = run(checkout, "check", str(dockerfile), "--as-of", "2026-08-22", "--select", "DP302", "--format", "json")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    ids = hits(checkout, (1, 21, 6), "stdlib")
    assert f"Go 1.21.6 has {len(ids)} known flaws in its standard library: GO-" in finding["message"]
    told = finding["message"] + " ".join(each["fact"] for each in finding["evidence"])
    assert {one for one in ids if one not in told} == set()
    assert "`golang:1.26.7-alpine` does" in finding["advice"]
    assert hits(checkout, (1, 26, 7), "stdlib") == set()


def hits(checkout: pathlib.Path, version: tuple[int, int, int], module: str) -> set[str]:
    """The advisories that the facts themselves give for a final release."""
    facts: Any = json.loads(gzip.decompress((checkout / "dockerpatch/knowledge/facts/go.json.gz").read_bytes()))
    found = set()
    for name, (_, _, affected) in facts["advisories"].items():
        for entry in affected:
            if entry[0] == module and any(below(start, version) and not below(end, version) for start, end in entry[1]):
                found.add(name)
    return found


def below(mark: str | None, version: tuple[int, int, int]) -> bool:
    """Whether ``mark`` is at or below the final release ``version``; a prerelease is below its final."""
    if mark is None:
        return False
    text = mark.split("-")[0].split("rc")[0].split("beta")[0]
    numbers = tuple(int(part) for part in text.split("."))
    return (*numbers, 0, 0)[:3] <= version
