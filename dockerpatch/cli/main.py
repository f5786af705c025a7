"""The way in: a plain ``check`` or ``fix`` line goes straight to its command, every other line through click.

It never lets an error out: each one is a line on standard error and an exit code.
"""

from __future__ import annotations

import gc
import os
import sys

from . import problems, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMPLETE = "_DOCKERPATCH_COMPLETE"
"""The variable by which a shell asks click for completions."""

INTERRUPTED = 130


def main() -> int:
    """The process's own command line. Ends the process, but with DOCKERPATCH_DEBUG, where it gives the exit code."""
    # Objects are made by the thousand and hardly one is garbage: looking for it is left to runs over many files.
    gc.disable()
    code = run(sys.argv[1:])
    if os.environ.get("DOCKERPATCH_DEBUG"):
        return code
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except (OSError, ValueError):
        pass
    # Taking the interpreter down piece by piece would cost a tenth of a small run, and frees what the system frees.
    os._exit(code)


def run(words: Sequence[str]) -> int:
    """Run the command line ``words``, with all output written, and give the exit code."""
    try:
        code = _run(list(words))
        terminal.out().flush()
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
    from . import app

    return app.run(words)


def _fail(error: Exception) -> int:
    known = problems.told(error)
    if known is not None:
        line, code = known
        if code == problems.UNWRITABLE:
            _drop_output()
        _say(f"error: {line}")
        return code
    if isinstance(error, OSError) and error.filename is None:
        # Only what is printed past our own streams, such as click's help, gets here without a name.
        _drop_output()
        _say(f"error: the output cannot be written: {error.strerror or error}")
        return problems.UNWRITABLE
    if os.environ.get("DOCKERPATCH_DEBUG"):
        import traceback

        traceback.print_exc()
    _say(f"internal error: {type(error).__name__}: {error}; please report (DOCKERPATCH_DEBUG=1 shows where)")
    return problems.INTERNAL


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
