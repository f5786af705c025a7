"""The sessions that gate a change, each in a venv of its own. What they check stands elsewhere."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "types", "floors", "tests"]
nox.options.reuse_existing_virtualenvs = True


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The tests; arguments go to pytest."""
    session.install("-e", ".[dev]")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format, and whether the generated files are of today."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("python", "-m", "tools.docs", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session
def floors(session: nox.Session) -> None:
    """Which room may import which."""
    session.install("-e", ".[dev]")
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Make the pages and schemas that are made from the code."""
    session.install("-e", ".")
    session.run("python", "-m", "tools.docs")


@nox.session
def bench(session: nox.Session) -> None:
    """Speed beside hadolint and tally; arguments go to the benchmark."""
    session.install("-e", ".[bench]")
    session.run("python", "-m", "tools.bench", *session.posargs)
