"""The command ``audit``: the pins of a repository, an audit, a report and an exit code. It judges nothing itself."""

from __future__ import annotations

import os
import sys

from dockerpatch.audit.audit import Audit, Tally
from dockerpatch.audit.pins import read_pins
from dockerpatch.engine.report import NO_INPUT
from dockerpatch.reporters.catalog import JSON
from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.reporter import World
from dockerpatch.system.clock import today

from . import terminal
from .almanac import opened
from .output import File
from .problems import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.audit.json import Json
    from dockerpatch.audit.text import Text
    from dockerpatch.system.blobs import Blob

    from .terminal import Stream


def audit(
    paths: Sequence[str],
    form: str,
    output: str,
    as_of: str,
    path: str,
    repo: str,
    everything: bool,
    settings: bool,
    fail_on: str,
) -> int:
    """Run the audit and give the exit code. ``path`` is that of the almanac. Raises what `problems.told` knows."""
    if not os.path.isdir(repo):
        raise UsageError(f"--repo: there is no folder {repo}")
    almanac = opened(path, as_of)
    out, err = terminal.out(), terminal.err()
    file = File(output) if output not in ("", "-") else None
    write = out.write if file is None else file.write
    world = World(almanac.as_of, almanac.date, almanac.age_days(today()), almanac.note or "")
    reporter: Json | Text
    if form == JSON:
        from dockerpatch.audit.json import Json

        reporter = Json(world, write, everything)
    else:
        from dockerpatch.audit.text import Text

        colours = (file is None and terminal.colour(out), terminal.colour(err))
        reporter = Text(world, write, err.write, colours, everything, settings)
    pins = read_pins(repo, almanac)
    tally = Tally()
    reporter.begin(pins)
    for said in Audit(almanac, pins, everything).run(tuple(dict.fromkeys(paths)), _stdin, tally):
        reporter.say(said)
    reporter.end(tally)
    if file is not None:
        file.close()
    code = tally.exit_code(fail_on)
    if code == NO_INPUT:
        _say_nothing_found(err, paths, tally)
    return code


def _say_nothing_found(err: Stream, paths: Sequence[str], tally: Tally) -> None:
    where = legible(", ".join(paths))
    if tally.unknown:
        err.write(f"error: no Go program found in {where} ({tally.unknown} without build information: see --all)\n")
    else:
        err.write(f"error: no Go program found in {where}\n")


def _stdin() -> Blob:
    """All of standard input, in a temporary file when it is long."""
    from dockerpatch.system.blobs import WINDOW, Spool, why
    from dockerpatch.system.files import FileError

    if sys.stdin is None:
        raise FileError("-", "there is no standard input")
    spool = Spool("-")
    try:
        while True:
            piece = sys.stdin.buffer.read(WINDOW)
            if not piece:
                return spool.blob()
            spool.write(piece)
    except OSError as error:
        spool.drop()
        raise FileError("-", why(error)) from None
