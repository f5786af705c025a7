"""The command ``verify``: two reports compared, and an exit code. It never judges a row itself."""

from __future__ import annotations

import json

from dockerpatch.config.waivers import EXPIRED
from dockerpatch.engine.report import CLEAN, FINDINGS
from dockerpatch.engine.session import Session
from dockerpatch.reports.report import Row
from dockerpatch.system.clock import today
from dockerpatch.system.files import read_bytes
from dockerpatch.triage.candidates import NoOrigin
from dockerpatch.triage.ruling import Ruling
from dockerpatch.triage.triage import triage
from dockerpatch.triage.verify import GONE, Promise, compare, name_of, promises_of
from dockerpatch.triage.views.comparison import render

from . import terminal
from .output import STDOUT, File
from .problems import UsageError
from .triage import change, read_report, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.reports.report import Report


def verify(
    before: str,
    after: str,
    paths: Sequence[str],
    *,
    promised: str,
    form: str,
    output: str,
    dockerfile: str,
    target: str,
    fail_on: str | None,
    gate: str | None,
    vex: Sequence[str],
    config: str,
    as_of: str,
    almanac: str,
) -> int:
    """Run ``verify`` and give the exit code. Raises what `problems.told` knows."""
    if before == after == STDOUT:
        raise UsageError("only one of the reports can be standard input")
    file = File(output) if output not in ("", STDOUT) else None
    old, new = read_report(before), read_report(after)
    session = Session(config, change(as_of, almanac))
    session.ready()
    ruling = Ruling(session.config, today(), gate or "", fail_on or "", vex)
    ruling.scanned(new)
    promises = _promised(promised) if promised else _worked_out(old, session, paths, dockerfile, target)
    comparison = compare(old, new, promises)
    waived = {id(one) for one in comparison.changes if one.state != GONE and ruling.decide(one.row, new) is not None}
    failing = [one for one in comparison.failing(ruling.gate.fails_row) if id(one) not in waived]
    out = terminal.out()
    text = render(form, comparison, failing, colour=file is None and terminal.colour(out))
    (out.write if file is None else file.write)(text)
    if file is not None:
        file.close()
    for remark in ruling.remarks():
        say("error" if remark.state == EXPIRED else "warning", remark.message)
    return FINDINGS if failing or ruling.is_failed else CLEAN


def _worked_out(
    old: Report, session: Session, paths: Sequence[str], dockerfile: str, target: str
) -> dict[tuple[str, str, str], Promise]:
    """What triage says of the old report as the Dockerfile is now; nothing where no Dockerfile can be told."""
    try:
        return promises_of(triage([old], session, list(paths) or ["."], dockerfile=dockerfile, target=target))
    except NoOrigin as error:
        if dockerfile:
            raise UsageError(str(error)) from None
        say("note", f"nothing was promised: {error}")
        return {}


def _promised(path: str) -> dict[tuple[str, str, str], Promise]:
    """What the file, which `triage --format json` wrote, promises. Raises UsageError for any other file."""
    try:
        data = json.loads(read_bytes(path))
        found: dict[tuple[str, str, str], Promise] = {}
        for image in data["images"]:
            titles = []
            for cause in image["causes"]:
                place = f"{image['dockerfile']}:{cause['line']}: " if cause["line"] else ""
                titles.append(place + str(cause["title"]))
            for row in image["rows"]:
                facts = {"ecosystem": row["ecosystem"] or "", "aliases": row["aliases"], "path": row["path"] or ""}
                name = name_of(Row(row["id"], row["package"], row["version"], **facts))
                found[name] = Promise(str(row["verdict"]), titles[row["cause"]])
        return found
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise UsageError(f"--promised: {path} is not what `dockerpatch triage --format json` writes") from None
