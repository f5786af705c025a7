"""Triages of hand-made reports: what the views are given."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.reporters.reporter import World
from dockerpatch.reports.report import FIXED, NOT_FIXED, SEVERITIES, Distro, Report, Row
from dockerpatch.triage.answer import WAIVED, Answer, Item, Judgement
from dockerpatch.triage.triage import triage
from dockerpatch.triage.views.view import Telling

SAFE = """\
# A service that is shipped with what it was built on long ago.
FROM golang:1.22.3-alpine3.19 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/service ./cmd/service

FROM python:3.13.3-alpine3.20
WORKDIR /app
RUN apk add --no-cache \\
      curl \\
      libpq
COPY --from=build /out/service /usr/local/bin/service
COPY . .
CMD ["python", "-m", "service"]
"""
PINNED = SAFE.replace("curl \\", "curl=8.9.0-r0 \\")
"""With a pin in the way, so that there is an unsafe patch only."""

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE rows; --",
    "a|b|c",
    "a\\|b",
    "`` x ` y ```",
    "@octocat closes #1 fixes org/repo#2 GH-3 !4 ~bug %m $1 :tada:",
    "https://evil.example/ www.evil.example me@evil.example [a](b) ![i](u) <!-- x -->",
    "\x1b[31mred\x1b[0m\x07\x00",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "line\r\nnext\n\n# heading\n/close\n---",
    "*bold* _em_ ~~s~~ **b** &amp; &#64;octocat {0} {{1}}",
    "\udc80\udcff\ud800",
    "מוסל",
    "x" * 5000,
    "",
)


def rows(number: int, seed: int = 1) -> list[Row]:
    """That many rows of all kinds: of the base, of a RUN, of Go's standard library, of the application, of nothing."""
    chance = random.Random(seed)
    found = []
    for index in range(number):
        kind = chance.randrange(10)
        severity = chance.choice(SEVERITIES)
        cve = f"CVE-{chance.randint(2019, 2025)}-{10000 + index}"
        if kind < 5:
            state, fixed = chance.choice([(FIXED, ["9.9.9-r9"]), (NOT_FIXED, [])])
            package = chance.choice(["musl", "busybox", "zlib", "libssl3"])
            made = Row(cve, package, "1.2.5-r0", ecosystem="apk", severity=severity, fixed=fixed, state=state)
        elif kind == 5:
            made = Row(cve, "curl", "8.9.0-r0", ecosystem="apk", severity=severity, fixed=["8.9.1-r0"], state=FIXED)
        elif kind == 6:
            path = "usr/local/bin/service"
            made = Row(cve, "stdlib", "1.22.3", ecosystem="go", severity=severity, fixed=["1.22.4"], path=path)
        elif kind < 9:
            made = Row(cve, "jinja2", f"2.{index}", ecosystem="pypi", severity=severity, aliases=[f"GHSA-{index}"])
        else:
            made = Row(cve, "thing", "1", severity=severity)
        found.append(made)
    return found


REAL = (
    Row("CVE-2025-26519", "musl", "1.2.5-r0", ecosystem="apk", severity="high", fixed=["1.2.5-r1"], state=FIXED),
    Row("CVE-2024-7264", "curl", "8.9.0-r0", ecosystem="apk", severity="medium", fixed=["8.9.1-r0"], state=FIXED),
    Row(
        "CVE-2024-24790",
        "stdlib",
        "1.22.3",
        ecosystem="go",
        severity="critical",
        fixed=["1.22.4"],
        state=FIXED,
        path="usr/local/bin/service",
    ),
)
"""Rows that the almanac knows of."""


@pytest.fixture(scope="session")
def day() -> Session:
    return Session(change=lambda config: config.replace(as_of="2026-08-22"))


Make = Callable[..., Answer]


@pytest.fixture
def make(day: Session, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes a triage: of a report's rows, the bytes of a Dockerfile, and what `triage` is to do."""

    def made(
        told: list[Row], text: str | bytes = SAFE, image: str = "service:1.2", path: str = "Dockerfile", **more: object
    ) -> Answer:
        folder = tmp_path_factory.mktemp("triaged")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.chdir(folder)
        report = Report(
            "report.json",
            "trivy-json",
            "trivy",
            told,
            version="0.59.1",
            created="2025-07-01T10:00:00Z",
            names=[image],
            distro=Distro("alpine", "3.20.6"),
            passed_over={"misconfigurations": 4},
        )
        return triage([report], day, [], dockerfile=path, **more)  # type: ignore[arg-type]

    return made


@pytest.fixture(scope="session")
def kept() -> dict[str, Answer]:
    """Triages that several tests look at, and none changes."""
    return {}


@pytest.fixture
def safe(make: Make, kept: dict[str, Answer]) -> Answer:
    """A safe patch, and rows with most of the verdicts."""
    if "safe" not in kept:
        kept["safe"] = make([*REAL, *rows(30)])
    return kept["safe"]


@pytest.fixture
def pinned(make: Make, kept: dict[str, Answer]) -> Answer:
    """No safe patch, but an unsafe one."""
    if "pinned" not in kept:
        kept["pinned"] = make([*REAL, *rows(30)], PINNED)
    return kept["pinned"]


@pytest.fixture
def hostile(make: Make, kept: dict[str, Answer]) -> Answer:
    """Every hostile text in every field that a report fills, and in the Dockerfile."""
    if "hostile" in kept:
        return kept["hostile"]
    told = [
        Row(
            text,
            text,
            text,
            ecosystem=("apk", "go", "pypi", "", "deb")[index % 5],
            severity=SEVERITIES[index % len(SEVERITIES)],
            fixed=[text, text],
            state=FIXED,
            aliases=[text],
            origin=text,
            path=text,
            source=text,
        )
        for index, text in enumerate(HOSTILE)
    ]
    comment = "".join(f"# {text}\n" for text in HOSTILE if "\n" not in text and "\r" not in text)
    text = (comment + SAFE).encode("utf-8", "surrogatepass")
    kept["hostile"] = make(told, text, image=HOSTILE[0] + HOSTILE[9])
    return kept["hostile"]


def waive(row: Row, report: Report) -> Judgement:
    return Judgement(WAIVED, f"{row.package} is never reached", until="2027-01-31")


@pytest.fixture
def waived(make: Make) -> Answer:
    """A policy has waived every row."""
    return make(list(REAL), decide=waive)


@pytest.fixture
def grown(make: Make) -> Callable[[int], Answer]:
    """A triage with about so many rows: those of a small one again and again, each time with other ids.

    Judging thousands of rows is not what the views are tested for.
    """

    def made(number: int) -> Answer:
        answer = make([*REAL, *rows(60)])
        seeds = answer.items
        for index in range(number - len(seeds)):
            seed = seeds[index % len(seeds)]
            values = {name: getattr(seed.row, name) for name in Row.__slots__}
            item = Item(Row(**{**values, "id": f"CVE-2020-{index + 10000}"}), seed.cause)
            item.judgement, item.bold = seed.judgement, seed.bold
            seed.cause.items.append(item)
        return answer

    return made


@pytest.fixture
def telling() -> Callable[..., Telling]:
    def made(**more: object) -> Telling:
        return Telling(World("2026-08-22", "2026-08-22", 95), **more)  # type: ignore[arg-type]

    return made


@pytest.fixture
def many() -> Callable[..., list[Row]]:
    return rows


@pytest.fixture
def texts() -> dict[str, str]:
    return {"safe": SAFE, "pinned": PINNED}


@pytest.fixture
def nasty() -> tuple[str, ...]:
    return HOSTILE
