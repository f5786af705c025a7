"""What may go wrong in a run, and how the user is told: one line and an exit code. It never prints."""

from __future__ import annotations

INTERNAL = 70
"""Exit code of a fault of our own (EX_SOFTWARE)."""

UNWRITABLE = 74
"""Exit code when the report cannot be written: a full disk, a closed output (EX_IOERR)."""

PIPE_CLOSED = 141
"""Exit code when the reader of our output went away, as a shell reports SIGPIPE."""


class UsageError(Exception):
    """A command line that cannot be used. ``str()`` is one line."""


class Unwritable(Exception):
    """The report, or a file that a command makes, cannot be written. ``str()`` is one line."""


def told(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code for an error that the user can do something about; None: it is a fault of ours."""
    from dockerpatch.config.load import ConfigError
    from dockerpatch.engine.report import BROKEN, NO_ALMANAC, USAGE
    from dockerpatch.knowledge.almanac import AlmanacError
    from dockerpatch.reports.fault import ReportError
    from dockerpatch.reports.openvex import OpenVexError
    from dockerpatch.rules.schema import RuleFileError
    from dockerpatch.system.files import FileError

    for kind, code in (
        (UsageError, USAGE),
        (ConfigError, USAGE),
        (RuleFileError, USAGE),
        (AlmanacError, NO_ALMANAC),
        (FileError, BROKEN),
        (ReportError, BROKEN),
        (OpenVexError, BROKEN),
        (Unwritable, UNWRITABLE),
    ):
        if isinstance(error, kind):
            return str(error), code
    return None
