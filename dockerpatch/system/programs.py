"""The door to other programs: one call on files of its own, with a limit of time. It never goes through a shell."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ProgramError(Exception):
    """A program that could not be run to its end. ``str()`` is one line."""


class Output:
    """What a program wrote, and its exit code."""

    __slots__ = ("code", "err", "out")

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.out = out
        self.err = err


def find(name: str) -> str:
    """The path of the program: beside the Python that runs this, else on the PATH; "" when it is in neither place."""
    from shutil import which

    beside = os.path.dirname(sys.executable or "")
    return (which(name, path=beside) if beside else None) or which(name) or ""


def stamp(program: str) -> str:
    """What tells the program at a path from another one that may stand there later."""
    try:
        state = os.stat(program)
    except OSError:
        return program
    return f"{program}:{state.st_size}:{state.st_mtime_ns}"


def run_on_texts(
    program: str, options: Sequence[str], texts: Sequence[bytes], seconds: float, without: Sequence[str] = ()
) -> Output:
    """Run ``program`` with ``options`` and with files that hold ``texts``, which are called "0", "1" and so on.

    The files stand in a folder of their own, where the program is run, and are gone when it returns. It gets nothing to
    read, and the variables of this process but for those ``without``. Raises ProgramError when it cannot be started, or
    is not done after ``seconds``; then it is ended.
    """
    import subprocess
    from tempfile import TemporaryDirectory

    names = [str(index) for index in range(len(texts))]
    variables = {name: value for name, value in os.environ.items() if name not in without}
    called = os.path.basename(program)
    try:
        with TemporaryDirectory(prefix="dockerpatch-", ignore_cleanup_errors=True) as folder:
            for name, text in zip(names, texts, strict=True):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(text)
            done = subprocess.run(
                [program, *options, *names],
                cwd=folder,
                env=variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise ProgramError(f"{called} was not done after {seconds:.0f} seconds") from None
    except OSError as error:
        raise ProgramError(f"{called} cannot be run: {error.strerror or error}") from None
    return Output(done.returncode, done.stdout, done.stderr)
