"""The command ``triage``: reports, causes, a patch and an exit code. It never judges a row itself."""

from __future__ import annotations

import os
import stat
import sys

from dockerpatch.config.waivers import EXPIRED
from dockerpatch.engine.report import BROKEN, CLEAN, FINDINGS, NO_INPUT, USAGE
from dockerpatch.engine.session import Session
from dockerpatch.hosts.catalog import is_claimed
from dockerpatch.reports.catalog import read, read_from
from dockerpatch.system.clock import today
from dockerpatch.triage.candidates import NoOrigin
from dockerpatch.triage.ruling import Ruling
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
    from dockerpatch.triage.answer import Answer


STDIN = "-"


class Asked:
    """What a line of ``triage`` asks for; "", () and None are what was not said."""

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
        fail_on: str | None = None,
        gate: str | None = None,
        vex: Sequence[str] = (),
        write_vex: str = "",
        vex_author: str = "",
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
        self.fail_on = fail_on or ""
        self.gate = gate or ""
        self.vex = tuple(vex)
        self.write_vex = write_vex
        self.vex_author = vex_author
        self.config = config
        self.as_of = as_of
        self.almanac = almanac


def triage(asked: Asked) -> int:
    """Run ``triage`` and give the exit code. Raises what `problems.told` knows."""
    paths, names = told_apart(asked.words)
    session = Session(asked.config, change(asked.as_of, asked.almanac))
    told = world(session)
    for line in told.remarks:
        say("note", line)
    day = today()
    ruling = Ruling(session.config, day, asked.gate, asked.fail_on, asked.vex)
    file = File(asked.output) if asked.output not in ("", STDOUT) else None
    vex = File(asked.write_vex, "--write-vex") if asked.write_vex else None
    code, answers = _answers(asked, paths, [read_report(name) for name in names], session, ruling)
    failing = [item for one in answers for item in one.items if ruling.fails(item, one.origin.path, asked.fix)]
    remarks = ruling.remarks()
    out = terminal.out()
    telling = Telling(
        told,
        colour=asked.form == TEXT and file is None and terminal.colour(out),
        rows=asked.rows,
        written=asked.fix,
        gate=asked.gate,
        failing=failing,
        remarks=[remark.message for remark in remarks],
    )
    if answers:
        (out.write if file is None else file.write)(render(asked.form, answers, telling))
        if file is not None:
            file.close()
    for remark in remarks:
        say("error" if remark.state == EXPIRED else "warning", remark.message)
    if vex is not None:
        _write_vex(vex, ruling, answers, f"{day}T00:00:00Z", asked.vex_author)
    return code or (FINDINGS if failing or ruling.is_failed else CLEAN)


def _answers(
    asked: Asked, paths: Sequence[str], reports: Sequence[Report], session: Session, ruling: Ruling
) -> tuple[int, list[Answer]]:
    """The exit code that is due whatever the rows are (CLEAN: none), and an answer for each image that has rows."""
    code, answers = CLEAN, []
    for report in reports:
        ruling.scanned(report)
    for group in images(reports):
        names = ", ".join(one.path for one in group)
        if not any(one.rows for one in group):
            say("note", f"{names}: holds no vulnerability{_passed_over(group)}")
            continue
        try:
            answer = run(
                group,
                session,
                paths,
                dockerfile=asked.dockerfile,
                target=asked.target,
                unsafe=asked.unsafe,
                write=asked.fix,
                decide=ruling.decide,
            )
        except NoOrigin as error:
            code = code or (USAGE if error.known else NO_INPUT)
            say("error", f"{names}: {error}")
            continue
        answers.append(answer)
        for fault in answer.patch.errors if answer.patch is not None else ():
            code = BROKEN
            say("error", f"{fault.path}: {fault.message}")
    return code, answers


def _write_vex(file: File, ruling: Ruling, answers: Sequence[Answer], timestamp: str, author: str) -> None:
    document, silent = ruling.document(answers, timestamp, author)
    if silent:
        ids = ", ".join(sorted({waiver.id for waiver in silent}))
        say("note", f"without a status a waiver claims nothing that VEX could tell: {ids}")
    if not document:
        say("note", "no VEX document is written: nothing was decided that it could state")
        return
    file.write(document)
    file.close()


def say(what: str, line: str) -> None:
    """Put a line on standard error: ``what`` it is ("note", "warning", "error"), and the line."""
    from dockerpatch.reporters.legible import legible

    terminal.err().write(f"{what}: {legible(line)}\n")


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
    """The report in the file ``name`` (``-``: standard input), or that comes through a pipe of that name, as a shell's
    ``<(...)`` is one. Raises ReportError."""
    if name != STDIN:
        if stat.S_ISFIFO(_mode(name)):
            with open(name, "rb") as pipe:
                return read_from(pipe.read, name)
        return read(name)
    if sys.stdin is None:
        raise UsageError("there is no standard input")
    return read_from(sys.stdin.buffer.read)


def _mode(name: str) -> int:
    try:
        return os.stat(name).st_mode
    except (OSError, ValueError):
        return 0


def change(as_of: str, almanac: str) -> Callable[[Config], Config] | None:
    """How the command line changes a config; None when it says nothing."""
    said = {name: value for name, value in (("as_of", as_of), ("almanac", almanac)) if value}
    return (lambda config: config.replace(**said)) if said else None
