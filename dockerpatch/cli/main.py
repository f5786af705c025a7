"""The way in: a plain ``check`` or ``fix`` line goes straight to its command, every other line through click.

It never lets an error out: each one is a line on standard error and an exit code.
"""

from __future__ import annotations

import os
import sys

from . import problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMPLETE = "_DOCKERPATCH_COMPLETE"
"""The variable by which a shell asks click for completions."""

INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line ``words`` (default: the process's own) and give its exit code."""
    try:
        code = _run(list(sys.argv[1:] if words is None else words))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return problems.PIPE_CLOSED
    except Exception as error:
        return _fail(error)


def _run(words: list[str]) -> int:
    if words and COMPLETE not in os.environ:
        command = words[0]
        if command == "check" or command == "fix":
            from .flags import FLAGS, quick

            settings = quick(FLAGS[command], words[1:])
            if settings is not None:
                from .lint import lint

                return lint(command, settings)
    from .app import run

    return run(words)


def _fail(error: Exception) -> int:
    known = problems.told(error)
    if known is not None:
        line, code = known
        _say(f"error: {line}")
        return code
    if isinstance(error, OSError) and sys.exc_info()[2] is not None and _is_output(error):
        _drop_output()
        _say(f"error: the report cannot be written: {error.strerror or error}")
        return problems.UNWRITABLE
    if os.environ.get("DOCKERPATCH_DEBUG"):
        import traceback

        traceback.print_exc()
    _say(f"internal error: {type(error).__name__}: {error}; please report (DOCKERPATCH_DEBUG=1 shows where)")
    return problems.INTERNAL


def _is_output(error: OSError) -> bool:
    """Whether the error came from writing what we print: it names no file, and what is printed can no longer be."""
    if error.filename is not None or sys.stdout is None:
        return False
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return True
    return False


def _say(text: str) -> None:
    from dockerpatch.reporters.legible import legible

    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{legible(text)}\n")
            sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody is left to tell


def _drop_output() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not stumble over it on its way out."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass
