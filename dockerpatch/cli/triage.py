"""The command ``triage``: reports, causes, a patch and an exit code. It never judges a row itself."""

from __future__ import annotations

import os
import sys

from dockerpatch.engine.report import CLEAN, FINDINGS, NO_INPUT, USAGE
from dockerpatch.engine.session import Session
from dockerpatch.hosts.catalog import is_claimed
from dockerpatch.reports.catalog import read, read_from
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.answer import CLOSED, LIKELY, SETTLED
from dockerpatch.triage.candidates import NoOrigin
from dockerpatch.triage.triage import images
from dockerpatch.triage.triage import triage as run
from dockerpatch.triage.views.catalog import TEXT, render
from dockerpatch.triage.views.view import Telling

from . import terminal
from .lint import world
from .output import STDOUT, File
from .problems import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.reports.report import Report
    from dockerpatch.triage.answer import Answer, Item


STDIN = "-"


class Asked:
    """What a line of ``triage`` asks for; "" is what was not said."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        form: str = TEXT,
        output: str = "",
        dockerfile: str = "",
        target: str = "",
        fix: bool = False,
        unsafe: bool = False,
        rows: bool = False,
        fail_on: str = "unknown",
        config: str = "",
        as_of: str = "",
        almanac: str = "",
    ) -> None:
        self.words = tuple(words)
        self.form = form
        self.output = output
        self.dockerfile = dockerfile
        self.target = target
        self.fix = fix
        self.unsafe = unsafe
        self.rows = rows
        self.fail_on = fail_on
        self.config = config
        self.as_of = as_of
        self.almanac = almanac


def triage(asked: Asked) -> int:
    """Run ``triage`` and give the exit code. Raises what `problems.told` knows."""
    paths, reports = told_apart(asked.words)
    session = Session(asked.config, change(asked.as_of, asked.almanac))
    telling_world = world(session)
    file = File(asked.output) if asked.output not in ("", STDOUT) else None
    groups = images([read_report(name) for name in reports])
    answers: list[Answer] = []
    failed = CLEAN
    err = terminal.err()
    for group in groups:
        if not any(one.rows for one in group):
            _say(
                err.write,
                "note",
                f"{', '.join(one.path for one in group)}: holds no vulnerability{_passed_over(group)}",
            )
            continue
        try:
            answers.append(
                run(
                    group,
                    session,
                    paths,
                    dockerfile=asked.dockerfile,
                    target=asked.target,
                    unsafe=asked.unsafe,
                    write=asked.fix,
                )
            )
        except NoOrigin as error:
            failed = USAGE if error.known else NO_INPUT
            _say(err.write, "error", f"{group[0].path}: {error}")
    failing = [item for answer in answers for item in answer.items if fails(item, asked.fail_on, asked.fix)]
    out = terminal.out()
    telling = Telling(
        telling_world,
        colour=asked.form == TEXT and file is None and terminal.colour(out),
        rows=asked.rows,
        written=asked.fix,
        failing=failing,
    )
    if answers:
        (out.write if file is None else file.write)(render(asked.form, answers, telling))
    if file is not None and answers:
        file.close()
    return failed or (FINDINGS if failing else CLEAN)


def _say(write: Callable[[str], object], what: str, line: str) -> None:
    from dockerpatch.reporters.legible import legible

    write(f"{what}: {legible(line)}\n")


def _passed_over(group: Sequence[Report]) -> str:
    other = {kind: count for report in group for kind, count in report.passed_over.items()}
    return f" ({', '.join(f'{count} {kind}' for kind, count in other.items())} passed over)" if other else ""


def told_apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The folders and Dockerfiles among the words (default: the folder the run is in), and the reports.

    Raises UsageError without a report.
    """
    paths = [word for word in words if word != STDIN and (os.path.isdir(word) or is_claimed(os.path.basename(word)))]
    reports = [word for word in words if word not in paths]
    if not reports:
        raise UsageError("name a scanner's report (see `dockerpatch triage --help`)")
    return paths or ["."], reports


def read_report(name: str) -> Report:
    """The report in the file ``name`` (``-``: standard input). Raises ReportError."""
    if name != STDIN:
        return read(name)
    if sys.stdin is None:
        raise UsageError("there is no standard input")
    return read_from(sys.stdin.buffer.read)


def change(as_of: str, almanac: str) -> Callable[[Config], Config] | None:
    """How the command line changes a config; None when it says nothing."""
    said = {name: value for name, value in (("as_of", as_of), ("almanac", almanac)) if value}
    return (lambda config: config.replace(**said)) if said else None


def fails(item: Item, fail_on: str, written: bool) -> bool:
    """Whether the row fails the run: it is bad enough, and there is something left to do about it."""
    if item.verdict in SETTLED or (written and item.verdict in (CLOSED, LIKELY)):
        return False
    return bad_enough(item.row.severity, fail_on)


def bad_enough(severity: str, fail_on: str) -> bool:
    """Whether a severity is at or above ``fail_on``; "never" is below none."""
    return fail_on != "never" and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)
