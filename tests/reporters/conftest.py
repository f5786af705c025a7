from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from dockerpatch.engine.report import FileError, FileReport, Left
from dockerpatch.lint.finding import Evidence, Finding, Fix
from dockerpatch.reporters.catalog import reporter
from dockerpatch.reporters.reporter import World
from dockerpatch.text.edit import Edit
from dockerpatch.text.source import Source
from dockerpatch.text.span import Span

TEXT = "# größe \udcff\nFROM alpine:3.18 AS build\nRUN\tapk add curl\nUSER app\n"
FIXED = TEXT.replace("3.18", "3.24")


def finding(text: str, word: str, code: str, severity: str, fix: Fix | None = None, **more: object) -> Finding:
    start = text.index(word)
    values: dict[str, object] = {
        "code": code,
        "name": f"name-of-{code.lower()}",
        "severity": severity,
        "message": f"`{word}` is wrong",
        "path": "app/Dockerfile",
        "span": Span(start, start + len(word)),
        "fix": fix,
        "key": word,
        **more,
    }
    return Finding(**values)  # type: ignore[arg-type]


def checked() -> list[FileReport]:
    """A file with one finding of each kind, a clean one, a broken one and one that is not there."""
    at = TEXT.index("3.18")
    add = TEXT.index("USER")
    report = FileReport("app/Dockerfile", Source.of("app/Dockerfile", TEXT))
    report.findings = [
        finding(
            TEXT,
            "alpine:3.18",
            "T1",
            "error",
            Fix("safe", "use alpine:3.24", [Edit(at, at + 4, "3.24")]),
            advice="`3.24` is rebuilt",
            same_as=("X1", "X2"),
            evidence=[Evidence("library", "3.18 left on 2025-05-30", "2026-08-22"), Evidence("clock", "late", "")],
        ),
        finding(TEXT, "apk", "T2", "warning", Fix("unsafe", "upgrade", [Edit(add, add, "RUN apk upgrade\n")])),
        finding(TEXT, "USER app", "T3", "note", Fix("display", "think", []), confidence="low", advice="see \x1b[1m"),
        finding(TEXT, "app", "T3", "note", key="USER app"),
    ]
    report.suppressed = 2
    clean = FileReport("Dockerfile", Source.of("Dockerfile", "FROM scratch\n"))
    broken = FileReport("b\x1b[2Jad", Source.of("bad", "FROM a\nRUN <<E\n"))
    broken.errors = [FileError("b\x1b[2Jad", "a heredoc without end: \u202eE", 2, 5)]
    gone = FileReport("gone")
    gone.missing = True
    gone.errors = [FileError("gone", "no such file or folder")]
    return [report, clean, broken, gone]


def mended() -> list[FileReport]:
    """A file that was mended in part, and one that could not be written."""
    before = checked()[0]
    report = FileReport("app/Dockerfile", before.source)
    report.fixed_source = Source.of("app/Dockerfile", FIXED)
    report.fixed = before.findings[:1]
    report.findings = [
        finding(FIXED, "apk", "T2", "warning", before.findings[1].fix, advice="or pin the base"),
        finding(FIXED, "USER app", "T3", "note"),
    ]
    reasons = ("has an unsafe fix: --unsafe applies it", "has no automatic fix")
    report.left = [Left(one, reason) for one, reason in zip(report.findings, reasons, strict=True)]
    report.written = True
    unwritten = FileReport("ro/Dockerfile", before.source)
    unwritten.fixed_source = report.fixed_source
    unwritten.fixed = report.fixed
    unwritten.errors = [FileError("ro/Dockerfile", "may not be written")]
    return [report, unwritten]


@pytest.fixture
def reports() -> list[FileReport]:
    return checked()


@pytest.fixture
def fixes() -> list[FileReport]:
    return mended()


@pytest.fixture
def told() -> Callable[..., tuple[str, str]]:
    """Tells reports in a form and gives what went to the output and to the errors."""

    def tell(
        form: str, mode: str, reports: list[FileReport], colour: bool = False, age: int = 3, note: str = ""
    ) -> tuple[str, str]:
        out: list[str] = []
        err: list[str] = []
        world = World("2026-08-22", "2026-08-22", age, note)
        one = reporter(form, mode, world, out.append, err.append, (colour, colour))
        one.begin()
        for report in reports:
            one.file(report)
        one.end()
        return "".join(out), "".join(err)

    return tell


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Holds a text against a file of this folder; run with UPDATE_SNAPSHOTS=1 to write it, and read what changed."""
    import os

    def hold(name: str, text: str) -> None:
        path = pathlib.Path(__file__).parent / "snapshots" / name
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.read_bytes().decode("utf-8") == text

    return hold
